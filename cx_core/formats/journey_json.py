"""The native format: one JSON document that carries a whole map and its personas, losing nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cx_core.formats.document import ReadJourney, decode, finish
from cx_core.formats.journey_json_reader import PERSONA_TEXTS, PartReader
from cx_core.formats.journey_schema import FORMAT_NAME, FORMAT_VERSION
from cx_core.formats.json_lines import JsonProblem, parse
from cx_core.journeys.entries import plain_entries
from cx_core.journeys.fields import ENTRY_KINDS, FIELDS, Thing
from cx_core.model.journey import Journey, Persona, Stage, Text, Touchpoint
from cx_core.model.operation import Noun
from cx_core.model.problem import Problem, Refusal

#: Pictures make a document large.
MAX_NATIVE_BYTES = 40_000_000


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
    reader = PartReader(lines)
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
    document |= {name: _text_document(getattr(persona, name)) for name in PERSONA_TEXTS}
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
