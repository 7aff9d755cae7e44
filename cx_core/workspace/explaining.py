"""Why a number moved: the change between two spans of days, taken apart by every field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cx_core.metrics import measure_pool
from cx_core.metrics.attribution import Carried, carried_change
from cx_core.metrics.compare import Comparison, compare
from cx_core.metrics.continuity import held_against_sources
from cx_core.metrics.decomposition import Decomposition, decompose
from cx_core.metrics.multiple import confirm
from cx_core.model.feedback import Scale
from cx_core.model.filters import Filters
from cx_core.model.measure import Counts, Measure
from cx_core.model.query import Query
from cx_core.workspace.measuring import Measuring
from cx_core.workspace.scanning import BySourceOfGroup, by_source

Span = tuple[date, date]


@dataclass(frozen=True)
class GroupMove:
    """One group's own change, with the verdict that allows for all groups of its field being looked at together."""

    value: str | None
    before: Measure
    after: Measure
    comparison: Comparison


@dataclass(frozen=True)
class FieldSplit:
    """A change taken apart by one field: mix and rate, what each group carries, and each group's own change."""

    field: str
    parts: Decomposition
    carried: tuple[Carried, ...]
    moves: tuple[GroupMove, ...]


@dataclass(frozen=True)
class Explanation:
    """A change between two spans, both ends included, and its splits.

    ``scale`` is the one that most answers are on when there are several; everything here is about it alone, and
    ``n_other_scales`` answers are left out.
    """

    metric: str
    span_before: Span
    span_after: Span
    before: Measure
    after: Measure
    comparison: Comparison
    splits: tuple[FieldSplit, ...] = ()
    scale: Scale | None = None
    n_other_scales: int = 0

    def split(self, field: str) -> FieldSplit | None:
        """Return the split by one field; None when it was not made."""
        return next((one for one in self.splits if one.field == field), None)


class Explaining:
    """Explains changes."""

    def __init__(self, measuring: Measuring) -> None:
        self._measuring = measuring

    def explain(
        self, metric: str, filters: Filters, span_before: Span, span_after: Span, fields: Sequence[str]
    ) -> Explanation:
        """Compare two spans of days within ``filters``, whose own days do not count, and split it by ``fields``.

        Raises `Refusal` for an unknown metric, field or value.
        """
        sides = tuple(filters.with_dates(*span) for span in (span_before, span_after))
        scale, n_others = self._main_scale(metric, filters.with_dates(span_before[0], span_after[1]))
        if scale is not None:
            sides = tuple(side.with_values("scale", [scale.key]) for side in sides)
        old, new = (self._groups(metric, None, side).get(None, Counts()) for side in sides)
        splits = tuple(self._split(metric, field, sides[0], sides[1]) for field in fields)
        return Explanation(
            metric,
            span_before,
            span_after,
            measure_pool(metric, [old]),
            measure_pool(metric, [new]),
            self._measuring.against_sources(compare(metric, old, new), *sides),
            splits,
            scale,
            n_others,
        )

    def _main_scale(self, metric: str, filters: Filters) -> tuple[Scale | None, int]:
        if filters.values("scale"):
            return None, 0
        scales = self._measuring.scales(metric, filters)
        return (scales[0][0], sum(n for _, n in scales[1:])) if len(scales) > 1 else (None, 0)

    def _split(self, metric: str, field: str, before: Filters, after: Filters) -> FieldSplit:
        old, new = (self._groups(metric, field, side) for side in (before, after))
        values = list(dict.fromkeys((*old, *new)))
        compared = confirm([compare(metric, old.get(one, Counts()), new.get(one, Counts())) for one in values])
        sources = [
            by_source(self._measuring.by_source(Query(metric, (field,), filters=side))) for side in (before, after)
        ]
        compared = tuple(
            held_against_sources(found, *(_of_group(side, field, value) for side in sources))
            if found.announced
            else found
            for value, found in zip(values, compared, strict=True)
        )
        moves = tuple(
            GroupMove(
                value,
                measure_pool(metric, [old.get(value, Counts())]),
                measure_pool(metric, [new.get(value, Counts())]),
                found,
            )
            for value, found in zip(values, compared, strict=True)
        )
        return FieldSplit(field, decompose(metric, old, new), carried_change(metric, old, new), moves)

    def _groups(self, metric: str, field: str | None, filters: Filters) -> dict[str | None, Counts]:
        by = (field,) if field else ()
        cells = self._measuring.ask(Query(metric, by, filters=filters, clustered=True))
        return {(cell.value(field) if field else None): cell.counts for cell in cells}


def _of_group(sources: BySourceOfGroup, field: str, value: str | None) -> list[tuple[str | None, Counts]]:
    """Return the answers of one group by source, whatever their scale."""
    return [pair for (group, _), pairs in sources.items() if group == ((field, value),) for pair in pairs]
