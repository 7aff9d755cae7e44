"""What is wrong with the file itself, once its columns have names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_core.importers.columns import Column
from cx_core.importers.questions import other_tables
from cx_core.importers.raw_table import Note
from cx_core.importers.study import Study
from cx_core.model.problem import MAX_ROWS_LISTED, Problem

#: Notes that became questions.
_ASKED = frozenset({"encoding_unsure"})
#: A line of a cell that holds a whole grid: the row and what was chosen there.
_GRID_LINE = re.compile(r"\s*[^:\n]{1,80}:[^:\n]{1,40}")
#: Share of the cells that must look so.
_MOSTLY = 0.8


def file_problems(study: Study) -> tuple[Problem, ...]:
    """Return the problems of the container, the encoding and the sheet."""
    return (*_from_notes(study), *_from_shape(study))


def _from_notes(study: Study) -> Iterator[Problem]:
    for note in study.grid.notes:
        if note.kind in _ASKED or not note.count:
            continue
        rows = tuple(sorted(note.rows)[:MAX_ROWS_LISTED])
        yield Problem(note.kind, _column_key(study, note), rows, note.count, note.allowed, note.lost)


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
    if study.first("responded_at") is None:
        yield Problem("no_dates", None, (), 1, lost=False)
    for one in study.columns:
        if one.role == "responded_at" and one.column.dates.is_mixed:
            yield Problem("dates_mixed", one.column.key, (), 1, lost=False)
        if one.role in ("ignore", "segment") and _holds_grids(one.column):
            yield Problem("grid_in_cells", one.column.key, (), one.column.n_values, lost=False)


def _holds_grids(column: Column) -> bool:
    """Tell whether most cells hold several lines of a row and its answer, such as "Delivery: 5", over the same rows."""
    cells = [cell.split("\n") for cell in column.sample]
    grids = [lines for lines in cells if len(lines) > 1 and all(map(_GRID_LINE.fullmatch, lines))]
    rows = {line.partition(":")[0].strip() for lines in grids for line in lines}
    return len(grids) > 1 and len(grids) >= _MOSTLY * len(cells) and len(rows) <= 2 * max(map(len, grids))
