"""Several cells seen together: counts are pooled, and scales are never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cx_core.metrics.registry import measure
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts, Measure
from cx_core.model.period import Period
from cx_core.model.query import Cell

Group = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class MeasuredCell:
    """A group's measure in a period. ``by_scale`` holds one measure a scale where scales are mixed, else nothing."""

    group: Group
    period: Period | None
    measure: Measure
    by_scale: tuple[Measure, ...] = ()

    def value(self, field: str) -> str | None:
        """Return the group's value of one field."""
        return dict(self.group)[field]


def measure_pool(metric_key: str, parts: Iterable[Counts]) -> Measure:
    """Return the measure of several cells together: counts are pooled, values never averaged.

    Cells on different scales are not pooled: the value is None with reason ``mixed_scales``, n and the three classes
    are those of all answers, and ``share_top`` is the share that chose a good box of its own scale, provided
    that all scales have one direction. That share says how much there is of each class; it is not compared or ranked,
    since the top two of five and the top two of ten are not the same opinion. No cells at all: ``no_answers``.

    >>> five, ten = Counts(1, 1, 0, 0, 500, 250000, Scale(1, 5)), Counts(1, 0, 0, 1, 100, 10000, Scale(1, 10))
    >>> mixed = measure_pool("csat", [five, ten])
    >>> mixed.value, mixed.reason, mixed.n, mixed.share_top
    (None, 'mixed_scales', 2, 0.5)
    """
    by_scale = pool_by_scale(parts)
    if len(by_scale) <= 1:
        return measure(metric_key, by_scale[0] if by_scale else Counts())
    everything = sum((replace(counts, scale=None) for counts in by_scale), Counts())
    one_direction = len({counts.scale.direction for counts in by_scale if counts.scale}) <= 1
    return Measure(
        metric_key,
        None,
        n=everything.n,
        top=everything.top,
        middle=everything.middle,
        bottom=everything.bottom,
        reason="mixed_scales",
        share_top=everything.top / everything.n if one_direction else None,
    )


def pool_by_scale(parts: Iterable[Counts]) -> tuple[Counts, ...]:
    """Return the pooled counts of each scale, ordered by scale; cells without answers vanish.

    A single cell of a scale keeps its cluster sums; pooling several drops them: a customer may be in more than one.

    >>> len(pool_by_scale([Counts(), Counts(1, 1, 0, 0, 500, 250000, Scale(1, 5))]))
    1
    """
    pooled: dict[Scale | None, Counts] = {}
    for counts in parts:
        if counts.n:
            pooled[counts.scale] = pooled[counts.scale] + counts if counts.scale in pooled else counts
    return tuple(pooled[scale] for scale in sorted(pooled, key=_scale_order))


def measure_cells(metric_key: str, cells: Iterable[Cell]) -> tuple[MeasuredCell, ...]:
    """Return one measured cell for each group and period of an engine's answer, in the order they first appear.

    The engine makes two cells where a group has two scales; they meet here again (see `measure_pool`).

    >>> cell = Cell((("channel", "zalo"),), None, Counts(1, 1, 0, 0, 1000, 1000000, Scale(0, 10)))
    >>> measure_cells("nps", [cell])[0].measure.value
    100.0
    """
    grouped: dict[tuple[Group, Period | None], list[Counts]] = {}
    for cell in cells:
        grouped.setdefault((cell.group, cell.period), []).append(cell.counts)
    return tuple(_measured(metric_key, group, period, parts) for (group, period), parts in grouped.items())


def _measured(metric_key: str, group: Group, period: Period | None, parts: list[Counts]) -> MeasuredCell:
    by_scale = pool_by_scale(parts)
    one_each = tuple(measure(metric_key, counts) for counts in by_scale) if len(by_scale) > 1 else ()
    return MeasuredCell(group, period, measure_pool(metric_key, parts), one_each)


def _scale_order(scale: Scale | None) -> tuple[int, int, str]:
    return (scale.minimum, scale.maximum, scale.direction) if scale else (-1, -1, "")
