"""Questions counted over columns in memory: the same rows that the texts of `cx_core.engine.sql` bring from a database.

Every number is a whole number of 64 bits; where a sum might not fit, `NotHeld` leaves the question to a database.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.engine.coded import CodedKey, CodedQuery, Timeline
from cx_core.engine.columns import LONGEST_TABLE, Column, Columns, Marks, NotHeld
from cx_core.metrics.boxes import Box
from cx_core.model.imports import CodedFilter

Row = tuple[Any, ...]
Integers = NDArray[np.int64]

#: No sum may come near the largest number of 64 bits.
_LARGEST_SUM = 2.0**62
_MONDAY, _WEEK = 3, 7


@dataclass(frozen=True)
class _Side:
    """One thing that cells are told apart by: for each mark of a column its group, and what each group is called."""

    column: Column
    group_of: Marks
    names: Sequence[int | None]


@dataclass(frozen=True)
class _Cells:
    """The chosen rows: the number of each one's cell among all combinations of groups, in the shape of the sides."""

    rows: Integers
    cells: Integers
    sides: Sequence[_Side]

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(side.names) for side in self.sides)

    def named(self, cells: Integers) -> list[tuple[int | None, ...]]:
        """Return the names of cells, one of each side."""
        if not self.sides:
            return [()] * len(cells)
        places = np.unravel_index(cells, self.shape)
        columns = [[side.names[at] for at in place.tolist()] for side, place in zip(self.sides, places, strict=True)]
        return list(zip(*columns, strict=True))


def count(columns: Columns, coded: CodedQuery) -> list[Row]:
    """Return the rows of `counts_sql`; where nothing is counted there is none."""
    found = _cells(columns, coded)
    if not len(found.rows):
        return []
    sums = _clustered(columns, coded, found) if coded.clustered else _plain(columns, coded, found)
    cells, numbers = sums
    return [(*name, *row) for name, row in zip(found.named(cells), numbers.tolist(), strict=True)]


def distribute(columns: Columns, coded: CodedQuery) -> list[Row]:
    """Return the rows of `distribution_sql`."""
    found = _cells(columns, coded)
    if not len(found.rows):
        return []
    cells, scores, tally = _tally(columns, coded, found)
    at, score = np.nonzero(tally)
    names = found.named(cells[at])
    given = zip(names, scores[score].tolist(), tally[at, score].tolist(), strict=True)
    return [(*name, one, n) for name, one, n in given]


def span(columns: Columns, included: CodedFilter, metric: str | None) -> Row:
    """Return the row of `range_sql`: the first and the last day, None without any, and how many answers there are."""
    mask, day = columns.included(included, metric), columns["day"]
    days = day.marks if mask is None else day.marks[mask]
    dated = days[days > 0]
    if not len(dated):
        return None, None, len(days)
    return day.value(int(dated.min())), day.value(int(dated.max())), len(days)


def days(columns: Columns) -> tuple[int, ...]:
    """Return every day that has an answer."""
    return tuple(columns["day"].used[0].tolist())


def _cells(columns: Columns, coded: CodedQuery) -> _Cells:
    mask = columns.included(coded.included, coded.metric, coded.timeline)
    rows = np.arange(columns.n_rows) if mask is None else np.flatnonzero(mask)
    if not len(rows):
        return _Cells(rows, rows, ())
    sides = [_time_side(columns["day"], coded.timeline)] if coded.timeline else []
    sides += [_key_side(columns[key.column], key) for key in coded.keys]
    if coded.scale_column:
        sides.append(_key_side(columns[coded.scale_column], CodedKey(coded.scale_column)))
    if math.prod(len(side.names) for side in sides) >= _LARGEST_SUM:
        raise NotHeld("too many cells")
    cells = np.zeros(len(rows), np.int64)
    for side in sides:
        if len(side.names) > 1:
            cells *= len(side.names)
            cells += side.group_of[side.column.marks[rows]]
    return _Cells(rows, cells, sides)


def _key_side(column: Column, key: CodedKey) -> _Side:
    if key.groups is None:
        used, place = column.used
        group_of = place.astype(np.int64)
        group_of[0] = len(used)
        return _Side(column, group_of, [*used.tolist(), None])
    group_of = np.full(len(column.values), len(key.groups), np.int64)
    for number, codes in enumerate(key.groups):
        marks = np.array(codes, np.int64) - column.first + 1
        # A code in two groups is in the first, as in SQL.
        marks = marks[(marks > 0) & (marks < column.size)]
        group_of[marks] = np.minimum(group_of[marks], number)
    return _Side(column, group_of, [*range(len(key.groups)), None])


def _time_side(day: Column, timeline: Timeline) -> _Side:
    numbers = day.values
    if timeline.spans is None:
        first = (numbers + _MONDAY) // _WEEK * _WEEK - _MONDAY if timeline.n_days == _WEEK else numbers
        group_of = (first - first[0]) // timeline.n_days
        return _Side(day, group_of, range(int(first[0]), int(first[-1]) + 1, timeline.n_days))
    firsts, lasts = (np.array([one[end] for one in timeline.spans], np.int64) for end in (0, 1))
    at = np.searchsorted(firsts, numbers, side="right") - 1
    is_in = (at >= 0) & (numbers <= lasts[at])
    return _Side(day, np.where(is_in, at, len(firsts)), [*range(len(firsts)), None])


