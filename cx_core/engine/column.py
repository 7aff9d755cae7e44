"""One column of the answers: small whole numbers in memory, a mark for each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[Any]
Mask = NDArray[np.bool_]

#: So few numbers are compared one by one, which is quicker than looking each row up.
_FEW = 8
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

    @cached_property
    def only(self) -> int | None:
        """The one number that every row has; None where there are several, or rows without."""
        if self.whole is not None:
            return self.whole.only
        lowest = int(self.marks.min(initial=self.size))
        return self.value(lowest) if 0 < lowest < self.size and lowest == int(self.marks.max()) else None

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
