"""Dates that leave something out: no year, only a month, only the sheet's name. What nothing says is asked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from cx_core import importers
from cx_core.model.inspection import Inspection
from cx_core.model.inspection import Mapping as Remembered
from tests.core.importers.fixtures import as_csv

NOW = datetime(2026, 11, 21, tzinfo=UTC)
N = 20


def _look(path: Path, answers: Mapping[str, str] | None = None, mapping: Remembered | None = None) -> Inspection:
    return importers.inspect(path, path.name, answers=answers, mapping=mapping)


def _days(path: Path, answers: dict[str, str]) -> list[str]:
    inspection = _look(path, answers)
    assert inspection.questions == ()
    mapping = importers.mapping_for(inspection, answers)
    frame = importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW).frame
    return list(frame["responded_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.strftime("%Y-%m-%d"))


def _csv(folder: Path, name: str, cells: Sequence[str]) -> Path:
    rows = [[name, "Điểm hài lòng (1-5)"], *([cells[n % len(cells)], n % 5 + 1] for n in range(N))]
    path = folder / "a.csv"
    path.write_bytes(as_csv(rows).encode())
    return path


def _book(folder: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    path = folder / "a.xlsx"
    path.write_bytes(file.getvalue())
    return path


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        ("Ngày", ("13/3", "2/4"), ["2025-03-13", "2025-04-02"]),
        ("Ngày", ("13 tháng 3", "ngày 2 tháng 4"), ["2025-03-13", "2025-04-02"]),
        ("Tháng", ("Tháng 9", "tháng 10"), ["2025-09-01", "2025-10-01"]),
        ("Tháng", ("9", "10"), ["2025-09-01", "2025-10-01"]),
        ("Kỳ", ("T9", "T10"), ["2025-09-01", "2025-10-01"]),
        ("Month", ("September", "Oct"), ["2025-09-01", "2025-10-01"]),
    ],
)
def test_the_year_that_is_missing_is_asked(
    name: str, cells: Sequence[str], expected: list[str], tmp_path: Path
) -> None:
    path = _csv(tmp_path, name, cells)
    (question,) = _look(path).questions
    assert (question.key, question.kind) == (f"year:{name}", "year")
    assert set(question.examples) == set(cells)
    assert _days(path, {question.key: "2025"}) == expected * (N // 2)


@pytest.mark.parametrize("cells", [("Tháng 9/2026", "Tháng 10/2026"), ("9/2026", "10/2026"), ("2026-09", "2026-10")])
def test_a_month_with_its_year_needs_no_question(cells: Sequence[str], tmp_path: Path) -> None:
    path = _csv(tmp_path, "Kỳ", cells)
    assert _days(path, {}) == ["2026-09-01", "2026-10-01"] * (N // 2)


def test_the_year_of_the_last_file_is_not_that_of_the_next(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Tháng", ("Tháng 9", "Tháng 10"))
    answers = {"year:Tháng": "2025"}
    mapping = importers.mapping_for(_look(path, answers), answers)
    again = _look(path, mapping=mapping)
    assert [question.key for question in again.questions] == ["year:Tháng"]
    assert _look(path, {"year:Tháng": "2026"}, mapping).questions == ()


@pytest.mark.parametrize(
    ("name", "cells"),
    [("Bàn", ("1/3", "2/4")), ("Đánh giá", ("4/5", "5/5")), ("Mã", ("T9", "T10", "T11", "T44")), ("Ca", ("1", "2"))],
)
def test_other_fractions_and_codes_are_no_dates(name: str, cells: Sequence[str], tmp_path: Path) -> None:
    inspection = _look(_csv(tmp_path, name, cells))
    assert "responded_at" not in {column.role for column in inspection.columns}


def test_a_month_that_stands_in_the_name_of_the_sheet_only(tmp_path: Path) -> None:
    rows = [["Khách", "Sao", "Ý kiến"], *(["Lan", n % 5 + 1, f"lời số {n}"] for n in range(8))]
    path = _book(tmp_path, {"T7.2026": rows, "T8.2026": rows})
    assert _days(path, {"sheet": "*"}) == ["2026-07-01"] * 8 + ["2026-08-01"] * 8


def test_the_day_stands_in_the_table_and_the_month_in_the_name_of_the_sheet(tmp_path: Path) -> None:
    rows = [["STT", "Ngày", "Điểm (1-5)"], *([n + 1, n + 11, n % 5 + 1] for n in range(8))]
    path = _book(tmp_path, {"Tháng 7": rows, "Tháng 8": rows})
    asked = _look(path, {"sheet": "*"}).questions
    assert [question.key for question in asked] == ["year:Sheet"]
    days = _days(path, {"sheet": "*", "year:Sheet": "2026"})
    assert days == [f"2026-{month:02}-{day}" for month in (7, 8) for day in range(11, 19)]


def test_sheets_of_branches_group_the_answers(tmp_path: Path) -> None:
    rows = [["Ngày", "Điểm (1-5)"], *([f"{n + 13}/03/2026", n % 5 + 1] for n in range(8))]
    path = _book(tmp_path, {"Quận 1": rows, "Quận 3": rows})
    answers = {"sheet": "*"}
    mapping = importers.mapping_for(_look(path, answers), answers)
    frame = importers.read(path, path.name, mapping, timezone="UTC", now=NOW).frame
    assert list(frame["segment:Sheet"]) == ["Quận 1"] * 8 + ["Quận 3"] * 8


def test_a_day_without_its_year_has_that_of_the_dates_beside_it(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Ngày", ("13/03/2026", "14/3", "ngày 15 tháng 3", "16/03/2026"))
    assert _days(path, {})[:4] == ["2026-03-13", "2026-03-14", "2026-03-15", "2026-03-16"]
    rows = [["Ngày", "Điểm hài lòng (1-5)"], *([[datetime(2026, 3, 13), "14/3"][n % 2], n % 5 + 1] for n in range(N))]
    path = _book(tmp_path, {"T3": rows})
    order = {"date_order:Ngày (YYYY-MM-DD)": "day_first"}
    asked = _look(path).questions
    assert _days(path, order if asked else {})[:2] == ["2026-03-13", "2026-03-14"]


def test_where_the_dates_are_of_two_years_the_others_are_listed(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Ngày", ("13/03/2026", "14/3", "15/03/2025", "16/03/2026"))
    result = importers.read(
        path, path.name, importers.mapping_for(_look(path), {}), timezone="Asia/Ho_Chi_Minh", now=NOW
    )
    assert next(problem.count for problem in result.problems if problem.kind == "date_unreadable") == N // 4


@pytest.mark.parametrize("first", [("13/03/2026", "14/3"), ("13/3", "14/3")])
def test_the_next_file_of_whole_dates_is_read_by_its_own(first: tuple[str, str], tmp_path: Path) -> None:
    answers = {"year:Ngày": "2026"}
    mapping = importers.mapping_for(_look(_csv(tmp_path, "Ngày", first), answers), answers)
    path = _csv(tmp_path, "Ngày", ("17/03/2026", "18/03/2026"))
    frame = importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW).frame
    assert frame["responded_at"].notna().all()
