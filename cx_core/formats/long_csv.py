"""Long CSV: one line a value, which every spreadsheet, pivot table and script can read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from cx_core.formats.assemble import Assembly
from cx_core.formats.document import UNTITLED, Findings, ReadJourney, decode, finish
from cx_core.formats.losses import losses
from cx_core.formats.persona_columns import PERSONA_KEYS, PERSONA_TEXTS, persona_values, read_persona
from cx_core.formats.tables import Row, key_of_header, read_fields
from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys.entries import as_lines
from cx_core.journeys.fields import FIELDS, Thing, field_of_key, flatten, unflatten
from cx_core.journeys.ids import is_id
from cx_core.model.folding import fold
from cx_core.model.journey import Journey, Persona
from cx_core.model.message import Message
from cx_core.model.operation import NOUNS, Noun
from cx_core.model.problem import Refusal

COLUMNS = (
    "part",
    "stage_no",
    "stage",
    "touchpoint_no",
    "touchpoint",
    "pain_no",
    "opportunity_no",
    "persona_no",
    "field",
    "language",
    "value",
)

_PERSONA = "persona"
_PARTS: tuple[str, ...] = (*NOUNS, _PERSONA)

#: Spreadsheets run a cell that begins so as a formula; an apostrophe before it makes them show it.
_FORMULA = re.compile(r"'*[=+\-@\t]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return one line for each value that was written on the map, UTF-8 with the mark that Excel looks for."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(translate(f"formats.column.{column}", language) for column in COLUMNS)
    known = tuple(one for one in journey.persona_ids if one in {persona.id for persona in personas})
    for place, noun, thing in _parts(replace(journey, persona_ids=known), language):
        for field, spoken, value in _values(noun, thing):
            lines.writerow([_guard(cell) for cell in (_noun_word(noun, language), *place, "", field, spoken, value)])
    for at, persona in enumerate(personas, 1):
        for key, words in persona_values(persona):
            name, spoken = (key[:-3], key[-2:]) if key[:-3] in PERSONA_TEXTS else (key, "")
            if words:
                row = (_noun_word(_PERSONA, language), *[""] * 6, at, name, spoken, words)
                lines.writerow([_guard(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", "replace")


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of a long CSV, delimited by commas, semicolons or tabs.

    Raises `Refusal` ``journey_file_foreign`` when the columns for part, field and value are not there, and
    ``journey_file_problems`` when lines cannot be read and ``tolerant`` is not set.
    """
    text = decode(data)
    rows = _rows(text)
    findings = Findings()
    groups = _groups(rows, findings, language)
    assembly = Assembly(findings)
    values: dict[str, Any] = {}
    personas = [read_persona(Row(one.line, one.cells), None, findings) for one in groups if one.noun == _PERSONA]
    for group in sorted((one for one in groups if one.noun in NOUNS), key=lambda one: _PARTS.index(one.noun)):
        row = Row(group.line, group.cells)
        if group.noun == "journey":
            values = unflatten("journey", read_fields("journey", group.cells, findings, group.line))
            if is_id(group.cells.get("id")):
                values["id"] = group.cells["id"]
        elif group.noun == "stage":
            assembly.add_stage(row)
        elif group.noun == "touchpoint":
            assembly.add_touchpoint(row)
        elif group.noun == "pain_point":
            assembly.add_pain_point(row)
        else:
            assembly.add_opportunity(row)
    findings.problems.sort(key=lambda problem: problem.rows)
    people = tuple(one for one in personas if one is not None)
    return finish(assembly.journey(values, UNTITLED), people, findings, tolerant=tolerant)


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return what the lines do not hold: the pictures themselves."""
    return losses(journey, "images")


@dataclass
class _Group:
    """The lines of one part, or of one persona."""

    noun: str
    line: int
    cells: dict[str, Any]


def _parts(journey: Journey, language: str) -> Iterator[tuple[tuple[object, ...], Noun, Thing]]:
    yield ("", "", "", "", "", ""), "journey", journey
    for stage_no, stage in enumerate(journey.stages, 1):
        name = stage.name.in_language(language)
        yield (stage_no, name, "", "", "", ""), "stage", stage
        for touchpoint_no, touchpoint in enumerate(stage.touchpoints, 1):
            place = (stage_no, name, touchpoint_no, touchpoint.name.in_language(language))
            yield (*place, "", ""), "touchpoint", touchpoint
            for pain_no, pain in enumerate(touchpoint.pain_points, 1):
                yield (*place, pain_no, ""), "pain_point", pain
            for idea_no, idea in enumerate(touchpoint.opportunities, 1):
                yield (*place, "", idea_no), "opportunity", idea


def _values(noun: Noun, thing: Thing) -> Iterator[tuple[str, str, object]]:
    yield "id", "", thing.id
    flat = flatten(noun, thing)
    for field in FIELDS[noun]:
        for key in field.keys:
            value = flat[key]
            if value in (None, "", [], {}):
                continue
            spoken = key[-2:] if field.kind == "text" else ""
            yield field.name, spoken, "\n".join(value) if isinstance(value, list) else _plain(value)


def _plain(value: object) -> object:
    return as_lines(value) if isinstance(value, dict) else value


def _noun_word(noun: str, language: str) -> str:
    return translate(f"noun.{noun}", language)


def _guard(cell: object) -> object:
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the lines under the header by column key, with the number of the line each begins on."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next(reader)
        keys = [key_of_header(None, COLUMNS, cell.strip()) for cell in header]
        if not {"part", "field", "value"} <= set(keys):
            raise Refusal("journey_file_foreign")
        begins = reader.line_num + 1
        for cells in reader:
            named = {key: _unguard(cell) for key, cell in zip(keys, cells, strict=False) if key}
            if any(cell.strip() for cell in cells):
                yield begins, named
            begins = reader.line_num + 1
    except csv.Error:
        raise Refusal("journey_file_syntax", {"line": reader.line_num}) from None


def _groups(rows: Iterator[tuple[int, dict[str, str]]], findings: Findings, language: str) -> list[_Group]:
    nouns = {fold(_noun_word(noun, spoken)): noun for noun in _PARTS for spoken in LANGUAGES} | {n: n for n in _PARTS}
    groups: dict[tuple[str, ...], _Group] = {}
    for line, cells in rows:
        noun = nouns.get(fold(cells.get("part", "")))
        if noun is None:
            findings.add("part_bad", line, column="part", allowed=", ".join(_PARTS))
            continue
        place = {key: cells.get(key, "").strip() for key in COLUMNS[1:8]}
        group = groups.setdefault((noun, *place.values()), _Group(noun, line, dict(place)))
        key = _key(noun, cells, language)
        if key is None:
            findings.add("field_unknown", line, column=cells.get("field", ""))
        else:
            group.cells[key] = cells.get("value", "")
    return list(groups.values())


def _key(noun: str, cells: dict[str, str], language: str) -> str | None:
    """Return the key of the field that a line writes; None when the part has no such field."""
    name = cells.get("field", "").strip()
    if name == "id":
        return name
    spoken = cells.get("language", "").strip().lower()
    key = f"{name}_{spoken if spoken in LANGUAGES else language}"
    return next((one for one in (key, name) if _is_field(noun, one)), None)


def _is_field(noun: str, key: str) -> bool:
    return key in PERSONA_KEYS if noun == _PERSONA else field_of_key(cast("Noun", noun), key) is not None
