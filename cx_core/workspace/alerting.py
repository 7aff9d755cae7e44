"""Lines under watch, each against its own frozen level; and what broke a line: other levels, other sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cx_core.metrics.alerts import Watch, watch_series
from cx_core.metrics.change_points import MAX_VALUES, ChangePoints, change_points
from cx_core.metrics.trend import Series, build_series_by_group
from cx_core.model.filters import Filters
from cx_core.model.measure import MIN_N_TESTED
from cx_core.model.period import Grain, Period
from cx_core.model.query import Query
from cx_core.workspace.measuring import Measuring

#: One line in five gives a false alarm within a year, so only a few are watched: those with most answers.
MAX_LINES = 6


@dataclass(frozen=True)
class Line:
    """One line under watch. ``value`` is None for the total and for answers without the field; ``is_total`` tells."""

    value: str | None
    is_total: bool
    watch: Watch
    n: int


@dataclass(frozen=True)
class SourceSpan:
    """When a source's answers begin and end inside a series."""

    source: str
    first: Period
    last: Period


@dataclass(frozen=True)
class LevelSpan:
    """A stretch of periods on one level, found in hindsight: it explains history and never alerts."""

    first: Period
    last: Period
    mean: float


class Alerting:
    """Watches lines."""

    def __init__(self, measuring: Measuring) -> None:
        self._measuring = measuring

    def lines(self, metric: str, every: Grain, filters: Filters, field: str | None = None) -> tuple[Line, ...]:
        """Return the total under watch and the largest groups of ``field``, the total first."""
        total = self._measuring.series(metric, every, filters)
        found = [Line(None, True, watch_series(total), sum(point.n for point in total.points))]
        if field:
            reach = self._reach(filters)
            cells = self._measuring.ask(Query(metric, (field,), every, filters))
            groups = [
                Line(dict(group)[field], False, watch_series(series), sum(point.n for point in series.points))
                for group, series in build_series_by_group(metric, cells, reach, filters.since)
            ]
            groups.sort(key=lambda line: -line.n)
            found += [line for line in groups if line.n >= MIN_N_TESTED][: MAX_LINES - 1]
        return tuple(found)

    def levels(self, series: Series) -> tuple[LevelSpan, ...]:
        """Return the levels of a series' complete periods; one level, or too few periods, gives nothing to show."""
        known = [point for point in series.points if point.complete and point.measure.value is not None][-MAX_VALUES:]
        if len({point.measure.scale for point in known}) > 1:
            return ()
        found: ChangePoints = change_points([point.measure.value or 0.0 for point in known])
        if len(found.levels) < 2:
            return ()
        return tuple(
            LevelSpan(known[level.start].period, known[level.end - 1].period, level.mean) for level in found.levels
        )

    def sources(self, metric: str, every: Grain, filters: Filters) -> tuple[SourceSpan, ...]:
        """Return when each source's answers begin and end."""
        seen: dict[str, list[Period]] = {}
        for cell in self._measuring.ask(Query(metric, ("source",), every, filters)):
            if cell.period is not None:
                seen.setdefault(cell.value("source") or "", []).append(cell.period)
        return tuple(SourceSpan(source, min(periods), max(periods)) for source, periods in sorted(seen.items()))

    def _reach(self, filters: Filters) -> date | None:
        reach = self._measuring.data_through(filters)
        return min(reach, filters.until) if reach and filters.until else reach
