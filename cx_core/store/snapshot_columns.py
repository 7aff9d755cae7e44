"""Columns of the snapshots in memory, to look answers up by their ids: which rows a filter admits, and their scores."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cx_core.model.imports import CodedFilter
from cx_core.store.answer_rows import Mask

Test = Callable[[NDArray[np.int32]], Mask]

#: Stands for "not given" in the columns.
NONE = np.iinfo(np.int32).min
_LARGEST = np.iinfo(np.int32).max
#: Ids have a place each between the lowest and the highest; where undone imports left wide gaps, SQL counts.
_WIDEST = 200_000_000
#: So few numbers are compared one by one, which is quicker than looking each up.
_FEW = 8


@dataclass(frozen=True)
class Places:
    """Where ids stand in the columns: one after the other from ``first`` on, or at ``at[id - first]`` (-1: nowhere)."""

    first: int
    at: NDArray[np.int32] | None

    @classmethod
    def of(cls, ids: NDArray[np.int32]) -> Places | None:
        """Return the places of the ids that the rows of the columns have; None where the ids lie too far apart."""
        first, span = int(ids.min()), int(ids.max()) - int(ids.min()) + 1
        if span > _WIDEST:
            return None
        if span == len(ids) and bool((np.diff(ids) == 1).all()):
            return cls(first, None)
        at = np.full(span, -1, np.int32)
        at[ids - first] = np.arange(len(ids), dtype=np.int32)
        return cls(first, at)

    def found(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64] | NDArray[np.int32]]:
        """Return those of some ids that stand in the columns, and where."""
        if self.at is None:
            return ids, ids - self.first
        at = self.at[ids - self.first]
        return ids[at >= 0], at[at >= 0]


@dataclass(frozen=True)
class HeldColumns:
    """The columns of one state of the data, as far as they were needed: ``n`` rows each."""

    stamp: str
    n: int
    places: Places
    columns: dict[str, NDArray[np.int32]] = field(default_factory=dict)


class SnapshotColumns:
    """Holds the columns that were needed, 4 bytes an answer each, until the stamp moves. For several threads."""

    def __init__(self, stamp: Callable[[], str], snapshots: Callable[[], Sequence[Path] | None]) -> None:
        self._stamp = stamp
        self._snapshots = snapshots
        self._lock = threading.Lock()
        self._held: HeldColumns | None = None

    def held(self, stamp: str, names: Sequence[str]) -> HeldColumns | None:
        """Return what is held of a state, some columns at least.

        None where SQL must look: the state has passed, there is no answer, or their ids lie too far apart.
        """
        with self._lock:
            held = self._held if self._held is not None and self._held.stamp == stamp else None
            missing = [name for name in dict.fromkeys(names) if held is None or name not in held.columns]
            if held is not None and not missing:
                return held
            files = self._snapshots()
            if files is None or self._stamp() != stamp:
                return None
            if held is None:
                ids = _load(files, ["id"])["id"]
                places = Places.of(ids) if len(ids) else None
                if places is None:
                    return None
                held = self._held = HeldColumns(stamp, len(ids), places)
            held.columns.update(_load(files, missing))
            return held


def score_columns(role: str) -> list[str]:
    """Return the columns that a score stands in: NPS has one scale only."""
    return [role] if role == "nps" else [role, f"{role}_scale"]


def filtered_columns(included: CodedFilter) -> list[str]:
    """Return the columns that a filter looks at."""
    days = ["day"] if (included.first_day, included.last_day) != (None, None) else []
    return [column for column, _ in included.codes] + days


def filter_tests(included: CodedFilter) -> Iterator[tuple[str, Test]]:
    """Yield each column that a filter looks at, and which of its numbers it admits."""
    for column, codes in included.codes:
        yield column, partial(_is_among, codes=[NONE if code is None else code for code in codes])
    if (included.first_day, included.last_day) != (None, None):
        yield "day", between(included.first_day, included.last_day)


def between(low: int | None, high: int | None) -> Test:
    """Return the test of a number that is given and lies between two, both included; None is no limit."""
    return partial(_is_between, low=NONE + 1 if low is None else low, high=_LARGEST if high is None else high)


def _load(files: Sequence[Path], names: Sequence[str]) -> dict[str, NDArray[np.int32]]:
    tables = [pq.read_table(file, columns=list(names)) for file in files]
    loaded = {}
    for name in names:
        parts = [table.column(name).fill_null(NONE).to_numpy().astype(np.int32) for table in tables]
        loaded[name] = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    return loaded


def _is_among(numbers: NDArray[np.int32], codes: Sequence[int]) -> Mask:
    if len(codes) > _FEW or not codes:
        return np.asarray(np.isin(numbers, codes))
    return reduce(np.logical_or, [numbers == code for code in codes])


def _is_between(numbers: NDArray[np.int32], low: int, high: int) -> Mask:
    return numbers >= low if high == _LARGEST else (numbers >= low) & (numbers <= high)
