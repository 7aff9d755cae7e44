"""A sheet parsed in pieces has the cells of the sheet parsed whole, or is parsed whole."""

from __future__ import annotations

import errno
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.importers import child, guard, preflight, sheet_pieces, workbook
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.importers.raw_table import RawTable
from cx_core.model.problem import Refusal
from tests.core.importers import nasty as n


@contextmanager
def _in_pieces(size: int, chunk: int) -> Iterator[list[sheet_pieces.InPieces]]:
    """Read every sheet in pieces of so many bytes, unpacked so many at a time; give what did so."""
    made: list[sheet_pieces.InPieces] = []
    start = sheet_pieces.InPieces.__post_init__

    def noted(self: sheet_pieces.InPieces) -> None:
        start(self)
        made.append(self)

    with (
        mock.patch.multiple(sheet_pieces, FROM_BYTES=0, PIECE_BYTES=size, _TIMES_FRAME=0),
        mock.patch.multiple(preflight, _CHUNK=chunk),
        mock.patch.object(sheet_pieces.InPieces, "__post_init__", noted),
    ):
        yield made


def _whole(data: bytes) -> RawTable:
    with mock.patch.multiple(workbook, COLUMNAR_FROM_CELLS=0, COLUMNAR_IF_LOADED=0):
        return child.read(data, DEFAULT_LIMITS, None, None)


def _pieces(data: bytes, size: int, chunk: int) -> tuple[RawTable, bool]:
    with _in_pieces(size, chunk) as made:
        table = _whole(data)
    return table, any(one.cells for one in made)


def _cells(table: RawTable) -> dict[tuple[int, int], str]:
    if table.arrow is None:
        rows = zip(table.row_no, table.rows, strict=True)
    else:
        columns = pa.Table.from_batches(table.arrow).columns
        rows = enumerate(zip(*(column.to_pylist() for column in columns), strict=True), 1)
    return {(number, at): cell for number, row in rows for at, cell in enumerate(row) if cell}


def _outcome(data: bytes) -> tuple[object, ...]:
    """Return what reading comes to: the cells with what is told of them, or how it is refused."""
    try:
        table = _whole(data)
    except Refusal as refusal:
        return (refusal.kind,)
    except Exception as error:
        return (type(error).__name__,)
    return _cells(table), table.notes, table.sheet


def _same(data: bytes, size: int = 150, chunk: int = 40) -> bool:
    """Hold what comes of pieces against what comes of the whole; tell whether there were pieces."""
    with _in_pieces(size, chunk) as made:
        found = _outcome(data)
    assert found == _outcome(data)
    return any(one.cells for one in made)


_STRINGS = ["", "Tốt", "12", " hai  ba ", "<&>", "Tốt"]
_CELL = st.sampled_from(
    [
        "",
        '<c r="{at}"/>',
        '<c r="{at}" s="1"/>',
        '<c r="{at}"><v>9</v></c>',
        '<c r="{at}"><v>4.25</v></c>',
        '<c r="{at}" s="1"><v>45992.5</v></c>',
        '<c r="{at}" t="b"><v>1</v></c>',
        '<c r="{at}" t="e"><v>#N/A</v></c>',
        '<c r="{at}" t="str"><f>A1&amp;"x"</f><v>a &lt;row r="3"&gt; b</v></c>',
        '<c r="{at}"><f>SUM(A1:A2)</f></c>',
        '<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> Chờ lâu </t></is></c>',
        '<c r="{at}" t="inlineStr"><is><t></t></is></c>',
        *(f'<c r="{{at}}" t="s"><v>{at}</v></c>' for at in range(len(_STRINGS))),
        '<c r="{at}" s="1" t="s"><v>1</v></c>',
        '<c r="{at}" t="s" s="0"><v>1</v></c>',
    ]
)
_ROWS = st.lists(st.tuples(st.sampled_from([1, 1, 1, 2, 7]), st.lists(_CELL, max_size=5)), min_size=1, max_size=25)


def _sheet(rows: list[tuple[int, list[str]]], left: int, top: int, tail: str = "") -> str:
    xml, number = [], top
    for step, cells in rows:
        body = "".join(cell.format(at=f"{n.letters(left + at)}{number}") for at, cell in enumerate(cells))
        xml.append(f'<row r="{number}" spans="1:9">{body}</row>')
        number += step
    return f"<sheetData>{''.join(xml)}</sheetData>{tail}"


