"""Excel workbooks: one sheet a part, to be edited and imported again, and one that shows the map as a grid."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cx_core.formats.document import ReadJourney
from cx_core.formats.losses import losses
from cx_core.formats.map_grid import grid_rows
from cx_core.formats.persona_columns import PERSONA_KEYS, persona_header, persona_values
from cx_core.formats.tables import PLACE_COLUMNS, field_keys, header, shown
from cx_core.formats.xlsx_reader import read_workbook
from cx_core.i18n import translate
from cx_core.journeys.fields import FIELDS, Thing, flatten
from cx_core.model.journey import Journey, Persona
from cx_core.model.message import Message
from cx_core.model.operation import Noun

_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0B6E99")
_WRAP = Alignment(wrap_text=True, vertical="top")
_FIXED_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 (openpyxl writes it without a zone)
_FIXED_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


def write(journey: Journey, language: str, personas: tuple[Persona, ...] = ()) -> bytes:
    """Return the workbook of a map, headers and choices in one language, texts in both.

    The same map gives the same bytes: the workbook's own times are fixed.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _map_sheet(book.create_sheet(_sheet_name("map", language)), journey, language, personas)
    _journey_sheet(book.create_sheet(_sheet_name("journey", language)), journey, language)
    _persona_sheet(book.create_sheet(_sheet_name("personas", language)), personas, language)
    stages = [((at,), one) for at, one in enumerate(journey.stages, 1)]
    _part_sheet(book.create_sheet(_sheet_name("stages", language)), "stage", stages, language)
    touchpoints = [
        ((stage_no, stage.name.in_language(language), at), one)
        for stage_no, stage in enumerate(journey.stages, 1)
        for at, one in enumerate(stage.touchpoints, 1)
    ]
    _part_sheet(book.create_sheet(_sheet_name("touchpoints", language)), "touchpoint", touchpoints, language)
    pains = [
        ((place[0], place[2], point.name.in_language(language), at), one)
        for place, point in touchpoints
        for at, one in enumerate(point.pain_points, 1)
    ]
    _part_sheet(book.create_sheet(_sheet_name("pain_points", language)), "pain_point", pains, language)
    ideas = [
        ((place[0], place[2], point.name.in_language(language), at), one)
        for place, point in touchpoints
        for at, one in enumerate(point.opportunities, 1)
    ]
    _part_sheet(book.create_sheet(_sheet_name("opportunities", language)), "opportunity", ideas, language)
    return _saved(book)


def read(data: bytes, *, tolerant: bool = False, language: str = "vi") -> ReadJourney:
    """Return the map of a workbook: ours, or one whose sheet is a grid with stages as columns or as rows."""
    return read_workbook(data, tolerant=tolerant, language=language)


def loses(journey: Journey) -> tuple[Message, ...]:
    """Return nothing: the sheets hold everything but the counters of changes."""
    return losses(journey, "images")


def _sheet_name(key: str, language: str) -> str:
    return translate(f"formats.sheet.{key}", language)


def _part_sheet(sheet: Worksheet, noun: Noun, rows: Iterable[tuple[tuple[object, ...], Thing]], language: str) -> None:
    keys = field_keys(noun)
    _head(sheet, [header(noun, key, language) for key in (*PLACE_COLUMNS[noun], *keys, "id")])
    for number, (place, thing) in enumerate(rows, 2):
        _fill(sheet, number, [*place, *_cells(noun, thing, language), thing.id])
    _finish(sheet)


def _journey_sheet(sheet: Worksheet, journey: Journey, language: str) -> None:
    _head(sheet, [translate("formats.column.field", language), translate("formats.column.value", language)])
    cells = zip(field_keys("journey"), _cells("journey", journey, language), strict=True)
    rows = [(header("journey", key, language), cell) for key, cell in cells]
    for number, row in enumerate([*rows, (header(None, "id", language), journey.id)], 2):
        _fill(sheet, number, row)
    _finish(sheet)


def _persona_sheet(sheet: Worksheet, personas: tuple[Persona, ...], language: str) -> None:
    _head(sheet, [persona_header(key, language) for key in PERSONA_KEYS])
    for number, persona in enumerate(personas, 2):
        _fill(sheet, number, [text for _, text in persona_values(persona)])
    _finish(sheet)


def _map_sheet(sheet: Worksheet, journey: Journey, language: str, personas: tuple[Persona, ...]) -> None:
    """Draw the map as a grid: stages as columns, what happens there as rows. It is for reading only."""
    rows = grid_rows(journey, language, personas)
    _head(sheet, [translate("formats.sheet.map", language), *rows[0][1]])
    for number, (label, cells) in enumerate(rows[1:], 2):
        _fill(sheet, number, [label, *cells])
    _finish(sheet)
    sheet.column_dimensions["A"].width = 18
    for column in range(2, len(rows[0][1]) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = 32


def _cells(noun: Noun, thing: Thing, language: str) -> list[Any]:
    flat = flatten(noun, thing)
    return [shown(field, flat[key], language) for field in FIELDS[noun] for key in field.keys]


def _head(sheet: Worksheet, labels: list[str]) -> None:
    _fill(sheet, 1, labels)
    for cell in sheet[1]:
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
    sheet.freeze_panes = "B2"


def _fill(sheet: Worksheet, number: int, values: Iterable[object]) -> None:
    for column, value in enumerate(values, 1):
        if value in (None, ""):
            continue
        cell = sheet.cell(number, column)
        _set(cell, value)
        cell.alignment = _WRAP


def _set(cell: Cell | Any, value: object) -> None:
    """Write a value; a text is always a text, so that one that begins with ``=`` never runs as a formula."""
    if isinstance(value, str):
        cell.value = _without_noncharacters(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _without_noncharacters(text: str) -> str:
    """Return the text without the code points that XML forbids."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


def _finish(sheet: Worksheet) -> None:
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24


def _saved(book: openpyxl.Workbook) -> bytes:
    """Return the workbook's bytes without the moment of writing in them."""
    book.properties.creator = "Mạch"
    book.properties.created = _FIXED_TIME
    first = io.BytesIO()
    book.save(first)
    packed = io.BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _FIXED_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return packed.getvalue()
