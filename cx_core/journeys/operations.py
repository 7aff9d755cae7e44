"""Checking a change to a map before it is carried out, and finding the change that undoes it."""

from __future__ import annotations

from dataclasses import replace

from cx_core.journeys.entries import value_at
from cx_core.journeys.fields import ENTRY_KINDS, FIELDS, NAME_FIELD, TEXT_ENTRIES, defaults
from cx_core.journeys.ids import is_id, new_id
from cx_core.journeys.values import (
    MAX_ALIASES,
    MAX_AMOUNT,
    MAX_LINE_LENGTH,
    clean_line,
    clean_number,
    clean_text,
    field_name,
    normalise_fields,
    noun_name,
)
from cx_core.model.operation import NOUNS, VERBS, Noun, Operation, Verb
from cx_core.model.problem import Refusal

MAX_POSITION = 1e9

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
    number = clean_number(value)
    if number is None or abs(number) > MAX_POSITION:
        raise Refusal("value_bad", {"field": "position", "allowed": "number"})
    return number


def _plain_defaults(noun: Noun) -> dict[str, object]:
    flat = {key: list(value) if isinstance(value, tuple) else value for key, value in defaults(noun).items()}
    return flat | {field.name: {} for field in FIELDS[noun] if field.kind in ENTRY_KINDS}


__all__ = [
    "FIELDS",
    "MAX_ALIASES",
    "MAX_AMOUNT",
    "MAX_LINE_LENGTH",
    "PLACE_KEYS",
    "clean_line",
    "clean_text",
    "field_name",
    "inverse_of",
    "new_id",
    "normalise",
    "normalise_fields",
    "noun_name",
    "require_name",
]
