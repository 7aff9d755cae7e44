"""Answers held as columns of small whole numbers in memory, and which answers a question includes of them.

A column is an array of unsigned marks: 0 stands for NULL, every other number for itself. The rows stand by customer, so
that the answers of one lie beside each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
#: Filters whose rows are remembered: the questions of a page are about one or two, and some spans of days within them.
#: All of them together have no more rows than this: one takes up to 20 bytes.
_REMEMBERED, _MOST_ROWS = 6, 8_000_000
#: The columns of more rows than this are not kept for a filter.
MOST_KEPT = 4_000_000
#: A list with a place for each number of a column is no longer than this.
LONGEST_TABLE = 4_000_000


class NotHeld(LookupError):
    """A question that these columns cannot answer, or not with numbers of 64 bits: a database has to."""


@dataclass(frozen=True)
class Column:
    """One column: mark m > 0 stands for ``first`` + m - 1, mark 0 for NULL; marks are below ``size``.

    Of a column that is some rows of another, ``whole`` is that other; both have the same numbers in use.

    >>> Column(20000, np.array([1, 0, 3], np.uint8), 4).value(3)
    20002
    """

    first: int
    marks: Marks
    size: int
    whole: Column | None = field(default=None, repr=False, compare=False)

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
        if self.whole is not None:
            return self.whole.used
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

    def at(self, rows: Any) -> Column:
        """Return the column of some rows."""
        return Column(self.first, self.marks[rows], self.size, self.whole or self)

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


class Columns:
    """All columns of the answers by name, their rows by customer.

    ``noted`` is for what several questions need: whoever counts it stands there with it.
    """

    def __init__(self, by_name: Mapping[str, Column], n_rows: int) -> None:
        self.by_name = by_name
        self._n_rows = n_rows
        self.noted: dict[Hashable, Any] = {}
        self.remembered: dict[CodedFilter, Chosen] = {}

    @property
    def n_rows(self) -> int:
        """How many answers there are."""
        return self._n_rows

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

    def forget(self) -> None:
        """Forget everything but the columns themselves."""
        self.noted.clear()
        self.remembered.clear()

    def chosen(self, included: CodedFilter) -> Columns:
        """Return the rows that a filter includes; the last few filters are remembered.

        Spans of days are looked for among the rows that the rest of a filter includes, which they share.
        """
        if not (_has_days(included) or included.codes or included.rules):
            return self
        known = self.remembered.get(included)
        if known is None:
            rest = replace(included, first_day=None, last_day=None) if _has_days(included) else CodedFilter()
            known = Chosen(self.chosen(rest), included)
            self._make_room()
            self.remembered[included] = known
        return known

    def _make_room(self) -> None:
        """Forget the filters remembered longest, so that one more is not too many."""
        n_rows = sum(one.n_found for one in [*self.remembered.values()])
        for old, one in [*self.remembered.items()]:
            if len(self.remembered) < _REMEMBERED and n_rows <= _MOST_ROWS:
                break
            self.remembered.pop(old, None)
            n_rows -= one.n_found

    def rows_within(self, included: CodedFilter, *, days_only: bool) -> Marks:
        """Return the numbers of the rows that a filter includes, or only its days, ascending."""
        needed = Columns({name: self[name] for name in _names(included, days_only)}, self.n_rows)
        found = [np.zeros(0, np.uint32)]
        for first in range(0, self.n_rows, BLOCK):
            mask = needed._piece(slice(first, first + BLOCK))._mask(included, days_only)
            found.append((np.flatnonzero(mask) + first).astype(np.uint32))
        rows = np.concatenate(found)
        # Columns are taken quicker by numbers of the processor's own size.
        return rows.astype(np.intp) if len(rows) <= MOST_KEPT else rows

    def _piece(self, rows: slice) -> Columns:
        pieces = {name: one.at(rows) for name, one in self.by_name.items()}
        return Columns(pieces, min(rows.stop, self.n_rows) - rows.start)

    def _mask(self, included: CodedFilter, days_only: bool) -> Mask:
        masks = [*self._by_day(included)]
        if not days_only:
            masks += [self[column].among(codes) for column, codes in included.codes]
            masks += [self._by_rule(rule) for rule in included.rules]
        return reduce(np.logical_and, masks)

    def _by_day(self, included: CodedFilter) -> Iterator[Mask]:
        if _has_days(included):
            yield self["day"].between(*days_of(included, self["day"]))

    def _by_rule(self, rule: CodedRule) -> Mask:
        blocks = [reduce(np.logical_and, [self._by_test(test) for test in block]) for block in rule if block]
        return reduce(np.logical_or, blocks) if blocks else np.zeros(self.n_rows, bool)

    def _by_test(self, test: CodedTest) -> Mask:
        column = self[test.column]
        if test.between is not None:
            return column.between(*test.between)
        return column.among(test.codes or (), is_not=test.is_not)


class Chosen(Columns):
    """Some rows of other columns: which ones is looked for when they are needed, and a column taken when it is."""

    def __init__(self, parent: Columns, included: CodedFilter) -> None:
        super().__init__({}, 0)
        self.parent = parent
        self.included = included
        self._kept: dict[str, Column] = {}

    @cached_property
    def rows(self) -> Marks:
        """The numbers of the rows among all answers, ascending."""
        days_only = isinstance(self.parent, Chosen)
        found = self.parent.rows_within(self.included, days_only=days_only)
        return self.parent.rows[found] if isinstance(self.parent, Chosen) else found

    @property
    def n_rows(self) -> int:
        """How many answers there are."""
        return len(self.rows)

    @property
    def n_found(self) -> int:
        """How many rows have been looked for so far: all or none."""
        return len(self.__dict__.get("rows", ()))

    def __getitem__(self, name: str) -> Column:
        known = self._kept.get(name)
        if known is None:
            known = self.whole[name].at(self.rows)
            if self.n_rows <= MOST_KEPT:
                self._kept[name] = known
        return known

    @property
    def narrows_days_alone(self) -> bool:
        """Whether these are all rows of the parent in a span of days."""
        return isinstance(self.parent, Chosen) or not (self.included.codes or self.included.rules)

    @property
    def whole(self) -> Columns:
        """The columns of all answers."""
        return self.parent.whole if isinstance(self.parent, Chosen) else self.parent


def days_of(included: CodedFilter, day: Column) -> tuple[int, int]:
    """Return the first and the last day that a filter includes."""
    low, high = included.first_day, included.last_day
    return (day.first if low is None else low, day.first + day.size if high is None else high)


def _has_days(included: CodedFilter) -> bool:
    return included.first_day is not None or included.last_day is not None


def _names(included: CodedFilter, days_only: bool) -> set[str]:
    names = {"day"} if _has_days(included) else set()
    if not days_only:
        names |= {column for column, _ in included.codes}
        names |= {test.column for rule in included.rules for block in rule for test in block}
    return names
