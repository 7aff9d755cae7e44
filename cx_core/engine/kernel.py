"""Questions counted over columns in memory: the same rows that the texts of `cx_core.engine.sql` bring from a database.

Every number is a whole number of 64 bits; where a sum might not fit, `NotHeld` leaves the question to a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.engine.clusters import LARGEST_SUM, cluster_sums
from cx_core.engine.coded import LAST_DAY, CodedKey, CodedQuery, Timeline
from cx_core.engine.column import Column, NotHeld
from cx_core.engine.columns import Columns
from cx_core.engine.daily import tally_by_day
from cx_core.engine.tally import Integers, Side, Tally, Worth, tally
from cx_core.metrics.boxes import Box
from cx_core.model.imports import CodedFilter

Row = tuple[Any, ...]
_MONDAY, _WEEK = 3, 7


def count(columns: Columns, coded: CodedQuery) -> list[Row]:
    """Return the rows of `counts_sql`; where nothing is counted there is none."""
    if not columns.n_rows:
        return []
    chosen = columns.chosen(coded.included)
    sides, worth = _sides(chosen, coded), _worth(columns, coded)
    if coded.clustered:
        cells, numbers = cluster_sums(chosen, coded.metric, sides, worth)
    else:
        found = _tallied(chosen, coded, sides)
        cells, numbers = found.cells, _counts(found, worth)
    rows = ((*name, *row) for name, row in zip(_named(sides, cells), numbers.tolist(), strict=True))
    return _in_time(rows, coded)


def distribute(columns: Columns, coded: CodedQuery) -> list[Row]:
    """Return the rows of `distribution_sql`."""
    if not columns.n_rows:
        return []
    chosen = columns.chosen(coded.included)
    sides = _sides(chosen, coded)
    found = _tallied(chosen, coded, sides)
    at, score = np.nonzero(found.n)
    given = zip(_named(sides, found.cells[at]), found.scores[score].tolist(), found.n[at, score].tolist(), strict=True)
    return _in_time(((*name, one, n) for name, one, n in given), coded)


def _tallied(columns: Columns, coded: CodedQuery, sides: Sequence[Side]) -> Tally:
    keys = sides[bool(coded.timeline) : bool(coded.timeline) + len(coded.keys)]
    if any(len(one.names) > 1 for one in keys):
        return tally(columns, coded.metric, sides)
    timeline, scale = sides[0] if coded.timeline else None, None
    if coded.scale_column:
        scale = (coded.scale_column, sides[-1])
    return tally_by_day(columns, coded.metric, timeline, scale)


def _in_time(rows: Iterable[Row], coded: CodedQuery) -> list[Row]:
    """Leave out the days of no period."""
    return [row for row in rows if row[0] is not None] if coded.timeline else list(rows)


def span(columns: Columns, included: CodedFilter, metric: str | None) -> Row:
    """Return the row of `range_sql`: the first and the last day, None without any, and how many answers there are."""
    chosen = columns.chosen(included)
    day = chosen["day"]
    days = day.marks if metric is None else day.marks[chosen[metric].marks > 0]
    dated = days[days > 0]
    if not len(dated):
        return None, None, len(days)
    return day.value(int(dated.min())), day.value(int(dated.max())), len(days)


def days(columns: Columns) -> tuple[int, ...]:
    """Return every day that has an answer."""
    return tuple(columns["day"].used[0].tolist())


def _sides(columns: Columns, coded: CodedQuery) -> list[Side]:
    sides = [_time_side(columns["day"], coded.timeline)] if coded.timeline else []
    sides += [_single_side(columns, key) or _key_side(columns[key.column], key) for key in coded.keys]
    if coded.scale_column:
        sides.append(_key_side(columns[coded.scale_column], CodedKey(coded.scale_column)))
    return sides


def _named(sides: Sequence[Side], cells: Integers) -> list[tuple[int | None, ...]]:
    """Return the names of cells, one of each side."""
    if not sides:
        return [()] * len(cells)
    places = np.unravel_index(cells, [len(side.names) for side in sides])
    columns = [[side.names[at] for at in place.tolist()] for side, place in zip(sides, places, strict=True)]
    return list(zip(*columns, strict=True))


def _single_side(columns: Columns, key: CodedKey) -> Side | None:
    """Return the side of a key by which all answers are in one group; None where they may be in several."""
    only = columns.only(key.column)
    if only is None:
        return None
    group: int | None = only
    if key.groups is not None:
        group = next((number for number, codes in enumerate(key.groups) if only in codes), None)
    # Nobody looks up the rows of a side with one name.
    return Side(columns.whole[key.column], np.zeros(1, np.int64), [group])


def _key_side(column: Column, key: CodedKey) -> Side:
    if key.groups is None:
        used, place = column.used
        group_of = place.astype(np.int64)
        group_of[0] = len(used)
        return Side(column, group_of, [*used.tolist(), None])
    group_of = np.full(len(column.values), len(key.groups), np.int64)
    for number, codes in enumerate(key.groups):
        marks = np.array(codes, np.int64) - column.first + 1
        # A code in two groups is in the first, as in SQL.
        marks = marks[(marks > 0) & (marks < column.size)]
        group_of[marks] = np.minimum(group_of[marks], number)
    return Side(column, group_of, [*range(len(key.groups)), None])


def _time_side(day: Column, timeline: Timeline) -> Side:
    """Return the periods; a day in none of them and no day at all are in the last group, which has no name."""
    numbers = day.values
    if timeline.spans is None:
        first = (numbers + _MONDAY) // _WEEK * _WEEK - _MONDAY if timeline.n_days == _WEEK else numbers
        group_of, is_in = (first - first[0]) // timeline.n_days, numbers <= LAST_DAY
        names = [*range(int(first[0]), int(first[-1]) + 1, timeline.n_days)]
    else:
        firsts, lasts = (np.array([one[end] for one in timeline.spans], np.int64) for end in (0, 1))
        group_of = np.searchsorted(firsts, numbers, side="right") - 1
        is_in = (group_of >= 0) & (numbers <= lasts[group_of]) if len(firsts) else np.zeros(len(numbers), bool)
        names = [*range(len(firsts))]
    is_in[0] = False
    return Side(day, np.where(is_in, group_of, len(names)), [*names, None])


def _counts(found: Tally, worth: Worth) -> Integers:
    """Return n, top, bottom, sum and sum of squares of each cell."""
    _refuse_large(int(found.n.sum()), found.scores)
    place = worth.place(found.cells[:, None], np.arange(1, len(found.scores) + 1))
    parts = [(found.n * table[place]).sum(axis=1) for table in (worth.top, worth.bottom, worth.score, worth.square)]
    return np.stack([found.n.sum(axis=1), *parts], axis=1)


def _worth(columns: Columns, coded: CodedQuery) -> Worth:
    scores = columns[coded.metric].used[0]
    by_scale = dict(coded.boxes)
    boxes: list[Box | None] = [*by_scale.values()] or [None]
    if coded.scale_column:
        boxes = [*(by_scale.get(int(scale)) for scale in columns[coded.scale_column].used[0]), None]
    top = [_within(scores, (box.top_min, box.top_max) if box else None) for box in boxes]
    bottom = [_within(scores, (box.bottom_min, box.bottom_max) if box else None) for box in boxes]
    tables = (np.concatenate(one).astype(np.int64) for one in (top, bottom, [scores] * len(boxes)))
    return Worth(len(boxes) if coded.scale_column else 0, *tables)


def _within(scores: Integers, ends: tuple[int, int] | None) -> NDArray[np.bool_]:
    if ends is None:
        return np.zeros(len(scores), bool)
    return np.asarray((scores >= ends[0]) & (scores <= ends[1]))


def _refuse_large(n: int, scores: Integers) -> None:
    if len(scores) and n * float(np.abs(scores).max()) ** 2 >= LARGEST_SUM:
        raise NotHeld("sums too large")
