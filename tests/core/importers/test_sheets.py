"""A workbook with a sheet a month: asked about once, read as one table, every row named by sheet and row."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cx_core import importers
from cx_core.model.problem import sheet_and_row

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEAD = ["Ngày", "Mức độ hài lòng (1-5)", "Góp ý"]


def _book(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    path = folder / "a.xlsx"
    path.write_bytes(out.getvalue())
    return path


def _month(
    month: int, scores: list[Any], titles: list[list[Any]] | None = None, head: list[str] = HEAD
) -> list[list[Any]]:
    rows = [[f"{13 + n}/{month:02d}/2026", score, f"lời khách tháng {month} số {n}"] for n, score in enumerate(scores)]
    return [*(titles or []), head, *rows]


def _months() -> dict[str, list[list[Any]]]:
    # The second month has a title above its header, the third a score that is none.
    return {
        "T1": _month(1, [5, 4, 3, 5]),
        "T2": _month(2, [1, 2, 5], [["PHIẾU Ý KIẾN THÁNG 2"], []]),
        "T3": _month(3, [4, "mười", 5]),
        "Ghi chú": [["Người lập", "Lan"], ["Ngày lập", "01/04/2026"], ["Nơi lập", "Huế"]],
    }


def _read(path: Path, answers: dict[str, str]) -> importers.ReadResult:
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers)
    mapping = importers.mapping_from_json(importers.mapping_to_json(mapping))
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def test_sheets_of_one_header_are_offered_together_first(tmp_path: Path) -> None:
    inspection = importers.inspect(_book(tmp_path, _months()), "a.xlsx")
    (question,) = inspection.questions
    assert question.key == "sheet"
    assert question.choices[0] == "*"
    assert {"T1", "T2", "T3"} < set(question.choices)


def test_all_months_are_one_table_with_their_own_row_numbers(tmp_path: Path) -> None:
    result = _read(_book(tmp_path, _months()), {"sheet": "*"})
    assert result.rows_read == 10 == len(result.frame) + result.rows_rejected
    months = [f"{at:%m}" for at in result.frame["responded_at"]]
    assert {month: months.count(month) for month in months} == {"01": 4, "02": 3, "03": 3}
    # The first sheet begins in row 2; the second in row 4, under two rows of title.
    assert [sheet_and_row(int(row)) for row in result.frame["row_no"]] == [
        (1, 2), (1, 3), (1, 4), (1, 5), (2, 4), (2, 5), (2, 6), (3, 2), (3, 3), (3, 4),
    ]  # fmt: skip
    (problem,) = [one for one in result.problems if one.kind == "score_unreadable"]
    assert [sheet_and_row(row) for row in problem.rows] == [(3, 3)]
    assert result.inspection.file.sheet == "T1, T2, T3"


def test_one_month_alone_is_still_a_choice(tmp_path: Path) -> None:
    path = _book(tmp_path, _months())
    assert _read(path, {"sheet": "T2"}).rows_read == 3
    alone = importers.inspect(path, path.name, answers={"sheet": "T2"})
    assert alone.fingerprint == importers.inspect(path, path.name, answers={"sheet": "*"}).fingerprint


@pytest.mark.parametrize(
    "second", [["Ngày", "Mức độ hài lòng (1-10)", "Góp ý"], ["Ngày", "Góp ý", "Mức độ hài lòng (1-5)"]]
)
def test_another_header_is_another_table(second: list[str], tmp_path: Path) -> None:
    path = _book(tmp_path, {"T1": _month(1, [5, 4, 3, 5]), "T2": _month(2, [1, 2, 5], head=second)})
    (question,) = importers.inspect(path, path.name).questions
    assert question.choices == ("T1", "T2")
    assert _read(path, {"sheet": "*"}).rows_read == 4
