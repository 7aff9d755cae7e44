"""The native format: one JSON document that carries a whole map and its personas, losing nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cx_core.formats import pictures
from cx_core.formats.document import Findings, ReadJourney, decode, finish
from cx_core.formats.journey_schema import FORMAT_NAME, FORMAT_VERSION
from cx_core.formats.json_lines import JsonProblem, Path, parse
from cx_core.journeys.entries import plain_entries
from cx_core.journeys.fields import ENTRY_KINDS, FIELDS, NAME_FIELD, Field, Thing, unflatten
from cx_core.journeys.ids import is_id
from cx_core.journeys.operations import clean_line, normalise_fields
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint
from cx_core.model.operation import Noun
from cx_core.model.picture import Picture
from cx_core.model.problem import Problem, Refusal

#: Pictures make a document large.
MAX_NATIVE_BYTES = 40_000_000

_PERSONA_TEXTS = ("role", "goals", "frustrations", "quote")


def write(
    journey: Journey,
    language: str,
    personas: tuple[Persona, ...] = (),
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the document of a map; it is the same in every language. ``images`` go along by their names."""
    document = {
        "format": FORMAT_NAME,
        "version": FORMAT_VERSION,
        "journey": _journey_document(journey),
        "personas": [_persona_document(persona) for persona in personas],
    }
    if images:
        document["images"] = {name: base64.b64encode(data).decode() for name, data in sorted(images.items())}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of a document.

    Raises `Refusal`: ``journey_file_syntax`` with the line where the text stops being JSON, ``journey_file_foreign``
    when it is another document, ``journey_file_newer`` for a version this program does not know, and
    ``journey_file_problems`` when values cannot be read and ``tolerant`` is not set.
    """
    try:
        document, lines = parse(decode(data, MAX_NATIVE_BYTES))
    except JsonProblem as problem:
        raise Refusal("journey_file_syntax", {"line": problem.line}) from None
    _check_envelope(document)
    reader = _Reader(lines)
    reader.unknown(document, {"format", "version", "journey", "personas", "images"}, ())
    journey = reader.journey(document["journey"], ("journey",))
    if journey is None:
        raise Refusal("journey_file_foreign")
    personas = reader.personas(document.get("personas", []), ("personas",))
    images = reader.images(document.get("images", {}), ("images",))
    return replace(finish(journey, personas, reader.findings, tolerant=tolerant), images=images)


def validate(data: bytes) -> tuple[Problem, ...]:
    """Return everything in a document that breaks the schema; empty when it can be read whole.

    Raises the same refusals as `read` for what is no such document at all.
    """
    return tuple(problem for problem in read(data, tolerant=True).problems if problem.lost)


def part_document(noun: Noun, thing: Thing) -> dict[str, Any]:
    """Return a part's id and fields as they stand in the document; untouched fields are left out."""
    document: dict[str, Any] = {"id": thing.id}
    for field in FIELDS[noun]:
        value = getattr(thing, field.name)
        if isinstance(value, Text):
            value = _text_document(value)
        elif field.kind == "date" and value is not None:
            value = value.isoformat()
        elif field.kind in ENTRY_KINDS:
            value = plain_entries(value)
        elif isinstance(value, tuple):
            value = list(value)
        if value not in (None, "", [], {}):
            document[field.name] = value
    return document


def _journey_document(journey: Journey) -> dict[str, Any]:
    document = part_document("journey", journey) | {"revision": journey.revision, "version": journey.version}
    if journey.updated_at is not None:
        document["updated_at"] = journey.updated_at.isoformat()
    document["stages"] = [_stage_document(stage) for stage in journey.stages]
    return document


def _stage_document(stage: Stage) -> dict[str, Any]:
    document = part_document("stage", stage) | {"position": stage.position, "version": stage.version}
    document["touchpoints"] = [_touchpoint_document(touchpoint) for touchpoint in stage.touchpoints]
    return document


def _touchpoint_document(touchpoint: Touchpoint) -> dict[str, Any]:
    document = part_document("touchpoint", touchpoint)
    document |= {"position": touchpoint.position, "version": touchpoint.version}
    document["pain_points"] = [
        part_document("pain_point", pain) | {"position": pain.position, "version": pain.version}
        for pain in touchpoint.pain_points
    ]
    ideas = [
        part_document("opportunity", idea) | {"position": idea.position, "version": idea.version}
        for idea in touchpoint.opportunities
    ]
    if ideas:
        document["opportunities"] = ideas
    return document


def _persona_document(persona: Persona) -> dict[str, Any]:
    document: dict[str, Any] = {"id": persona.id, "name": persona.name, "age_range": persona.age_range}
    document |= {name: _text_document(getattr(persona, name)) for name in _PERSONA_TEXTS}
    document["segment_filter"] = {field: list(values) for field, values in persona.segment_filter}
    document = {key: value for key, value in document.items() if value not in ("", {}, [])}
    return document | {"version": persona.version}


def _text_document(text: Text) -> dict[str, str]:
    return {language: words for language, words in (("vi", text.vi), ("en", text.en)) if words}


def _check_envelope(document: Any) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT_NAME or "journey" not in document:
        raise Refusal("journey_file_foreign")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Refusal("journey_file_foreign")
    if version > FORMAT_VERSION:
        raise Refusal("journey_file_newer", {"version": version})


class _Reader:
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
        known = {"id", "name", "age_range", "segment_filter", "version", *_PERSONA_TEXTS}
        self.unknown(document, known, path)
        name = self.line(document, "name", path)
        if not name:
            self.problem("name_missing", path)
            return None
        texts: dict[str, Any] = {
            field: self.text(document[field], (*path, field)) for field in _PERSONA_TEXTS if field in document
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


_ANY_TEXT = Field("thought", "text")
