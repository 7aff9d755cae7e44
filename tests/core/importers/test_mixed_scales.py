"""Columns that mix scales, and codes for "no answer": asked about, honoured in the rows, told in the receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core import importers
from cx_core.feedback.mixed_scales import Way, find_mix, settle
from cx_core.feedback.scales import judge_scores
from cx_core.model.inspection import Inspection, Mapping
from cx_core.model.problem import Problem, Refusal
from tests.core.importers.fixtures import as_csv, as_xlsx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
COLUMN = "Mức độ hài lòng"
#: Somebody wrote out of five until a colleague wrote out of ten.
MIXED = ["5", "9/10", "4", "8/10", "3"]


def _file(folder: Path, cells: list[str], header: str = COLUMN) -> Path:
    path = folder / "a.csv"
    path.write_bytes(
        as_csv([["Ngày", header], *([f"{13 + n % 16}/03/2026", cell] for n, cell in enumerate(cells))]).encode()
    )
    return path


def _ask(folder: Path, cells: list[str], header: str = COLUMN, mapping: Mapping | None = None) -> Inspection:
    return importers.inspect(_file(folder, cells, header), "a.csv", mapping=mapping)


def _read(folder: Path, cells: list[str], answer: str, header: str = COLUMN) -> importers.ReadResult:
    path = _file(folder, cells, header)
    answers = {f"mixed_scale:{header}": answer}
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers)
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def _scores(result: importers.ReadResult, role: str = "csat") -> list[int | None]:
    return [
        None if cell != cell or cell is None else int(cell)
        for cell in result.frame[role].astype(object).where(result.frame[role].notna(), None)
    ]


def _problems(result: importers.ReadResult, kind: str) -> list[Problem]:
    return [problem for problem in result.problems if problem.kind == kind]


def test_fives_beside_tens_are_one_clear_question_with_examples_of_both(tmp_path: Path) -> None:
    inspection = _ask(tmp_path, MIXED)
    (question,) = inspection.questions
    assert (question.key, question.kind, question.column) == (f"mixed_scale:{COLUMN}", "mixed_scale", COLUMN)
    assert question.choices == ("rescale-5-5", "same-10", "keep-5-5")
    assert question.examples == ("5", "4", "3", "9/10", "8/10")
    column = inspection.column(COLUMN)
    assert column is not None
    assert (column.role, column.scale) == ("csat", None)
    with pytest.raises(Refusal) as refused:
        importers.read(
            tmp_path / "a.csv", "a.csv", importers.mapping_for(inspection, {}), timezone="Asia/Ho_Chi_Minh", now=NOW
        )
    assert refused.value.kind == "questions_open"


@pytest.mark.parametrize(
    ("answer", "scores", "scale", "kind", "rows", "lost"),
    [
        # 9 of 10 is 4.5 of 5, 8 of 10 is 4 of 5.
        ("rescale-5-5", [500, 450, 400, 400, 300], (1, 5), "scores_rescaled", (3, 5), False),
        ("same-10", [500, 900, 400, 800, 300], (1, 10), "scores_without_maximum", (2, 4, 6), False),
        ("keep-5-5", [500, None, 400, None, 300], (1, 5), "score_on_other_scale", (3, 5), True),
    ],
)
def test_the_answer_is_kept_in_the_rows_and_told_in_the_receipt(
    answer: str,
    scores: list[int | None],
    scale: tuple[int, int],
    kind: str,
    rows: tuple[int, ...],
    lost: bool,
    tmp_path: Path,
) -> None:
    result = _read(tmp_path, MIXED, answer)
    assert _scores(result) == scores
    column = result.inspection.column(COLUMN)
    assert column is not None
    assert column.scale is not None
    assert (column.scale.minimum, column.scale.maximum) == scale
    (problem,) = _problems(result, kind)
    assert (problem.column, problem.rows, problem.count, problem.lost) == (COLUMN, rows, len(rows), lost)
    others = {"scores_rescaled", "scores_without_maximum", "score_on_other_scale", "score_out_of_scale"} - {kind}
    assert not [problem for problem in result.problems if problem.kind in others]


@pytest.mark.parametrize(
    ("header", "cells", "ways"),
    [
        ("Hài lòng", ["80%", "4", "5", "60%", "3"], ["rescale-5-5", "same-100", "keep-5-5"]),
        ("Đánh giá", ["★★★★☆", "9/10", "★★★★★", "8/10"], ["rescale-5", "keep-5"]),
        ("Đánh giá", ["4 sao", "9/10", "5 sao", "3 sao"], ["rescale-5", "keep-5"]),
        ("Hài lòng", ["4/5", "9/10", "10/10"], ["rescale-10", "keep-10"]),
        ("Hài lòng", ["9/10", "8/10", "4"], ["rescale-10-5", "same-10", "keep-10-5"]),
        ("Hài lòng", ["4/5", "9", "10"], ["rescale-10-10", "keep-10-10"]),
        ("Hài lòng", ["9", "10", "Hài lòng", "Rất hài lòng", "8"], ["rescale-10-10", "keep-10-10"]),
        ("Hài lòng (1-5)", ["4", "5", "9/10"], ["rescale-5-5", "same-10", "keep-5-5"]),
    ],
)
def test_other_mixes_are_found(header: str, cells: list[str], ways: list[str]) -> None:
    column = judge_scores(header, dict.fromkeys(cells, 1))
    assert column is not None
    assert column.mix is not None
    assert [way.text for way in column.mix.ways] == ways


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Hài lòng (thang điểm 10)", ["7/10", "8", "9điểm", "4"]),
        ("Hài lòng", ["7/10", "8", "9 điểm"]),
        ("Hài lòng", ["4/5", "5", "3 điểm", "★★★★☆", "😡", "Hài lòng", "Rất hài lòng"]),
        ("Hài lòng", ["80%", "90", "75"]),
        ("Hài lòng", ["5", "4", "99", "-1", "N/A"]),
        ("Đánh giá", ["★★☆", "★★★", "★☆☆"]),
        ("NPS", ["5", "4/10", "3"]),
    ],
)
def test_spellings_of_one_scale_are_no_mix(header: str, cells: list[str]) -> None:
    column = judge_scores(header, dict.fromkeys(cells, 1))
    assert column is not None
    assert column.mix is None


def test_one_slip_among_many_is_listed_not_asked_about(tmp_path: Path) -> None:
    result = _read(tmp_path, [str(n % 5 + 1) for n in range(99)] + ["9/10"], "rescale-5-5")
    assert not result.inspection.questions
    (problem,) = _problems(result, "score_out_of_scale")
    assert (problem.rows, problem.count) == ((101,), 1)


def test_the_answer_is_remembered_and_asked_again_only_when_it_no_longer_fits(tmp_path: Path) -> None:
    answers = {f"mixed_scale:{COLUMN}": "rescale-5-5"}
    known = importers.mapping_for(importers.inspect(_file(tmp_path, MIXED), "a.csv", answers=answers), answers)
    known = importers.mapping_from_json(importers.mapping_to_json(known))
    assert _ask(tmp_path, ["7/10", "2"], mapping=known).questions == ()
    # Bare numbers above five were not there when somebody said that they are out of five.
    assert [one.kind for one in _ask(tmp_path, ["4/5", "8", "3/5"], mapping=known).questions] == ["mixed_scale"]


@pytest.mark.parametrize(
    "answer", ["", "rescale", "rescale-0", "keep-5-0", "same-", "half-5", "rescale-5-5-5", "same-5-5"]
)
def test_an_answer_that_is_none_is_refused(answer: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        importers.inspect(_file(tmp_path, MIXED), "a.csv", answers={f"mixed_scale:{COLUMN}": answer})
    assert refused.value.kind == "answer_unknown"


_SCORES = st.dictionaries(st.integers(0, 1000), st.integers(1, 50), max_size=6)


@given(st.dictionaries(st.sampled_from([None, 3, 5, 7, 10, 100]), _SCORES), st.sampled_from([None, 5, 10]))
def test_every_way_that_is_offered_can_be_said_and_keeps_scores_on_its_scale(
    by_maximum: dict[int | None, dict[int, int]], stated: int | None
) -> None:
    mix = find_mix(by_maximum, stated)
    for way in mix.ways if mix else ():
        assert Way.read(way.text) == way
        assert mix is not None
        assert mix.admits(way)
        start = mix.start(way)
        for named, values in by_maximum.items():
            for value in values:
                settled = settle(value, named, way, start)
                assert settled is None or start * 100 <= settled <= way.maximum * 100
                if value > 100 * (named or way.plain or 0):
                    assert settled is None


@given(st.integers(100, 500), st.integers(100, 500))
def test_rescaling_keeps_the_order(one: int, other: int) -> None:
    way = Way("rescale", 10, 5)
    low, high = (settle(value, None, way, 1) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high


@pytest.mark.parametrize("role", ["nps", "csat"])
def test_codes_for_no_answer_are_told_by_code_and_column(role: str, tmp_path: Path) -> None:
    header = {"nps": "NPS", "csat": "Mức độ hài lòng (0-10)"}[role]
    cells: list[object] = ["0", "9", "-1", "10", "-1", "99", "N/A", "n/a", "", "-", "7"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_xlsx([["Ngày", header], *([f"{13 + n}/03/2026", cell] for n, cell in enumerate(cells))]))
    mapping = importers.mapping_for(importers.inspect(path, path.name), {})
    result = importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)
    assert _scores(result, role) == [0, 900, None, 1000, None, None, None, None, None, None, 700]
    told = {problem.allowed: (problem.count, problem.rows) for problem in _problems(result, "missing_code")}
    assert told == {"-1": (2, (4, 6)), "99": (1, (7,)), "n/a": (2, (8, 9)), "-": (1, (11,))}
    assert {(problem.column, problem.lost) for problem in _problems(result, "missing_code")} == {(header, False)}


def test_subtotals_above_a_stated_scale_are_no_second_scale() -> None:
    """A hand-kept column "(5 sao)" with a subtotal a month: 5 numbers above it among 100 scores are no other scale."""
    bare = {500: 30, 400: 20, 3500: 1, 3900: 1, 4100: 1, 4800: 1, 5000: 1}
    assert find_mix({None: bare, 5: {450: 45}}, 5) is None
    assert find_mix({None: bare | {6000: 10}, 5: {450: 45}}, 5) is not None


def test_one_slip_of_the_pen_is_no_second_scale() -> None:
    """A single 12 among sixty scores out of ten is listed as too large; nobody is asked about a scale of 100."""
    assert find_mix({None: {800: 20, 900: 9, 1200: 1}, 10: {900: 30}}, None) is None
    assert find_mix({None: {800: 20, 900: 9, 9000: 6}, 10: {900: 30}}, None) is not None
