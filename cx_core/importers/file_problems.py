"""What is wrong with the file itself, once its columns have names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cx_core.importers.invited import find_invited, n_invited
from cx_core.importers.last_resort import holds_answers
from cx_core.importers.questions import other_tables
from cx_core.importers.raw_table import Note
from cx_core.importers.sheets import NOTES_OF_ROWS
from cx_core.importers.study import Study
from cx_core.model.folding import fold
from cx_core.model.problem import MAX_ROWS_LISTED, Problem

#: Notes that became questions.
_ASKED = frozenset({"encoding_unsure"})
#: So many headers on both sides of a blank column are those of two tables.
_SHARED_HEADERS = 2
#: Letters of a column's name where many are listed.
_LONGEST_NAME = 40


def file_problems(study: Study) -> tuple[Problem, ...]:
    """Return the problems of the container, the encoding and the sheet."""
    return (*_from_notes(study), *_from_shape(study))


def _from_notes(study: Study) -> Iterator[Problem]:
    for note in study.grid.notes:
        if note.kind in _ASKED or not note.count:
            continue
        if note.spans:
            yield from _hidden(study, note)
            continue
        rows = tuple(sorted(note.rows)[:MAX_ROWS_LISTED])
        yield Problem(note.kind, _column_key(study, note), rows, note.count, note.allowed, note.lost)


def _hidden(study: Study, note: Note) -> Iterator[Problem]:
    """Tell of hidden rows and columns that hold something: they are read like the others."""
    if note.kind in NOTES_OF_ROWS:
        row_no = study.grid.row_no[study.first_data_row :]
        hidden = row_no[_within(row_no, note.spans)]
        if len(hidden):
            rows = tuple(int(number) for number in hidden[:MAX_ROWS_LISTED])
            yield Problem(note.kind, None, rows, len(hidden), lost=False)
        return
    columns = [one.column for one in study.in_file if one.column.n_values]
    at = _within(np.array([column.index for column in columns]), note.spans)
    names = [_shortened(column.name or column.key) for column, is_hidden in zip(columns, at, strict=True) if is_hidden]
    if names:
        yield Problem(note.kind, None, (), len(names), ", ".join(names), lost=False)


def _within(places: NDArray[np.int64], spans: list[list[int]]) -> NDArray[np.bool_]:
    """Return which places lie in any of the spans, which stand in their order."""
    ordered = np.array(sorted(spans), np.int64)
    at = np.searchsorted(ordered[:, 0], places, "right") - 1
    inside: NDArray[np.bool_] = (at >= 0) & (places <= np.maximum.accumulate(ordered[:, 1])[at])
    return inside


def _column_key(study: Study, note: Note) -> str | None:
    if note.column is None or note.column >= len(study.columns):
        return None
    return study.columns[note.column].column.key


def _from_shape(study: Study) -> Iterator[Problem]:
    unread = other_tables(study)
    if unread:
        yield Problem("sheets_not_read", None, (), len(unread), ", ".join(sheet.name for sheet in unread), lost=False)
    if not study.header.rows and study.file.kind != "json":
        yield Problem("no_header", None, (), 1, lost=False)
    yield from _invited(study)
    if _stand_side_by_side(study):
        yield Problem("tables_side_by_side", None, (), 1, lost=False)
    if names := [_shortened(one.column.name or one.column.key) for one in study.columns if one.is_left_out]:
        yield Problem("groups_left_out", None, (), len(names), ", ".join(names), lost=False)
    if study.is_pivot:
        yield Problem("pivot_table", None, (), 1, lost=False)
    if not holds_answers(study.columns):
        yield Problem("nothing_to_measure", None, (), 1, lost=False)
    if not _has_dates(study):
        yield Problem("no_dates", None, (), 1, lost=False)
    for one in study.columns:
        if one.role == "responded_at" and one.column.dates.is_mixed:
            yield Problem("dates_mixed", one.column.key, (), 1, lost=False)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _stand_side_by_side(study: Study) -> bool:
    """Tell whether a blank column parts two tables of the same headers: their rows would be read as one."""
    columns = [one.column for one in study.in_file]
    names = [fold(column.name.rpartition(" – ")[2]) for column in columns]
    return any(
        not column.n_values and not column.name and len({*names[:at]} & {*names[at + 1 :]} - {""}) >= _SHARED_HEADERS
        for at, column in enumerate(columns)
    )


def _has_dates(study: Study) -> bool:
    """Tell whether any answer has a date; tools write one of long ago where they have kept none."""
    when = study.first("responded_at")
    if when is None:
        return False
    none_kept = when.hint.missing if when.hint else ()
    return any(cell not in none_kept for cell in when.column.sample)


def _invited(study: Study) -> Iterator[Problem]:
    """Say how many were asked, once it is known how the numbers add up."""
    one = find_invited(study.columns)
    way = study.given.invited.get(one.column.key) if one else None
    count = n_invited(one, study.columns, way) if one and way else 0
    if one and count:
        yield Problem("invited", one.column.key, (), count, lost=False)
