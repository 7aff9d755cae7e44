"""What a sheet hides and what it merges: read all the same, told of, and alike in small and in large sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core import importers
from cx_core.importers import child, workbook
from cx_core.importers.limits import DEFAULT_LIMITS
from cx_core.importers.raw_table import RawTable
from cx_core.importers.sheet_layout import SheetLayout
from cx_core.model.inspection import Inspection
from cx_core.model.problem import Problem
from tests.core.importers.nasty import open_document

HEADER = ("Ngày", "Điểm (1-5)", "Góp ý", "Ghi chú nội bộ")


def _book(
    n: int,
    *,
    hidden_rows: Sequence[int] = (),
    hidden_columns: str = "",
    merged: Sequence[tuple[int, int]] = (),
    first_column: int = 1,
    blank: Sequence[int] = (),
) -> bytes:
    """Return a sheet of a header and ``n`` answers; ``merged`` are first and last rows of days."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    below = {row for first, last in merged for row in range(first + 1, last + 1)}
    for place, name in enumerate(HEADER):
        sheet.cell(1, first_column + place, name)
    for row in range(2, n + 2):
        if row not in below:
            sheet.cell(row, first_column, f"2026-09-{row % 28 + 1:02}")
        if row not in blank:
            for place, value in enumerate((row % 5 + 1, f"lời số {row}", "đã gọi lại"), 1):
                sheet.cell(row, first_column + place, value)
    for first, last in merged:
        sheet.merge_cells(start_row=first, end_row=last, start_column=first_column, end_column=first_column)
    for row in hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for letter in hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _look(folder: Path, data: bytes) -> Inspection:
    (folder / "a.xlsx").write_bytes(data)
    return importers.inspect(folder / "a.xlsx", "a.xlsx")


def _told(inspection: Inspection) -> dict[str, Problem]:
    return {problem.kind: problem for problem in inspection.problems}


@pytest.mark.parametrize("first_column", [1, 3])
def test_hidden_rows_and_columns_are_read_and_told_of(first_column: int, tmp_path: Path) -> None:
    letter = "ABCDEFG"[first_column - 1 + 3]
    data = _book(12, hidden_rows=(4, 5, 9), hidden_columns=letter, first_column=first_column)
    inspection = _look(tmp_path, data)
    assert inspection.data_rows == 12
    told = _told(inspection)
    assert (told["hidden_rows"].rows, told["hidden_rows"].count, told["hidden_rows"].lost) == ((4, 5, 9), 3, False)
    assert (told["hidden_columns"].allowed, told["hidden_columns"].count) == ("Ghi chú nội bộ", 1)


def test_what_is_hidden_and_empty_is_nothing_to_tell(tmp_path: Path) -> None:
    assert not {"hidden_rows", "hidden_columns"} & set(_told(_look(tmp_path, _book(12, hidden_rows=(40, 41)))))
    shown = _book(12, hidden_columns="K")
    assert not {"hidden_rows", "hidden_columns"} & set(_told(_look(tmp_path, shown)))


def test_programs_that_write_of_every_row_that_it_is_shown() -> None:
    layout = SheetLayout()
    row = b'<row r="%d" customFormat="false" ht="12.8" hidden="%s" customHeight="false"><c r="A%d"><v>1</v></c></row>'
    layout.look(b"".join(row % (n, b"true" if n in (3, 7) else b"false", n) for n in range(1, 9)))
    layout.close()
    (note,) = layout.notes(0)
    assert (note.kind, note.spans) == ("hidden_rows", [[3, 3], [7, 7]])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True), st.integers(1, 40))
def test_a_sheet_says_the_same_in_pieces_of_any_size(rows: list[int], size: int) -> None:
    sheet = b'<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
    sheet += b"".join(b'<row r="%d" hidden="1"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in sorted(rows))
    sheet += b"</sheetData><mergeCells>"
    sheet += b"".join(b'<mergeCell ref="A%d:A%d"/><mergeCell ref="A1:D1"/>' % (row, row + 2) for row in rows)
    sheet += b"</mergeCells>"
    whole, parted = SheetLayout(), SheetLayout()
    whole.look(sheet)
    for start in range(0, len(sheet), size):
        parted.look(sheet[start : start + size])
    whole.close()
    parted.close()
    assert (whole.merged, whole.notes(0)) == (parted.merged, parted.notes(0))
    assert whole.merged == {0: [(row, row + 2) for row in rows]}


def _read_as(data: bytes, from_cells: int, monkeypatch: pytest.MonkeyPatch) -> RawTable:
    monkeypatch.setattr(workbook, "COLUMNAR_FROM_CELLS", from_cells)
    monkeypatch.setattr(workbook, "COLUMNAR_IF_LOADED", from_cells)
    return child.read(data, DEFAULT_LIMITS, None, None)


@pytest.mark.parametrize("first_column", [1, 4])
@pytest.mark.parametrize(
    "merged",
    [((2, 5), (6, 6), (8, 12)), ((2, 3),), ((3, 9), (10, 1_048_576))],
    ids=["days", "once", "to the end"],
)
def test_large_sheets_are_filled_like_small_ones(
    merged: tuple[tuple[int, int], ...], first_column: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _book(14, merged=[(first, min(last, 15)) for first, last in merged], first_column=first_column, blank=(4,))
    if merged[-1][1] > 15:
        letter = "ABCDEFG"[first_column - 1]
        data = _stretched(data, f"{letter}10:{letter}15", f"{letter}10:{letter}1048576")
    small, large = _read_as(data, 10**9, monkeypatch), _read_as(data, 0, monkeypatch)
    assert large.arrow is not None
    columns = [[cell or "" for cell in column.to_pylist()] for column in large.arrow[0].columns]
    rows = {number: list(row) for number, row in enumerate(zip(*columns, strict=True), 1) if any(row)}
    assert rows == dict(zip(small.row_no, small.rows, strict=True))
    said = [[(note.column, note.count, note.rows) for note in table.notes if note.kind == "merged_cells_filled"]
            for table in (small, large)]  # fmt: skip
    assert said[0] == said[1]


def _stretched(data: bytes, old: str, new: str) -> bytes:
    """Return a workbook of which one merged cell reaches as far as the sheet."""
    return _replaced(data, (f'"{old}"', f'"{new}"'))


def _replaced(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return a workbook with some texts of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            for old, new in pairs:
                part = part.replace(old.encode(), new.encode())
            after.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(("spans", "told"), [(1, None), (2, 2), (3, 3)])
def test_an_open_document_says_that_its_merged_cells_stay_empty(spans: int, told: int | None, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ngày", "Điểm (1-5)", "Góp ý"], *([f"ngày {n}", n % 5 + 1, "ổn"] for n in range(8))]
    data = _replaced(
        open_document(rows),
        *(
            (f'"string"><text:p>ngày {n}<', f'"string" table:number-rows-spanned="2"><text:p>ngày {n}<')
            for n in range(spans)
        ),
    )
    (tmp_path / "a.ods").write_bytes(data)
    problems = _told(importers.inspect(tmp_path / "a.ods", "a.ods"))
    assert (problems["merged_cells_left"].count if told else problems.get("merged_cells_left")) == told


def test_days_merged_in_a_sheet_of_many_rows_are_the_days_of_their_answers(tmp_path: Path) -> None:
    n = 15_004  # four columns: above what small sheets have
    data = _book(n, merged=[(row, row + 3) for row in range(2, n + 1, 4)])
    inspection = _look(tmp_path, data)
    assert _told(inspection)["merged_cells_filled"].count == n * 3 // 4
    assert next(column for column in inspection.columns if column.key == "Ngày").n_missing == 0
