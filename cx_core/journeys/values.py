"""The values of a part's fields as they are stored: texts trimmed and NFC, numbers within their range, known codes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date

from cx_core.journeys.entries import base_of, entry_of, is_entry, most_entries
from cx_core.journeys.fields import Field, field_of_key
from cx_core.journeys.ids import is_id
from cx_core.model.folding import fold
from cx_core.model.journey import EMOTION_MAX, EMOTION_MIN, MAX_TEXT_LENGTH, SEVERITY_MAX, SEVERITY_MIN
from cx_core.model.message import Message
from cx_core.model.operation import Noun
from cx_core.model.problem import Refusal

MAX_LINE_LENGTH = 120
MAX_ALIASES = 50
MAX_AMOUNT = 1e6
#: Emotions are kept to so many decimals, which every format can carry.
EMOTION_DECIMALS = 4


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
    number = clean_number(value)
    if number is None or not EMOTION_MIN <= number <= EMOTION_MAX:
        raise Refusal("value_bad", {"field": field_name(key), "allowed": "-2 … 2"})
    return round(number, EMOTION_DECIMALS) + 0.0  # -0.0 becomes 0.0


def _severity(field: Field, key: str, value: object) -> object:
    number = clean_number(value)
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
    number = clean_number(value)
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
    if not isinstance(value, dict) or len(value) > most_entries(key) or not all(is_id(part) for part in value):
        raise Refusal("value_bad", {"field": field_name(key), "allowed": f"≤ {most_entries(key)}"})
    return sorted(value.items())


def clean_number(value: object) -> float | None:
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
