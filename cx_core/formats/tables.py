"""A map as tables, one a part: the common ground of the workbook and the long CSV.

Rows refer to what they hang on by number (stage 2, touchpoint 1 of it), so that people can add, move and renumber
rows without knowing ids. Headers and choices are words of either language, or the plain keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from cx_core.formats.document import Findings
from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys.entries import as_lines, from_lines
from cx_core.journeys.fields import ENTRY_KINDS, FIELDS, LIST_KINDS, NUMBER_KINDS, Field, field_of_key
from cx_core.journeys.operations import normalise_fields
from cx_core.model.folding import fold
from cx_core.model.operation import Noun
from cx_core.model.problem import Refusal

#: Where the words of each choice stand in the language files.
_CHOICE_WORDS = {
    "channel": "channel",
    "initiator": "initiator",
    "moment_of_truth": "moment_of_truth",
    "evidence": "evidence",
    "state": "journey.state",
    "status": "journey.status",
    "kind": "pain_kind",
    "frequency": "frequency",
    "progress": "progress",
}

#: Columns that say where a row belongs, before those of its fields.
PLACE_COLUMNS: dict[Noun, tuple[str, ...]] = {
    "journey": (),
    "stage": ("stage_no",),
    "touchpoint": ("stage_no", "stage", "touchpoint_no"),
    "pain_point": ("stage_no", "touchpoint_no", "touchpoint", "pain_no"),
    "opportunity": ("stage_no", "touchpoint_no", "touchpoint", "opportunity_no"),
}


@dataclass(frozen=True)
class Row:
    """One row under a header: its cells by key, as the file has them, and where it stands."""

    number: int
    cells: dict[str, Any]

    def count(self, key: str) -> int | None:
        """Return a whole number of one or more; None when the cell holds none."""
        value = number(self.cells.get(key))
        return int(value) if value is not None and value >= 1 and value == int(value) else None


def field_keys(noun: Noun) -> tuple[str, ...]:
    """Return the keys of a part's fields in the order of the columns."""
    return tuple(key for field in FIELDS[noun] for key in field.keys)


def header(noun: Noun | None, key: str, language: str) -> str:
    """Return a column's header in a language.

    >>> header("stage", "name_en", "vi"), header("stage", "stage_no", "en")
    ('tên (tiếng Anh)', 'stage no.')
    """
    field = field_of_key(noun, key) if noun else None
    if field is None:
        return translate(f"formats.column.{key}", language)
    name = translate(f"field.{field.name}", language)
    if field.kind != "text":
        return name
    return f"{name} ({translate(f'formats.in_language.{key[-2:]}', language)})"


@cache
def _keys_by_header(noun: Noun | None, keys: tuple[str, ...], language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in FIELDS[noun] if noun else ():
        if field.kind == "text":
            plain = [field.name, *(translate(f"field.{field.name}", spoken) for spoken in LANGUAGES)]
            found |= {fold(name): f"{field.name}_{language}" for name in plain}
    found |= {fold(key): key for key in keys}
    for spoken in LANGUAGES:
        found |= {fold(header(noun, key, spoken)): key for key in keys}
    return found


def key_of_header(noun: Noun | None, keys: tuple[str, ...], text: object, language: str = "vi") -> str | None:
    """Return the key that a header means in either language; None when it is none of ``keys``.

    A text's header that names no language means ``language``.
    """
    return _keys_by_header(noun, keys, language).get(fold(str(text)))


def choice_word(field: Field, code: str, language: str) -> str:
    """Return the word for a choice."""
    return translate(f"{_CHOICE_WORDS[field.name]}.{code}", language)


@cache
def _codes_by_word(field: Field) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        found |= {fold(choice_word(field, code, language)): code for code in field.choices}
    return found | {fold(code): code for code in field.choices}


def shown(field: Field, value: Any, language: str) -> Any:
    """Return a field's plain value as a cell shows it: words for choices, a date, one line for each item of a list."""
    if value in (None, "", [], {}):
        return None
    if field.kind in ENTRY_KINDS:
        return as_lines(value)
    if field.kind == "choice":
        return choice_word(field, str(value), language)
    if field.kind == "date":
        return date.fromisoformat(str(value))
    if field.kind in LIST_KINDS:
        return "\n".join(value)
    return value


def read_fields(
    noun: Noun, cells: dict[str, Any], findings: Findings, line: int, sheet: str | None = None
) -> dict[str, object]:
    """Return the clean plain values of the cells that hold fields; what cannot be read is noted and left out."""
    flat: dict[str, object] = {}
    for key, cell in cells.items():
        field = field_of_key(noun, key)
        if field is None or _is_empty(cell):
            continue
        try:
            flat |= normalise_fields(noun, {key: _plain(field, cell)})
        except Refusal as refusal:
            long = refusal.kind == "text_too_long"
            allowed = refusal.values.get("limit" if long else "allowed")
            column = f"{sheet}!{key}" if sheet else key
            findings.add(
                "text_too_long" if long else "value_bad", line, column=column, allowed=str(allowed) if allowed else None
            )
    return flat


def number(cell: Any) -> float | None:
    """Return a cell's number, written with a point or a comma; None when it is none."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip().replace("−", "-") if cell is not None else ""
    if not re.fullmatch(r"[+-]?\d+([.,]\d+)?(e[+-]?\d+)?", text, re.ASCII | re.IGNORECASE):
        return None
    return float(text.replace(",", "."))


def words(cell: Any) -> str:
    """Return a cell's text; a whole number without a point."""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def _plain(field: Field, cell: Any) -> object:
    if field.kind in NUMBER_KINDS:
        found = number(cell)
        return words(cell) if found is None else found
    if field.kind == "choice":
        return _codes_by_word(field).get(fold(words(cell)), words(cell))
    if field.kind == "date":
        return cell.date().isoformat() if isinstance(cell, datetime) else str(cell).strip()
    if field.kind in LIST_KINDS:
        return [one.strip() for one in words(cell).split("\n") if one.strip()]
    if field.kind in ENTRY_KINDS:
        return from_lines(words(cell))  # None, which is refused, when a line is none of an entry
    return words(cell)


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
