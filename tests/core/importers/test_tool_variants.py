"""The other forms of tools' exports: fewer or more header rows, several scores in one file, dates that need a question."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cx_core import importers
from cx_core.importers.profiles import ALL_PROFILES, ColumnHint, Signs, recognise
from cx_core.importers.profiles.profile import ENOUGH
from cx_core.model.feedback import ROLES, Scale
from cx_core.model.inspection import Inspection
from tests.core.importers import fixtures as f
from tests.core.importers import market_files, survey_files
from tests.core.importers.tools import TOOLS

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _look(folder: Path, data: bytes, name: str = "a.csv", **given: Any) -> Inspection:
    (folder / name).write_bytes(data)
    return importers.inspect(folder / name, name, **given)


def _import(
    folder: Path, data: bytes, name: str = "a.csv", answers: dict[str, str] | None = None
) -> importers.ReadResult:
    inspection = _look(folder, data, name, answers=answers)
    mapping = importers.mapping_for(inspection, answers or {})
    return importers.read(folder / name, name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def _utc(result: importers.ReadResult) -> list[str]:
    return [f"{at:%Y-%m-%d %H:%M}" for at in result.frame["responded_at"]]


_QUALTRICS = ["StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId", "Q1"]
_TEXTS = [
    "Start Date",
    "End Date",
    "Response Type",
    "Finished",
    "Recorded Date",
    "Response ID",
    "How satisfied are you? (1-5)",
]
_ANSWER = ["2026-03-13 10:00:00", "2026-03-13 10:05:00", "IP Address", "True", "2026-03-13 10:05:00", "R_1", "4"]


@pytest.mark.parametrize(("above", "rows"), [([_QUALTRICS, _TEXTS], (1, 2)), ([_QUALTRICS], (1,))])
def test_qualtrics_with_fewer_header_rows(above: list[list[str]], rows: tuple[int, ...], tmp_path: Path) -> None:
    answers = [[*_ANSWER[:5], f"R_{n}", str(n)] for n in range(1, 6)]
    data = f.as_csv([*above, *answers]).encode()
    replies = {"role:Q1": "csat"} if len(above) == 1 else {}
    result = _import(tmp_path, data, answers=replies)
    assert (result.profile, result.inspection.header_rows) == ("qualtrics", rows)
    assert list(result.frame["csat"]) == [100, 200, 300, 400, 500]


@pytest.mark.parametrize(("fate", "n_kept"), [("keep", 5), ("leave_out", 4)])
def test_unfinished_answers_are_asked_about_once(fate: str, n_kept: int, tmp_path: Path) -> None:
    rows = [
        [*_ANSWER[:3], finished, _ANSWER[4], f"R_{n}", str(n)]
        for n, finished in enumerate(("True", "False", "True", "True", "True"), 1)
    ]
    data = f.as_csv([_QUALTRICS, _TEXTS, *rows]).encode()
    (question,) = _look(tmp_path, data).questions
    assert (question.key, question.choices) == ("unfinished:Finished", ("keep", "leave_out"))
    result = _import(tmp_path, data, answers={question.key: fate})
    assert (len(result.frame), result.rows_rejected) == (n_kept, 5 - n_kept)
    unfinished = next(problem for problem in result.problems if problem.kind == "unfinished_answer")
    assert (unfinished.rows, unfinished.lost) == ((4,), fate == "leave_out")


def test_survey_monkey_condensed_to_one_header_row(tmp_path: Path) -> None:
    head = ["Respondent ID", "Collector ID", "Start Date", "End Date", "Overall, how satisfied are you? (1-5)"]
    rows = [[n, 1, "03/13/2026 10:00:00 AM", "03/13/2026 10:01:00 AM", n] for n in range(1, 6)]
    result = _import(tmp_path, f.as_csv([head, *rows]).encode())
    assert (result.profile, result.inspection.header_rows) == ("survey_monkey", (1,))
    assert list(result.frame["csat"]) == [100, 200, 300, 400, 500]


def test_lime_survey_with_codes_and_questions(tmp_path: Path) -> None:
    head = ["id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2"]
    texts = ["Response ID", "Date submitted", "Last page", "Start language", "Mức độ hài lòng (1-5)", "Góp ý"]
    rows = [[n, "1980-01-01 00:00:00", 2, "vi", n, f"lời số {n}"] for n in range(1, 6)]
    result = _import(tmp_path, f.as_csv([head, texts, *rows], ";").encode("utf-8-sig"))
    assert (result.profile, result.inspection.header_rows) == ("lime_survey", (1, 2))
    assert list(result.frame["csat"]) == [100, 200, 300, 400, 500]
    # 1980 is what the tool writes where it keeps no date.
    assert result.frame["responded_at"].isna().all()
    assert "date_unreadable" not in {problem.kind for problem in result.problems}


def test_delighted_with_several_kinds_of_score_in_one_column(tmp_path: Path) -> None:
    head = ["ID", "Person ID", "Survey type", "Score", "Comment", "Permalink", "Submitted at"]
    kinds = ["nps", "csat", "ces", "nps", "csat", "nps"]
    rows = [
        [n, f"P{n}", kind, n if kind != "nps" else 10 - n, "", "", f"2026-03-1{n} 10:00:00"]
        for n, kind in enumerate(kinds)
    ]
    result = _import(tmp_path, f.as_csv([head, *rows]).encode(), answers={"direction:Score (ces)": "high_is_good"})
    frame = result.frame
    assert [None if value != value else value for value in frame["nps"].astype("float")] == [
        1000,
        None,
        None,
        700,
        None,
        500,
    ]
    assert frame["csat"].notna().tolist() == [False, True, False, False, True, False]
    assert frame["ces"].notna().tolist() == [False, False, True, False, False, False]
    # The column they were all in stands in the kept row once, as the file had it.
    assert [json.loads(raw)["Score"] for raw in frame["raw"]] == ["10", "1", "2", "7", "4", "5"]


def test_relative_dates_ask_for_the_day_of_collection(tmp_path: Path) -> None:
    head = ["review_id", "author", "rating", "time", "text"]
    rows = [
        [f"r{n}", "Lan", n, ago, f"lời số {n}"]
        for n, ago in enumerate(("5 months ago", "a week ago", "Edited 2 days ago", "a year ago", "3 tuần trước"), 1)
    ]
    data = f.as_csv([head, *rows]).encode()
    asked = _look(tmp_path, data)
    assert (asked.profile, [question.key for question in asked.questions]) == ("google_business", ["crawl_date:time"])
    result = _import(tmp_path, data, answers={"crawl_date:time": "2026-11-20"})
    assert [at[:10] for at in _utc(result)] == ["2026-06-22", "2026-11-12", "2026-11-17", "2025-11-19", "2026-10-29"]


def test_a_known_tools_scale_needs_no_proof(tmp_path: Path) -> None:
    """Five tickets rated 3 and 4 could be on four points; this help desk always has five."""
    head = ["Id", "Requester id", "Status", "Via", "Created at", "Satisfaction Score"]
    rows = [[100 + n, "", "Closed", "Email", f"2026-03-1{n} 10:00:00", 3 + n % 2] for n in range(5)]
    inspection = _look(tmp_path, f.as_csv([head, *rows]).encode())
    column = inspection.column("Satisfaction Score")
    assert inspection.questions == ()
    assert column is not None
    assert column.scale == Scale(1, 5)


def test_a_ticket_rated_after_the_last_export_is_a_new_answer(tmp_path: Path) -> None:
    head = ["Id", "Requester id", "Status", "Via", "Created at", "Satisfaction Score"]

    def export(score: str) -> bytes:
        return f.as_csv(
            [
                head,
                [1, "", "Closed", "Email", "2026-03-13 10:00:00", 5],
                [2, "", "Closed", "Email", "2026-03-14 10:00:00", score],
            ]
        ).encode()

    before, after = _import(tmp_path, export("Offered")).frame, _import(tmp_path, export("4")).frame
    assert before["identity"][0] == after["identity"][0]
    assert before["identity"][1] != after["identity"][1]


def test_a_person_decides_how_a_column_is_kept(tmp_path: Path) -> None:
    data = survey_files.survey_monkey(f.answers(1, 5))
    kept = {column.key: column.privacy for column in _look(tmp_path, data).columns}
    assert (kept["First Name"], kept["IP Address"], kept["What could we do better?"]) == ("mask", "mask", None)
    answers = {"privacy:First Name": "drop", "privacy:IP Address": "keep"}
    raw = [json.loads(text) for text in _import(tmp_path, data, answers=answers).frame["raw"]]
    assert not any("First Name" in row for row in raw)
    assert {row["IP Address"] for row in raw} == {"10.0.0.1"}


def test_text_encoded_twice_in_a_workbook_is_repaired_and_said(tmp_path: Path) -> None:
    words = ["Nhân viên nhiệt tình", "Chờ quá lâu", "Dịch vụ tốt, sẽ quay lại"]
    rows = [
        ["Ngày", "Mức độ hài lòng (1-5)", "Góp ý"],
        *([f"{13 + n}/03/2026", 5 - n, text] for n, text in enumerate(words)),
    ]
    broken = [[str(cell).encode().decode("latin-1") if isinstance(cell, str) else cell for cell in row] for row in rows]
    result = _import(tmp_path, f.as_csv(broken).encode())
    assert list(result.frame["verbatim"]) == words
    assert "double_encoding_repaired" in {problem.kind for problem in result.problems}


def test_letters_that_are_lost_are_named(tmp_path: Path) -> None:
    words = ["Nhân viên nhi?t tình", "Ch? quá lâu, g?i t?ng đài không ai nghe", "D?ch v? t?t", "?ng d?ng hay b? đ?"]
    rows = [["Ngày", "Góp ý"], *([f"{13 + n}/03/2026", text] for n, text in enumerate(words))]
    problems = {problem.kind: problem for problem in _look(tmp_path, f.as_csv(rows).encode()).problems}
    assert problems["letters_lost"].lost
    assert problems["letters_lost"].column == "Góp ý"
    honest = [["Ngày", "Góp ý"], *([f"{13 + n}/03/2026", "Ngon không? Có. Xem a?b=1 nhé"] for n in range(3))]
    assert "letters_lost" not in {problem.kind for problem in _look(tmp_path, f.as_csv(honest).encode()).problems}


def test_every_profile_keeps_its_own_files_apart(tmp_path: Path) -> None:
    """Each tool's file is claimed by its own profile, surely, and by no other as surely."""
    for name, tool in TOOLS.items():
        inspection = _look(tmp_path, tool.write(f.answers(*tool.scale)), f"a.{tool.ending}")
        assert inspection.profile == tool.profile, name


