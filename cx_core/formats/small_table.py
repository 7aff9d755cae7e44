"""A small table that a person made, CSV or Excel, as rows of text: target shares, branches and their regions."""

from __future__ import annotations

import csv

from cx_core.formats.xlsx_reader import read_sheets
from cx_core.model.problem import Refusal

#: A table of this kind is typed by hand; anything larger is another file.
MAX_BYTES, MAX_ROWS = 1_000_000, 5_000
_SEPARATORS = "\t;,"


def read_small_table(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV in UTF-8 (comma, semicolon or tab) or of a workbook's first sheet, empty ones left out.

    Raises `Refusal` ``small_table`` for anything else and for a file that is too large.

    >>> read_small_table("Chi nhánh;Vùng\\nQuận 1;Nam\\n".encode())
    [['Chi nhánh', 'Vùng'], ['Quận 1', 'Nam']]
    """
    if len(data) > MAX_BYTES:
        raise Refusal("small_table", {"limit": MAX_ROWS})
    rows = _workbook(data) if data[:2] == b"PK" else _text(data)
    full = [row for row in rows if any(row)]
    if not full or len(full) > MAX_ROWS:
        raise Refusal("small_table", {"limit": MAX_ROWS})
    return full


def _workbook(data: bytes) -> list[list[str]]:
    sheets = read_sheets(data)
    rows = sheets[0].rows if sheets else ()
    # Our own exports put an apostrophe before what a spreadsheet would take for a formula.
    return [["" if cell is None else str(cell).strip().removeprefix("'") for cell in row] for row in rows]


def _text(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=first.count)
        rows = list(csv.reader(text.splitlines(), delimiter=separator))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refusal("small_table", {"limit": MAX_ROWS}) from error
    return [[cell.strip() for cell in row] for row in rows]
