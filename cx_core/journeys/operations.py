"""Checking a change to a map before it is carried out, and finding the change that undoes it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cx_core.journeys.entries import MAX_ENTRIES, base_of, entry_of, is_entry, value_at
from cx_core.journeys.fields import ENTRY_KINDS, FIELDS, NAME_FIELD, TEXT_ENTRIES, Field, defaults, field_of_key
from cx_core.journeys.ids import is_id, new_id
from cx_core.model.folding import fold
from cx_core.model.journey import (
    EMOTION_MAX,
    EMOTION_MIN,
    MAX_TEXT_LENGTH,
    SEVERITY_MAX,
    SEVERITY_MIN,
)
from cx_core.model.message import Message
from cx_core.model.operation import NOUNS, VERBS, Noun, Operation, Verb
from cx_core.model.problem import Refusal

MAX_LINE_LENGTH = 120
MAX_ALIASES = 50
MAX_AMOUNT = 1e6
MAX_POSITION = 1e9
#: Emotions are kept to so many decimals, which every format can carry.
EMOTION_DECIMALS = 4

#: Keys that say where a part hangs. ``after_id`` names the neighbour it stands behind (None: it is the first) and
#: wins over ``position`` when that neighbour has been renumbered.
PLACE_KEYS = frozenset({"parent_id", "position", "after_id"})

_INVERSE_VERB: dict[Verb, Verb] = {
    "add": "remove",
    "edit": "edit",
    "move": "move",
    "remove": "restore",
    "restore": "remove",
}


def normalise(operation: Operation) -> Operation:
    """Return the operation with clean values: texts trimmed and NFC, numbers within their range.

    Raises `Refusal` when it cannot be meant: ``operation_unknown``, ``id_bad``, ``version_missing``,
    ``operation_empty``, ``field_unknown``, ``value_bad``, ``text_too_long``, ``name_empty``, ``parent_bad``.
    Whether parent and target exist is for the store to say.
    """
    _check_head(operation)
    fields = {
        "add": _fields_of_add,
        "edit": _fields_of_edit,
        "move": _fields_of_move,
        "remove": _no_fields,
        "restore": _no_fields,
    }[operation.verb](operation)
    return replace(operation, fields=fields, actor=clean_line("actor", operation.actor))


def inverse_of(operation: Operation, before: dict[str, object], version: int) -> Operation:
    """Return the operation that undoes one just carried out.

    ``before`` holds the target's keys as they were before (``parent_id``, ``position`` and ``after_id`` for a move),
    ``version`` is the target's version now.
    """
    fields = {key: value_at(before, key, TEXT_ENTRIES) for key in operation.fields} if operation.verb == "edit" else {}
    if operation.verb == "move":
        fields = {key: before[key] for key in ("parent_id", "position", "after_id")}
    return replace(operation, op_id=new_id(), verb=_INVERSE_VERB[operation.verb], version=version, fields=fields)


def require_name(noun: Noun, fields: dict[str, object]) -> None:
    """Refuse a part that would be left without a name in both languages."""
    name = NAME_FIELD[noun]
    if not (fields.get(f"{name}_vi") or fields.get(f"{name}_en")):
        raise Refusal("name_empty", {"noun": noun_name(noun)})


def normalise_fields(noun: Noun, fields: dict[str, object]) -> dict[str, object]:
    """Return the clean values of a part's fields; refuses unknown keys and impossible values."""
    return {key: _clean(noun, key, value) for key, value in fields.items()}


def field_name(key: str) -> Message:
    """Return the message that names a field of an operation to a person."""
    return Message.of(f"field.{base_of(key).removesuffix('_vi').removesuffix('_en')}")


def noun_name(noun: str) -> Message:
    """Return the message that names a part of a map, or a persona."""
    return Message.of(f"noun.{noun}")


def clean_text(key: str, value: object, limit: int = MAX_TEXT_LENGTH) -> str:
    """Return a text as it is stored: NFC, without control characters, trimmed, line breaks as ``\\n``.

    >>> clean_text("name_vi", "  Giao\\u0000 hàng\\r\\n ")
    'Giao hàng'
    """
    if not isinstance(value, str):
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "text"})
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = "".join(letter for letter in lines if letter == "\n" or not _is_unseen(letter))
    text = unicodedata.normalize("NFC", seen).strip()
    if len(text) > limit:
        raise Refusal("text_too_long", {"field": field_name(key), "limit": limit, "length": len(text)})
    return text


