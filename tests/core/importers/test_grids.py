"""Grids of several rows (matrix questions): every row measured on its own touchpoint, every cell accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.model.feedback import Scale
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.core.importers.fixtures import as_csv, as_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
QUESTION = "Bạn hài lòng thế nào với từng bước?"
ROWS = ("Giao hàng", "Tư vấn", "Thanh toán")
#: Three respondents; the second left a row open, the third typed a code for "no answer" and wrote nothing else.
GIVEN = [("5", "4", "3"), ("1", "", "2"), ("99", "5", "5")]


def google_forms(words: list[str] | None = None) -> bytes:
    """A grid as Google Forms writes it: one column a row, the row in brackets behind the question."""
    head = ["Dấu thời gian", "Bạn sẵn sàng giới thiệu? (0-10)", *(f"{QUESTION} [{row}]" for row in ROWS), "Góp ý"]
    says = words or ["giao nhanh, đóng gói kỹ", "", ""]
    rows = [
        [datetime(2026, 3, 13 + n, 9, n), "9" if n == 0 else "", *given, says[n]] for n, given in enumerate(GIVEN)
    ]  # fmt: skip
    return as_xlsx([head, *rows], "Câu trả lời biểu mẫu 1")


def survey_monkey() -> bytes:
    """A matrix as SurveyMonkey writes it: the question once, its rows below."""
    head = ["Respondent ID", "Collector ID", "Start Date", "End Date", QUESTION, "", "", "What could be better?"]
    below = ["", "", "", "", *ROWS, "Open-Ended Response"]
    at = "03/{} 09:00:00 AM"
    labels = {
        "5": "Rất hài lòng",
        "4": "Hài lòng",
        "3": "Bình thường",
        "2": "Không hài lòng",
        "1": "Rất không hài lòng",
    }
    rows = [
        [11800 + n, 4390, at.format(f"{13 + n}/2026"), at.format(f"{13 + n}/2026"), *(labels.get(c, "N/A" if c else "") for c in given), "" if n else "tốt hơn nữa nhé"]
        for n, given in enumerate(GIVEN)
    ]  # fmt: skip
    return as_csv([head, below, *rows]).encode("utf-8-sig")


def qualtrics() -> bytes:
    """A matrix as Qualtrics writes it: codes above, "question - row" below."""
    head = ["StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId", "Q2_1", "Q2_2", "Q2_3"]
    texts = ["Start Date", "End Date", "Response Type", "Finished", "Recorded Date", "Response ID", *(f"{QUESTION} - {row}" for row in ROWS)]  # fmt: skip
    ids = [f'{{"ImportId":"QID{n}","timeZone":"Asia/Ho_Chi_Minh"}}' for n in range(len(head))]
    rows = [
        [f"2026-03-{13 + n} 09:00:00", f"2026-03-{13 + n} 09:05:00", "IP Address", "True", f"2026-03-{13 + n} 09:05:00", f"R_{n}", *given]
        for n, given in enumerate(GIVEN)
    ]  # fmt: skip
    return as_csv([head, texts, ids, *rows]).encode()


FILES = {
    "google_forms": ("a.xlsx", google_forms),
    "survey_monkey": ("a.csv", survey_monkey),
    "qualtrics": ("a.csv", qualtrics),
}


def _import(path: Path, answers: dict[str, str]) -> importers.ReadResult:
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers)
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def _file(folder: Path, name: str) -> Path:
    path = folder / FILES[name][0]
    path.write_bytes(FILES[name][1]())
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_grid_is_measured_on_its_own_touchpoint(name: str, tmp_path: Path) -> None:
    path = _file(tmp_path, name)
    inspection = importers.inspect(path, path.name)
    assert inspection.profile == name
    (question,) = inspection.questions
    assert (question.kind, question.column, question.examples) == ("grid", QUESTION, ROWS)
    assert question.choices == ("touchpoints", "ignore")
    assert [one.touchpoint for one in inspection.columns if one.role == "csat"] == list(ROWS)

    result = _import(path, {question.key: "touchpoints"})
    scored = result.frame[result.frame["csat"].notna()]
    # By hand from GIVEN: 5 4 3, then 1 and 2, then 5 5.
    first = int(result.frame["row_no"].min())
    assert [(row - first, place, int(score)) for row, place, score in zip(scored["row_no"], scored["touchpoint"], scored["csat"], strict=True)] == [
        (0, "Giao hàng", 500), (0, "Tư vấn", 400), (0, "Thanh toán", 300), (1, "Giao hàng", 100), (1, "Thanh toán", 200),
        (2, "Tư vấn", 500), (2, "Thanh toán", 500),
    ]  # fmt: skip
    assert scored["responded_at"].notna().all()
    assert scored["verbatim"].isna().all(), "the words are said once, with the answer"
    assert result.frame["identity"].is_unique
    assert result.rows_read == 3 == result.frame["row_no"].nunique()


@pytest.mark.parametrize("name", FILES)
def test_every_filled_cell_of_a_grid_is_stored_or_listed(name: str, tmp_path: Path) -> None:
    path = _file(tmp_path, name)
    question = importers.inspect(path, path.name).questions[0]
    result = _import(path, {question.key: "touchpoints"})
    filled = sum(bool(cell) for given in GIVEN for cell in given)
    stored = int(result.frame["csat"].notna().sum())
    listed = sum(
        one.count for one in result.problems if one.kind in ("missing_code", "score_unreadable", "score_out_of_scale")
    )
    assert (filled, stored, listed) == (8, 7, 1)
    (told,) = [one for one in result.problems if one.kind == "grid_scores"]
    assert (told.count, told.lost) == (7, False)


def test_the_rows_of_the_file_are_counted_once_and_the_same_file_adds_nothing(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "workspace")
    path = _file(tmp_path, "google_forms")
    question = workspace.reading.inspect(path, path.name).questions[0]
    request = ImportRequest(path, path.name, {question.key: "touchpoints"})
    receipt = workspace.reading.import_file(request)
    assert (receipt.rows_read, receipt.rows_kept, receipt.rows_duplicate, receipt.rows_rejected) == (3, 3, 0, 0)
    # One NPS answer with words (its grid beside it), and seven scores of the grid.
    assert (receipt.details["answers"], receipt.details["orders"]) == (8, 0)
    assert workspace.responses.raw_row(str(receipt.batch_id), 3) is not None
    places = {one.place.touchpoint_label: one.n_answers for one in workspace.responses.places_with_counts()}
    assert places == {"Giao hàng": 2, "Tư vấn": 2, "Thanh toán": 3, None: 1}

    again = workspace.reading.import_file(ImportRequest(path, path.name, {}))
    assert (again.rows_read, again.rows_kept, again.rows_duplicate, again.rows_rejected) == (3, 0, 3, 0)
    (told,) = [one for one in again.problems if one.kind == "duplicate_of_stored"]
    assert (told.rows, told.count) == ((2, 3, 4), 3)
    workspace.reading.undo(str(receipt.batch_id))
    assert workspace.responses.n_answers() == 0
    assert workspace.responses.places_with_counts() == ()


def test_a_grid_that_nobody_wants_is_left_out(tmp_path: Path) -> None:
    path = _file(tmp_path, "google_forms")
    question = importers.inspect(path, path.name).questions[0]
    result = _import(path, {question.key: "ignore"})
    assert len(result.frame) == 3
    assert result.frame["csat"].isna().all()
    assert int(result.frame["nps"].notna().sum()) == 1


def test_one_row_of_a_grid_can_be_left_out(tmp_path: Path) -> None:
    path = _file(tmp_path, "google_forms")
    question = importers.inspect(path, path.name).questions[0]
    answers = {question.key: "touchpoints", f"role:{QUESTION} [Tư vấn]": "ignore"}
    result = _import(path, answers)
    assert Counter(result.frame["touchpoint"].dropna()) == {"Giao hàng": 2, "Thanh toán": 3}


def test_a_grid_and_a_score_of_the_same_kind_keep_their_own_scales(tmp_path: Path) -> None:
    """Overall satisfaction out of ten beside a grid out of five: neither is taken for the other."""
    head = ["Ngày", *(f"{QUESTION} [{row}]" for row in ROWS), "Mức độ hài lòng chung (1-10)"]
    rows = [[f"{13 + n}/03/2026", "5", "4", str(n + 1), str(6 + n)] for n in range(5)]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([head, *rows]).encode())
    workspace = Workspace.open(tmp_path / "workspace")
    (question,) = workspace.reading.inspect(path, path.name).questions
    workspace.reading.import_file(ImportRequest(path, path.name, {question.key: "touchpoints"}))
    scales = workspace.responses.dictionary().scales
    with workspace.responses.read() as connection:
        found = connection.execute("SELECT csat_scale, count(*), max(csat) FROM answers GROUP BY csat_scale").fetchall()
    assert {(scales[code], n, top) for code, n, top in found} == {(Scale(1, 5), 15, 500), (Scale(1, 10), 5, 1000)}


@pytest.mark.parametrize(
    "heads",
    [
        ["Đánh giá - Mức độ hài lòng (1-5)", "Đánh giá - Mức độ dễ dàng (1-5)"],
        ["Thông tin khách hàng [Tuổi]", "Thông tin khách hàng [Số lần mua]"],
        ["Satisfaction Score [list]", "Priority [list]"],
        ["Bạn hài lòng thế nào? [Giao hàng]", "Bạn dùng bao lâu rồi?"],
    ],
)
def test_other_columns_that_share_words_are_no_grid(heads: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [[f"{13 + n}/03/2026", str(n % 5 + 1), str(5 - n % 5)] for n in range(15)]
    path.write_bytes(as_csv([["Ngày", *heads], *rows]).encode())
    inspection = importers.inspect(path, path.name)
    assert not [one for one in inspection.questions if one.kind == "grid"]
    assert not [one for one in inspection.columns if one.touchpoint]


def test_statements_with_columns_of_their_own_can_each_be_a_touchpoint(tmp_path: Path) -> None:
    """Microsoft Forms writes a Likert table as columns that share no question: which is the main one, or each?"""
    heads = ["Mức độ hài lòng với giao hàng (1-5)", "Mức độ hài lòng với tư vấn (1-5)"]
    rows = [[f"{13 + n}/03/2026", str(n % 5 + 1), str(5 - n % 5)] for n in range(5)]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([["Ngày", *heads], *rows]).encode())
    (question,) = importers.inspect(path, path.name).questions
    assert (question.key, question.choices[-1]) == ("column:csat", "*")
    known = importers.mapping_for(importers.inspect(path, path.name, answers={question.key: "*"}), {question.key: "*"})
    known = importers.mapping_from_json(importers.mapping_to_json(known))
    assert importers.inspect(path, path.name, mapping=known).questions == ()
    result = importers.read(path, path.name, known, timezone="Asia/Ho_Chi_Minh", now=NOW)
    scored = result.frame[result.frame["csat"].notna()]
    assert Counter(scored["touchpoint"]) == {"Mức độ hài lòng với giao hàng": 5, "Mức độ hài lòng với tư vấn": 5}
    assert sorted(scored["csat"]) == sorted([100, 200, 300, 400, 500] * 2)


@pytest.mark.parametrize("scores", [("5", "4", "1"), ("Rất hài lòng", "Hài lòng", "Rất không hài lòng")])
@pytest.mark.parametrize("between", ["\n", "; ", " | "])
def test_a_grid_inside_one_cell_is_a_grid(between: str, scores: tuple[str, str, str], tmp_path: Path) -> None:
    head = ["Submission Date", "Bạn hài lòng với từng phần ở mức nào?", "Góp ý", "Submission ID"]
    rows = [
        [
            f"Mar {n + 13}, 2026 09:00:00",
            # The last row of the grid was left open by every third person, the whole grid by the last one.
            "" if n == 8 else f"Giao hàng: {scores[n % 3]}{between}Tư vấn: {scores[0] if n % 3 else ''}",
            f"góp ý: số {n}\nhết: {n}",
            n,
        ]
        for n in range(9)
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([head, *rows]).encode())
    (question,) = importers.inspect(path, path.name).questions
    assert (question.column, question.examples) == (head[1], ("Giao hàng", "Tư vấn"))
    result = _import(path, {question.key: "touchpoints"})
    assert (result.profile, result.rows_read, result.rows_rejected) == ("jotform", 9, 0)
    scored = result.frame[result.frame["csat"].notna()]
    # Eight people: three times 5 4 1 without the last; of them five rated the advice, with 5.
    assert Counter(zip(scored["touchpoint"], scored["csat"], strict=True)) == {
        ("Giao hàng", 500): 3, ("Giao hàng", 400): 3, ("Giao hàng", 100): 2, ("Tư vấn", 500): 5,
    }  # fmt: skip
    # The cell stays whole in the raw row, and what a person wrote below a colon is a text.
    whole = result.frame.drop_duplicates("row_no")
    assert sum("Tư vấn" in raw for raw in whole["raw"]) == 8
    assert whole["verbatim"].str.contains("góp ý: số").all()


def test_a_price_below_a_question_of_scores_is_a_row_of_the_grid(tmp_path: Path) -> None:
    head = ["Timestamp", "Please rate our shop [Price]", "Please rate our shop [Staff]"]
    rows = [[f"3/{n + 13}/2026 09:00:00", n % 5 + 1, 5] for n in range(10)]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([head, *rows]).encode())
    (question,) = importers.inspect(path, path.name).questions
    assert question.examples == ("Price", "Staff")


def test_a_price_of_something_else_is_no_score(tmp_path: Path) -> None:
    head = ["Timestamp", "Đơn hàng gần nhất [Giá trị]", "Đơn hàng gần nhất [Số lượng]"]
    rows = [[f"3/{n + 13}/2026 09:00:00", n % 5 + 1, 5] for n in range(10)]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([head, *rows]).encode())
    inspection = importers.inspect(path, path.name)
    assert (inspection.questions, {column.role for column in inspection.columns}) == ((), {"responded_at", "ignore"})


def test_rows_that_name_scales_of_their_own_are_each_out_of_theirs(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ngày", "Đánh giá [Phục vụ]", "Đánh giá [Món ăn]"]]
    rows += [
        ["13/03/2026", [f"{n % 5 + 1}/5", n % 5 + 1][n % 2], [f"{n % 10 + 1}/10", n % 10 + 1][n % 2]] for n in range(40)
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv(rows).encode())
    inspection = importers.inspect(path, path.name)
    assert inspection.questions == ()
    scales = {column.touchpoint: column.scale.label for column in inspection.columns if column.scale}
    assert scales == {"Phục vụ": "1–5", "Món ăn": "1–10"}
