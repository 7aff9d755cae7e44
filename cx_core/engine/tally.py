"""How often each score was given in each cell: counted over columns in memory, a piece at a time.

A piece of each column fits the processor's own memory, marks stay as small as they are held, and the number of a cell
is the sum of one small table's entries a column; what is left is counting equal numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.engine.column import LONGEST_TABLE, Column, Marks, NotHeld
from cx_core.engine.columns import BLOCK, Columns

Integers = NDArray[np.int64]

#: Marks are counted each by itself where there are no more combinations of them, unless so few or one to so many rows.
_MOST_BY_MARK, _FEW_BY_MARK, _ROWS_A_PLACE = 1 << 17, 1 << 12, 8


@dataclass(frozen=True)
class Side:
    """One thing that cells are told apart by: for each mark of a column its group, and what each group is called.

    A side with one name tells nothing apart: its column stands for nothing and is not looked at.
    """

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


@dataclass(frozen=True)
class Numbers:
    """What rows add to the number of their cell: for each column that tells cells apart its marks, and a table of them.

    ``n`` is how many cells there can be, ``step`` what lies between the numbers of two that follow each other.
    """

    tables: Sequence[tuple[Marks, Marks]]
    n: int
    step: int
    kind: type[np.unsignedinteger[Any]]

    def at(self, rows: slice | Marks) -> Marks:
        """Return the numbers of the cells of some rows. There has to be a table."""
        (marks, table), *others = self.tables
        return self.add(table[marks[rows]], rows, others)

    def add(self, numbers: Marks, rows: slice | Marks, tables: Sequence[tuple[Marks, Marks]]) -> Marks:
        """Add what tables say of some rows to their numbers, in place, and return these."""
        for marks, table in tables:
            numbers += table[marks[rows]]
        return numbers


def cell_numbers(sides: Sequence[Side], step: int = 1) -> Numbers | None:
    """Return how cells are numbered; None for too many."""
    n = math.prod(len(side.names) for side in sides)
    if n * step > LONGEST_TABLE:
        return None
    kind = np.uint16 if n * step <= 2**16 else np.uint32
    tables, stride = [], step
    for side in reversed(sides):
        if len(side.names) > 1:
            tables.append((side.column.marks, (side.group_of * stride).astype(kind)))
        stride *= len(side.names)
    return Numbers(tables, n, step, kind)


def tally(columns: Columns, metric: str, sides: Sequence[Side]) -> Tally:
    """Count the answers that have a metric. Raises `NotHeld` for too many cells."""
    by_mark = _by_mark(columns, metric, sides)
    if by_mark is not None:
        return tallied(columns, metric, by_mark)
    scores, given = columns[metric].coded
    # Each cell has a place for every score, after one for none.
    width = len(scores) + 1
    numbers = cell_numbers(sides, width)
    if numbers is None:
        return _sparse(columns, metric, sides)
    n_bins = numbers.n * width
    n = np.zeros(n_bins, np.int64)
    step = max(BLOCK, n_bins)
    for start in range(0, columns.n_rows, step):
        piece = slice(start, start + step)
        n += np.bincount(numbers.add(given[piece].astype(numbers.kind), piece, numbers.tables), minlength=n_bins)
    return tallied(columns, metric, n.reshape(-1, width)[:, 1:])


def _by_mark(columns: Columns, metric: str, sides: Sequence[Side]) -> Integers | None:
    """Return a table of all cells by scores, every mark counted by itself first; None where marks are too many for it.

    No row is looked up then: groups are put together in the table.
    """
    scores, given = columns[metric].coded
    shape = [*(side.column.size if len(side.names) > 1 else 1 for side in sides), len(scores) + 1]
    n_bins = math.prod(shape)
    if n_bins > min(_MOST_BY_MARK, max(_FEW_BY_MARK, columns.n_rows // _ROWS_A_PLACE)):
        return None
    kind: type[np.unsignedinteger[Any]] = np.uint16 if n_bins <= 2**16 else np.uint32
    strides = [math.prod(shape[at + 1 :]) for at in range(len(sides))]
    factors = [(side.column.marks, kind(by)) for side, by, n in zip(sides, strides, shape, strict=False) if n > 1]
    n = np.zeros(n_bins, np.int64)
    for start in range(0, columns.n_rows, BLOCK):
        piece = slice(start, start + BLOCK)
        at = given[piece].astype(kind)
        for marks, by in factors:
            at += np.multiply(marks[piece], by, dtype=kind, casting="unsafe")
        n += np.bincount(at, minlength=n_bins)
    table = n.reshape(shape)
    for axis, side in enumerate(sides):
        table = _grouped(table, axis, side)
    return table.reshape(-1, shape[-1])[:, 1:]


def _grouped(table: Integers, axis: int, side: Side) -> Integers:
    """Add up what a table has for the marks of each group of a side."""
    if len(side.names) == 1:
        return table
    order = np.argsort(side.group_of, kind="stable")
    groups, firsts = np.unique(side.group_of[order], return_index=True)
    shape = [*table.shape]
    shape[axis] = len(side.names)
    found = np.zeros(shape, np.int64)
    found[(slice(None),) * axis + (groups,)] = np.add.reduceat(table.take(order, axis), firsts, axis)
    return found


def tallied(columns: Columns, metric: str, n: Integers) -> Tally:
    """Return a table of all cells by scores as a tally."""
    cells = np.flatnonzero(n.any(axis=1))
    return Tally(cells, columns[metric].used[0], n[cells])


def _sparse(columns: Columns, metric: str, sides: Sequence[Side]) -> Tally:
    """Count where most combinations of groups have no answer."""
    scores, given = columns[metric].coded
    if math.prod(len(side.names) for side in sides) * (len(scores) + 1) >= 2**62:
        raise NotHeld("too many cells")
    rows = np.flatnonzero(given)
    at = np.zeros(len(rows), np.int64)
    for side in sides:
        if len(side.names) > 1:
            at = at * len(side.names) + side.group_of[side.column.marks[rows]]
    found, n_found = np.unique(at * (len(scores) + 1) + given[rows], return_counts=True)
    cells, place = np.unique(found // (len(scores) + 1), return_inverse=True)
    if len(cells) * len(scores) > LONGEST_TABLE:
        raise NotHeld("too many cells")
    n = np.zeros((len(cells), len(scores)), np.int64)
    n[place, found % (len(scores) + 1) - 1] = n_found
    return Tally(cells, scores, n)