@pytest.mark.parametrize("profile", ALL_PROFILES, ids=lambda profile: profile.key)
def test_a_profile_is_well_formed(profile: Any) -> None:
    from cx_core.i18n import LANGUAGES, catalogue

    assert all(f"profile.{profile.key}.name" in catalogue(language) for language in LANGUAGES)
    assert 0 <= profile.recognise(Signs(names=())) < ENOUGH
    for hint in profile.hints:
        assert isinstance(hint, ColumnHint)
        assert hint.role is None or hint.role in ROLES
        hint.matches("")
    for rule in profile.rows:
        assert all(f"problem.{rule.kind}" in catalogue(language) for language in LANGUAGES)


def test_nobody_claims_a_file_of_unknown_names() -> None:
    assert recognise(Signs(names=("a", "b", "c"))).key == "generic"


def test_a_page_of_zalo_ratings_keeps_its_phrases(tmp_path: Path) -> None:
    data = json.loads(market_files.zalo_zns(f.answers(1, 5, count=3)))
    data["data"]["data"][1]["feedbacks"] = ["Giao hàng chậm", "Thái độ chưa tốt"]
    result = _import(tmp_path, json.dumps(data).encode(), "a.json")
    assert result.frame["verbatim"][1].endswith("Giao hàng chậm; Thái độ chưa tốt")
    assert result.frame["order"][0] == "DH000000"
