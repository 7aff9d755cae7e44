"""Exports worded otherwise than their tool's usual one: what is a score, who is a person, and what is neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.feedback.privacy import is_person_name
from cx_core.feedback.scales import judge_scores
from cx_core.model.inspection import Inspection
from cx_core.model.problem import Refusal
from tests.core.importers.fixtures import as_csv, as_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAYS = [f"{13 + n % 9}/03/2026" for n in range(20)]


def _look(folder: Path, columns: Mapping[str, Sequence[object]], answers: dict[str, str] | None = None) -> Inspection:
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    (folder / "a.csv").write_bytes(as_csv([list(columns), *rows]).encode())
    return importers.inspect(folder / "a.csv", "a.csv", answers=answers)


def _read(
    folder: Path, columns: Mapping[str, Sequence[object]], answers: dict[str, str] | None = None
) -> importers.ReadResult:
    inspection = _look(folder, columns, answers)
    mapping = importers.mapping_for(inspection, answers or {})
    return importers.read(folder / "a.csv", "a.csv", mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def _roles(inspection: Inspection) -> dict[str, str]:
    return {column.key: column.role for column in inspection.columns}


def _privacy(inspection: Inspection) -> dict[str, str | None]:
    return {column.key: column.privacy for column in inspection.columns}


def _cycle(*values: object) -> list[object]:
    return [values[n % len(values)] for n in range(20)]


def test_a_title_ok_over_every_review_is_no_satisfaction(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {"Date": DAYS, "Stars (1-5)": _cycle(5, 4, 1), "Title": _cycle("Ok")}
    assert _roles(_look(tmp_path, columns))["Title"] != "csat"


@pytest.mark.parametrize(
    ("header", "values", "is_score"),
    [
        ("Title", ("Good", "Bad"), True),
        ("Title", ("Good", "Excellent"), False),
        ("Bạn hài lòng không", ("Hài lòng",), True),
        ("Bạn đã quay lại chưa?", ("0", "1"), False),
        ("Điểm", ("0", "1"), True),
    ],
)
def test_labels_and_yes_or_no_are_scores_only_where_something_says_so(
    header: str, values: tuple[str, ...], is_score: bool
) -> None:
    assert (judge_scores(header, dict.fromkeys(values, 5)) is not None) is is_score


@pytest.mark.parametrize(
    ("header", "values", "scale"),
    [
        ("Xếp hạng", _cycle(1, 3, 5), (1, 5)),
        ("Emotion (1-5)", _cycle(1, 3, 5), (1, 5)),
        ("Mặt cười (1-11)", _cycle(1, 7, 11), (1, 11)),
    ],
)
def test_a_rating_by_another_name(header: str, values: list[object], scale: tuple[int, int], tmp_path: Path) -> None:
    (column,) = [c for c in _look(tmp_path, {"Ngày": DAYS, header: values}).columns if c.role == "rating"]
    assert column.scale is not None
    assert (column.key, column.scale.minimum, column.scale.maximum) == (header, *scale)


def test_a_terminal_of_eleven_faces_is_a_smiley_terminal(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Thời gian": DAYS,
        "Điểm chạm": _cycle("Thu ngân", "Kho"),
        "Mặt cười (1-11)": _cycle(1, 7, 11),
    }
    inspection = _look(tmp_path, columns)
    assert (inspection.profile, inspection.questions) == ("smiley", ())


@pytest.mark.parametrize(
    ("head", "profile"),
    [
        (["App Name", "App Version", "Country", "Rating", "Date", "Title", "Review"], "app_store"),
        (["ticket_id", "requester_id", "group", "created_at", "satisfaction_rating"], "zendesk"),
        (["Survey Type", "Score", "Comment", "Person ID", "Created at"], "delighted"),
        (["Request ID", "Request sent at", "Response received at", "Star rating"], "medallia_agent"),
    ],
)
def test_blanks_and_underscores_in_headers_are_the_same(head: list[str], profile: str, tmp_path: Path) -> None:
    values: dict[str, Sequence[object]] = {
        name: DAYS if "ate" in name or name.endswith("at") else _cycle("a", "b") for name in head
    }
    values[next(name for name in head if name.lower().split()[-1].endswith(("rating", "score")))] = _cycle(1, 4, 5)
    assert _look(tmp_path, values).profile == profile


def test_dates_counters_and_codes_name_nobody(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Ngày": DAYS,
        "Ngày đóng phiếu": DAYS,
        "Submission ID": [58000000000000000 + n for n in range(20)],
        "Mã đơn hàng": [f"2604{n:05d}" for n in range(20)],
        "updated_at": [1_775_000_000 + n for n in range(20)],
        "Điểm hài lòng (1-5)": _cycle(5, 1),
    }
    assert set(_privacy(_look(tmp_path, columns)).values()) == {None}


def test_people_are_masked_whatever_their_column_is_called(tmp_path: Path) -> None:
    names = _cycle("Nguyễn Thị Lan", "Trần Văn Bình", "chị Hoa")
    columns: dict[str, Sequence[object]] = {
        "Ngày": DAYS,
        "Khách": names,
        "Nhân viên phục vụ": names,
        "Liên hệ": [f"0912 345 {n:03d}" for n in range(20)],
        "Giấy tờ": [f"0010900{n:05d}" for n in range(20)],
        "Khách hàng": _cycle("Khách mới", "Khách cũ"),
        "Điểm hài lòng (1-5)": _cycle(5, 1),
    }
    kept = _privacy(_look(tmp_path, columns))
    masked = {key for key, privacy in kept.items() if privacy == "mask"}
    assert masked == {"Khách", "Nhân viên phục vụ", "Liên hệ", "Giấy tờ"}


@pytest.mark.parametrize("text", ["Nguyễn Văn A", "anh Minh", "Bà Tám"])
def test_a_name_is_known_by_its_family_name_or_the_way_of_address(text: str) -> None:
    assert is_person_name(text)


@pytest.mark.parametrize("text", ["Khách lẻ", "Vàng", "anh ấy", "Nguyễn", "Cô ơi"])
def test_other_words_are_no_names(text: str) -> None:
    assert not is_person_name(text)


def test_the_address_of_whoever_served_is_no_key_of_the_customer(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Ngày": DAYS,
        "Mã khách hàng": [f"KH{n}" for n in range(20)],
        "Email": [f"k{n}@example.com" for n in range(20)],
        "Agent email": _cycle("minh@example.com"),
        "Điểm hài lòng (1-5)": _cycle(5, 1),
    }
    frame = _read(tmp_path, columns).frame
    assert [name for name in frame if str(name).startswith("customer:")] == ["customer:Email"]


def test_a_date_that_stands_for_none_is_no_date(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Response ID": [str(n) for n in range(20)],
        "Date submitted": ["1980-01-01 00:00:00"] * 20,
        "Last page": [4] * 20,
        "Start language": ["vi"] * 20,
        "Seed": [7] * 20,
        "Bạn hài lòng chứ? (1-5)": _cycle(1, 5),
    }
    result = _read(tmp_path, columns)
    assert result.profile == "lime_survey"
    assert result.frame["responded_at"].isna().all()
    said = {problem.kind: problem.count for problem in result.problems}
    assert said == {"missing_code": 20, "no_dates": 1}


def test_a_running_number_is_no_card(tmp_path: Path) -> None:
    # Of ten numbers in a row one passes the check of a card.
    columns: dict[str, Sequence[object]] = {
        "Submission Date": DAYS,
        "Bạn hài lòng chứ? (1-5)": _cycle(1, 5),
        "Submission ID": [5800000000000000000 + n for n in range(20)],
    }
    result = _read(tmp_path, columns)
    assert [problem.kind for problem in result.problems] == []
    assert all("5800000000000000" in raw for raw in result.frame["raw"])


@pytest.mark.parametrize("cells", [["Góp ý"], ["Góp ý, nhận xét", "Tốt, nhanh", "Chậm, đắt"]])
def test_a_comma_in_every_comment_of_a_workbook_makes_no_table(cells: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_xlsx([[cell] for cell in [*cells, *(f"Nhân viên nhiệt tình, lần {n}" for n in range(9))]]))
    inspection = importers.inspect(path, path.name)
    assert [column.key for column in inspection.columns] == cells[:1]


def test_headers_in_another_language_are_asked_about_and_the_words_come_along(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Datum": [f"{13 + n % 9}.03.2026" for n in range(20)],
        "Zufriedenheit": _cycle(1, 2, 5),
        "Kommentar": [f"Sehr gut, aber etwas laut {n}" for n in range(20)],
    }
    (question,) = _look(tmp_path, columns).questions
    assert (question.key, question.choices[0]) == ("role:Zufriedenheit", "csat")
    frame = _read(tmp_path, columns, {question.key: "csat"}).frame
    assert list(frame["csat"]) == [value * 100 for value in _cycle(1, 2, 5)]  # type: ignore[operator]
    assert list(frame["verbatim"]) == columns["Kommentar"]


def test_a_table_of_results_is_refused_with_what_to_do(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Tháng": [f"Tháng {n % 12 + 1}" for n in range(20)],
        "Đã gửi": [1000 + n for n in range(20)],
        "NPS": [20 + n for n in range(20)],
    }
    inspection = _look(tmp_path, columns)
    assert "nothing_to_measure" in [problem.kind for problem in inspection.problems]
    with pytest.raises(Refusal, match="nothing_to_measure"):
        _read(tmp_path, columns)


@pytest.mark.parametrize(
    ("paid", "beside"),
    [("Khách cần trả", "Tổng tiền hàng"), ("Grand Total (VND)", "Subtotal"), ("Thành tiền", "Đơn giá")],
)
def test_what_the_customer_paid_is_the_amount(paid: str, beside: str, tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Mã hóa đơn": [f"HD{n}" for n in range(20)],
        "Ngày mua": DAYS,
        beside: _cycle("400,000"),
        paid: _cycle("350,000"),
        "Mã khách hàng": [f"KH{n % 3}" for n in range(20)],
    }
    frame = _read(tmp_path, columns).frame
    assert set(frame["revenue"]) == {350_000}


def test_every_filled_cell_is_kept_rejected_or_left_out_by_choice(tmp_path: Path) -> None:
    # Twenty rows of four cells, five comments left empty, and under them a total of two cells.
    head = ["STT", "Ngày", "Họ tên", "Điểm hài lòng (1-5)", "Góp ý"]
    rows: list[list[object]] = [
        [n + 1, DAYS[n], "Nguyễn Thị Lan", n % 5 + 1, "nhanh" if n % 4 else ""] for n in range(20)
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([head, *rows, ["", "Tổng cộng", "", 60, ""]]).encode())
    answers = {"privacy:Họ tên": "drop"}
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers)
    counted = importers.read(path, path.name, mapping, timezone="UTC", now=NOW).counted
    assert (counted.read, counted.rejected, counted.dropped) == (20 * 4 + 15 + 2, 2, 20)
    assert counted.kept == 20 * 3 + 15


def test_stars_and_thumbs_of_one_account_are_both_measured(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Response ID": [str(n) for n in range(20)],
        "Survey type": _cycle("stars5", "stars5", "thumbs", "nps"),
        "Score": _cycle(4, 5, 1, 9),
        "Comment": _cycle("tốt"),
        "Person ID": [f"P{n}" for n in range(20)],
        "Submitted at": ["2026-03-13 10:00:00"] * 20,
    }
    result = _read(tmp_path, columns)
    assert (result.profile, result.inspection.questions) == ("delighted", ())
    scored = result.frame[result.frame["rating"].notna()]
    kinds = scored.groupby(scored["touchpoint"].fillna("-"))["rating"].agg(["size", "sum"]).to_dict("index")
    assert kinds == {"-": {"size": 10, "sum": 4500}, "Score (thumbs)": {"size": 5, "sum": 500}}
    assert int(result.frame["nps"].notna().sum()) == 5


def test_the_encoding_is_asked_about_with_words_of_the_header_where_cells_have_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Date,Rate our café – service (1-5)\r\n2026-03-13,5\r\n2026-03-14,4\r\n".encode("cp1252"))
    (question,) = importers.inspect(path, path.name).questions
    assert (question.key, question.examples) == ("encoding", ("Rate our café – service (1-5)",))


def test_a_line_break_outside_quotation_marks_ends_no_import(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = ["Ngày;Điểm hài lòng (1-5);Góp ý", *(f"{13 + n % 9}/03/2026;{n % 5 + 1};lời {n}" for n in range(600))]
    path.write_bytes(as_xlsx([[row] for row in [*rows, "một\ndòng"]]))
    inspection = importers.inspect(path, path.name)
    assert [column.key for column in inspection.columns] == ["Ngày", "Điểm hài lòng (1-5)", "Góp ý"]
    assert inspection.data_rows == 601


@pytest.mark.parametrize(
    ("start", "end", "email", "name"),
    [
        ("Thời gian bắt đầu", "Thời gian hoàn thành", "Email", "Tên"),
        ("Giờ bắt đầu", "Giờ hoàn tất", "Địa chỉ email", "Họ tên"),
        ("Bắt đầu lúc", "Hoàn thành lúc", "E-mail", "Tên"),
        ("Thời điểm bắt đầu", "Thời gian kết thúc", "Thư điện tử", "Họ và tên"),
    ],
)
def test_a_microsoft_form_is_known_however_its_columns_are_called_in_vietnamese(
    start: str, end: str, email: str, name: str, tmp_path: Path
) -> None:
    columns: dict[str, Sequence[object]] = {
        "ID": list(range(1, 21)),
        start: [f"{13 + n % 9}/03/2026 08:00:00" for n in range(20)],
        end: [f"{13 + n % 9}/03/2026 09:30:00" for n in range(20)],
        email: [f"k{n}@example.com" for n in range(20)],
        name: ["Nguyễn Thị Lan"] * 20,
        "Lần sửa đổi cuối cùng": [""] * 20,
        "Bạn hài lòng ở mức nào? (1-5)": _cycle(1, 5, 3),
    }
    result = _read(tmp_path, columns)
    assert result.profile == "microsoft_forms"
    # The hour of the end, as it is in Vietnam.
    assert str(result.frame["responded_at"][0]) == "2026-03-13 02:30:00+00:00"
    assert list(result.frame["csat"]) == [value * 100 for value in _cycle(1, 5, 3)]  # type: ignore[operator]
    assert list(result.frame["customer"]) == [f"k{n}@example.com" for n in range(20)]


def test_a_list_of_shifts_is_no_form(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Ngày": DAYS,
        "Giờ bắt đầu": _cycle("08:00"),
        "Giờ kết thúc": _cycle("17:00"),
        "Điểm hài lòng (1-5)": _cycle(5, 1),
    }
    assert _look(tmp_path, columns).profile != "microsoft_forms"


def test_the_cells_of_rows_that_say_nothing_are_not_counted_as_kept(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "Ngày": DAYS,
        "Kênh": _cycle("Zalo", "Quầy"),
        "Điểm hài lòng (1-5)": [5] * 15 + [""] * 5,
    }
    counted = _read(tmp_path, columns).counted
    # Five rows have a day and a channel, and no score.
    assert (counted.read, counted.kept, counted.rejected) == (20 * 2 + 15, 15 * 3, 5 * 2)
