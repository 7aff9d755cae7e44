"""Lines under watch, each against its own frozen level; and what broke a line: other levels, other sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cx_core.metrics.alerts import Watch, Watched, watch_series
from cx_core.metrics.change_points import MAX_VALUES, ChangePoints, change_points
from cx_core.metrics.trend import Series, build_series_by_group
from cx_core.model.feedback import Scale
from cx_core.model.filters import Filters
from cx_core.model.measure import MIN_N_TESTED
from cx_core.model.period import Grain, Period
from cx_core.model.query import Query
from cx_core.store.settings import SettingsStore
from cx_core.workspace.measuring import Measuring
from cx_core.workspace.source_names import CONFIRMED_LEVELS

#: One line in five gives a false alarm within a year, so only a few are watched: those with most answers.
MAX_LINES = 6

Confirmed = tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Line:
    """One line under watch. ``value`` is None for the total and for answers without the field; ``is_total`` tells.

    ``name`` is what its confirmed level is kept under. ``since`` is the first day of the level that a person
    confirmed, None where the first periods of the series are the level; ``earlier`` are the periods watched before it.
    """

    value: str | None
    is_total: bool
    watch: Watch
    n: int
    name: str = ""
    since: date | None = None
    earlier: tuple[Watched, ...] = ()

    @property
    def watched(self) -> tuple[Watched, ...]:
        """Every period that was ever watched, in order."""
        return (*self.earlier, *self.watch.periods)

    @property
    def new_level(self) -> Period | None:
        """The first period of the alarms that still last: where a new level would begin; None while all is quiet."""
        first = None
        for one in reversed(self.watch.periods):
            if one.n and not one.alarm:
                break
            first = one.period if one.alarm else first
        return first


@dataclass(frozen=True)
class SourceSpan:
    """When a source's answers begin and end inside a series."""

    source: str
    first: Period
    last: Period


@dataclass(frozen=True)
class ScaleSpan:
    """When answers on a scale begin and end inside a series."""

    scale: Scale
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

    def __init__(self, measuring: Measuring, settings: SettingsStore) -> None:
        self._measuring = measuring
        self._settings = settings

    def confirmed(self) -> Confirmed:
        """Return the levels that people confirmed: the name of a line and the first day of its level."""
        kept = self._settings.get(CONFIRMED_LEVELS, {})
        return tuple((name, date.fromisoformat(day)) for name, day in sorted(kept.items()))

    def confirm(self, line: str, since: date | None) -> None:
        """Take the periods from ``since`` on for the usual level of a line; None goes back to its first periods."""
        kept = {name: day.isoformat() for name, day in self.confirmed() if name != line}
        self._settings.set(CONFIRMED_LEVELS, kept | ({line: since.isoformat()} if since else {}))

    def lines(
        self, metric: str, every: Grain, filters: Filters, field: str | None = None, confirmed: Confirmed | None = None
    ) -> tuple[Line, ...]:
        """Return the total under watch and the largest groups of ``field``, the total first.

        ``confirmed`` are the levels in force, by default those that people confirmed.
        """
        levels = dict(self.confirmed() if confirmed is None else confirmed)
        named = f"{metric}|{every}|{filters.with_dates(None, None).where!r}"
        found = [_line(self._measuring.series(metric, every, filters), None, named, levels)]
        if field:
            reach = self._reach(filters)
            query = Query(metric, (field,), every, filters)
            cells, by_source = self._measuring.ask(query), self._measuring.by_source(query)
            groups = [
                _line(series, (dict(group)[field],), f"{named}|{field}|{dict(group)[field]}", levels)
                for group, series in build_series_by_group(metric, cells, reach, filters.since, by_source)
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

    def scales(self, metric: str, every: Grain, filters: Filters) -> tuple[ScaleSpan, ...]:
        """Return when the answers on each scale begin and end, whatever scale the filters ask for."""
        seen: dict[Scale, list[Period]] = {}
        for cell in self._measuring.ask(Query(metric, every=every, filters=filters.with_values("scale", ()))):
            if cell.period is not None and cell.counts.scale is not None:
                seen.setdefault(cell.counts.scale, []).append(cell.period)
        return tuple(ScaleSpan(scale, min(periods), max(periods)) for scale, periods in sorted(seen.items()))

    def _reach(self, filters: Filters) -> date | None:
        reach = self._measuring.data_through(filters)
        return min(reach, filters.until) if reach and filters.until else reach


def _line(series: Series, group: tuple[str | None] | None, name: str, levels: dict[str, date]) -> Line:
    n, since = sum(point.n for point in series.points), levels.get(name)
    value = group[0] if group else None
    if since is None:
        return Line(value, group is None, watch_series(series), n, name)
    before, after = (
        replace(series, points=tuple(point for point in series.points if (point.period.first >= since) == is_after))
        for is_after in (False, True)
    )
    return Line(value, group is None, watch_series(after), n, name, since, watch_series(before).periods)
