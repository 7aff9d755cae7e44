"""Sums over customers, counted over columns in memory whose rows stand by customer.

A sum of products over the answers of a customer is the sum over single answers and over pairs of answers. Few customers
answer often, so pairs are few, and which they are is the same for every question about some rows and a metric.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx_core.engine.column import Marks, Mask, NotHeld
from cx_core.engine.columns import Columns
from cx_core.engine.packed import LARGEST_SUM, packed_sums
from cx_core.engine.pairs import paired_sums
from cx_core.engine.tally import Integers, Side, Worth


@dataclass(frozen=True)
class _Shares:
    """What each customer has in each cell, cell by cell; the answers without a customer are one of them."""

    cells: Integers
    is_alone: Mask
    n: Integers
    top: Integers
    bottom: Integers
    total: Integers
    squares: Integers


def cluster_sums(columns: Columns, metric: str, sides: Sequence[Side], worth: Worth) -> tuple[Integers, Integers]:
    """Return the cells that have answers, and n, top, bottom, sum, squares and the sums of `ClusterSums` of each."""
    return paired_sums(columns, metric, sides, worth) or sorted_sums(columns, metric, sides, worth)


def sorted_sums(columns: Columns, metric: str, sides: Sequence[Side], worth: Worth) -> tuple[Integers, Integers]:
    """Return what `cluster_sums` returns, each customer's share of each cell added up first.

    Counted in blocks that part no customer: their sums are additive, and a block fits the processor's own memory.
    """
    scores = columns[metric].used[0]
    n_cells = math.prod(len(side.names) for side in sides)
    if n_cells >= LARGEST_SUM or (len(scores) and columns.n_rows * float(np.abs(scores).max()) ** 2 >= LARGEST_SUM):
        raise NotHeld("sums too large")
    given, found = columns[metric].coded[1], []
    for block in columns.blocks:
        rows = block.start + np.flatnonzero(given[block])
        if len(rows):
            packed = packed_sums(columns, rows, given, sides, worth)
            found.append(packed or _summed(_shares(columns, rows, given, sides, worth)))
    if not found:
        return np.zeros(0, np.int64), np.zeros((0, 13), np.int64)
    cells, sums = (np.concatenate(one) for one in zip(*found, strict=True))
    if float(sums.astype(float).sum(axis=0).max()) >= LARGEST_SUM:
        raise NotHeld("sums too large")
    return _added(cells, sums)


def _shares(columns: Columns, rows: Marks, given: Marks, sides: Sequence[Side], worth: Worth) -> _Shares:
    cells, n_cells = np.zeros(len(rows), np.int64), 1
    for side in sides:
        if len(side.names) > 1:
            cells *= len(side.names)
            cells += side.group_of[side.column.marks[rows]]
            n_cells *= len(side.names)
    if n_cells > 1:
        # Numbers of 16 bits are sorted by counting them.
        order = np.argsort(cells.astype(np.uint16) if n_cells <= 2**16 else cells, kind="stable")
        rows, cells = rows[order], cells[order]
    who, at = columns["customer"].marks[rows], worth.place(cells, given[rows])
    begins = _changes(cells, who)
    sums = (np.add.reduceat(table[at], begins) for table in (worth.top, worth.bottom, worth.score, worth.square))
    return _Shares(cells[begins], who[begins] == 0, np.diff(begins, append=len(who)), *sums)


def _added(cells: Integers, sums: Integers) -> tuple[Integers, Integers]:
    """Add up the sums of each cell."""
    order = np.argsort(cells, kind="stable")
    cells, sums = cells[order], sums[order]
    firsts = _changes(cells)
    return cells[firsts], np.add.reduceat(sums, firsts)


def _summed(one: _Shares) -> tuple[Integers, Integers]:
    if float((one.total.astype(float) ** 2).sum()) >= LARGEST_SUM:
        raise NotHeld("sums too large")
    n, top, total, gain = one.n, one.top, one.total, one.top - one.bottom
    # For each sum of `ClusterSums`: one customer's share of it, and that of all answers without a customer together.
    shares = (
        (np.ones_like(n), n), (n * n, n), (gain * gain, top + one.bottom), (n * gain, gain),
        (total * total, one.squares), (n * total, total), (top * top, top), (n * top, top),
    )  # fmt: skip
    parts = [n, top, one.bottom, total, one.squares]
    parts += [np.where(one.is_alone, alone, share) for share, alone in shares]
    firsts = _changes(one.cells)
    return one.cells[firsts], np.stack([np.add.reduceat(part, firsts) for part in parts], axis=1)


def _changes(*columns: Marks) -> Integers:
    """Return where any of some columns, none of them empty, has another number than in the row before."""
    differs = [column[1:] != column[:-1] for column in columns]
    return np.flatnonzero(np.concatenate(([True], np.logical_or.reduce(differs))))
