"""Workbooks into text cells: calamine for small ones, fastexcel for large ones, openpyxl where both give up.

All three give a cell the same text, so that a row has the same identity whichever read it: whole numbers without a
point, ``2025-03-01 00:00:00`` for a day, ``true`` and ``false``.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from cx_core.importers.limits import Limits
from cx_core.importers.merged import fill_merged, often_merged
from cx_core.importers.raw_table import RawTable, SheetFacts
from cx_core.importers.sheet_layout import Merged
from cx_core.importers.sheet_pieces import Cells
from cx_core.model.problem import Refusal

#: From this many cells on, the columnar reader's heavier start pays; fewer where its libraries are loaded already.
COLUMNAR_FROM_CELLS, COLUMNAR_IF_LOADED = 60_000, 5_000
#: What is told of each sheet, so that sheets with one header are known: its first rows, the cells' first letters.
_HEAD_ROWS, _HEAD_LETTERS = 12, 400
#: Excel's day 0 for a time without a date.
_NO_DAY = datetime(1899, 12, 31)  # noqa: DTZ001 - a time on the wall, of no zone


def cell_text(value: Any) -> str:
    """Return the one text form of a cell value.

    >>> cell_text(9.0), cell_text(4.5), cell_text(date(2025, 3, 1)), cell_text(True), cell_text(None)
    ('9', '4.5', '2025-03-01 00:00:00', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    return _time_text(value)


def _number_text(value: float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _time_text(value: Any) -> str:
    if isinstance(value, timedelta):
        value = _NO_DAY + value
    elif isinstance(value, time):
        value = datetime.combine(_NO_DAY, value)
    if isinstance(value, datetime):
        text = value.isoformat(" ", "seconds")
        return f"{text}.{value.microsecond // 1000:03d}" if value.microsecond >= 1000 else text
    return f"{value:%Y-%m-%d} 00:00:00" if isinstance(value, date) else str(value)


def read_workbook(
    data: bytes, kind: str, limits: Limits, cells: int, sheet: str | None, only: str | None = None
) -> RawTable:
    """Read one sheet of a workbook: the one that is named, else the one that looks most like a table.

    ``only`` is the name of the sheet where it is known that there is no other.
    """
    # Only zipped XML has been counted; of the other kinds the columnar reader alone reports error cells.
    columnar = kind != "xlsx" or cells >= _columnar_from()
    table = RawTable(kind)
    if columnar and only and sheet in (None, only):
        table.sheet = only
        _read_columnar(data, table, limits)
        return table
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [facts.name for facts in book.sheets_metadata if str(facts.typ).endswith("WorkSheet")]
    hidden = {facts.name for facts in book.sheets_metadata if not str(facts.visible).endswith("Visible")}
    if len(book.sheet_names) > limits.sheets:
        raise Refusal("file_too_many_sheets", {"count": len(book.sheet_names), "limit": limits.sheets})
    if sheet is not None and sheet not in names:
        raise Refusal("sheet_unknown", {"sheet": sheet})
    best: Any = None
    for name in names:
        one = book.get_sheet_by_name(name)
        table.sheets.append(_facts(one, name, name not in hidden, limits))
        # A sheet is parsed when it is asked for: the best so far is kept, so that it is parsed once.
        if name == likeliest(table.sheets, sheet):
            best, table.sheet = one, name
    if best is None:
        raise Refusal("file_empty")
    if columnar:
        _read_columnar(data, table, limits)
        # Of zipped XML the count before reading has found them; of other kinds this library knows some.
        fill_merged(table, _merged_in(best) if kind != "xlsx" else {}, best.start[1])
    else:
        _take_rows(best, table, limits)
    return table


def _merged_in(sheet: Any) -> Merged:
    """Return the cells merged downwards, by column; rows counted from 1."""
    merged: Merged = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and bottom > top:
            merged.setdefault(left, []).append((top + 1, bottom + 1))
    return merged


def _columnar_from() -> int:
    return min(COLUMNAR_FROM_CELLS, COLUMNAR_IF_LOADED) if "pyarrow" in sys.modules else COLUMNAR_FROM_CELLS


def likeliest(sheets: list[SheetFacts], sheet: str | None) -> str | None:
    """Return the sheet to read: the named one, else visible before hidden, then the fuller; None if all are empty."""
    best = max(
        sheets, key=lambda facts: (facts.n_rows > 0, facts.visible, facts.n_rows * facts.n_columns), default=None
    )
    return sheet or (best.name if best and best.n_rows else None)


def _facts(sheet: Any, name: str, visible: bool, limits: Limits) -> SheetFacts:
    if sheet.start is None:
        return SheetFacts(name, 0, 0, visible)
    if sheet.height * sheet.width > limits.box_cells:
        raise Refusal("file_too_sparse", {"cell": name})
    head = [[cell_text(value)[:_HEAD_LETTERS] for value in row] for row in islice(sheet.iter_rows(), _HEAD_ROWS)]
    return SheetFacts(name, sheet.height, sheet.width, visible, head)


def _take_rows(sheet: Any, table: RawTable, limits: Limits) -> None:
    if sheet.width > limits.columns:
        raise Refusal("file_too_many_columns", {"count": sheet.width, "limit": limits.columns})
    below = _merged_downwards(sheet)
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(value != "" for value in row):
            cells = [value if type(value) is str else cell_text(value) for value in row]
            for column in below.get(number - 1, ()):
                _fill_from_above(table, cells, column, number)
            table.rows.append(cells)
            table.row_no.append(number)
    _unwrap(table)


def _merged_downwards(sheet: Any) -> dict[int, list[int]]:
    """Return by row, counted from 0, the columns whose cell is the lower part of one merged downwards."""
    left = sheet.start[1] if sheet.start else 0
    below: dict[int, list[int]] = {}
    for column, ranges in often_merged(_merged_in(sheet)).items():
        for first, last in ranges:
            for row in range(first, min(last, sheet.height + first)):
                below.setdefault(row, []).append(column - left)
    return below


def _fill_from_above(table: RawTable, cells: list[str], column: int, number: int) -> None:
    if table.rows and 0 <= column < len(cells) and not cells[column] and column < len(table.rows[-1]):
        cells[column] = table.rows[-1][column]
        if cells[column]:
            table.note("merged_cells_filled", column).add(number)


def _unwrap(table: RawTable) -> None:
    if table.rows and len(table.rows[0]) == 1:
        from cx_core.importers.delimited import unwrap_cells

        unwrap_cells(table)


def _read_columnar(data: bytes, table: RawTable, limits: Limits) -> None:
    import fastexcel

    # skip_rows=0 keeps blank rows above the table; without it every row number would be off by them.
    sheet = fastexcel.read_excel(data).load_sheet(table.sheet or 0, header_row=None, dtypes="string", skip_rows=0)
    if sheet.width > limits.columns:
        raise Refusal("file_too_many_columns", {"count": sheet.width, "limit": limits.columns})
    if sheet.height > limits.rows:
        raise Refusal("file_too_many_rows", {"limit": limits.rows})
    batch, errors = sheet.to_arrow_with_errors()
    _note_errors(table, [error.offset_position for error in (errors.errors if errors else ())])
    if sheet.width == 1:
        _take_column(batch, table)
    if not table.rows:
        table.arrow = [batch]


def _note_errors(table: RawTable, places: Iterable[tuple[int, int]]) -> None:
    for row, column in places:
        table.note("error_cells", column, lost=True).add(row + 1)


def table_of(cells: Cells, sheet: str) -> RawTable:
    """Return what was read of a sheet in pieces."""
    table = RawTable("xlsx", sheet=sheet, arrow=cells.batches)
    _note_errors(table, cells.errors)
    return table


def _take_column(batch: Any, table: RawTable) -> None:
    """Take the rows of a sheet of one column where each is a whole row; leave none where they are not."""
    cells = [(number, cell) for number, cell in enumerate(batch.column(0).to_pylist(), 1) if cell]
    table.row_no, table.rows = [number for number, _ in cells], [[cell] for _, cell in cells]
    _unwrap(table)
    if not any(note.kind == "rows_unwrapped" for note in table.notes):
        table.row_no, table.rows = [], []


def read_with_openpyxl(data: bytes, limits: Limits, sheet: str | None) -> RawTable:
    """Read with openpyxl in full mode (its quick mode loses cells when a sheet's stated size is wrong)."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    table = RawTable("xlsx")
    sheets = {one.title: one for one in book.worksheets}
    for title, one in sheets.items():
        rows = list(_openpyxl_rows(one, limits))
        head = [[cell[:_HEAD_LETTERS] for cell in row] for _, row in rows[:_HEAD_ROWS]]
        table.sheets.append(SheetFacts(title, len(rows), one.max_column, one.sheet_state == "visible", head))
    if sheet is not None and sheet not in sheets:
        raise Refusal("sheet_unknown", {"sheet": sheet})
    table.sheet = likeliest(table.sheets, sheet)
    if table.sheet is None:
        raise Refusal("file_empty")
    for number, row in _openpyxl_rows(sheets[table.sheet], limits):
        table.rows.append(row)
        table.row_no.append(number)
    return table


def _openpyxl_rows(sheet: Any, limits: Limits) -> Iterable[tuple[int, list[str]]]:
    if sheet.max_column > limits.columns:
        raise Refusal("file_too_many_columns", {"count": sheet.max_column, "limit": limits.columns})
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(value not in ("", None) for value in row):
            yield number, [cell_text(value) for value in row]
