"""The periods of a series, the empty ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cx_core.charts.words import is_drawn, standing
from cx_core.i18n import translate
from cx_core.metrics.continuity import BySource, is_continued
from cx_core.model.measure import Measure
from cx_core.model.period import Period, periods_between


class SeriesPoint(Protocol):
    """One period of a series: its measure, and whether all its days have passed."""

    @property
    def period(self) -> Period: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def complete(self) -> bool: ...
    @property
    def sources(self) -> BySource: ...


@dataclass(frozen=True)
class TrendPoint:
    """The plainest `SeriesPoint`."""

    period: Period
    measure: Measure
    complete: bool = True
    sources: BySource = ()


def slots(points: Sequence[SeriesPoint], metric: str) -> tuple[TrendPoint, ...]:
    """Return one point for every period from the first to the last; a period nobody answered in has no value."""
    if not points:
        return ()
    given = {point.period: point for point in points}
    ordered = sorted(given)
    empty = Measure(metric, None, reason="no_answers")
    filled = []
    for period in periods_between(ordered[0].first, ordered[-1].last, ordered[0].grain):
        point = given.get(period)
        filled.append(
            TrendPoint(period, point.measure, point.complete, point.sources) if point else TrendPoint(period, empty)
        )
    return tuple(filled)


def runs(points: Sequence[TrendPoint]) -> tuple[int | None, ...]:
    """Number the stretches that one line may join; None for a period that no line reaches.

    A run ends at a period that is incomplete or may not be shown, and where the scale of the answers changes or most of
    them come from other sources.
    """
    return _numbered(points, [point.complete and is_drawn(point.measure) for point in points])


def bands(points: Sequence[TrendPoint]) -> tuple[int | None, ...]:
    """Number the stretches that one band may fill: runs of at least two periods with 30 answers or more.

    A period with few answers has an interval so wide that a band through it would hide its neighbours; it gets a bar.
    """
    solid = [point.complete and point.measure.display in ("shown", "full") for point in points]
    numbered = _numbered(points, solid)
    return tuple(None if numbered.count(band) == 1 else band for band in numbered)


def _numbered(points: Sequence[TrendPoint], joins: Sequence[bool]) -> tuple[int | None, ...]:
    numbered: list[int | None] = []
    run, previous = 0, None
    for point, joined in zip(points, joins, strict=True):
        if not joined:
            numbered.append(None)
            previous = None
            continue
        if previous is None or not _is_joined(previous, point):
            run += 1
        numbered.append(run)
        previous = point
    return tuple(numbered)


def _is_joined(before: TrendPoint, after: TrendPoint) -> bool:
    return before.measure.scale == after.measure.scale and is_continued(before.sources, after.sources)


def last_drawn(points: Sequence[TrendPoint]) -> TrendPoint | None:
    """Return the last complete period whose score may be shown; None when there is none."""
    return next((point for point in reversed(points) if point.complete and is_drawn(point.measure)), None)


def note(point: TrendPoint, language: str) -> str:
    """Say what is special about a period: not over yet, few answers, hidden; empty when nothing is."""
    incomplete = "" if point.complete else translate("charts.standing.incomplete", language)
    return ", ".join(part for part in (incomplete, standing(point.measure, language)) if part)
