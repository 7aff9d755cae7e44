"""How often each score was given in each cell: counted over columns in memory, a piece at a time.

A piece of each column fits the processor's own memory, marks stay as small as they are held, and the number of a cell
is the sum of one small table's entries a column; what is left is counting equal numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cx_core.engine.columns import BLOCK, LONGEST_TABLE, Column, Columns, Marks, NotHeld
from cx_core.model.imports import CodedFilter

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """One thing that cells are told apart by: for each mark of a column its group, and what each group is called."""

    column: Column
    group_of: Integers
    names: Sequence[int | None]


@dataclass(frozen=True)
class Worth:
    """What scores are worth: tables by the place of the scale, then of the score.

    ``n_scales`` is 0 where there is one scale, else the last side of a cell is the scale.
    """

    n_scales: int
    top: Integers
    bottom: Integers
    score: Integers

    @cached_property
    def square(self) -> Integers:
        """Each score's square."""
        return self.score * self.score

    def place(self, cells: Integers, given: Marks) -> Integers:
        """Return the place in the tables of scores given in cells, themselves as `Column.coded` gives them."""
        place: Integers = given.astype(np.int64) - 1
        return place + cells % self.n_scales * (len(self.score) // self.n_scales) if self.n_scales else place


@dataclass(frozen=True)
class Tally:
    """``n[i, j]`` answers of the cell ``cells[i]`` gave ``scores[j]``; every cell has answers.

    A cell is known by its number among all combinations of groups.
    """

    cells: Integers
    scores: Integers
    n: Integers


def tally(columns: Columns, metric: str, included: CodedFilter, sides: Sequence[Side]) -> Tally:
    """Count the answers that a filter includes and that have a metric. Raises `NotHeld` for too many cells."""
    scores, given = columns[metric].coded
    width = len(scores) + 1
    n_bins = math.prod(len(side.names) for side in sides) * width
    if n_bins > LONGEST_TABLE:
        return _sparse(columns, metric, included, sides)
    kind = np.uint16 if n_bins <= 2**16 else np.uint32
    tables, stride = [], width
    for side in reversed(sides):
        if len(side.names) > 1:
            tables.append((side.column.marks, (side.group_of * stride).astype(kind)))
        stride *= len(side.names)
    rows = columns.rows(included)
    bins = np.zeros(n_bins, np.int64)
    step = max(BLOCK, n_bins)
    for start in range(0, columns.n_rows if rows is None else len(rows), step):
        piece = slice(start, start + step) if rows is None else rows[start : start + step]
        at: Marks = given[piece].astype(kind)
        for marks, table in tables:
            at += table[marks[piece]]
        bins += np.bincount(at, minlength=n_bins)
    n = bins.reshape(-1, width)[:, 1:]
    cells = np.flatnonzero(n.any(axis=1))
    return Tally(cells, scores, n[cells])


def _sparse(columns: Columns, metric: str, included: CodedFilter, sides: Sequence[Side]) -> Tally:
    """Count where most combinations of groups have no answer."""
    scores, given = columns[metric].coded
    if math.prod(len(side.names) for side in sides) * (len(scores) + 1) >= 2**62:
        raise NotHeld("too many cells")
    chosen = columns.rows(included)
    rows = np.flatnonzero(given) if chosen is None else chosen[given[chosen] > 0]
    at = np.zeros(len(rows), np.int64)
    for side in sides:
        at = at * len(side.names) + side.group_of[side.column.marks[rows]]
    found, n_found = np.unique(at * (len(scores) + 1) + given[rows], return_counts=True)
    cells, place = np.unique(found // (len(scores) + 1), return_inverse=True)
    if len(cells) * len(scores) > LONGEST_TABLE:
        raise NotHeld("too many cells")
    n = np.zeros((len(cells), len(scores)), np.int64)
    n[place, found % (len(scores) + 1) - 1] = n_found
    return Tally(cells, scores, n)
