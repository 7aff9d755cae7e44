"""Reading the parts of a document in the native format: what is wrong is noted with its line and its path."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from cx_core.formats import pictures
from cx_core.formats.document import Findings
from cx_core.formats.json_lines import Path
from cx_core.journeys.fields import FIELDS, NAME_FIELD, Field, unflatten
from cx_core.journeys.ids import is_id
from cx_core.journeys.operations import clean_line, normalise_fields
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint
from cx_core.model.operation import Noun
from cx_core.model.picture import Picture
from cx_core.model.problem import Refusal

PERSONA_TEXTS = ("role", "goals", "frustrations", "quote")
_ANY_TEXT = Field("thought", "text")


class PartReader:
    """Reads the parts of one document and notes what is wrong, with the line and the path of each."""

    def __init__(self, lines: dict[Path, int]) -> None:
        self.lines = lines
        self.findings = Findings()

    def problem(self, kind: str, path: Path, allowed: str | None = None) -> None:
        self.findings.add(kind, self.lines.get(path), column=".".join(map(str, path)), allowed=allowed)

    def unknown(self, document: dict[str, Any], known: set[str], path: Path) -> None:
        for name in document:
            if name not in known:
                self.problem("field_unknown", (*path, name))

    def journey(self, document: Any, path: Path) -> Journey | None:
        values = self.part("journey", document, path, {"revision", "version", "updated_at", "stages"})
        if values is None:
            return None
        updated_at = self.instant(document, path)
        stages = [self.stage(*one) for one in self.items(document, "stages", path)]
        return Journey(
            stages=tuple(stage for stage in stages if stage is not None),
            revision=self.count(document, "revision", path),
            updated_at=updated_at,
            **values,
        )

    def stage(self, document: Any, path: Path) -> Stage | None:
        values = self.part("stage", document, path, {"position", "version", "touchpoints"})
        if values is None:
            return None
        touchpoints = [self.touchpoint(*one) for one in self.items(document, "touchpoints", path)]
        kept = tuple(touchpoint for touchpoint in touchpoints if touchpoint is not None)
        return Stage(journey_id="", position=self.position(document, path), touchpoints=kept, **values)

    def touchpoint(self, document: Any, path: Path) -> Touchpoint | None:
        values = self.part("touchpoint", document, path, {"position", "version", "pain_points", "opportunities"})
        if values is None:
            return None
        pains = [self.pain_point(*one) for one in self.items(document, "pain_points", path)]
        kept = tuple(pain for pain in pains if pain is not None)
        ideas = [self.opportunity(*one) for one in self.items(document, "opportunities", path)]
        return Touchpoint(
            stage_id="",
            position=self.position(document, path),
            pain_points=kept,
            opportunities=tuple(idea for idea in ideas if idea is not None),
            **values,
        )

    def pain_point(self, document: Any, path: Path) -> PainPoint | None:
        values = self.part("pain_point", document, path, {"position", "version"})
        return None if values is None else PainPoint(touchpoint_id="", position=self.position(document, path), **values)

    def opportunity(self, document: Any, path: Path) -> Opportunity | None:
        values = self.part("opportunity", document, path, {"position", "version"})
        return (
            None if values is None else Opportunity(touchpoint_id="", position=self.position(document, path), **values)
        )

    def part(self, noun: Noun, document: Any, path: Path, others: set[str]) -> dict[str, Any] | None:
        """Return id, version and fields of a part; None when it is none or has no name."""
        if not isinstance(document, dict):
            self.problem("part_bad", path)
            return None
        self.unknown(document, {"id", *others, *(field.name for field in FIELDS[noun])}, path)
        flat: dict[str, object] = {}
        for field in FIELDS[noun]:
            if field.name in document:
                flat |= self.field(noun, field, document[field.name], (*path, field.name))
        name = NAME_FIELD[noun]
        if not (flat.get(f"{name}_vi") or flat.get(f"{name}_en")):
            self.problem("name_missing", path)
            return None
        return {
            "id": self.id(document, path),
            "version": self.count(document, "version", path),
            **unflatten(noun, flat),
        }

    def field(self, noun: Noun, field: Field, value: Any, path: Path) -> dict[str, object]:
        """Return the clean plain values of one field; empty, and noted, when it cannot be read."""
        plain = {field.name: value}
        if field.kind == "text":
            if not isinstance(value, dict):
                self.problem("value_bad", path, '{"vi": "…", "en": "…"}')
                return {}
            self.unknown(value, {"vi", "en"}, path)
            plain = {f"{field.name}_{language}": value[language] for language in ("vi", "en") if language in value}
        try:
            return normalise_fields(noun, plain)
        except Refusal as refusal:
            kind = "text_too_long" if refusal.kind == "text_too_long" else "value_bad"
            allowed = refusal.values.get("allowed") or refusal.values.get("limit")
            self.problem(kind, path, None if allowed is None else str(allowed))
            return {}

    def items(self, document: dict[str, Any], name: str, path: Path) -> list[tuple[Any, Path]]:
        found = document.get(name, [])
        if not isinstance(found, list):
            self.problem("value_bad", (*path, name), "[…]")
            return []
        return [(one, (*path, name, at)) for at, one in enumerate(found)]

    def id(self, document: dict[str, Any], path: Path) -> str:
        if not is_id(document.get("id")):
            self.problem("id_bad", (*path, "id") if "id" in document else path)
            return ""
        return str(document["id"])

    def count(self, document: dict[str, Any], name: str, path: Path) -> int:
        value = document.get(name, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < 2**53:
            self.problem("value_bad", (*path, name), "≥ 1")
            return 1
        return value

    def position(self, document: dict[str, Any], path: Path) -> float:
        value = document.get("position", 0.0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e9:
            self.problem("value_bad", (*path, "position"), "-1e9 … 1e9")
            return 0.0
        return float(value)

    def instant(self, document: dict[str, Any], path: Path) -> datetime | None:
        value = document.get("updated_at")
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            found = None
        if found is None or found.tzinfo is None:
            self.problem("value_bad", (*path, "updated_at"), "2026-11-21T09:05:00+07:00")
            return None
        return found

    def personas(self, documents: Any, path: Path) -> tuple[Persona, ...]:
        if not isinstance(documents, list):
            self.problem("value_bad", path, "[…]")
            return ()
        found = [self.persona(document, (*path, at)) for at, document in enumerate(documents)]
        return tuple(persona for persona in found if persona is not None)

    def persona(self, document: Any, path: Path) -> Persona | None:
        if not isinstance(document, dict) or not is_id(document.get("id")):
            self.problem("part_bad", path)
            return None
        known = {"id", "name", "age_range", "segment_filter", "version", *PERSONA_TEXTS}
        self.unknown(document, known, path)
        name = self.line(document, "name", path)
        if not name:
            self.problem("name_missing", path)
            return None
        texts: dict[str, Any] = {
            field: self.text(document[field], (*path, field)) for field in PERSONA_TEXTS if field in document
        }
        return Persona(
            id=document["id"],
            name=name,
            age_range=self.line(document, "age_range", path),
            segment_filter=self.segments(document.get("segment_filter", {}), (*path, "segment_filter")),
            version=self.count(document, "version", path),
            **texts,
        )

    def images(self, value: Any, path: Path) -> tuple[Picture, ...]:
        """Return the pictures of a document; one that is not what its name says is noted and left out."""
        if not isinstance(value, dict):
            self.problem("value_bad", path, "{…}")
            return ()
        found = []
        for name, encoded in value.items():
            try:
                found.append(pictures.checked(name, base64.b64decode(str(encoded), validate=True)))
            except (Refusal, ValueError):
                self.problem("image_bad", (*path, name))
        return tuple(found)

    def line(self, document: dict[str, Any], name: str, path: Path) -> str:
        try:
            return clean_line(name, document.get(name, ""))
        except Refusal:
            self.problem("value_bad", (*path, name))
            return ""

    def text(self, value: Any, path: Path) -> Text:
        """Return a persona's text, which is checked like a touchpoint's."""
        flat = self.field("touchpoint", _ANY_TEXT, value, path)
        return Text(str(flat.get("thought_vi", "")), str(flat.get("thought_en", "")))

    def segments(self, value: Any, path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value, dict) or not all(
            isinstance(chosen, list) and all(isinstance(one, str) for one in chosen) for chosen in value.values()
        ):
            self.problem("value_bad", path, '{"…": ["…"]}')
            return ()
        return tuple((field, tuple(chosen)) for field, chosen in value.items())
