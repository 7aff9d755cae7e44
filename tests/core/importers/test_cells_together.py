"""Cells that belong together: a time beside its day, words of two columns, rows that are left without any cell."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from cx_core import importers
from tests.core.importers.fixtures import as_csv, as_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _keep(folder: Path, rows: list[list[object]], ending: str = "xlsx") -> Path:
    path = folder / f"a.{ending}"
    path.write_bytes(as_xlsx(rows) if ending == "xlsx" else as_csv(rows).encode())
    return path


def _import(folder: Path, rows: list[list[object]], ending: str = "xlsx") -> importers.ReadResult:
    path = _keep(folder, rows, ending)
    mapping = importers.mapping_for(importers.inspect(path, path.name), {})
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


@pytest.mark.parametrize(
    ("header", "times"),
    [
        ("Giờ", ["9:30", "14:05", "23:59", "", "lúc nào"]),
        ("Giờ đánh giá", ["9h30", "14h05", "23 giờ 59", "", "lúc nào"]),
        ("Time", ["09:30:00 AM", "2:05 PM", "11:59 PM", "", "noon"]),
        ("Giờ", [time(9, 30), time(14, 5), time(23, 59), "", "lúc nào"]),
    ],
)
@pytest.mark.parametrize("is_text", [True, False])
def test_a_time_in_a_column_of_its_own_is_added_to_the_day(
    header: str, times: list[object], is_text: bool, tmp_path: Path
) -> None:
    days = [f"{13 + n}/03/2026" if is_text else date(2026, 3, 13 + n) for n in range(5)]
    rows: list[list[object]] = [[day, at, n + 1] for n, (day, at) in enumerate(zip(days, times, strict=True))]
    result = _import(tmp_path, [["Ngày", header, "Mức độ hài lòng (1-5)"], *rows])
    # Seven hours east of UTC; a row without a readable time keeps its day.
    assert [f"{at:%d %H:%M}" for at in result.frame["responded_at"]] == [
        "13 02:30", "14 07:05", "15 16:59", "15 17:00", "16 17:00",
    ]  # fmt: skip
    (problem,) = [one for one in result.problems if one.kind == "time_unreadable"]
    assert (problem.column, problem.rows) == (header, (6,))


def test_a_duration_is_no_time_of_day(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"{13 + n}/03/2026", f"0{n + 1}:30", n + 1] for n in range(5)]
    result = _import(tmp_path, [["Ngày", "Thời gian chờ", "Mức độ hài lòng (1-5)"], *rows])
    assert [f"{at:%H:%M}" for at in result.frame["responded_at"]] == ["17:00"] * 5


def test_words_of_two_columns_stay_with_their_answers(tmp_path: Path) -> None:
    """A row that says nothing in either column moves nobody else's words up."""
    said = [("tốt lắm nhé", "nhanh nữa"), ("", ""), ("dở quá đi", ""), ("", "chậm quá đi"), ("", "")]
    rows: list[list[object]] = [[f"{13 + n}/03/2026", n + 1, *some] for n, some in enumerate(said)]
    result = _import(tmp_path, [["Ngày", "Mức độ hài lòng (1-5)", "Góp ý", "Bình luận"], *rows], "csv")
    found = result.frame["verbatim"].astype(object).where(result.frame["verbatim"].notna(), None)
    assert list(zip(result.frame["csat"], found, strict=True)) == [
        (100, "tốt lắm nhé\nnhanh nữa"), (200, None), (300, "dở quá đi"), (400, "chậm quá đi"), (500, None),
    ]  # fmt: skip


def test_a_row_that_only_named_a_person_keeps_its_place(tmp_path: Path) -> None:
    """A column that is not to be kept leaves some rows without any cell; the rows below keep their own."""
    rows = [["Lan", ""], ["Hùng", "rất hài lòng với nhân viên"], ["Mai", ""], ["Tú", "giao hàng chậm, đợi mãi"]]
    path = _keep(tmp_path, [["Họ tên", "Góp ý"], *rows], "csv")
    answers = {"privacy:Họ tên": "drop"}
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers)
    result = importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)
    raw = dict(zip(result.frame["row_no"], map(json.loads, result.frame["raw"]), strict=True))
    assert raw == {2: {}, 3: {"Góp ý": rows[1][1]}, 4: {}, 5: {"Góp ý": rows[3][1]}}
