"""Exports that hold codes instead of answers: a scale once a person has said which end is good, never before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.feedback.answer_codes import read_codes
from cx_core.feedback.labels import read_labels
from cx_core.feedback.score_text import read_score
from cx_core.model.feedback import Scale
from cx_core.model.problem import Refusal
from tests.core.importers import code_files
from tests.core.importers.code_files import N, cycle, learn, look, survey


def _read(folder: Path, columns: Mapping[str, Sequence[object]], answers: dict[str, str]) -> importers.ReadResult:
    return code_files.read(folder, columns, learn(folder, columns, answers))


def test_which_end_is_good_is_asked_with_the_codes_and_how_often_each_was_met(tmp_path: Path) -> None:
    columns = survey(Q5=cycle("A1", "A2", "A3", "A5"))
    (question,) = look(tmp_path, columns).questions
    assert (question.key, question.kind, question.column) == ("codes:Q5", "codes", "Q5")
    assert question.choices == ("high_is_good", "low_is_good", "no_scale")
    assert question.examples == ("A1 × 10", "A2 × 10", "A3 × 10", "A5 × 10")
    assert question.ends == ("A1", "A5")
    with pytest.raises(Refusal, match="questions_open"):
        _read(tmp_path, columns, {})


@pytest.mark.parametrize("direction", ["high_is_good", "low_is_good"])
def test_codes_become_their_numbers_and_stay_in_the_kept_row(direction: str, tmp_path: Path) -> None:
    columns = survey(Q5=cycle("A1", "A5", "A3", "A4"))
    result = _read(tmp_path, columns, {"codes:Q5": direction})
    assert list(result.frame["rating"]) == cycle(100, 500, 300, 400)
    scale = next(column.scale for column in result.inspection.columns if column.key == "Q5")
    assert scale == Scale(1, 5, direction)  # type: ignore[arg-type]
    assert [json.loads(raw)["Q5"] for raw in result.frame["raw"]] == columns["Q5"]
    assert [problem.kind for problem in result.problems if problem.lost] == []


def test_codes_that_are_no_scale_group_the_answers(tmp_path: Path) -> None:
    columns = survey(NPS=cycle(0, 9), Q5=cycle("A1", "A2", "A3", "A5"))
    frame = _read(tmp_path, columns, {"codes:Q5": "no_scale"}).frame
    assert list(frame["segment:Q5"]) == columns["Q5"]
    assert frame["rating"].isna().all()


def test_a_list_with_an_answer_of_ones_own_is_hardly_a_scale(tmp_path: Path) -> None:
    columns = survey(Q5=cycle("A1", "A2", "A3", "A4", "-oth-"))
    (question,) = look(tmp_path, columns).questions
    assert question.choices == ("no_scale", "high_is_good", "low_is_good")
    result = _read(tmp_path, columns, {"codes:Q5": "high_is_good"})
    assert result.frame["rating"].notna().sum() == 32
    said = {problem.kind: problem.count for problem in result.problems if problem.column == "Q5"}
    assert said == {"missing_code": 8}


def test_the_rows_of_a_grid_are_asked_about_once_and_named_by_their_question(tmp_path: Path) -> None:
    columns = survey(P1__SQ001=cycle("A1", "A5"), P1__SQ002=cycle("A2", "A3", "A4", "A5"))
    (question,) = look(tmp_path, columns).questions
    assert (question.key, question.column) == ("codes:P1[SQ001]", "P1")
    assert question.examples == ("A1 × 20", "A2 × 10", "A3 × 10", "A4 × 10", "A5 × 30")
    frame = _read(tmp_path, columns, {question.key: "high_is_good"}).frame
    scored = frame[frame["rating"].notna()]
    assert scored.groupby("touchpoint")["rating"].mean().to_dict() == {"P1 SQ001": 300.0, "P1 SQ002": 350.0}


def test_the_next_file_of_the_source_is_not_asked_about_again(tmp_path: Path) -> None:
    answers = {"codes:Q5": "low_is_good", "codes:P1[SQ001]": "high_is_good"}
    grid = {"P1__SQ001": cycle("A1", "A3", "A2"), "P1__SQ002": cycle("A5", "A4")}
    before = survey(Q5=cycle("A1", "A2", "A5"), **grid)
    first, mapping = look(tmp_path, before, answers), learn(tmp_path, before, answers)
    columns = survey(Q5=cycle("A4", "A5", "A3", "A1"), **grid)
    again = look(tmp_path, columns, mapping=mapping)
    assert (again.fingerprint, again.questions) == (first.fingerprint, ())
    frame = code_files.read(tmp_path, columns, mapping).frame
    assert list(frame[frame["touchpoint"].isna()]["rating"]) == cycle(400, 500, 300, 100)


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        (["A1", "A2", "A3"], (1, 3)),
        (["AO01", "AO02", "AO05", "AO04"], (1, 5)),
        (["opt_0", "opt_1", "opt_2", "-oth-"], (0, 2)),
        (["A1", "B2", "C3"], None),
        (["T1", "T20", "T31"], None),
        (["A1", "A5"], None),
        (["A1", "A2", "khác"], None),
    ],
)
def test_a_row_of_codes_is_told_from_other_labels(cells: list[str], scale: tuple[int, int] | None) -> None:
    found = read_codes(cells)
    assert (found and (found.scale.minimum, found.scale.maximum)) == scale


def test_codes_of_a_shop_are_no_answers(tmp_path: Path) -> None:
    columns = {
        "Ngày": [f"{n % 28 + 1:02}/03/2026" for n in range(N)],
        "Bàn": cycle("A1", "A2", "A3", "A4", "A5"),
        "Điểm hài lòng (1-5)": cycle(1, 5),
    }
    assert look(tmp_path, columns).questions == ()


def test_names_of_a_form_machine_are_labels() -> None:
    assert [read_score(text).value for text in ("1_very_bad", "5_rat_tot")] == [100, 500]
    labels = read_labels(["very_satisfied", "satisfied", "neutral", "very_dissatisfied"])
    assert labels is not None
    assert (labels.family, labels.point("very_satisfied"), labels.point("Very satisfied")) == ("satisfaction", 5, 5)
    vietnamese = read_labels(["rat_hai_long", "binh_thuong", "khong_hai_long"])
    assert vietnamese is not None
    assert vietnamese.point("khong_hai_long") == 2


def _of_kobo(asked: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put what KoboToolbox adds around the columns of the questions."""
    return {
        "start": ["2026-03-01T08:00:00.000+07:00"] * N,
        "end": ["2026-03-01T08:05:00.000+07:00"] * N,
        **asked,
        "_id": [str(n) for n in range(N)],
        "_uuid": [f"u{n}" for n in range(N)],
        "_submission_time": [f"2026-03-{n % 28 + 1:02}T01:05:00" for n in range(N)],
        "_index": [str(n + 1) for n in range(N)],
    }


