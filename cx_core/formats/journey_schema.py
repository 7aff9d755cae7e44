"""The JSON Schema of the native format, made from the list of fields; printed in ``docs/journey.schema.json``."""

from __future__ import annotations

from typing import Any

from cx_core.journeys.entries import most_entries
from cx_core.journeys.fields import FIELDS, NAME_FIELD, Field
from cx_core.journeys.operations import MAX_ALIASES, MAX_AMOUNT, MAX_LINE_LENGTH
from cx_core.model.journey import EMOTION_MAX, EMOTION_MIN, MAX_TEXT_LENGTH, SEVERITY_MAX, SEVERITY_MIN
from cx_core.model.operation import Noun

FORMAT_NAME = "mach-journey"
FORMAT_VERSION = 1

_ID = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}
_VERSION = {"type": "integer", "minimum": 1}
_TEXT = {"$ref": "#/$defs/text"}
_CHILDREN: dict[Noun, dict[str, Noun]] = {
    "journey": {"stages": "stage"},
    "stage": {"touchpoints": "touchpoint"},
    "touchpoint": {"pain_points": "pain_point", "opportunities": "opportunity"},
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a document of this version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mạch journey map",
        "description": "One customer-journey map with its personas. Texts stand in Vietnamese, English or both.",
        "type": "object",
        "required": ["format", "version", "journey"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT_NAME},
            "version": {"const": FORMAT_VERSION},
            "journey": {"$ref": "#/$defs/journey"},
            "personas": {"type": "array", "items": {"$ref": "#/$defs/persona"}},
            "images": {
                "description": "Pictures by the names that touchpoints give, as base64.",
                "type": "object",
                "propertyNames": {"pattern": "^[0-9a-f]{32}[.](png|jpg|webp)$"},
                "additionalProperties": {"type": "string", "contentEncoding": "base64"},
            },
        },
        "$defs": {
            "text": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "vi": {"type": "string", "maxLength": MAX_TEXT_LENGTH},
                    "en": {"type": "string", "maxLength": MAX_TEXT_LENGTH},
                },
            },
            **{noun: _part(noun) for noun in FIELDS},
            "persona": _persona(),
        },
    }


def _part(noun: Noun) -> dict[str, Any]:
    properties: dict[str, Any] = {"id": _ID}
    properties |= {field.name: _field(field) for field in FIELDS[noun]}
    if noun == "journey":
        properties |= {"revision": _VERSION, "updated_at": {"type": "string", "format": "date-time"}}
    else:
        properties["position"] = {"type": "number"}
    properties["version"] = _VERSION
    for name, child in _CHILDREN.get(noun, {}).items():
        properties[name] = {"type": "array", "items": {"$ref": f"#/$defs/{child}"}}
    return {
        "type": "object",
        "required": ["id", NAME_FIELD[noun]],
        "additionalProperties": False,
        "properties": properties,
    }


def _field(field: Field) -> dict[str, Any]:
    line = {"type": "string", "maxLength": MAX_LINE_LENGTH}
    by_kind: dict[str, dict[str, Any]] = {
        "text": _TEXT,
        "line": line,
        "choice": {"enum": list(field.choices)},
        "emotion": {"type": "number", "minimum": EMOTION_MIN, "maximum": EMOTION_MAX},
        "severity": {"type": "integer", "minimum": SEVERITY_MIN, "maximum": SEVERITY_MAX},
        "date": {"type": "string", "format": "date"},
        "aliases": {"type": "array", "maxItems": MAX_ALIASES, "items": line},
        "ids": {"type": "array", "items": _ID},
        "id": _ID,
        "codes": {
            "type": "array",
            "maxItems": MAX_ALIASES,
            "items": {"type": "string", "pattern": f"^({field.pattern})$"},
        },
        "amount": {"type": "number", "minimum": 0, "maximum": MAX_AMOUNT},
        "texts_by": _by_id(_TEXT, field.name),
        "emotions_by": _by_id({"type": "number", "minimum": EMOTION_MIN, "maximum": EMOTION_MAX}, field.name),
    }
    return by_kind[field.kind]


def _by_id(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "maxProperties": most_entries(name),
        "propertyNames": {"pattern": _ID["pattern"]},
        "additionalProperties": value,
    }


def _persona() -> dict[str, Any]:
    values = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "required": ["id", "name"],
        "additionalProperties": False,
        "properties": {
            "id": _ID,
            "name": {"type": "string", "minLength": 1, "maxLength": MAX_LINE_LENGTH},
            "role": _TEXT,
            "age_range": {"type": "string", "maxLength": MAX_LINE_LENGTH},
            "goals": _TEXT,
            "frustrations": _TEXT,
            "quote": _TEXT,
            "segment_filter": {"type": "object", "additionalProperties": values},
            "version": _VERSION,
        },
    }
