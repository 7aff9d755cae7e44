"""Columns of states and of people asked: what is no answer stands apart, and the response rate has its denominator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.core.importers.fixtures import as_csv

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAYS = [f"{13 + n % 9}/03/2026" for n in range(12)]
SCORES = [n % 5 + 1 for n in range(12)]


def _write(folder: Path, columns: Mapping[str, Sequence[object]], name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(as_csv([list(columns), *map(list, zip(*columns.values(), strict=True))]).encode())
    return path


def _read(path: Path, answers: dict[str, str] | None = None) -> importers.ReadResult:
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers or {})
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def _told(result: importers.ReadResult) -> dict[str, tuple[int, bool]]:
    return {problem.kind: (problem.count, problem.lost) for problem in result.problems}


def test_tests_and_unfinished_answers_of_any_file_stand_apart(tmp_path: Path) -> None:
    states = ["Hoàn thành", "Chưa hoàn thành", "Thử nghiệm", *["Hoàn thành"] * 9]
    path = _write(tmp_path, {"Ngày": DAYS, "Trạng thái": states, "Hài lòng (1-5)": SCORES})
    (question,) = importers.inspect(path, path.name).questions
    assert question.key == "unfinished:Trạng thái"
    result = _read(path, {question.key: "keep"})
    assert _told(result) == {"test_answer": (1, True), "unfinished_answer": (1, False)}
    assert list(result.frame["row_no"]) == [2, 3, *range(5, 14)]


def test_a_remark_that_happens_to_say_test_is_none(tmp_path: Path) -> None:
    path = _write(tmp_path, {"Ngày": DAYS, "Góp ý": ["test", *["nhanh", "chậm"] * 5, "ổn"], "Hài lòng (1-5)": SCORES})
    result = _read(path)
    assert (len(result.frame), _told(result)) == (12, {})


def test_a_cancelled_order_is_no_purchase(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Mã đơn": [f"DH{n}" for n in range(12)],
        "Ngày mua": DAYS,
        "Mã khách hàng": [f"KH{n % 4}" for n in range(12)],
        "Thành tiền": ["100.000"] * 12,
        "Trạng thái đơn": ["Đã giao"] * 9 + ["Đã hủy", "Đã hủy", "Hoàn tiền"],
    }
    result = _read(_write(tmp_path, columns))
    assert _told(result) == {"cancelled_order": (3, True)}
    assert int(result.frame["revenue"].sum()) == 900_000


def test_who_was_asked_and_said_nothing_is_counted_and_the_day_is_that_of_the_answer(tmp_path: Path) -> None:
    answered = [n % 3 == 0 for n in range(12)]
    columns: dict[str, Sequence[object]] = {
        "Mã khách hàng": [f"KH{n}" for n in range(12)],
        "Ngày gửi": ["01/03/2026"] * 12,
        "Ngày trả lời": ["15/03/2026" if one else "" for one in answered],
        "NPS (0-10)": [9 if one else "" for one in answered],
    }
    path = _write(tmp_path, columns)
    workspace = Workspace.open(tmp_path / "workspace")
    receipt = workspace.reading.import_file(ImportRequest(path, path.name, {}))
    assert receipt.rows_kept == 4
    assert f"{workspace.reading.imports()[0].first_on}" == "2026-03-15"
    (rate,) = workspace.responding.rates()
    assert (rate.n_answers, rate.n_asked, rate.rate) == (4, 12, 4 / 12)


@pytest.mark.parametrize(
    ("numbers", "choices", "way", "n_asked"),
    [
        (["40"] * 12, ("once", "rows", "ignore"), "once", 40),
        (["1.200"] * 12, ("once", "rows", "ignore"), "rows", 14_400),
        (["30"] * 6 + ["50"] * 6, ("group", "rows", "ignore"), "group", 80),
        ([str(10 + n) for n in range(12)], ("rows", "ignore"), "rows", 186),
        (["40"] * 12, ("once", "rows", "ignore"), "ignore", None),
    ],
)
def test_a_number_of_people_asked_is_asked_about(
    numbers: list[str], choices: tuple[str, ...], way: str, n_asked: int | None, tmp_path: Path
) -> None:
    columns: dict[str, Sequence[object]] = {
        "Ngày": DAYS,
        "Chi nhánh": ["Quận 1"] * 6 + ["Quận 3"] * 6,
        "Số khách được mời": numbers,
        "Hài lòng (1-5)": SCORES,
    }
    path = _write(tmp_path, columns)
    (question,) = importers.inspect(path, path.name).questions
    assert question.choices == choices
    workspace = Workspace.open(tmp_path / "workspace")
    workspace.reading.import_file(ImportRequest(path, path.name, {question.key: way}))
    (rate,) = workspace.responding.rates()
    assert (rate.n_answers, rate.n_asked) == (12, n_asked)
    assert rate.rate == (None if n_asked is None else 12 / n_asked)


def test_fewer_asked_than_answered_is_no_rate(tmp_path: Path) -> None:
    path = _write(tmp_path, {"Ngày": DAYS, "Sent": ["5"] * 12, "Hài lòng (1-5)": SCORES})
    workspace = Workspace.open(tmp_path / "workspace")
    workspace.reading.import_file(ImportRequest(path, path.name, {"invited:Sent": "once"}))
    (rate,) = workspace.responding.rates()
    assert (rate.rate, rate.reason) == (None, "no_denominator")


def test_whom_a_message_never_reached_was_not_asked(tmp_path: Path) -> None:
    reached = ["delivered"] * 6 + ["bounced"] * 6
    columns: dict[str, Sequence[object]] = {
        "request_id": [f"r{n}" for n in range(12)],
        "request_sent_at": ["2026-03-01 09:00:00"] * 12,
        "request_delivery_status": reached,
        "response_received_at": ["2026-03-02 09:00:00"] * 4 + [""] * 8,
        "star_rating": [5] * 4 + [""] * 8,
    }
    told = _told(_read(_write(tmp_path, columns)))
    assert (told["asked_not_answered"], told["not_delivered"]) == ((2, False), (6, False))


def test_a_file_without_any_answer_asks_nothing_about_its_dates(tmp_path: Path) -> None:
    days = [f"{n + 1:02}/09/2026" for n in range(12)]  # which number is the day is open
    nobody = _write(tmp_path, {"Ngày": days, "Điểm hài lòng (1-5)": [""] * 12, "Góp ý": [""] * 12})
    assert importers.inspect(nobody, nobody.name).questions == ()
    one = _write(tmp_path, {"Ngày": days, "Điểm hài lòng (1-5)": [""] * 12, "Góp ý": ["Quán ồn", *[""] * 11]})
    assert [question.kind for question in importers.inspect(one, one.name).questions] == ["date_order"]


def test_who_sent_the_goods_back_has_bought_nothing_and_is_heard(tmp_path: Path) -> None:
    columns = {
        "Ngày đặt": DAYS,
        "Mã đơn hàng": [f"D{n:03}" for n in range(12)],
        "Thành tiền": [(n + 1) * 100_000 for n in range(12)],
        "Trạng thái": ["Đã giao", "Trả hàng", "Đã hủy"] * 4,
        "Hài lòng (1-5)": [5, 1, ""] * 4,
    }
    result = _read(_write(tmp_path, columns))
    assert _told(result) == {"cancelled_order_answer": (4, False), "cancelled_order": (4, True)}
    assert sorted(result.frame["csat"]) == [100] * 4 + [500] * 4
    # The delivered ones: the first, fourth, seventh and tenth order.
    bought = result.frame[result.frame["revenue"].notna()]
    assert list(bought["order"]) == ["D000", "D003", "D006", "D009"]
    assert result.frame["order"].notna().sum() == 4
