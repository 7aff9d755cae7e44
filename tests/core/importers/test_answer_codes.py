"""Exports that hold codes instead of answers: a scale once a person has said which end is good, never before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_core import importers
from cx_core.feedback.answer_codes import read_codes
from cx_core.feedback.labels import read_labels
from cx_core.feedback.score_text import read_score
from cx_core.model.feedback import Scale
from cx_core.model.inspection import Inspection
from cx_core.model.inspection import Mapping as Remembered
from cx_core.model.problem import Refusal
from tests.core.importers.fixtures import as_csv

NOW = datetime(2026, 11, 21, tzinfo=UTC)
N = 40


def _cycle(*values: object) -> list[object]:
    return [values[n % len(values)] for n in range(N)]


def _survey(**questions: Sequence[object]) -> dict[str, Sequence[object]]:
    """Return the columns of a LimeSurvey export with codes; brackets cannot stand in a name, so ``__`` are them."""
    asked = {(f"{name.replace('__', '[')}]" if "__" in name else name): cells for name, cells in questions.items()}
    return {
        "id": [str(n + 1) for n in range(N)],
        "submitdate": [f"2026-03-{n % 28 + 1:02} 10:00:00" for n in range(N)],
        "lastpage": ["3"] * N,
        "startlanguage": ["vi"] * N,
        "seed": [f"8812{n}" for n in range(N)],
        **asked,
    }


def _write(folder: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    path = folder / "results-survey.csv"
    path.write_bytes(as_csv([list(columns), *rows], ";", quote_all=True).encode("utf-8-sig"))
    return path


def _look(
    folder: Path,
    columns: Mapping[str, Sequence[object]],
    answers: dict[str, str] | None = None,
    mapping: Remembered | None = None,
) -> Inspection:
    path = _write(folder, columns)
    return importers.inspect(path, path.name, answers=answers, mapping=mapping)


def _read(folder: Path, columns: Mapping[str, Sequence[object]], answers: dict[str, str]) -> importers.ReadResult:
    path = _write(folder, columns)
    mapping = importers.mapping_for(importers.inspect(path, path.name, answers=answers), answers)
    return importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW)


def test_which_end_is_good_is_asked_with_the_codes_and_how_often_each_was_met(tmp_path: Path) -> None:
    columns = _survey(Q5=_cycle("A1", "A2", "A3", "A5"))
    (question,) = _look(tmp_path, columns).questions
    assert (question.key, question.kind, question.column) == ("codes:Q5", "codes", "Q5")
    assert question.choices == ("high_is_good", "low_is_good", "no_scale")
    assert question.examples == ("A1 × 10", "A2 × 10", "A3 × 10", "A5 × 10")
    assert question.ends == ("A1", "A5")
    with pytest.raises(Refusal, match="questions_open"):
        _read(tmp_path, columns, {})


@pytest.mark.parametrize("direction", ["high_is_good", "low_is_good"])
def test_codes_become_their_numbers_and_stay_in_the_kept_row(direction: str, tmp_path: Path) -> None:
    columns = _survey(Q5=_cycle("A1", "A5", "A3", "A4"))
    result = _read(tmp_path, columns, {"codes:Q5": direction})
    assert list(result.frame["rating"]) == _cycle(100, 500, 300, 400)
    scale = next(column.scale for column in result.inspection.columns if column.key == "Q5")
    assert scale == Scale(1, 5, direction)  # type: ignore[arg-type]
    assert [json.loads(raw)["Q5"] for raw in result.frame["raw"]] == columns["Q5"]
    assert [problem.kind for problem in result.problems if problem.lost] == []


def test_codes_that_are_no_scale_group_the_answers(tmp_path: Path) -> None:
    columns = _survey(NPS=_cycle(0, 9), Q5=_cycle("A1", "A2", "A3", "A5"))
    frame = _read(tmp_path, columns, {"codes:Q5": "no_scale"}).frame
    assert list(frame["segment:Q5"]) == columns["Q5"]
    assert frame["rating"].isna().all()


def test_a_list_with_an_answer_of_ones_own_is_hardly_a_scale(tmp_path: Path) -> None:
    columns = _survey(Q5=_cycle("A1", "A2", "A3", "A4", "-oth-"))
    (question,) = _look(tmp_path, columns).questions
    assert question.choices == ("no_scale", "high_is_good", "low_is_good")
    result = _read(tmp_path, columns, {"codes:Q5": "high_is_good"})
    assert result.frame["rating"].notna().sum() == 32
    said = {problem.kind: problem.count for problem in result.problems if problem.column == "Q5"}
    assert said == {"missing_code": 8}


def test_the_rows_of_a_grid_are_asked_about_once_and_named_by_their_question(tmp_path: Path) -> None:
    columns = _survey(P1__SQ001=_cycle("A1", "A5"), P1__SQ002=_cycle("A2", "A3", "A4", "A5"))
    (question,) = _look(tmp_path, columns).questions
    assert (question.key, question.column) == ("codes:P1[SQ001]", "P1")
    assert question.examples == ("A1 × 20", "A2 × 10", "A3 × 10", "A4 × 10", "A5 × 30")
    frame = _read(tmp_path, columns, {question.key: "high_is_good"}).frame
    scored = frame[frame["rating"].notna()]
    assert scored.groupby("touchpoint")["rating"].mean().to_dict() == {"P1 SQ001": 300.0, "P1 SQ002": 350.0}


def test_the_next_file_of_the_source_is_not_asked_about_again(tmp_path: Path) -> None:
    answers = {"codes:Q5": "low_is_good", "codes:P1[SQ001]": "high_is_good"}
    grid = {"P1__SQ001": _cycle("A1", "A3", "A2"), "P1__SQ002": _cycle("A5", "A4")}
    first = _look(tmp_path, _survey(Q5=_cycle("A1", "A2", "A5"), **grid), answers)
    mapping = importers.mapping_for(first, answers)
    mapping = importers.mapping_from_json(importers.mapping_to_json(mapping))
    columns = _survey(Q5=_cycle("A4", "A5", "A3", "A1"), **grid)
    again = _look(tmp_path, columns, mapping=mapping)
    assert (again.fingerprint, again.questions) == (first.fingerprint, ())
    path = tmp_path / "results-survey.csv"
    frame = importers.read(path, path.name, mapping, timezone="Asia/Ho_Chi_Minh", now=NOW).frame
    assert list(frame[frame["touchpoint"].isna()]["rating"]) == _cycle(400, 500, 300, 100)


def test_a_long_questionnaire_of_bare_codes_asks_about_none_of_them_and_says_so(tmp_path: Path) -> None:
    lists = {f"Q{n}": _cycle("A1", "A2", "A3", "A4") for n in range(9)}
    inspection = _look(tmp_path, _survey(**lists, NPS=_cycle(0, 9, 10)))
    assert inspection.questions == ()
    assert {column.role for column in inspection.columns if column.key.startswith("Q")} == {"segment", "ignore"}
    (told,) = (one for one in inspection.problems if one.kind == "codes_unasked")
    assert told.count == 9
    # Whoever says that one is a scale is asked which end is good.
    chosen = _look(tmp_path, _survey(**lists, NPS=_cycle(0, 9, 10)), {"role:Q0": "csat"})
    assert [one.key for one in chosen.questions] == ["codes:Q0"]


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
        "Bàn": _cycle("A1", "A2", "A3", "A4", "A5"),
        "Điểm hài lòng (1-5)": _cycle(1, 5),
    }
    assert _look(tmp_path, columns).questions == ()


def test_names_of_a_form_machine_are_labels() -> None:
    assert [read_score(text).value for text in ("1_very_bad", "5_rat_tot")] == [100, 500]
    labels = read_labels(["very_satisfied", "satisfied", "neutral", "very_dissatisfied"])
    assert labels is not None
    assert (labels.family, labels.point("very_satisfied"), labels.point("Very satisfied")) == ("satisfaction", 5, 5)
    vietnamese = read_labels(["rat_hai_long", "binh_thuong", "khong_hai_long"])
    assert vietnamese is not None
    assert vietnamese.point("khong_hai_long") == 2


def test_kobo_names_are_read_without_a_question(tmp_path: Path) -> None:
    columns = {
        "start": ["2026-03-01T08:00:00.000+07:00"] * N,
        "end": ["2026-03-01T08:05:00.000+07:00"] * N,
        "muc_do_hai_long": _cycle("very_satisfied", "neutral", "very_dissatisfied"),
        "_id": [str(n) for n in range(N)],
        "_uuid": [f"u{n}" for n in range(N)],
        "_submission_time": [f"2026-03-{n % 28 + 1:02}T01:05:00" for n in range(N)],
        "_index": [str(n + 1) for n in range(N)],
    }
    result = _read(tmp_path, columns, {})
    assert result.profile == "kobo_toolbox"
    assert list(result.frame["csat"]) == _cycle(500, 300, 100)
