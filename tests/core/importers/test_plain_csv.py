"""The quick way through a csv gives what the careful way gives, or leaves the file to it."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx_core.importers import delimited
from cx_core.importers.delimited import NO_DELIMITER, read_delimited
from cx_core.importers.limits import DEFAULT_LIMITS, Limits
from cx_core.importers.plain_csv import MIN_BYTES, read_plain
from cx_core.importers.raw_table import RawTable

#: Everything that rows, cells and quotation marks can be made of, and what only one reader takes for blank.
PIECES = st.sampled_from(
    [",", ",", '"', '"', '""', "\n", "\n", "\r\n", "\r", " ", "a", "b\t", "ngày", "\x1e", "\x85", "5'"]
)


def rows_of(table: RawTable) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank with their numbers, however the table holds them."""
    if table.arrow is None:
        return list(zip(table.row_no, table.rows, strict=True))
    rows = pa.Table.from_batches(table.arrow).to_pylist()
    listed = [(number, list(row.values())) for number, row in enumerate(rows, 1)]
    return [(number, row) for number, row in listed if any(cell.strip() for cell in row)]


def quickly(text: str, limits: Limits = DEFAULT_LIMITS, longest: int = 131_072) -> RawTable | None:
    """Read without looking at the size."""
    batches = read_plain(text.encode(), ",", limits, longest)
    return None if batches is None else RawTable("csv", arrow=batches)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join).map("x,y\n".__add__))
@example('x,y\n1,"a\nb"\n')
@example('x,y\n1,"a\n2,b\n')
@example('\ufeffx,y\n\n1,"he said ""no"""\r\n,\n2,ok')
def test_both_ways_read_the_same_cells_under_the_same_numbers(text):
    careful = read_delimited(text.encode(), DEFAULT_LIMITS)
    quick = quickly(text)
    if quick is None or careful.delimiter in (None, NO_DELIMITER) or careful.delimiter != ",":
        return
    width = max(len(row) for _, row in rows_of(careful))
    padded = [(number, row + [""] * (width - len(row))) for number, row in rows_of(careful)]
    first = padded[0][1][0].lstrip("\ufeff")
    assert [(padded[0][0], [first, *padded[0][1][1:]]), *padded[1:]] == rows_of(quick)


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1,2,3\n",
        "x,y\n1\n",
        'x,y\n1,"never closed\n2,b\n3,c\n',
        "x,y\n1,\x00\n",
        "x,y\n\x1f,\n1,2\n",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_the_careful_way(text):
    assert quickly(text) is None


def test_bounds_are_left_to_the_careful_way_which_names_them():
    assert quickly("x,y\n1,2\n1,2\n", Limits(rows=2)) is None
    assert quickly("x,y\n1,2\n", Limits(columns=1)) is None
    assert quickly("x,y\n1,abc\n", longest=2) is None
    assert quickly("x,y\n1,abc\n", longest=3) is not None


def test_a_large_plain_file_takes_the_quick_way_and_says_what_it_is(monkeypatch):
    line = "2026-01-01,9,Rất tốt\n"
    data = ("Ngày,Điểm,Góp ý\n" + line * (MIN_BYTES // len(line.encode()) + 1)).encode()
    table = read_delimited(data, DEFAULT_LIMITS)
    assert table.arrow is not None
    assert (table.encoding, table.delimiter, table.notes) == ("utf-8", ",", [])
    monkeypatch.setattr(delimited, "MIN_BYTES", len(data) + 1)
    assert rows_of(read_delimited(data, DEFAULT_LIMITS))[-1] == rows_of(table)[-1]


def test_only_what_was_proved_to_be_utf8_is_not_looked_at_again():
    row = b"1," + "chậm ".encode() * 200 + b"\n"
    data = b"x,y\n" + row * (MIN_BYTES // len(row) + 1)
    assert read_delimited(data, DEFAULT_LIMITS).arrow is not None
    assert read_delimited(data, DEFAULT_LIMITS, "utf-8").arrow is not None
    # A person may call utf-8 what is none: the careful way then shows which letter cannot be read.
    damaged = read_delimited(data + b"2,\xff\n", DEFAULT_LIMITS, "utf-8")
    assert damaged.arrow is None
    assert damaged.rows[-1] == ["2", "\ufffd"]
