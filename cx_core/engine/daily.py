"""Counts by day, noted once for each filter and metric: totals, months and scores are sums of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cx_core.engine.columns import Chosen, Columns, days_of
from cx_core.engine.tally import Integers, Side, Tally, tallied, tally

#: More places than this are not counted by day first: they would not fit beside what is counted.
_MOST_BINS = 1 << 16


def tally_by_day(columns: Columns, metric: str, timeline: Side | None, scale: tuple[str, Side] | None) -> Tally:
    """Return what `tally` returns for these sides, out of the counts by day where there are few enough of those.

    ``scale`` comes with the name of its column.
    """
    sides = [*([timeline] if timeline else []), *([scale[1]] if scale else [])]
    daily = _daily(columns, metric, scale)
    if daily is None:
        return tally(columns, metric, sides)
    if timeline is None:
        return tallied(columns, metric, daily.sum(axis=0))
    used = columns.whole["day"].used[0] - columns.whole["day"].first + 1
    group_of = timeline.group_of[np.append(used, 0)]
    order = np.argsort(group_of, kind="stable")
    groups, firsts = np.unique(group_of[order], return_index=True)
    n = np.zeros((len(timeline.names), *daily.shape[1:]), np.int64)
    n[groups] = np.add.reduceat(daily[order], firsts, axis=0)
    return tallied(columns, metric, n.reshape(len(n) * n.shape[1], n.shape[2]))


def _daily(columns: Columns, metric: str, scale: tuple[str, Side] | None) -> Integers | None:
    """Return how many answers of each day that is used, then of none, and of each scale gave each score."""
    key = ("daily", metric, scale is not None)
    known: Integers | None = columns.noted.get(key)
    if known is None and isinstance(columns, Chosen) and columns.narrows_days_alone:
        # The next span of days is then only a look at these.
        known = _within(columns, _daily(columns.parent, metric, scale))
    if known is None:
        known = _counted(columns, metric, scale)
    if known is not None:
        columns.noted[key] = known
    return known


def _within(columns: Chosen, daily: Integers | None) -> Integers | None:
    """Return the counts of a filter that narrows another by its days alone, out of those of the other."""
    if daily is None:
        return None
    day = columns.whole["day"]
    low, high = days_of(columns.included, day)
    used = day.used[0]
    is_in = np.append((used >= low) & (used <= high), False)
    return np.where(is_in[:, None, None], daily, 0)


def _counted(columns: Columns, metric: str, scale: tuple[str, Side] | None) -> Integers | None:
    used, place = columns.whole["day"].used
    n_scales, n_scores = len(scale[1].names) if scale else 1, len(columns.whole[metric].used[0])
    if (len(used) + 1) * n_scales * (n_scores + 1) > _MOST_BINS:
        return None
    group_of = place.astype(np.int64)
    group_of[0] = len(used)
    sides = [Side(columns["day"], group_of, [*used.tolist(), None])]
    if scale:
        sides.append(replace(scale[1], column=columns[scale[0]]))
    found = tally(columns, metric, sides)
    n = np.zeros(((len(used) + 1) * n_scales, n_scores), np.int64)
    n[found.cells] = found.n
    return n.reshape(len(used) + 1, n_scales, n_scores)
