"""Many columns of the same answer codes: one question for all of them, and none of them dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core.importers.grids import EACH
from cx_core.model.feedback import Scale
from cx_core.model.imports import SEGMENT_SLOTS
from tests.core.importers.code_files import N, cycle, learn, look, read, survey

NPS = {"NPS": cycle(0, 9, 10)}
TWELVE = {f"Q{n}": cycle("A1", "A2", "A3", "A4", "A5") for n in range(12)}
KEY = "codes_alike:a1-5"


def test_twelve_columns_of_the_same_codes_are_one_question(tmp_path: Path) -> None:
    (question,) = look(tmp_path, survey(**TWELVE, **NPS)).questions
    assert (question.key, question.kind, question.columns) == (KEY, "codes_alike", tuple(TWELVE))
    assert question.choices == ("high_is_good", "low_is_good", "no_scale", "ignore", "one_by_one")
    # Each code stands in 8 of the 40 rows of each of the 12 columns.
    assert question.examples == ("A1 × 96", "A2 × 96", "A3 × 96", "A4 × 96", "A5 × 96")
    assert question.ends == ("A1", "A5")


@pytest.mark.parametrize(("said", "sum_of_points"), [("high_is_good", 15), ("low_is_good", 15)])
def test_as_a_scale_each_is_measured_on_a_touchpoint_of_its_name(said: str, sum_of_points: int, tmp_path: Path) -> None:
    columns = survey(**TWELVE, **NPS)
    result = read(tmp_path, columns, learn(tmp_path, columns, {KEY: said}))
    scored = result.frame[result.frame["rating"].notna()]
    # Eight rounds of the codes 1 to 5, in hundredths, on each of the twelve.
    assert scored.groupby("touchpoint")["rating"].sum().to_dict() == dict.fromkeys(TWELVE, 8 * sum_of_points * 100)
    assert result.frame["nps"].notna().sum() == N
    scales = {column.scale for column in result.inspection.columns if column.key in TWELVE}
    assert scales == {Scale(1, 5, said)}  # type: ignore[arg-type]
    kept = [json.loads(raw) for raw in result.frame["raw"].dropna()]
    assert [row["Q7"] for row in kept] == columns["Q7"]


def test_as_groups_as_many_as_there_is_room_for_and_the_others_by_name(tmp_path: Path) -> None:
    columns = survey(**TWELVE, **NPS)
    result = read(tmp_path, columns, learn(tmp_path, columns, {KEY: "no_scale"}))
    groups = [name for name in result.frame.columns if name.startswith("segment:Q")]
    # The tool's language of the survey is a group as well.
    told = next(problem for problem in result.problems if problem.kind == "groups_left_out")
    named = (told.allowed or "").split(", ")
    assert len(groups) <= SEGMENT_SLOTS
    assert sorted([*(name.removeprefix("segment:") for name in groups), *named]) == sorted(TWELVE)
    assert (told.count, told.lost) == (len(named), False)
    assert json.loads(result.frame["raw"].iloc[0])["Q11"] == "A1"


def test_left_out_they_are_neither_groups_nor_scores(tmp_path: Path) -> None:
    columns = survey(**TWELVE, **NPS)
    result = read(tmp_path, columns, learn(tmp_path, columns, {KEY: "ignore"}))
    assert {one.role for one in result.inspection.columns if one.key in TWELVE} == {"ignore"}
    assert all(problem.kind != "groups_left_out" for problem in result.problems)


def test_whoever_says_that_they_differ_is_asked_about_each(tmp_path: Path) -> None:
    columns = survey(Q1=cycle("A1", "A2", "A3"), Q2=cycle("A3", "A2", "A1"), **NPS)
    apart = {"codes_alike:a1-3": "one_by_one"}
    asked = look(tmp_path, columns, apart).questions
    assert [question.key for question in asked] == ["codes:Q1", "codes:Q2"]
    answers = {**apart, "codes:Q1": "low_is_good", "codes:Q2": "no_scale"}
    frame = read(tmp_path, columns, learn(tmp_path, columns, answers)).frame
    assert list(frame["rating"]) == cycle(100, 200, 300)
    assert list(frame["segment:Q2"]) == columns["Q2"]


def test_columns_of_other_codes_are_asked_about_by_themselves(tmp_path: Path) -> None:
    five, three = cycle("A1", "A2", "A3", "A4", "A5"), cycle("A1", "A2", "A3")
    named = {"Mức độ hài lòng": five, "Bạn hài lòng với giao hàng": five}
    asked = look(tmp_path, survey(Q1=five, Q2=five, Q3=three, Q4=three, Q5=cycle("B1", "B2", "B3"), **named)).questions
    assert {question.key: question.columns for question in asked} == {
        "codes_alike:a1-5": ("Q1", "Q2"),
        "codes_alike:a1-3": ("Q3", "Q4"),
        "codes:Q5": (),
        # What the headers ask for is known here, and is not what Q1 and Q2 ask for.
        "codes_alike:a1-5 csat high_is_good": tuple(named),
    }


@pytest.mark.parametrize("said", ["high_is_good", "low_is_good", "no_scale", "ignore"])
def test_the_next_file_is_not_asked_about_even_where_other_codes_were_met(said: str, tmp_path: Path) -> None:
    mapping = learn(tmp_path, survey(**TWELVE, **NPS), {KEY: said})
    fewer = {**TWELVE, "Q3": cycle("A2", "A3", "A4"), "Q4": [""] * N}
    again = look(tmp_path, survey(**fewer, **NPS), mapping=mapping)
    assert again.questions == ()
    rows = read(tmp_path, survey(**fewer, **NPS), mapping).frame
    if said.endswith("_is_good"):
        # Q3 is still out of five.
        assert sorted(rows[rows["touchpoint"] == "Q3"]["rating"].unique()) == [200, 300, 400]
        assert next(one.scale for one in again.columns if one.key == "Q3") == Scale(1, 5, said)  # type: ignore[arg-type]


def test_a_column_that_was_empty_before_is_asked_about_alone(tmp_path: Path) -> None:
    mapping = learn(tmp_path, survey(**{**TWELVE, "Q4": [""] * N}, **NPS), {KEY: "high_is_good"})
    (question,) = look(tmp_path, survey(**TWELVE, **NPS), mapping=mapping).questions
    assert (question.key, question.columns) == ("codes:Q4", ())


def test_a_column_that_somebody_gave_a_meaning_leaves_the_others_as_answered(tmp_path: Path) -> None:
    answers = {KEY: "high_is_good", "role:Q0": "csat"}
    asked = look(tmp_path, survey(**TWELVE, **NPS), answers)
    assert [question.key for question in asked.questions] == ["codes:Q0"]
    roles = {one.key: one.role for one in asked.columns}
    assert (roles["Q0"], {roles[f"Q{n}"] for n in range(1, 12)}) == ("csat", {"rating"})


def test_what_is_else_counted_may_be_rated_by_codes(tmp_path: Path) -> None:
    five = cycle("A1", "A2", "A3", "A4", "A5")
    (question,) = look(tmp_path, survey(**{"Món ăn": five, "Thời gian chờ": five, "Độ tuổi": five}, **NPS)).questions
    assert question.columns == ("Món ăn", "Thời gian chờ")


def test_few_answers_leave_the_length_of_the_scale_open_once_for_all(tmp_path: Path) -> None:
    few = {f"Q{n}": ["A1", "A2", "A3", "A4", *[""] * (N - 4)] for n in range(3)}
    asked = look(tmp_path, survey(**few, **NPS), {"codes_alike:a1-4": "high_is_good"})
    assert [(one.key, one.choices) for one in asked.questions] == [("scale:Q0", ("1-4", "1-5"))]


def test_many_groups_of_any_file_are_named_where_they_find_no_room(tmp_path: Path) -> None:
    labels = {f"Chi nhánh {n:02}": cycle("Huế", "Vinh", "Đà Lạt") for n in range(11)}
    inspection = look(tmp_path, {"Ngày": ["13/03/2026"] * N, **labels, "Điểm hài lòng (1-5)": cycle(1, 5)})
    (told,) = (problem for problem in inspection.problems if problem.kind == "groups_left_out")
    assert (told.count, told.allowed) == (3, "Chi nhánh 08, Chi nhánh 09, Chi nhánh 10")


@st.composite
def _questionnaires(draw: st.DrawFn) -> dict[str, Sequence[object]]:
    letters = draw(st.lists(st.sampled_from(["A", "AO0", "opt_"]), min_size=1, max_size=14))
    lengths = draw(st.lists(st.integers(3, 6), min_size=len(letters), max_size=len(letters)))
    return {
        f"Q{n}": cycle(*(f"{letter}{code + 1}" for code in range(length)))
        for n, (letter, length) in enumerate(zip(letters, lengths, strict=True))
    }


@settings(max_examples=25, deadline=None)
@given(_questionnaires(), st.data())
def test_every_column_is_asked_about_once_and_becomes_what_was_said(
    lists: dict[str, Sequence[object]], data: st.DataObject
) -> None:
    columns = survey(**lists, **NPS)
    with TemporaryDirectory() as folder:
        asked = look(Path(folder), columns).questions
        about = [key for one in asked for key in (one.columns or (one.column,))]
        assert sorted(about) == sorted(lists)  # type: ignore[type-var]
        assert len(asked) == len({frozenset(map(str, cells)) for cells in lists.values()})
        choices = st.sampled_from(["high_is_good", "low_is_good", "no_scale"])
        answers = {one.key: data.draw(choices) for one in asked}
        alone = [one.column for one in asked if not one.columns and answers[one.key] != "no_scale"]
        if len(alone) > 1:  # which of two ratings is the file's own is asked as of any two
            answers["column:rating"] = EACH
        mapping = learn(Path(folder), columns, answers)
        assert look(Path(folder), columns, mapping=mapping).questions == ()
        result = read(Path(folder), columns, mapping)
        left = next((one.allowed or "" for one in result.problems if one.kind == "groups_left_out"), "").split(", ")
        for question in asked:
            for key in question.columns or (question.column,):
                role = next(one.role for one in result.inspection.columns if one.key == key)
                expected = {"segment"} if answers[question.key] == "no_scale" else {"rating", "ignore"}
                assert role in expected or key in left
        scored = {key for one in asked if answers[one.key] != "no_scale" for key in one.columns}
        scored |= set(alone) if len(alone) > 1 else set()
        assert set(result.frame["touchpoint"].dropna()) == scored
