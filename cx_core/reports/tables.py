"""A table as a CSV or an Excel file whose cells no spreadsheet program takes for formulas or links."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cx_core.model.table import Column, ColumnKind, Row, TableValue

# A quarter of a second to import, so it is imported where the first workbook is written.
if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: First characters that make a spreadsheet program run a cell, plain and full-width.
_RISKY = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫")
#: A negative number is no formula. A leading plus is a telephone number more often than a number.
_PLAIN_NUMBER = re.compile(r"-\d+([.,]\d+)*%?")
#: What no worksheet can hold: control characters other than tab and line feed, and the two non-characters.
_NOT_IN_XLSX = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_MAX_CELL = 32_767

_NUMBER_FORMATS: dict[ColumnKind, str] = {
    "whole": "#,##0",
    "number": "#,##0.00",
    "points": "+0;-0;0",
    "share": "0.0%",
    "date": "dd/mm/yyyy",
}
_HEADER_COLOUR = "FFE3EEEC"
_WIDEST, _NARROWEST = 60, 9


def table_csv(columns: Sequence[Column | str], rows: Sequence[Row]) -> bytes:
    """Write a table as CSV: UTF-8 with the mark that Excel needs, commas, numbers not rounded, None an empty cell.

    A text that a spreadsheet program would run gets a ``'`` in front; plain numbers do not. Lines end in CR LF
    (RFC 4180).

    >>> table_csv(["Ghi chú", "n"], [("=1+1", 3), ("-12.5", None)]).decode("utf-8-sig").splitlines()
    ['Ghi chú,n', "'=1+1,3", '-12.5,']
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(_title(column)) for column in columns])
    for row in rows:
        writer.writerow(["" if value is None else neutral(value) for value in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def neutral(value: TableValue) -> TableValue:
    """Return a value that no spreadsheet program runs: risky texts get a ``'`` in front, all else stays.

    >>> neutral("+84901"), neutral("-12,5"), neutral(-3), neutral("＝A1")
    ("'+84901", '-12,5', -3, "'＝A1")
    """
    if not isinstance(value, str) or not value.startswith(_RISKY) or _PLAIN_NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def table_xlsx(columns: Sequence[Column | str], rows: Sequence[Row], *, sheet: str = "") -> bytes:
    """Write a table as an Excel file: text stays text, numbers stay numbers, no formula and no link.

    The header is styled and stays in view; widths follow the content. ``sheet`` names the sheet.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    if page is None:
        raise RuntimeError("a new workbook has no sheet")
    page.title = _sheet_name(sheet)
    kinds, titles = [_kind(column) for column in columns], [_title(column) for column in columns]
    for index, (title, width) in enumerate(zip(titles, _widths(titles, kinds, rows), strict=True), start=1):
        _style_header(_write(page.cell(1, index), title, "text"))
        page.column_dimensions[get_column_letter(index)].width = width
    for number, row in enumerate(rows, start=2):
        for index, (value, kind) in enumerate(zip(row, kinds, strict=True), start=1):
            if value is not None:
                _write(page.cell(number, index), value, kind)
    page.freeze_panes = "A2"
    if columns:
        page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _title(column: Column | str) -> str:
    return column if isinstance(column, str) else column.title


def _kind(column: Column | str) -> ColumnKind:
    return "text" if isinstance(column, str) else column.kind


def _sheet_name(name: str) -> str:
    """Return a name Excel takes: at most 31 characters, without the seven it forbids."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31] or "Sheet1"


def _style_header(cell: Cell | MergedCell) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_HEADER_COLOUR)
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write(cell: Cell | MergedCell, value: TableValue, kind: ColumnKind) -> Cell | MergedCell:
    """Put a value into a cell; a text as text, since openpyxl by itself makes a formula of a leading ``=``."""
    if isinstance(value, str):
        cell.value = _NOT_IN_XLSX.sub(" ", value)[:_MAX_CELL]
        cell.data_type = "s"
        return cell
    cell.value = value
    cell.number_format = _NUMBER_FORMATS.get(kind, "General")
    return cell


def _widths(titles: Sequence[str], kinds: Sequence[ColumnKind], rows: Sequence[Row]) -> list[float]:
    """Return a width for each column from its title and its first rows."""
    widths = []
    for index, (title, kind) in enumerate(zip(titles, kinds, strict=True)):
        longest = min(len(title), 24)
        if kind == "text":
            longest = max([longest, *(len(str(row[index] or "")) for row in rows[:200])])
        widths.append(float(min(max(longest + 3, _NARROWEST), _WIDEST)))
    return widths
