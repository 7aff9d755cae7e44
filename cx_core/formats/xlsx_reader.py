"""Reading a workbook into a map, within limits: our own sheets, else a grid in either orientation."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cx_core.formats.assemble import Assembly
from cx_core.formats.document import MAX_DOCUMENT_BYTES, UNTITLED, Findings, ReadJourney, finish
from cx_core.formats.matrix import read_matrix
from cx_core.formats.persona_columns import persona_keys_by_header, read_persona
from cx_core.formats.tables import PLACE_COLUMNS, Row, field_keys, key_of_header, read_fields, words
from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys.fields import unflatten
from cx_core.journeys.ids import is_id
from cx_core.model.folding import fold
from cx_core.model.journey import Persona
from cx_core.model.operation import Noun
from cx_core.model.problem import Refusal

_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, OSError, SyntaxError)
MAX_UNPACKED_BYTES = 50_000_000
MAX_ROWS, MAX_COLUMNS = 5_000, 200

_SHEETS = ("journey", "personas", "stages", "touchpoints", "pain_points", "opportunities")


@dataclass(frozen=True)
class Sheet:
    """One sheet's name and cells; row 1 is the first."""

    name: str
    rows: tuple[tuple[Any, ...], ...]


def read_workbook(data: bytes, *, tolerant: bool, language: str) -> ReadJourney:
    """Return the map of a workbook.

    Raises `Refusal` ``journey_file_too_large``, ``journey_file_not_workbook``, ``journey_file_foreign`` when no sheet
    holds a map, ``journey_file_problems`` when rows cannot be read and ``tolerant`` is not set.
    """
    sheets = read_sheets(data)
    known = {key: sheet for sheet in sheets if (key := _sheet_key(sheet.name))}
    findings = Findings()
    if "touchpoints" in known or "stages" in known:
        return _Parts(known, findings, language).read(tolerant)
    for sheet in sheets:
        journey = read_matrix(sheet.rows, sheet.name, findings, language)
        if journey is not None:
            return finish(journey, (), findings, tolerant=tolerant)
    raise Refusal("journey_file_foreign")


class _Parts:
    """The sheets of a workbook that hold one part of the map each."""

    def __init__(self, sheets: dict[str, Sheet], findings: Findings, language: str) -> None:
        self.sheets = sheets
        self.findings = findings
        self.language = language

    def read(self, tolerant: bool) -> ReadJourney:
        assembly = Assembly(self.findings)
        for key, noun, add in (
            ("stages", "stage", assembly.add_stage),
            ("touchpoints", "touchpoint", assembly.add_touchpoint),
            ("pain_points", "pain_point", assembly.add_pain_point),
            ("opportunities", "opportunity", assembly.add_opportunity),
        ):
            if key in self.sheets:
                for row in self._rows(self.sheets[key], noun):  # type: ignore[arg-type]
                    add(row, self.sheets[key].name)
        journey = assembly.journey(self._journey_values(), UNTITLED)
        return finish(journey, self._personas(), self.findings, tolerant=tolerant)

    def _rows(self, sheet: Sheet, noun: Noun | None) -> list[Row]:
        """Return the rows under a sheet's header by column key; columns that mean nothing are noted."""
        head = sheet.rows[0] if sheet.rows else ()
        keys = [self._key(noun, cell) for cell in head]
        for cell, key in zip(head, keys, strict=True):
            if key is None and words(cell).strip():
                self.findings.add("column_unknown", 1, column=f"{sheet.name}!{words(cell)[:60]}")
        return [
            Row(number, {key: cell for key, cell in zip(keys, cells, strict=False) if key})
            for number, cells in enumerate(sheet.rows[1:], 2)
            if any(words(cell).strip() for cell in cells)
        ]

    def _key(self, noun: Noun | None, cell: object) -> str | None:
        if noun is None:
            return persona_keys_by_header().get(fold(words(cell)))
        return key_of_header(noun, (*PLACE_COLUMNS[noun], *field_keys(noun), "id"), words(cell), self.language)

    def _journey_values(self) -> dict[str, Any]:
        """Return the values of the sheet that lists the map's own fields, one a row."""
        sheet = self.sheets.get("journey")
        cells: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for number, row in enumerate(sheet.rows[1:] if sheet else (), 2):
            label, value = (*row, None, None)[:2]
            key = self._key("journey", label)
            if key is None and words(label).strip():
                self.findings.add("column_unknown", number, column=words(label)[:60])
            elif key == "id":
                values["id"] = value if is_id(value) else ""
            elif key is not None:
                cells |= read_fields("journey", {key: value}, self.findings, number, "journey")
        return {**unflatten("journey", cells), **values}

    def _personas(self) -> tuple[Persona, ...]:
        sheet = self.sheets.get("personas")
        rows = self._rows(sheet, None) if sheet else []
        found = (read_persona(row, sheet.name if sheet else None, self.findings) for row in rows)
        return tuple(persona for persona in found if persona is not None)


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook. Raises `Refusal` ``journey_file_too_large``, ``journey_file_not_workbook``."""
    # A quarter of a second to import, so it is imported where the first workbook is read.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if len(data) > MAX_DOCUMENT_BYTES:
        raise Refusal("journey_file_too_large", {"limit_mb": MAX_DOCUMENT_BYTES // 1_000_000})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED_BYTES:
                raise Refusal("journey_file_too_large", {"limit_mb": MAX_UNPACKED_BYTES // 1_000_000})
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return tuple(Sheet(sheet.title, _cells(sheet)) for sheet in book.worksheets)
    except Refusal:
        raise
    # A damaged workbook fails in openpyxl in many ways; none of them says more to a person than another.
    except (*_DAMAGES, InvalidFileException) as error:
        raise Refusal("journey_file_not_workbook") from error


def _cells(sheet: Any) -> tuple[tuple[Any, ...], ...]:
    """Return a sheet's cells, at most `MAX_ROWS` rows and `MAX_COLUMNS` columns of them.

    The size that the sheet claims is not believed: openpyxl would pad every row to it.
    """
    sheet.reset_dimensions()
    return tuple(tuple(row[:MAX_COLUMNS]) for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS))


def _sheet_key(name: str) -> str | None:
    names = {fold(translate(f"formats.sheet.{key}", spoken)): key for key in _SHEETS for spoken in LANGUAGES}
    names |= {fold(key).replace("_", " "): key for key in _SHEETS} | {"painpoints": "pain_points"}
    return names.get(fold(name))