@given(_ROWS, st.integers(1, 4), st.integers(1, 6), st.integers(60, 900), st.integers(16, 400), st.booleans())
def test_pieces_have_the_cells_of_the_whole(
    rows: list[tuple[int, list[str]]], left: int, top: int, size: int, chunk: int, is_1904: bool
) -> None:
    merged = f'<mergeCells><mergeCell ref="{n.letters(left)}{top}:{n.letters(left)}{top + 2}"/>'
    merged += f'<mergeCell ref="{n.letters(left)}{top + 4}:{n.letters(left)}{top + 6}"/></mergeCells>'
    sheet = _sheet(rows, left, top, merged)
    _same(n.workbook([("S", sheet)], strings=n.shared(_STRINGS), date1904=is_1904), size, chunk)


def _lines(count: int, first: int = 1) -> list[str]:
    return [n.row_xml(number, [f"KH{number}", "Tốt", number % 10]) for number in range(first, first + count)]


def test_a_usual_sheet_is_read_in_pieces() -> None:
    assert _same(n.workbook([("S", f"<sheetData>{''.join(_lines(40))}</sheetData>")]))


def test_shared_texts_are_told_from_texts_that_look_like_them() -> None:
    row = '<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c><c r="B{0}" t="str"><v>{1}</v></c><c r="C{0}"><v>{1}</v></c></row>'
    body = "".join(row.format(number, number % 5) for number in range(1, 40))
    data = n.workbook([("S", f"<sheetData>{body}</sheetData>")], strings=n.shared(_STRINGS))
    assert _same(data)
    assert _cells(_pieces(data, 150, 40)[0])[(1, 0)] == "Tốt"
    assert _cells(_pieces(data, 150, 40)[0])[(1, 1)] == "1"


def test_texts_with_formats_and_readings_are_the_same() -> None:
    strings = f"<sst {n.NS}><si><r><t>Rất </t></r><r><rPr><b/></rPr><t>tốt</t></r></si><si><t/></si><si/></sst>"
    body = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>{at % 3}</v></c><c r="B{at}"><v>{at}</v></c></row>' for at in range(1, 40)
    )
    assert _same(n.workbook([("S", f"<sheetData>{body}</sheetData>")], strings=strings))


_ODD = {
    "rows without numbers": "".join(line.replace(f' r="{at}"', "", 1) for at, line in enumerate(_lines(40), 1)),
    "some rows without numbers": "".join(_lines(20)) + "<row><c><v>5</v></c></row>" * 20,
    "rows in another order": "".join(reversed(_lines(40))),
    "a row that comes back": "".join([*_lines(40), *_lines(3), *_lines(20, 41)]),
    "a comment": "".join([*_lines(20), "<!-- ", *_lines(20, 21), " -->", *_lines(20, 41)]),
    "an end in between": "".join([*_lines(20), "</sheetData><sheetData>", *_lines(20, 21)]),
    "a number too many": "".join(_lines(20)) + '<row r="30"><c r="A5"><v>3</v></c></row>' + "".join(_lines(20, 31)),
    "a cell far to the left": "".join(line.replace("A", "F") for line in _lines(30)) + "".join(_lines(10, 31)),
    "a name before": "".join(line.replace("<", "<x:").replace("<x:/", "</x:") for line in _lines(40)),
    "empty rows dragged along": "".join(_lines(20))
    + "".join(f'<row r="{at}"><c r="A{at}" s="1"/></row>' for at in range(21, 90)),
    "blank rows above": "".join(_lines(40, 700)),
    "a gap": "".join([*_lines(20), *_lines(20, 5000)]),
    "one column": "".join(n.row_xml(at, [f"KH{at}"]) for at in range(1, 40)),
    "a text that is missing": "".join(_lines(30)) + '<row r="31"><c r="A31" t="s"><v>99</v></c></row>' + "".join(_lines(9, 32)),
}  # fmt: skip


@pytest.mark.parametrize("what", _ODD)
def test_an_odd_sheet_has_the_same_cells(what: str) -> None:
    _same(n.workbook([("S", f"<sheetData>{_ODD[what]}</sheetData>")], strings=n.shared(_STRINGS)))


def test_a_date_is_a_date_in_every_piece() -> None:
    """45992 is 1 December 2025 in a book of 1900, and 2 December 2029 in one of 1904."""
    body = "".join(
        f'<row r="{at}"><c r="A{at}" s="1"><v>45992</v></c><c r="B{at}"><v>5</v></c></row>' for at in range(1, 40)
    )
    for is_1904, day in ((False, "2025-12-01 00:00:00"), (True, "2029-12-02 00:00:00")):
        table, in_pieces = _pieces(n.workbook([("S", f"<sheetData>{body}</sheetData>")], date1904=is_1904), 150, 40)
        assert in_pieces
        assert {_cells(table)[(at, 0)] for at in range(1, 40)} == {day}


