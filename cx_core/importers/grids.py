"""Questions of several rows: "How satisfied are you with … [Delivery]", one column a row, all on one scale.

Survey tools write such a grid (matrix, Likert table) as neighbouring columns that share the question. Each row is a
score of its own thing, so taking one column for the answer's score would lose the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cx_core.feedback.question_words import read_wording
from cx_core.feedback.scales import ScoreColumn, judge_scores, scale_of_values
from cx_core.importers.columns import Column
from cx_core.model.feedback import Role
from cx_core.model.folding import fold

#: What becomes of a grid: each row measured on its own touchpoint, or nothing.
GridAnswer = Literal["touchpoints", "ignore"]
#: The answer "each of them" where several columns hold one kind of score.
EACH = "*"
GRID_ANSWERS: tuple[GridAnswer, ...] = ("touchpoints", "ignore")

_IN_BRACKETS = re.compile(r"^(?P<question>.+?)\s*\[(?P<row>[^\[\]]{1,120})\]$")
#: Behind the question in one header cell ("Question - Row", "Question >> Row"), or below it in the next header row.
_BEHIND = re.compile(r"^(?P<question>.{8,})\s+(?:-|–|—|>>|›)\s+(?P<row>.{1,120})$")
#: What some tools put into the brackets or behind the dash that is no row of a grid.
_NO_ROW = re.compile(r"list|int(eger)?|te?xt|date|dec(imal)?|flag|bool|number|comment|response|open-ended.*")
_OTHER = re.compile(r"(other|khac|muc khac|y kien khac|lua chon khac)( ?[(:,].*)?")
_RANGE_BEHIND = re.compile(r"\s*\([^()]*\d\s*(?:-|–|to|đến)\s*\d[^()]*\)\s*$")
_ROW_CODE = re.compile(r"[A-Za-z]{0,3}\d{1,4}")
_SUB_QUESTION = re.compile(r"^\(?[01]\s*[-–]\s*\d{1,2}\)?$")


@dataclass(frozen=True)
class GridRow:
    """What a column is as a row of a grid: the question, the row's own label, the key of the grid's first column.

    ``is_chosen``: a person said that this column, a question of its own, is measured on its own touchpoint.
    """

    question: str
    label: str
    leader: str
    is_chosen: bool = False

    @classmethod
    def of_column(cls, column: Column) -> GridRow:
        """Make a row of a column that stands for itself; a range behind the question is no part of the label."""
        return cls(column.name, _RANGE_BEHIND.sub("", column.name) or column.key, column.key, is_chosen=True)


def find_grid_rows(columns: Sequence[Column]) -> dict[str, GridRow]:
    """Return the grid rows among the columns by their keys; columns of one question stand together and are two or more.

    A row whose own label asks for a score ("Mức độ hài lòng" below "Đánh giá") is a question of its own.
    """
    found: dict[str, GridRow] = {}
    for question, members in runs_of_questions(columns):
        if len(members) < 2 or len({fold(label) for _, label in members}) < len(members):
            continue
        leader = members[0][0].key
        found.update({column.key: GridRow(question, _own_label(question, label), leader) for column, label in members})
    return found


def _own_label(question: str, label: str) -> str:
    """Return a row's label; a bare code, as every question has it, with the question before it."""
    return f"{question} {label}" if _ROW_CODE.fullmatch(label) else label


def runs_of_questions(
    columns: Iterable[Column], *, other_too: bool = False
) -> list[tuple[str, list[tuple[Column, str]]]]:
    """Return neighbouring columns that share a question, each with its own label; other columns are passed over.

    ``other_too``: "Other (please specify)" is a label as well, as it is among choices and is not in a grid.
    """
    runs: list[tuple[str, list[tuple[Column, str]]]] = []
    for column in columns:
        parts = None if column.is_derived and column.part != "row" else _parts(column, other_too)
        if parts is None:
            runs.append(("", []))
        elif runs and runs[-1][1] and fold(runs[-1][0]) == fold(parts[0]):
            runs[-1][1].append((column, parts[1]))
        else:
            runs.append((parts[0], [(column, parts[1])]))
    return [(question, members) for question, members in runs if members]


def is_other(label: str) -> bool:
    """Tell whether a label is the choice of none of the others.

    >>> is_other("Khác (vui lòng ghi rõ)"), is_other("Other"), is_other("Otherwise good")
    (True, True, False)
    """
    return bool(_OTHER.fullmatch(fold(label)))


def _parts(column: Column, other_too: bool) -> tuple[str, str] | None:
    """Part a header into the question and the row; None where it is no row of a grid."""
    for pattern, text in ((_IN_BRACKETS, column.name), (_BEHIND, column.name), (_BEHIND, column.path)):
        found = pattern.match(text or "")
        if not found:
            continue
        question, row = found["question"].strip(), found["row"].strip()
        if is_other(row):
            return (question, row) if other_too else None
        if _NO_ROW.fullmatch(fold(row)) or _SUB_QUESTION.match(row):
            return None
        wording = read_wording(row)
        # "Giá" is what is rated below "Đánh giá các mặt sau", and a number of its own elsewhere.
        is_number = wording.excludes_score and not read_wording(question).asks_score
        if is_number or (pattern is _BEHIND and wording.asks_score):
            return None
        return question, row
    return None


def judge_grid(
    question: str, columns: Sequence[Column], role: Role | None, codes: bool | None = None
) -> ScoreColumn | None:
    """Judge the columns of a grid as one: they share their scale; None when they hold no scores.

    ``role`` is what somebody has said of the grid, ``codes`` whether codes may be its answers.
    """
    counts = counts_of(columns)
    if not counts:
        return None
    if role in ("nps", "csat", "ces", "rating"):
        return scale_of_values(question, counts, role)
    # Somebody asks to rate several things here, even where the question has no word for it.
    return judge_scores(question, counts, codes=codes) or judge_scores(f"{question} ?", counts, codes=codes)


def own_scales(
    question: str, columns: Sequence[Column], roles: Mapping[str, Role | None], together: ScoreColumn | None
) -> dict[str, ScoreColumn]:
    """Return a score for each column of a grid whose rows name scales of their own ("4/5" in one, "8/10" in another).

    Nothing where they share one, or where a row by itself leaves its scale open.
    """
    if together is None or together.mix is None:
        return {}
    scores = {column.key: judge_grid(question, [column], roles[column.key]) for column in columns}
    found = {key: score for key, score in scores.items() if score and not score.mix and len(score.scale_choices) == 1}
    return found if len(found) == len(columns) else {}


def counts_of(columns: Sequence[Column]) -> dict[str, int]:
    """Return the distinct values of several columns with their counts; none where one has too many of them."""
    counts: dict[str, int] = {}
    for column in columns:
        if column.counts is None:
            return {}
        for value, count in column.counts.items():
            counts[value] = counts.get(value, 0) + count
    return counts