def _is_unseen(letter: str) -> bool:
    """Tell control characters, halves of surrogate pairs and byte order marks. Joiners stay: emoji need them.

    U+FFFE and U+FFFF are no characters at all, and no XML, so no workbook and no drawing, can hold them.
    """
    return letter in "\ufeff\ufffe\uffff" or unicodedata.category(letter) in ("Cc", "Cs")


def clean_line(key: str, value: object) -> str:
    """Return a short text on one line, such as the name of an owner."""
    return " ".join(clean_text(key, value, MAX_LINE_LENGTH).split())


def _check_head(operation: Operation) -> None:
    if operation.verb not in VERBS or operation.noun not in NOUNS:
        raise Refusal("operation_unknown", {"operation": operation.name})
    if operation.noun == "journey" and (operation.verb == "move" or operation.target_id != operation.journey_id):
        raise Refusal("operation_unknown", {"operation": operation.name})
    for value in (operation.op_id, operation.journey_id, operation.target_id):
        if not is_id(value):
            raise Refusal("id_bad")
    if operation.verb != "add" and not isinstance(operation.version, int):
        raise Refusal("version_missing", {"operation": operation.name})


def _fields_of_add(operation: Operation) -> dict[str, object]:
    place, content = _split(operation.fields)
    fields = {**_plain_defaults(operation.noun), **normalise_fields(operation.noun, content)}
    require_name(operation.noun, fields)
    if operation.noun == "journey":
        _no_place(place)
        return fields
    if operation.noun == "stage":
        place.setdefault("parent_id", operation.journey_id)
    return {**fields, **_clean_place(operation.noun, place)}


def _fields_of_edit(operation: Operation) -> dict[str, object]:
    place, content = _split(operation.fields)
    _no_place(place)
    if not content:
        raise Refusal("operation_empty")
    return normalise_fields(operation.noun, content)


def _fields_of_move(operation: Operation) -> dict[str, object]:
    place, content = _split(operation.fields)
    if content:
        raise Refusal("field_unknown", {"field": min(content)})
    if operation.noun == "stage":
        place.setdefault("parent_id", operation.journey_id)
    return _clean_place(operation.noun, place)


def _no_fields(operation: Operation) -> dict[str, object]:
    if operation.fields:
        raise Refusal("field_unknown", {"field": min(operation.fields)})
    return {}


def _split(fields: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    place = {key: value for key, value in fields.items() if key in PLACE_KEYS}
    return place, {key: value for key, value in fields.items() if key not in PLACE_KEYS}


def _no_place(place: dict[str, object]) -> None:
    if place:
        raise Refusal("field_unknown", {"field": min(place)})


def _clean_place(noun: Noun, place: dict[str, object]) -> dict[str, object]:
    if not is_id(place.get("parent_id")):
        raise Refusal("parent_bad", {"noun": noun_name(noun)})
    clean: dict[str, object] = {"parent_id": place["parent_id"], "position": _position(place.get("position"))}
    if "after_id" in place:
        after = place["after_id"]
        if after is not None and not is_id(after):
            raise Refusal("id_bad")
        clean["after_id"] = after
    return clean


def _position(value: object) -> float | None:
    if value is None:
        return None
    number = _number(value)
    if number is None or abs(number) > MAX_POSITION:
        raise Refusal("value_bad", {"field": "position", "allowed": "number"})
    return number


def _plain_defaults(noun: Noun) -> dict[str, object]:
    flat = {key: list(value) if isinstance(value, tuple) else value for key, value in defaults(noun).items()}
    return flat | {field.name: {} for field in FIELDS[noun] if field.kind in ENTRY_KINDS}


def _clean(noun: Noun, key: str, value: object) -> object:
    field = field_of_key(noun, key)
    if field is None:
        raise Refusal("field_unknown", {"field": key})
    if value is None and field.optional:
        return None
    return _CLEANERS[field.kind](field, key, value)


def _text(field: Field, key: str, value: object) -> object:
    return clean_text(key, "" if value is None else value)


def _line(field: Field, key: str, value: object) -> object:
    return clean_line(key, "" if value is None else value)


def _choice(field: Field, key: str, value: object) -> object:
    if value not in field.choices:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": ", ".join(field.choices)})
    return value


def _emotion(field: Field, key: str, value: object) -> object:
    number = _number(value)
    if number is None or not EMOTION_MIN <= number <= EMOTION_MAX:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "-2 … 2"})
    return round(number, EMOTION_DECIMALS) + 0.0  # -0.0 becomes 0.0