def test_kobo_names_are_read_without_a_question(tmp_path: Path) -> None:
    columns = _of_kobo(
        {
            "muc_do_hai_long": cycle("very_satisfied", "neutral", "very_dissatisfied"),
        }
    )
    result = _read(tmp_path, columns, {})
    assert result.profile == "kobo_toolbox"
    assert list(result.frame["csat"]) == cycle(500, 300, 100)


def test_kobo_groups_before_the_questions_are_no_part_of_them(tmp_path: Path) -> None:
    columns = _of_kobo(
        {
            "nhom_1/muc_do_hai_long": cycle("rat_hai_long", "binh_thuong", "khong_hai_long"),
            "nhom_1/nhom_2/gop_y": [f"Quán hơi đông, lần {n}" for n in range(N)],
            "nhom_1/ly_do": cycle("gia", "gia mon"),
            "nhom_1/ly_do/gia": ["1"] * N,
            "nhom_1/ly_do/mon": cycle("0", "1"),
        }
    )
    result = _read(tmp_path, columns, {})
    assert result.profile == "kobo_toolbox"
    assert list(result.frame["csat"]) == cycle(500, 300, 200)
    assert result.frame["verbatim"].str.startswith("Quán hơi đông").all()
    roles = {column.key: column.role for column in result.inspection.columns}
    assert {roles["nhom_1/ly_do/gia"], roles["nhom_1/ly_do/mon"]} == {"ignore"}
