"""Answers held as columns of small whole numbers in memory, and which answers a question includes of them.

A column is an array of unsigned marks: 0 stands for NULL, every other number for itself. The rows stand by customer, so
that the answers of one lie beside each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, reduce
from itertools import pairwise
from typing import Any

import numpy as np

from cx_core.engine.column import Column, Marks, Mask, NotHeld
from cx_core.model.imports import CodedFilter
from cx_core.model.segment import CodedRule, CodedTest

#: Rows that are counted at one time: their columns fit the processor's own memory.
BLOCK = 1 << 18
#: Filters whose rows are remembered: the questions of a page are about one or two, and some spans of days within them.
#: All of them together have no more rows than this: one takes up to 20 bytes.
_REMEMBERED, _MOST_ROWS = 6, 8_000_000
#: The columns of more rows than this are not kept for a filter.
MOST_KEPT = 4_000_000


class _Taken(Column):
    """Some rows of a column, taken when somebody looks at them: many questions need only what numbers it has."""

    def __init__(self, whole: Column, which: _Which) -> None:
        for name, value in (("first", whole.first), ("size", whole.size), ("whole", whole), ("which", which)):
            object.__setattr__(self, name, value)

    @cached_property
    def marks(self) -> Marks:
        """The marks of these rows."""
        which: _Which = self.__dict__["which"]
        whole: Column = self.__dict__["whole"]
        return whole.marks[which.rows]


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

    @property
    def whole(self) -> Columns:
        """The columns of all answers."""
        return self

    def only(self, name: str) -> int | None:
        """Return the one number that every row has in a column, as far as that can be told without looking at rows."""
        return self[name].only

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


class _Which:
    """Which rows of other columns a filter includes: looked for when they are needed."""

    def __init__(self, parent: Columns, included: CodedFilter) -> None:
        self.parent = parent
        self.included = included

    @cached_property
    def rows(self) -> Marks:
        """The numbers of the rows among all answers, ascending."""
        days_only = isinstance(self.parent, Chosen)
        found = self.parent.rows_within(self.included, days_only=days_only)
        return self.parent.rows[found] if isinstance(self.parent, Chosen) else found


class Chosen(Columns):
    """Some rows of other columns: which ones is looked for when they are needed, and a column taken when it is."""

    def __init__(self, parent: Columns, included: CodedFilter) -> None:
        super().__init__({}, 0)
        self.parent = parent
        self.included = included
        # Not these columns themselves, which a column of theirs would then keep alive.
        self._which = _Which(parent, included)
        self._kept: dict[str, Column] = {}

    @property
    def rows(self) -> Marks:
        """The numbers of the rows among all answers, ascending."""
        return self._which.rows

    @property
    def n_rows(self) -> int:
        """How many answers there are."""
        return len(self.rows)

    @property
    def n_found(self) -> int:
        """How many rows have been looked for so far: all or none."""
        return len(self._which.__dict__.get("rows", ()))

    def __getitem__(self, name: str) -> Column:
        known = self._kept.get(name)
        if known is None:
            known = _Taken(self.whole[name], self._which)
            if self.whole.n_rows <= MOST_KEPT or self.n_rows <= MOST_KEPT:
                self._kept[name] = known
        return known

    def only(self, name: str) -> int | None:
        """Return the one number that a filter or the column itself leaves."""
        codes = dict(self.included.codes).get(name, ())
        return codes[0] if len(codes) == 1 and codes[0] is not None else self.whole[name].only

    @property
    def narrows_days_alone(self) -> bool:
        """Whether these are all rows of the parent in a span of days."""
        return isinstance(self.parent, Chosen) or not (self.included.codes or self.included.rules)

    @property
    def whole(self) -> Columns:
        """The columns of all answers."""
        return self.parent.whole


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