def _severity(field: Field, key: str, value: object) -> object:
    number = _number(value)
    if number is None or number != int(number) or not SEVERITY_MIN <= number <= SEVERITY_MAX:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "1 … 5"})
    return int(number)


def _date(field: Field, key: str, value: object) -> object:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "2026-11-21"}) from None


def _aliases(field: Field, key: str, value: object) -> object:
    if not isinstance(value, list | tuple) or len(value) > MAX_ALIASES:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": f"≤ {MAX_ALIASES}"})
    kept: dict[str, str] = {}
    for alias in (clean_line(key, one) for one in value):
        if fold(alias):
            kept.setdefault(fold(alias), alias)
    return list(kept.values())


def _ids(field: Field, key: str, value: object) -> object:
    if not isinstance(value, list | tuple) or not all(is_id(one) for one in value):
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "id"})
    return list(dict.fromkeys(value))


def _id(field: Field, key: str, value: object) -> object:
    if not is_id(value):
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "id"})
    return value


def _codes(field: Field, key: str, value: object) -> object:
    """Return a list of codes without repetition; each matches the field's pattern."""
    good = isinstance(value, list | tuple) and len(value) <= MAX_ALIASES
    if not good or not all(isinstance(one, str) and re.fullmatch(field.pattern, one) for one in value):  # type: ignore[attr-defined]
        raise Refusal("value_bad", {"field": field_name(key), "allowed": field.pattern})
    return list(dict.fromkeys(value))  # type: ignore[call-overload]


def _amount(field: Field, key: str, value: object) -> object:
    number = _number(value)
    if number is None or not 0 <= number <= MAX_AMOUNT:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "≥ 0"})
    return round(number, EMOTION_DECIMALS)


def _texts_by(field: Field, key: str, value: object) -> object:
    if is_entry(key):
        part, spoken = entry_of(key, is_text=True)
        if not is_id(part) or not spoken:
            raise Refusal("field_unknown", {"field": key})
        return clean_text(key, "" if value is None else value)
    kept: dict[str, object] = {}
    for part, texts in _entries(key, value):
        if not isinstance(texts, dict) or not set(texts) <= {"vi", "en"}:
            raise Refusal("value_bad", {"field": field_name(key), "allowed": '{"vi": "…", "en": "…"}'})
        clean = {spoken: clean_text(key, texts.get(spoken) or "") for spoken in ("vi", "en")}
        if clean["vi"] or clean["en"]:
            kept[part] = clean
    return kept


def _emotions_by(field: Field, key: str, value: object) -> object:
    if is_entry(key):
        if not is_id(entry_of(key, is_text=False)[0]):
            raise Refusal("field_unknown", {"field": key})
        return None if value is None else _emotion(field, key, value)
    return {part: _emotion(field, key, one) for part, one in _entries(key, value)}


def _entries(key: str, value: object) -> list[tuple[str, object]]:
    """Return the entries of a whole field, sorted by id."""
    if not isinstance(value, dict) or len(value) > MAX_ENTRIES or not all(is_id(part) for part in value):
        raise Refusal("value_bad", {"field": field_name(key), "allowed": f"≤ {MAX_ENTRIES}"})
    return sorted(value.items())


def _number(value: object) -> float | None:
    """Return a finite number; None for anything else, a truth value included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


_CLEANERS: dict[str, Callable[[Field, str, object], object]] = {
    "text": _text,
    "line": _line,
    "choice": _choice,
    "emotion": _emotion,
    "severity": _severity,
    "date": _date,
    "aliases": _aliases,
    "ids": _ids,
    "id": _id,
    "codes": _codes,
    "amount": _amount,
    "texts_by": _texts_by,
    "emotions_by": _emotions_by,
}

__all__ = [
    "FIELDS",
    "PLACE_KEYS",
    "clean_line",
    "clean_text",
    "inverse_of",
    "new_id",
    "normalise",
    "normalise_fields",
    "require_name",
]