def _tally(columns: Columns, coded: CodedQuery, found: _Cells) -> tuple[Integers, Integers, Integers]:
    """Return the cells that have answers, the scores there are, and how often each score was given in each cell."""
    metric = columns[coded.metric]
    scores, place = metric.used
    given, cells, n_cells = place[metric.marks[found.rows]], found.cells, math.prod(found.shape)
    present = None
    if n_cells * len(scores) > LONGEST_TABLE:
        present, cells = np.unique(cells, return_inverse=True)
        n_cells = len(present)
        if n_cells * len(scores) > LONGEST_TABLE:
            raise NotHeld("too many cells")
    tally = np.bincount(cells * len(scores) + given, minlength=n_cells * len(scores)).reshape(n_cells, len(scores))
    if present is None:
        present = np.flatnonzero(tally.any(axis=1))
        tally = tally[present]
    return present, scores, tally


def _plain(columns: Columns, coded: CodedQuery, found: _Cells) -> tuple[Integers, Integers]:
    """Return the cells that have answers with n, top, bottom, sum and sum of squares of each."""
    cells, scores, tally = _tally(columns, coded, found)
    _refuse_large(len(found.rows), scores)
    top, bottom = (
        (tally * is_in[_scale_of(coded, found, cells)]).sum(axis=1) for is_in in _classes(columns, coded, scores)
    )
    return cells, np.stack([tally.sum(axis=1), top, bottom, tally @ scores, tally @ (scores * scores)], axis=1)


def _clustered(columns: Columns, coded: CodedQuery, found: _Cells) -> tuple[Integers, Integers]:
    """Return the same with the eight sums over customers, whose rows stand beside each other already."""
    rows, cells = found.rows, found.cells
    if math.prod(found.shape) > 1:
        # Numbers of 16 bits are sorted by counting them.
        narrow = cells.astype(np.uint16) if math.prod(found.shape) <= np.iinfo(np.uint16).max else cells
        order = np.argsort(narrow, kind="stable")
        rows, cells = rows[order], cells[order]
    metric, customers = columns[coded.metric], columns["customer"].marks[rows]
    scores, place = metric.used
    _refuse_large(len(rows), scores)
    given = place[metric.marks[rows]]
    top, bottom = (is_in[_scale_of(coded, found, cells), given] for is_in in _classes(columns, coded, scores))
    begins = np.flatnonzero(np.concatenate(([True], (customers[1:] != customers[:-1]) | (cells[1:] != cells[:-1]))))
    value = scores[given]
    n = np.diff(begins, append=len(rows))
    n_top, n_bottom, total = (np.add.reduceat(one, begins, dtype=np.int64) for one in (top, bottom, value))
    squares = np.add.reduceat(value * value, begins)
    if float((total.astype(float) ** 2).sum()) >= _LARGEST_SUM:
        raise NotHeld("sums too large")
    gain, alone, cell = n_top - n_bottom, customers[begins] == 0, cells[begins]
    # For each sum of `ClusterSums`: one customer's share of it, and that of all answers without a customer together.
    shares = (
        (np.ones_like(n), n), (n * n, n), (gain * gain, n_top + n_bottom), (n * gain, gain),
        (total * total, squares), (n * total, total), (n_top * n_top, n_top), (n * n_top, n_top),
    )  # fmt: skip
    parts = [n, n_top, n_bottom, total, squares, *(np.where(alone, without, share) for share, without in shares)]
    firsts = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    return cell[firsts], np.stack([np.add.reduceat(part, firsts) for part in parts], axis=1)


def _scale_of(coded: CodedQuery, found: _Cells, cells: Integers) -> Any:
    """Return which scale each cell is of: its place among the names of the last side, 0 where there is one scale."""
    return cells % len(found.sides[-1].names) if coded.scale_column else 0


def _classes(columns: Columns, coded: CodedQuery, scores: Integers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each scale and score whether it is a good one, and whether it is a bad one."""
    boxes: list[Box | None] = [box for _, box in coded.boxes] or [None]
    if coded.scale_column:
        by_scale = dict(coded.boxes)
        boxes = [*(by_scale.get(int(scale)) for scale in columns[coded.scale_column].used[0]), None]
    top = [_within(scores, (box.top_min, box.top_max) if box else None) for box in boxes]
    bottom = [_within(scores, (box.bottom_min, box.bottom_max) if box else None) for box in boxes]
    return np.stack(top), np.stack(bottom)


def _within(scores: Integers, ends: tuple[int, int] | None) -> NDArray[np.bool_]:
    if ends is None:
        return np.zeros(len(scores), bool)
    return np.asarray((scores >= ends[0]) & (scores <= ends[1]))


def _refuse_large(n: int, scores: Integers) -> None:
    if len(scores) and n * float(np.abs(scores).max()) ** 2 >= _LARGEST_SUM:
        raise NotHeld("sums too large")
