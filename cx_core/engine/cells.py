"""From codes back to names: the rows of an answer become cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cx_core.engine.coded import NPS_SCALE_ID, Question
from cx_core.model.feedback import Scale
from cx_core.model.measure import ClusterSums, Counts
from cx_core.model.period import Period, day_from_number
from cx_core.model.query import Cell

_N_COUNTS = 5


class OutdatedDictionary(LookupError):
    """The answers hold a code that the dictionary does not know: it was read before they were. Read it again."""


@dataclass(frozen=True)
class Distribution:
    """How many answers of one cell gave each score.

    ``n_by_score`` pairs a score in hundredths with its answers, ascending; scores nobody gave are not in it.
    ``group`` and ``period`` are those of `Cell`; scales are never mixed.

    >>> Distribution((), None, Scale(0, 10), ((0, 1), (1000, 2))).n
    3
    """

    group: tuple[tuple[str, str | None], ...]
    period: Period | None
    scale: Scale
    n_by_score: tuple[tuple[int, int], ...]

    @property
    def n(self) -> int:
        """All answers of the cell."""
        return sum(n for _, n in self.n_by_score)


@dataclass(frozen=True)
class _Head:
    """Which cell a row belongs to."""

    group: tuple[tuple[str, str | None], ...]
    period: Period | None
    scale: Scale

    @property
    def order(self) -> tuple[Any, ...]:
        """Time first, then names with "none" last, then scales."""
        first = self.period.first.toordinal() if self.period else 0
        return first, tuple((value is None, value or "") for _, value in self.group), self.scale


def read_cells(rows: Iterable[Sequence[Any]], question: Question) -> tuple[Cell, ...]:
    """Return the cells of the rows of `counts_sql`, in order of period, group and scale.

    Without group keys a database answers one row even when it counted nothing; that row is no cell.
    Raises `OutdatedDictionary` for a code without a name.
    """
    cells: list[tuple[_Head, Counts]] = []
    for row in rows:
        head, numbers = _split(row, question)
        if head is not None and numbers[0]:
            cells.append((head, _counts(numbers, head.scale)))
    cells.sort(key=lambda cell: cell[0].order)
    return tuple(Cell(head.group, head.period, counts) for head, counts in cells)


def read_distributions(rows: Iterable[Sequence[Any]], question: Question) -> tuple[Distribution, ...]:
    """Return the distributions of the rows of `distribution_sql`, ordered like cells."""
    bins: dict[_Head, list[tuple[int, int]]] = {}
    for row in rows:
        head, (score, n) = _split(row, question)
        if head is not None:
            bins.setdefault(head, []).append((int(score), int(n)))
    return tuple(
        Distribution(head.group, head.period, head.scale, tuple(sorted(bins[head])))
        for head in sorted(bins, key=lambda head: head.order)
    )


def _split(row: Sequence[Any], question: Question) -> tuple[_Head | None, Sequence[Any]]:
    """Split a row into its cell and its numbers; the cell is None for days that belong to no period."""
    period = None
    if question.grain:
        period, row = _period(row[0], question), row[1:]
    codes, row = row[: len(question.names)], row[len(question.names) :]
    scale_id = NPS_SCALE_ID
    if question.coded.scale_column:
        scale_id, row = row[0], row[1:]
    if question.grain and period is None:
        return None, row
    if scale_id not in question.scales:
        raise OutdatedDictionary(f"scale {scale_id}")
    named = zip(question.fields, codes, question.names, strict=True)
    group = tuple((field, _name(code, names)) for field, code, names in named)
    return _Head(group, period, question.scales[scale_id]), row


def _period(number: int | None, question: Question) -> Period | None:
    # A day that came in after the days were looked up is in no period yet.
    if number is None or question.grain is None:
        return None
    if question.periods:
        return question.periods[number]
    return Period.containing(day_from_number(number), question.grain)


def _name(code: int | None, names: Mapping[int, str]) -> str | None:
    if code is None:
        return None
    if code not in names:
        raise OutdatedDictionary(f"code {code}")
    return names[code]


def _counts(numbers: Sequence[Any], scale: Scale) -> Counts:
    # PostgreSQL sums to Decimal; the number is whole all the same.
    n, top, bottom, total, squares = (int(number) for number in numbers[:_N_COUNTS])
    clusters = ClusterSums(*(int(number) for number in numbers[_N_COUNTS:])) if len(numbers) > _N_COUNTS else None
    return Counts(n, top, n - top - bottom, bottom, total, squares, scale, clusters)