def _with_end(end: str, rows: int = 2_000) -> bytes:
    return n.workbook([("S", f"<sheetData>{''.join(_lines(rows))}{end}</sheetData>")])


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>', "file_too_sparse"),
        ('<row r="9999999999"><c r="A9999999999"><v>2</v></c></row>', "file_too_sparse"),
        ("".join(f'<c r="{n.letters(at)}2001"><v>1</v></c>' for at in range(1, 600)), "file_too_many_columns"),
    ],
)
def test_a_lie_behind_pieces_that_were_read_is_refused(end: str, kind: str) -> None:
    with _in_pieces(2_000, 1_000) as made, pytest.raises(Refusal) as refused:
        child.read(_with_end(end), DEFAULT_LIMITS, None, None)
    assert refused.value.kind == kind
    assert made and made[0].cells is None


def test_a_sheet_that_unpacks_too_far_is_refused_while_pieces_are_read() -> None:
    limits = replace(DEFAULT_LIMITS, unpacked_bytes=100_000)
    with (
        _in_pieces(2_000, 1_000),
        mock.patch.object(preflight, "open_zip", lambda archive, size, limits: archive.infolist()),
        pytest.raises(Refusal) as refused,
    ):
        child.read(_with_end(""), limits, None, None)
    assert refused.value.kind == "file_unpacks_too_big"


def test_a_torn_sheet_is_refused_as_before() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_with_end(""))) as good, zipfile.ZipFile(out, "w") as torn:
        for entry in good.infolist():
            data = good.read(entry)
            torn.writestr(entry.filename, data[: len(data) // 2] if entry.filename.endswith("sheet1.xml") else data)
    assert not _same(out.getvalue(), 2_000, 1_000)


def test_memory_is_allowed_only_for_what_was_looked_at() -> None:
    allowed: list[tuple[int, int]] = []
    with (
        _in_pieces(20_000, 10_000),
        mock.patch.object(child, "allow_memory", lambda limits, cells, unpacked: allowed.append((cells, unpacked))),
    ):
        child.read(_with_end(""), DEFAULT_LIMITS, None, None)
    assert allowed == sorted(allowed)
    assert len(allowed) > 5
    assert allowed[0][0] < 1_000 and allowed[-1][0] == 6_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A workbook that the reading process takes in pieces."""
    rows = (n.row_xml(at, [f"KH{at}", "Nhân viên nhiệt tình, giao hàng nhanh", at % 11]) for at in range(2, 40_000))
    body = n.row_xml(1, ["Mã", "Góp ý", "Sẵn sàng giới thiệu (0-10)"]) + "".join(rows)
    path = tmp_path / "a.xlsx"
    path.write_bytes(n.workbook([("S", f"<sheetData>{body}</sheetData>")]))
    return path


def test_the_reading_process_reads_in_pieces_under_its_limits(large: Path) -> None:
    parsed = guard.parse(large)
    assert parsed.payload.num_rows == 39_999
    assert parsed.payload.column(0).num_chunks > 1
    assert parsed.payload.column(0)[39_998].as_py() == "KH39999"


def test_a_limit_ends_the_process_while_pieces_are_read(large: Path) -> None:
    with pytest.raises(Refusal) as refused:
        guard.parse(large, limits=replace(DEFAULT_LIMITS, memory_base=1 << 20, memory_most=1 << 20))
    assert refused.value.kind in ("file_too_heavy", "file_unreadable")
    with pytest.raises(Refusal) as refused:
        guard.parse(large, limits=replace(DEFAULT_LIMITS, wall_seconds=0.0))
    assert refused.value.kind == "file_too_heavy"


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (zlib.error("Error -4 while decompressing data"), MemoryError),
        (RuntimeError("can't start new thread"), MemoryError),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), MemoryError),
        (zlib.error("Error -3 while decompressing data: invalid stored block lengths"), Refusal),
        (RuntimeError("File is encrypted, password required for extraction"), Refusal),
    ],
)
def test_a_lack_of_memory_is_no_damage_of_the_file(error: Exception, found: type[Exception]) -> None:
    assert isinstance(preflight.what_it_means(error), found)


def test_a_parse_in_pieces_is_cancelled_at_once(large: Path) -> None:
    class CancelledError(Exception):
        pass

    def stop(_: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        guard.parse(large, progress=stop)
