"""Sums over customers where customers answer often: each one's share of each cell, several sums in one number.

How many answers a customer gave in a cell, how many of them are at the top and the bottom and what their scores add up
to are small numbers; beside each other in one of 53 bits they are added up at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx_core.engine.column import LONGEST_TABLE, Marks
from cx_core.engine.columns import Columns
from cx_core.engine.tally import Integers, Side, Worth

#: No sum may come near the largest number of 64 bits.
LARGEST_SUM = 2.0**62
#: Whole numbers up to this many bits are exact in the numbers that NumPy adds up by place.
_MOST_BITS = 53
#: A table of customers by cells has no more places for each answer than this, beside a few.
_PLACES_A_ROW, _FEW = 4, 1 << 12


@dataclass(frozen=True)
class _Fields:
    """Where the four sums stand in one number, lowest first; ``low`` is what each score was lifted by."""

    table: Integers
    widths: tuple[int, ...]
    low: int

    def apart(self, sums: Integers) -> list[Integers]:
        """Return n, top, bottom and total of each sum."""
        found = []
        for width in self.widths:
            found.append(sums & ((1 << width) - 1))
            sums = sums >> width
        n, top, bottom, lifted = found
        return [n, top, bottom, lifted + self.low * n]


def packed_sums(
    columns: Columns, rows: Marks, given: Marks, sides: Sequence[Side], worth: Worth
) -> tuple[Integers, Integers] | None:
    """Return the cells and the sums of `cluster_sums` over some rows; None where they do not fit such numbers.

    ``rows`` ascend, so that the answers of a customer lie beside each other, and part no customer.
    """
    n_cells, n_scores = math.prod(len(side.names) for side in sides), len(worth.score) // max(worth.n_scales, 1)
    if n_cells * n_scores > LONGEST_TABLE:
        return None
    who = columns["customer"].marks[rows]
    n_alone = int(np.searchsorted(who, 1))
    who = who[n_alone:]
    firsts = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1])))[: len(who)]
    lengths = np.diff(firsts, append=len(who))
    fields = _fields(worth, int(lengths.max(initial=1)), len(rows))
    if fields is None or n_cells * len(lengths) > _PLACES_A_ROW * len(rows) + _FEW:
        return None
    cells, places = _cells(rows, sides), given[rows].astype(np.int64) - 1
    every, alone = (_spread(cells, places, n_cells, n_scores, end) for end in (len(rows), n_alone))
    at = worth.place(cells, places + 1) if worth.n_scales else places
    sums = _shared(cells[n_alone:], fields.table[at[n_alone:]], lengths, n_cells)
    found = np.stack(
        [*_single(every, worth), *(_products(*fields.apart(sums)) + _products_alone(alone, worth))], axis=1
    )
    used = np.flatnonzero(found[:, 0])
    return used, found[used]


def _fields(worth: Worth, longest: int, n_rows: int) -> _Fields | None:
    """Return how the sums of at most ``longest`` answers are packed; None for too large ones."""
    low, high = int(worth.score.min(initial=0)), int(worth.score.max(initial=0))
    if float(longest) * n_rows * max(-low, high, 1) ** 2 >= LARGEST_SUM:
        return None
    widths = tuple((longest * most).bit_length() for most in (1, 1, 1, max(high - low, 1)))
    if sum(widths) > _MOST_BITS:
        return None
    table, shift = np.ones_like(worth.score), 0
    for part, width in zip((worth.top, worth.bottom, worth.score - low), widths, strict=False):
        shift += width
        table = table | part << shift
    return _Fields(table, widths, low)


def _cells(rows: Marks, sides: Sequence[Side]) -> Integers:
    cells = np.zeros(len(rows), np.int64)
    for side in sides:
        if len(side.names) > 1:
            cells *= len(side.names)
            cells += side.group_of[side.column.marks[rows]]
    return cells


def _shared(cells: Integers, values: Integers, lengths: Integers, n_cells: int) -> Integers:
    """Return what each customer (along) has in each cell (down)."""
    n = len(lengths)
    if n_cells == 1 or not n:
        firsts = np.cumsum(lengths) - lengths
        return np.add.reduceat(values, firsts).reshape(1, -1) if n else np.zeros((n_cells, 0), np.int64)
    at = cells * n + np.repeat(np.arange(n), lengths)
    return np.bincount(at, weights=values, minlength=n_cells * n).astype(np.int64).reshape(n_cells, n)


def _spread(cells: Integers, places: Integers, n_cells: int, n_scores: int, end: int) -> Integers:
    """Return how many of the first answers of each cell gave each score."""
    found = np.bincount(cells[:end] * n_scores + places[:end], minlength=n_cells * n_scores)
    return found.reshape(n_cells, n_scores).astype(np.int64)


def _single(spread: Integers, worth: Worth) -> list[Integers]:
    """Return n, top, bottom, sum and sum of squares of each cell."""
    n_scores = spread.shape[1]
    scale = np.arange(len(spread)) % worth.n_scales if worth.n_scales else np.zeros(len(spread), np.int64)
    tables = (worth.top, worth.bottom, worth.score, worth.square)
    return [spread.sum(axis=1), *((spread * table.reshape(-1, n_scores)[scale]).sum(axis=1) for table in tables)]


def _products(n: Integers, top: Integers, bottom: Integers, total: Integers) -> Integers:
    """Return the sums of `ClusterSums` of customers' shares, one row each."""
    gain = top - bottom
    pairs = ((n, n), (gain, gain), (n, gain), (total, total), (n, total), (top, top), (n, top))
    return np.stack([(n > 0).sum(axis=1), *(np.einsum("ij,ij->i", one, other) for one, other in pairs)])


def _products_alone(spread: Integers, worth: Worth) -> Integers:
    """Return the sums of `ClusterSums` of answers that are each a customer's of its own, one row each."""
    n, top, bottom, total, squares = _single(spread, worth)
    return np.stack([n, n, top + bottom, top - bottom, squares, total, top, top])
