"""What Mermaid cannot draw travels in comments: ``%% cxm:`` and base64url JSON, which no Mermaid parser trips over."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from cx_core.formats.document import Findings
from cx_core.journeys import build
from cx_core.journeys.fields import FIELDS, Thing, flatten, unflatten
from cx_core.journeys.ids import is_id
from cx_core.journeys.operations import normalise_fields
from cx_core.model.journey import Persona, Text
from cx_core.model.operation import Noun
from cx_core.model.problem import Refusal

PREFIX = "cxm:"
NO_SCORE = "no score"


def pack(**content: Any) -> str:
    """Return a comment line with a payload, without the line's indent.

    >>> unpack(pack(a=1).removeprefix("%% ").removeprefix(PREFIX))
    {'a': 1}
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"%% {PREFIX}{base64.urlsafe_b64encode(text.encode('utf-8', 'replace')).decode('ascii')}"


def unpack(encoded: str) -> dict[str, Any] | None:
    """Return a payload's content; None when it is not one."""
    try:
        content = json.loads(base64.urlsafe_b64decode(encoded.strip().encode("ascii", "replace")))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def part(noun: Noun, thing: Thing) -> dict[str, Any]:
    """Return a part as it stands in a payload: its id and its fields that are not empty."""
    return {"id": thing.id} | {
        key: value for key, value in flatten(noun, thing).items() if value not in (None, "", [], {})
    }


def values(noun: Noun, content: Any, findings: Findings, line: int) -> dict[str, Any]:
    """Return the keyword values of a part from a payload; empty, and noted, when they cannot be read.

    Absent fields are untouched ones, so a payload always says the whole part.
    """
    if not isinstance(content, dict):
        findings.add("payload_bad", line)
        return {}
    keys = {key for field in FIELDS[noun] for key in field.keys}
    try:
        flat = normalise_fields(noun, {key: value for key, value in content.items() if key in keys})
    except Refusal:
        findings.add("payload_bad", line)
        return {}
    found = unflatten(noun, flat)
    if is_id(content.get("id")):
        found["id"] = content["id"]
    return found


def persona_part(persona: Persona) -> dict[str, Any]:
    """Return a persona as it stands in a payload."""
    content: dict[str, Any] = {"id": persona.id, "name": persona.name, "age_range": persona.age_range}
    content |= {name: [getattr(persona, name).vi, getattr(persona, name).en] for name in _PERSONA_TEXTS}
    return content | {"segment_filter": persona.segment_filter}


def personas(content: Any, findings: Findings, line: int) -> tuple[Persona, ...]:
    """Return the personas of a payload; none, and noted, when they cannot be read."""
    try:
        return tuple(build.checked_persona(_persona(one)) for one in content)
    except (KeyError, TypeError, ValueError, AttributeError, Refusal):
        findings.add("payload_bad", line)
        return ()


def _persona(content: dict[str, Any]) -> Persona:
    texts: dict[str, Any] = {name: Text(*content[name]) for name in _PERSONA_TEXTS}
    segments = tuple((field, tuple(values)) for field, values in content["segment_filter"])
    return Persona(
        id=content["id"], name=content["name"], age_range=content["age_range"], segment_filter=segments, **texts
    )


_PERSONA_TEXTS = ("role", "goals", "frustrations", "quote")
