"""Answers held as columns of small whole numbers in memory, and which answers a question includes of them.

A column is an array of unsigned marks: 0 stands for NULL, every other number for itself. The rows stand by customer, so
that the answers of one lie beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.model.imports import CodedFilter
from cx_core.model.segment import CodedRule, CodedTest

Marks = NDArray[Any]
Mask = NDArray[np.bool_]

#: Rows that are counted at one time: their columns fit the processor's own memory.
BLOCK = 1 << 18
#: So few numbers are compared one by one, which is quicker than looking each row up.
_FEW = 8
#: Filters whose rows are remembered: the questions of a page are about one or two.
_REMEMBERED = 4
_UNKNOWN = "unknown"
#: A list with a place for each number of a column is no longer than this.
LONGEST_TABLE = 4_000_000


class NotHeld(LookupError):
    """A question that these columns cannot answer, or not with numbers of 64 bits: a database has to."""


@dataclass(frozen=True)
class Column:
    """One column: mark m > 0 stands for ``first`` + m - 1, mark 0 for NULL; marks are below ``size``.

    >>> Column(20000, np.array([1, 0, 3], np.uint8), 4).value(3)
    20002
    """

    first: int
    marks: Marks
    size: int

    def value(self, mark: int) -> int | None:
        """Return what a mark stands for."""
        return self.first + mark - 1 if mark else None

    @cached_property
    def values(self) -> NDArray[np.int64]:
        """The number of each mark, that of NULL without meaning."""
        return np.arange(self.first - 1, self.first - 1 + self._table_size, dtype=np.int64)

    @cached_property
    def used(self) -> tuple[NDArray[np.int64], Marks]:
        """The numbers that occur, ascending, and for each mark which of them it is."""
        occurs = np.bincount(self.marks, minlength=self._table_size).astype(bool)
        occurs[0] = False
        places = np.cumsum(occurs) - 1
        return self.values[occurs], np.maximum(places, 0).astype(np.min_scalar_type(max(int(occurs.sum()), 1)))

    @cached_property
    def coded(self) -> tuple[NDArray[np.int64], Marks]:
        """The numbers that occur, ascending, and for each row 1 + the place of its own among them, 0 for NULL."""
        numbers, place = self.used
        table = (place.astype(np.int64) + 1).astype(np.min_scalar_type(len(numbers) + 1))
        table[0] = 0
        return numbers, table[self.marks]

    def between(self, low: int, high: int) -> Mask:
        """Mark the rows whose number lies between two ends, both included; NULL never does."""
        lowest, highest = max(low - self.first + 1, 1), min(high - self.first + 1, self.size - 1)
        if lowest > highest:
            return np.zeros(len(self.marks), bool)
        if highest == self.size - 1:
            return self.marks >= lowest
        return (self.marks >= lowest) & (self.marks <= highest)

    def among(self, codes: Sequence[int | None], *, is_not: bool = False) -> Mask:
        """Mark the rows that hold one of some numbers, or none of them; None among them is NULL.

        >>> Column(5, np.array([0, 1, 2], np.uint8), 3).among((4, 6, 9)).tolist()
        [False, False, True]
        """
        marks = [code - self.first + 1 for code in codes if code is not None]
        marks = [mark for mark in marks if 0 < mark < self.size] + [0] * (None in codes)
        if len(marks) <= _FEW:
            masks = [self.marks == mark for mark in marks]
            found = reduce(np.logical_or, masks) if masks else np.zeros(len(self.marks), bool)
        else:
            admitted = np.zeros(self._table_size, bool)
            admitted[marks] = True
            found = admitted[self.marks]
        return np.asarray(~found if is_not else found)

    @property
    def _table_size(self) -> int:
        if self.size > LONGEST_TABLE:
            raise NotHeld("numbers too far apart")
        return self.size


@dataclass(frozen=True)
class Columns:
    """All columns of the answers by name, their rows by customer."""

    by_name: Mapping[str, Column]
    n_rows: int
    remembered: dict[CodedFilter, Marks | None] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, name: str) -> Column:
        if name not in self.by_name:
            raise NotHeld(name)
        return self.by_name[name]

    @cached_property
    def blocks(self) -> tuple[slice, ...]:
        """Pieces of the rows, none of which parts the answers of a customer."""
        customers = self["customer"].marks
        ends = [0]
        while ends[-1] < self.n_rows:
            last = min(ends[-1] + BLOCK, self.n_rows) - 1
            # Answers without a customer are each on their own.
            ends.append(int(np.searchsorted(customers, customers[last], "right")) if customers[last] else last + 1)
        return tuple(slice(*one) for one in pairwise(ends))

    def rows(self, included: CodedFilter, block: slice = slice(None)) -> Marks | None:
        """Return the numbers of the rows that a filter includes, ascending, those in a block; None is all of them.

        The last few filters are remembered.
        """
        known = self.remembered.get(included, _UNKNOWN)
        if isinstance(known, str):
            known = self._found(included)
            for old in [*self.remembered][: 1 - _REMEMBERED]:
                self.remembered.pop(old, None)
            self.remembered[included] = known
        if known is None or block == slice(None):
            return known
        return known[slice(*np.searchsorted(known, (block.start, block.stop)))]

    def _found(self, included: CodedFilter) -> Marks | None:
        found = []
        for first in range(0, self.n_rows, BLOCK):
            mask = self._piece(slice(first, first + BLOCK))._mask(included)
            if mask is None:
                return None
            found.append((np.flatnonzero(mask) + first).astype(np.uint32))
        return np.concatenate(found) if found else None

    def _piece(self, rows: slice) -> Columns:
        pieces = {name: Column(one.first, one.marks[rows], one.size) for name, one in self.by_name.items()}
        return Columns(pieces, len(pieces["day"].marks))

    def _mask(self, included: CodedFilter) -> Mask | None:
        masks = [*self._by_day(included), *(self[column].among(codes) for column, codes in included.codes)]
        masks += [self._by_rule(rule) for rule in included.rules]
        return reduce(np.logical_and, masks) if masks else None

    def _by_day(self, included: CodedFilter) -> Iterator[Mask]:
        day, low, high = self["day"], included.first_day, included.last_day
        if low is not None or high is not None:
            yield day.between(day.first if low is None else low, day.first + day.size if high is None else high)

    def _by_rule(self, rule: CodedRule) -> Mask:
        blocks = [reduce(np.logical_and, [self._by_test(test) for test in block]) for block in rule if block]
        return reduce(np.logical_or, blocks) if blocks else np.zeros(self.n_rows, bool)

    def _by_test(self, test: CodedTest) -> Mask:
        column = self[test.column]
        if test.between is not None:
            return column.between(*test.between)
        return column.among(test.codes or (), is_not=test.is_not)
