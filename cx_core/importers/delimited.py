"""Delimited text into rows: the delimiter by consistent width, wrapped rows unwrapped, nothing swallowed in silence."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from cx_core.importers.encoding import Detected, choices, detect, lines_of
from cx_core.importers.limits import Limits
from cx_core.importers.plain_csv import MIN_BYTES, read_plain
from cx_core.importers.raw_table import Note, RawTable
from cx_core.model.problem import Refusal

DELIMITERS = (",", ";", "\t", "|", "^")
#: Stands for "no delimiter": a character that no text file holds.
NO_DELIMITER = "\x1f"
#: Longer than any cell a spreadsheet can hold; what is longer is a quotation mark that was never closed.
_LONGEST_FIELD = 131_072
_SAMPLE_LETTERS = 200_000
#: In a workbook, so many rows tell whether each stands whole in a cell, and so many columns must come out of them:
#: one comma in every comment makes no table.
_WHOLE_ROWS_LOOKED_AT, _LEAST_WIDTH = 500, 3
_PLAIN_ENCODINGS = ("utf-8", "utf-8-sig")
_SEP_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)


def read_delimited(data: bytes, limits: Limits, encoding: str | None = None) -> RawTable:
    """Read a text file of rows; every row keeps the number a spreadsheet would show for it."""
    detected = Detected(encoding, True) if encoding else detect(data)
    table = RawTable("csv", encoding=detected.encoding, notes=list(detected.notes))
    if not detected.is_sure:
        table.notes.append(Note("encoding_unsure", count=1, allowed=" ".join(choices(detected))))
    csv.field_size_limit(_LONGEST_FIELD)
    lines = _without_zero_bytes(lines_of(data, detected.encoding), table)
    head = _head(lines)
    stated = _SEP_LINE.match(head[0].lstrip("\ufeff").rstrip("\r\n")) if head else None
    if stated:
        table.delimiter = stated.group(1)
        head = head[1:]
    else:
        table.delimiter = sniff_delimiter(head)
    unwrap = None
    if table.delimiter == NO_DELIMITER:
        unwrap = _wrapped_delimiter(head)
    elif len(data) >= MIN_BYTES and detected.encoding in _PLAIN_ENCODINGS and not stated:
        # An encoding that was found was proved by every byte; one that a person names is only believed.
        table.arrow = read_plain(data, table.delimiter, limits, _LONGEST_FIELD, is_utf8=not encoding)
        if table.arrow is not None:
            return table
    rows = _rows(chain(head, lines), table.delimiter, table)
    if unwrap:
        table.delimiter = unwrap
        table.note("rows_unwrapped").count = 1
        rows = _unwrapped(rows, unwrap)
    _collect(rows, table, limits)
    if table.delimiter == NO_DELIMITER:
        table.delimiter = None
    return table


def _without_zero_bytes(lines: Iterable[str], table: RawTable) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            table.note("zero_bytes_removed").add(None)
            line = line.replace("\0", "")
        yield line


def _head(lines: Iterator[str]) -> list[str]:
    """Take the first lines, enough to judge by."""
    head: list[str] = []
    n_letters = 0
    for line in lines:
        head.append(line)
        n_letters += len(line)
        if n_letters > _SAMPLE_LETTERS:
            break
    if head:
        head[0] = head[0].lstrip("\ufeff")
    return head


def sniff_delimiter(lines: list[str]) -> str:
    """Return the delimiter under which most parsed rows have the same width, `NO_DELIMITER` for one column.

    >>> sniff_delimiter(["a;b\\n", '1;"x, y; z"\\n'])
    ';'
    """
    scored = [(*_consistency(lines, delimiter), delimiter) for delimiter in DELIMITERS]
    share, width, delimiter = max(scored, key=lambda one: (one[0] * (1 + min(one[1], 10) / 100), one[1]))
    return delimiter if width > 1 and share > 0 else NO_DELIMITER


def _consistency(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Return the share of rows that have the commonest width, and that width; 0 where there is only one column."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, n_rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width == 1:
        # A title above the table, or a note below, must not outvote the table in a short file.
        width, n_rows = max(
            ((wide, n) for wide, n in widths.items() if wide > 1 and n > 1 and 2 * n >= widths[1]), default=(1, 0)
        )
    return (n_rows / sum(widths.values()), width) if width > 1 else (0.0, 1)


def _wrapped_delimiter(lines: list[str]) -> str | None:
    """Return the inner delimiter of a file whose rows each stand whole in one quoted cell, else None."""
    try:
        inner = [row[0] for row in csv.reader(lines, delimiter=NO_DELIMITER) if row and row[0].strip()]
    except csv.Error:
        return None
    return _delimiter_within(inner)


def _delimiter_within(inner: list[str]) -> str | None:
    if len(inner) < 2:
        return None
    delimiter = sniff_delimiter(inner)
    if delimiter == NO_DELIMITER:
        return None
    share, _ = _consistency(inner, delimiter)
    return delimiter if share >= 0.9 and delimiter in inner[0] else None


def unwrap_cells(table: RawTable) -> None:
    """Part the rows of a workbook that each stand whole in its first cell, as a delimited file opened there does."""
    rows = table.rows
    if not rows or any(cell for row in rows for cell in row[1:]):
        return
    delimiter = _delimiter_within([row[0] for row in rows[:_WHOLE_ROWS_LOOKED_AT]])
    if delimiter is None or _consistency([row[0] for row in rows[:_WHOLE_ROWS_LOOKED_AT]], delimiter)[1] < _LEAST_WIDTH:
        return
    table.rows = [row for _, row in _unwrapped(zip(table.row_no, rows, strict=True), delimiter)]
    table.note("rows_unwrapped").count = 1


def _unwrapped(rows: Iterable[tuple[int, list[str]]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    for number, row in rows:
        yield number, _parted(row[0], delimiter) if row else []


def _parted(cell: str, delimiter: str) -> list[str]:
    """Return the cells of a row that stands whole in one; as it is where it is no row."""
    try:
        return next(csv.reader([cell], delimiter=delimiter), [])
    except csv.Error:
        return [cell]


def _rows(lines: Iterable[str], delimiter: str, table: RawTable) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number, blank rows too.

    A quotation mark that is never closed would swallow every row after it: the end of the file tells, and those lines
    are then read again with that mark taken as a letter.
    """
    pending: list[str] = []

    def kept() -> Iterator[str]:
        for line in lines:
            pending.append(line)
            yield line

    reader = csv.reader(kept(), delimiter=delimiter)
    number = 0
    try:
        for row in reader:
            number += 1
            if len(pending) > 1 and _is_unclosed(pending, delimiter):
                yield from _reread(list(pending), number, delimiter, table)
                return
            pending.clear()
            yield number, row
    except csv.Error as error:
        raise Refusal("file_cell_too_long", {"row": number + 1}) from error


def _is_unclosed(lines: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _reread(lines: list[str], number: int, delimiter: str, table: RawTable) -> Iterator[tuple[int, list[str]]]:
    table.note("quote_not_closed").add(number)
    yield number, next(csv.reader(lines[:1], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    for offset, row in _rows(lines[1:], delimiter, table):
        yield number + offset, row


def _collect(rows: Iterable[tuple[int, list[str]]], table: RawTable, limits: Limits) -> None:
    for n_rows, (number, row) in enumerate(rows, 1):
        if n_rows > limits.rows:
            raise Refusal("file_too_many_rows", {"limit": limits.rows})
        if len(row) > limits.columns:
            raise Refusal("file_too_many_columns", {"count": len(row), "limit": limits.columns})
        if any(row) and any(cell.strip() for cell in row):
            table.rows.append(row)
            table.row_no.append(number)
