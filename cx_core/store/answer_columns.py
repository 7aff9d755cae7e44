"""The columns of ``feedback``: labels, places, segments and scales of a file's answers as codes."""

from __future__ import annotations

import sqlite3

import numpy as np

from cx_core.model.feedback import SCORE_ROLES, Role
from cx_core.model.imports import SEGMENT_COLUMNS
from cx_core.model.inspection import Mapping
from cx_core.model.problem import Problem, Refusal
from cx_core.store import dictionary_store as codes
from cx_core.store.answer_rows import NULL, AnswerRows, Integers, Labels, Made, Mask, Texts, texts_at
from cx_core.store.fold_many import Folding

#: As hundredths.
_MOST_NPS = 1000


def answer_columns(
    connection: sqlite3.Connection, mapping: Mapping, rows: AnswerRows, is_answer: Mask
) -> tuple[dict[str, Integers | Texts | Made], tuple[Problem, ...]]:
    """Return the columns of ``feedback`` for the rows chosen by ``is_answer``, and what could not be coded.

    Labels, places, scales and segment columns not seen before get their codes here, inside the caller's transaction;
    rows that are not chosen bring none. Raises `Refusal` ``scale_unknown`` for scores without a scale.
    """
    place_parts = {
        field: _coded(connection, field, labels, is_answer)
        for field, labels in (("channel", rows.channel), ("touchpoint", rows.touchpoint), ("stage", rows.stage))
    }
    place = np.full(len(rows), NULL, dtype=np.int64)
    place[is_answer], _ = codes.place_codes(connection, *(part[is_answer] for part in place_parts.values()))
    segments, problems = _segment_columns(connection, rows, is_answer)
    columns: dict[str, Integers | Texts | Made] = {
        "row_no": rows.row_no,
        "identity": rows.identity,
        "day": rows.day,
        "responded_at": rows.responded_at,
        "place": place,
        **place_parts,
        **segments,
        **_score_columns(connection, mapping, rows, is_answer),
        "verbatim": rows.verbatim,
        "verbatim_folded": _folded(rows.verbatim),
    }
    return columns, problems


def _folded(verbatim: Texts) -> Texts | Made:
    """Return folded words, folded when they are written: they are as large as the words themselves."""
    if verbatim.null_count == len(verbatim):
        return verbatim
    folding = Folding()

    return lambda at: folding(texts_at(verbatim, at))


def _coded(connection: sqlite3.Connection, field: str, labels: Labels, is_answer: Mask) -> Integers:
    """Return the codes of a label column. Labels that only duplicates or orders have get none."""
    used = {at for at in np.unique(labels.positions[is_answer]).tolist() if at >= 0}
    wanted = [at for at in range(len(labels.labels)) if at in used]
    given = dict(zip(wanted, codes.label_codes(connection, field, [labels.labels[at] for at in wanted]), strict=True))
    coded: Integers = labels.codes(given.get(at, NULL) for at in range(len(labels.labels)))
    return coded


def _segment_columns(
    connection: sqlite3.Connection, rows: AnswerRows, is_answer: Mask
) -> tuple[dict[str, Integers | Texts], tuple[Problem, ...]]:
    filled = [(name, labels) for name, labels in rows.segments if (labels.positions[is_answer] >= 0).any()]
    slots = codes.segment_slots(connection, (name for name, _ in filled))
    columns: dict[str, Integers | Texts] = {}
    problems = []
    for name, labels in filled:
        if name not in slots:
            # The values stay in the raw rows; they cannot be filtered by.
            problems.append(Problem("segment_slots_full", column=name, lost=False))
            continue
        column, field = SEGMENT_COLUMNS[slots[name] - 1], codes.segment_field(connection, slots[name])
        coded = _coded(connection, field, labels, is_answer)
        # Two columns whose names fold alike share a slot: the first one that says something counts.
        columns[column] = np.where(columns[column] == NULL, coded, columns[column]) if column in columns else coded
    return columns, tuple(problems)


def _score_columns(
    connection: sqlite3.Connection, mapping: Mapping, rows: AnswerRows, is_answer: Mask
) -> dict[str, Integers | Texts]:
    columns: dict[str, Integers | Texts] = {}
    for role in SCORE_ROLES:
        scores = rows.scores[role]
        columns[role] = scores
        given = (scores != NULL) & is_answer
        if role == "nps" and ((scores[given] < 0) | (scores[given] > _MOST_NPS)).any():
            raise ValueError("a score of 0 to 10 that is none")
        if role != "nps" and given.any():
            columns[f"{role}_scale"] = np.where(given, _scale_codes(connection, mapping, rows, role, given), NULL)
    return columns


def _scale_codes(
    connection: sqlite3.Connection, mapping: Mapping, rows: AnswerRows, role: Role, given: Mask
) -> Integers:
    """Return the code of each score's scale: that of the grid's row it comes from, else of the role's own column."""
    found = np.full(len(rows), NULL, dtype=np.int64)
    of_grids = rows.score_column
    for at in np.unique(of_grids.positions[given]).tolist():
        own = (column for column in mapping.columns_with(role) if column not in of_grids.labels)
        column = of_grids.labels[at] if at >= 0 else next(own, None)
        found[of_grids.positions == at] = _scale_code(connection, mapping, role, column)
    return found


def _scale_code(connection: sqlite3.Connection, mapping: Mapping, role: Role, column: str | None) -> int:
    scale = None if column is None else mapping.scale_of(column)
    if scale is None:
        raise Refusal("scale_unknown", {"column": column or role})
    return codes.scale_code(connection, scale)
