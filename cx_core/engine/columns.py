"""Answers held as columns of small whole numbers in memory, and which answers a question includes of them.

A column is an array of unsigned marks: 0 stands for NULL, every other number for itself. The rows stand by customer, so
that the answers of one lie beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.engine.coded import LAST_DAY, Timeline
from cx_core.model.imports import CodedFilter
from cx_core.model.segment import CodedRule, CodedTest

Marks = NDArray[Any]
Mask = NDArray[np.bool_]

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

    def between(self, low: int, high: int) -> Mask:
        """Mark the rows whose number lies between two ends, both included; NULL never does."""
        lowest, highest = max(low - self.first + 1, 1), min(high - self.first + 1, self.size - 1)
        if lowest > highest:
            return np.zeros(len(self.marks), bool)
        if highest == self.size - 1:
            return self.marks >= lowest
        return (self.marks >= lowest) & (self.marks <= highest)

    def among(self, codes: Sequence[int | None], *, is_not: bool = False) -> Mask:
        """Mark the rows that hold one of some numbers, or none of them; None among them is NULL."""
        admitted = np.zeros(self._table_size, bool)
        known = np.array([code - self.first + 1 for code in codes if code is not None], np.int64)
        admitted[known[(known > 0) & (known < self.size)]] = True
        admitted[0] = None in codes
        return np.asarray((~admitted if is_not else admitted)[self.marks])

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

    def __getitem__(self, name: str) -> Column:
        if name not in self.by_name:
            raise NotHeld(name)
        return self.by_name[name]

    def included(self, included: CodedFilter, metric: str | None, timeline: Timeline | None = None) -> Mask | None:
        """Mark the rows that a filter includes, that have a metric and a day in a timeline; None is all of them."""
        masks = [*self._by_day(included, timeline), *(self[column].among(codes) for column, codes in included.codes)]
        masks += [self._by_rule(rule) for rule in included.rules]
        if metric is not None:
            masks.append(self[metric].marks > 0)
        return reduce(np.logical_and, masks) if masks else None

    def _by_day(self, included: CodedFilter, timeline: Timeline | None) -> Iterator[Mask]:
        day, low, high = self["day"], included.first_day, included.last_day
        ends = day.first, day.first + day.size
        if low is not None or high is not None:
            yield day.between(ends[0] if low is None else low, ends[1] if high is None else high)
        if timeline is None:
            return
        spans = ((ends[0], LAST_DAY),) if timeline.spans is None else timeline.spans
        yield day.between(spans[0][0], spans[-1][1]) if spans else np.zeros(self.n_rows, bool)

    def _by_rule(self, rule: CodedRule) -> Mask:
        blocks = [reduce(np.logical_and, [self._by_test(test) for test in block]) for block in rule if block]
        return reduce(np.logical_or, blocks) if blocks else np.zeros(self.n_rows, bool)

    def _by_test(self, test: CodedTest) -> Mask:
        column = self[test.column]
        if test.between is not None:
            return column.between(*test.between)
        return column.among(test.codes or (), is_not=test.is_not)
