"""Tables as people keep them: crosses under levels, stars written as they speak, totals, merged days, pivot tables."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from cx_core import importers
from cx_core.feedback.labels import fold_label
from cx_core.feedback.score_text import read_score
from cx_core.model.problem import Refusal
from tests.core.importers.fixtures import as_csv, as_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAYS = [date(2026, 9, 1) + timedelta(days=n) for n in range(24)]


def _read(folder: Path, name: str, data: bytes, answers: dict[str, str] | None = None) -> importers.ReadResult:
    (folder / name).write_bytes(data)
    inspection = importers.inspect(folder / name, name, answers=answers)
    mapping = importers.mapping_for(inspection, answers or {})
    return importers.read(folder / name, name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def _said(result: importers.ReadResult) -> dict[str, int]:
    return {problem.kind: problem.count for problem in result.problems}


@pytest.mark.parametrize(
    ("text", "value"),
    [("5*", 500), ("1 *", 100), ("3 sao rưỡi", 350), ("4/5 sao", 400), ("5 sao nha", 500), ("10đ", 1000)],
)
def test_scores_as_people_write_them(text: str, value: int) -> None:
    assert read_score(text).value == value


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("hài lòng ++", "hai long"),
        ("tốt nha", "tot"),
        ("rất tốt!!!", "rat tot"),
        ("ko hài lòng", "khong hai long"),
        ("hài lòng ạ", "hai long"),
        ("K tốt", "khong tot"),
        ("không tốt", "khong tot"),
        ("tốt lắm", "tot lam"),  # stronger than "tốt": that is another level, and not said which
    ],
)
def test_politeness_changes_no_label(written: str, label: str) -> None:
    assert fold_label(written) == label


def test_a_cross_under_a_level_is_that_level(tmp_path: Path) -> None:
    levels = ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng"]
    crosses = [["x" if place == n % 4 else None for place in range(4)] for n in range(24)]
    rows: list[Sequence[object]] = [["STT", "Ngày", *levels, "Góp ý"]]
    rows += [[n + 1, DAYS[n], *crosses[n], f"lời số {n}"] for n in range(23)]
    rows.append([24, DAYS[23], None, None, None, None, "không đánh dấu"])
    result = _read(tmp_path, "a.xlsx", as_xlsx(rows))
    expected = [(500, 400, 300, 200)[n % 4] for n in range(23)]
    assert result.frame["csat"].dropna().tolist() == expected
    assert (len(result.frame), result.rows_rejected) == (24, 0)
    assert json.loads(result.frame["raw"][0])["Rất hài lòng"] == "x"


def test_crosses_under_other_names_are_no_scores(tmp_path: Path) -> None:
    head = ["Ngày", "Bàn", "Quầy", "Mang đi", "Điểm (1-5)"]
    rows = [[f"{day:%d/%m/%Y}", *("x" if place == n % 3 else "" for place in range(3)), n % 5 + 1] for n, day in enumerate(DAYS)]  # fmt: skip
    result = _read(tmp_path, "a.csv", as_csv([head, *rows]).encode())
    assert list(result.frame["csat"]) == [(n % 5 + 1) * 100 for n in range(24)]


def test_totals_between_and_below_are_neither_answers_nor_a_reason_to_lose_the_scores(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [["Ngày", "Ca", "Điểm dịch vụ (1-5)", "Ghi chú"]]
    for n, day in enumerate(DAYS):
        rows.append([day, ("Sáng", "Chiều")[n % 2], n % 5 + 1, f"lời số {n}"])
        if n % 8 == 7:
            rows.append([f"Cộng tuần {n // 8 + 1}", None, 30, None])
    rows += [["TỔNG CỘNG", None, 90, None], ["ĐTB", None, 3.75, None]]
    result = _read(tmp_path, "a.xlsx", as_xlsx(rows))
    assert list(result.frame["csat"]) == [(n % 5 + 1) * 100 for n in range(24)]
    assert _said(result)["total_row"] == 5


def test_a_signature_under_the_scores_is_no_answer(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [["STT", "Ngày", "Khách", "Điểm (1-5)", "Góp ý"]]
    rows += [[n + 1, day, "Lan", n % 5 + 1, f"lời số {n}"] for n, day in enumerate(DAYS)]
    rows += [[None, None, None, "Người lập", None], [None, None, None, "Trần Thị Bình", None]]
    result = _read(tmp_path, "a.xlsx", as_xlsx(rows))
    assert (len(result.frame), _said(result)["stray_row"]) == (24, 2)


def _merged_days(first_column: int) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, name in enumerate(("Ngày", "Điểm (1-5)", "Góp ý")):
        sheet.cell(1, first_column + place, name)
    for n in range(24):
        if n % 4 == 0:
            sheet.cell(n + 2, first_column, datetime(2026, 9, 1 + n // 4))
            sheet.merge_cells(start_row=n + 2, end_row=n + 5, start_column=first_column, end_column=first_column)
        sheet.cell(n + 2, first_column + 1, n % 5 + 1)
        sheet.cell(n + 2, first_column + 2, f"lời số {n}")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("first_column", [1, 3])
def test_a_day_merged_over_its_answers_is_the_day_of_each(first_column: int, tmp_path: Path) -> None:
    result = _read(tmp_path, "a.xlsx", _merged_days(first_column))
    days = result.frame["responded_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.day
    assert list(days) == [1 + n // 4 for n in range(24)]
    assert _said(result)["merged_cells_filled"] == 18


def test_a_pivot_table_is_refused_with_the_reason(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [["Trung bình của Điểm", "Nhãn Cột"], ["Nhãn Hàng", "Sáng", "Chiều", "Tổng Cuối"]]
    rows += [[f"CN{n}", 3.5, 4.1, 3.8] for n in range(4)]
    rows.append(["Tổng Cuối", 3.6, 4.0, 3.8])
    (tmp_path / "a.xlsx").write_bytes(as_xlsx(rows))
    inspection = importers.inspect(tmp_path / "a.xlsx", "a.xlsx")
    assert {"pivot_table", "nothing_to_measure"} <= {problem.kind for problem in inspection.problems}
    assert inspection.questions == ()
    with pytest.raises(Refusal, match="nothing_to_measure"):
        _read(tmp_path, "a.xlsx", as_xlsx(rows))


def test_the_reviews_of_each_place_are_the_answers_not_the_places(tmp_path: Path) -> None:
    places = [
        {
            "title": name,
            "totalScore": 4.4,
            "reviewsCount": 812,
            "reviews": [
                {"name": "A", "text": f"lời số {n}", "stars": n % 5 + 1, "publishedAtDate": f"2026-09-0{n + 1}T01:00:00Z"}
                for n in range(count)
            ],
        }
        for name, count in (("Quán Mộc", 8), ("Quán Trà", 5))
    ]  # fmt: skip
    result = _read(tmp_path, "a.json", json.dumps(places, ensure_ascii=False).encode())
    assert list(result.frame["rating"]) == [(n % 5 + 1) * 100 for n in (*range(8), *range(5))]
    assert [json.loads(raw)["title"] for raw in result.frame["raw"]] == ["Quán Mộc"] * 8 + ["Quán Trà"] * 5
    assert "totalScore" not in {column.key for column in result.inspection.columns}


def test_an_order_that_was_given_up_has_a_time_of_it(tmp_path: Path) -> None:
    head = ["Order Number", "Email", "Created At", "Subtotal", "Total", "Cancelled at"]
    rows = [
        [f"#1{n:03}", f"k{n}@example.com", f"2026-09-{n + 1:02}", 400_000, 430_000, "2026-09-20" if n == 3 else ""]
        for n in range(20)
    ]
    result = _read(tmp_path, "a.csv", as_csv([head, *rows]).encode())
    assert list(result.frame["revenue"]) == [430_000] * 19
    assert _said(result) == {"cancelled_order": 1}


def test_one_scale_is_not_offered_twice(tmp_path: Path) -> None:
    rows = [["Ngày", "Điểm"], *([f"{day:%d/%m/%Y}", (3.5, 4.1)[n % 2]] for n, day in enumerate(DAYS))]
    (tmp_path / "a.csv").write_bytes(as_csv(rows).encode())
    for question in importers.inspect(tmp_path / "a.csv", "a.csv").questions:
        assert len(set(question.choices)) == len(question.choices)


@pytest.mark.parametrize(
    ("second", "is_told"), [(["Ngày", "Điểm (1-5)", "Góp ý"], True), (["Món", "Giá", "Bán"], False)]
)
def test_two_tables_side_by_side_are_told_of(second: list[str], is_told: bool, tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [["Ngày", "Điểm (1-5)", "Góp ý", None, *second]]
    rows += [[day, n % 5 + 1, f"lời {n}", None, day, n % 5 + 1, f"ý {n}"] for n, day in enumerate(DAYS)]
    (tmp_path / "a.xlsx").write_bytes(as_xlsx(rows))
    problems = importers.inspect(tmp_path / "a.xlsx", "a.xlsx").problems
    assert ("tables_side_by_side" in {problem.kind for problem in problems}) is is_told


def test_reviews_of_the_buyer_are_words_and_no_name(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [["Thời gian đánh giá", "Đánh giá của người mua", "Người mua", "Số sao"]]
    rows += [[day, ["Ổn", "Giao chậm", "Đẹp"][n % 3], "l***n", n % 5 + 1] for n, day in enumerate(DAYS)]
    result = _read(tmp_path, "a.xlsx", as_xlsx(rows))
    assert list(result.frame["verbatim"])[:3] == ["Ổn", "Giao chậm", "Đẹp"]
