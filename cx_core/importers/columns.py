"""One column of the table: its names, its values, and what can be counted about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.feedback.dates import DateColumn, study_dates
from cx_core.model.folding import fold

_SAMPLE = 2_000
#: Cells that a share is taken of.
_SHARE_OF = 300
#: Distinct values are only counted where there are at most this many.
_MOST_COUNTED = 5_000


_TYPE_BEHIND = re.compile(r" \[(list|int|integer|txt|text|date|dec|decimal|flag|bool|number)\]$")


_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_.]+(?=\w)|(?<=\w)_+")


def spell_out(name: str) -> str:
    """Part a machine's name into words.

    >>> spell_out("starRating"), spell_out("_submission_time"), spell_out("Điểm 4.5")
    ('star Rating', 'submission time', 'Điểm 4 5')
    """
    return " ".join(_JOINTS.sub(" ", name).split())


@dataclass(frozen=True)
class Column:
    """A column under its header. ``values`` is an Arrow text array, null where a cell is empty.

    ``code`` is the name by which the tool knows it. ``is_derived``: made from other columns, not in the file itself.
    ``part`` tells a column of one ``choice`` from the column in which the choices of a question are ``joined``, a
    ``time`` of day beside the date, and a ``grid`` that stands whole in its cells from the ``row`` made of it. Beside
    a ``dated`` column stands one of the same dates with the years that it leaves out.
    """

    index: int
    key: str
    name: str
    path: str
    values: Any
    code: str = ""
    is_derived: bool = False
    part: Literal["choice", "joined", "time", "grid", "row", "dated"] | None = None

    @cached_property
    def folded(self) -> str:
        """The folded code or name, without the type that some tools put behind it in brackets."""
        return _TYPE_BEHIND.sub("", fold(self.code or self.name))

    @cached_property
    def wording(self) -> str:
        """What the header says, with the headers above it, as words."""
        return spell_out(self.path or self.name or self.key)

    @cached_property
    def spoken(self) -> str:
        """The folded name as words."""
        return fold(spell_out(self.name or self.key))

    @property
    def n_missing(self) -> int:
        """Number of empty cells."""
        return int(self.values.null_count)

    @property
    def n_values(self) -> int:
        """Number of filled cells."""
        return len(self.values) - self.n_missing

    @cached_property
    def sample(self) -> list[str]:
        """Filled cells from all over the column, at most `_SAMPLE`."""
        # Their places, not the cells themselves: those of a million rows would all be copied.
        filled = np.flatnonzero(pc.is_valid(self.values).to_numpy(zero_copy_only=False))
        step = max(1, len(filled) // _SAMPLE)
        taken = self.values.take(pa.array(filled[::step][:_SAMPLE]))
        # By way of NumPy, which makes texts of Python's in a fifth of the time.
        return list(taken.to_numpy(zero_copy_only=False).tolist())

    @cached_property
    def counts(self) -> dict[str, int] | None:
        """Each distinct value with its count; None where there are too many to be labels or scores."""
        if len(set(self.sample)) > 0.5 * _SAMPLE:
            return None
        fields = pc.value_counts(self.values).flatten()
        if len(fields[0]) - fields[0].null_count > _MOST_COUNTED:
            return None
        counted = dict(zip(fields[0].to_pylist(), fields[1].to_pylist(), strict=True))
        counted.pop(None, None)
        return counted

    @cached_property
    def dates(self) -> DateColumn:
        """What the values prove as dates; only studied whole when a sample looks like dates."""
        some = self.sample[:: max(1, len(self.sample) // _SHARE_OF)]
        sample = study_dates(pa.array(some, pa.string()))
        if sample.share < 0.3:
            return sample
        return study_dates(self.values)

    @cached_property
    def mean_length(self) -> float:
        """Mean number of letters of a filled cell."""
        return sum(map(len, self.sample)) / max(1, len(self.sample))

    @cached_property
    def share_distinct(self) -> float:
        """Distinct values over values, in the sample."""
        return len(set(self.sample)) / max(1, len(self.sample))

    def share(self, test: Any) -> float:
        """Return the share of some hundred cells from all over the column for which ``test`` is true.

        It is asked of each distinct cell once.
        """
        return sum(n for cell, n in self._some.items() if test(cell)) / max(1, self._some.total())

    @cached_property
    def _some(self) -> Counter[str]:
        return Counter(self.sample[:: max(1, len(self.sample) // _SHARE_OF)])

    def examples(self, count: int = 5) -> list[str]:
        """Return the first distinct values."""
        return list(dict.fromkeys(self.sample))[:count]

    def contains_any(self, pattern: str) -> bool:
        """Tell whether any cell matches a regular expression (RE2)."""
        return bool(pc.any(pc.match_substring_regex(self.values, pattern)).as_py())


def named(columns: Iterable[Column]) -> dict[str, Column]:
    """Return columns by key."""
    return {column.key: column for column in columns}
