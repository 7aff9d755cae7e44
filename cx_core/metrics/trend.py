"""A metric over time: one point a period, gaps left open, an unfinished last period marked as such."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from cx_core.metrics.compare import Comparison, compare, practical_floor
from cx_core.metrics.continuity import BySource, held_against_sources, is_continued
from cx_core.metrics.pooling import Group, measure_pool, pool_by_scale
from cx_core.model.measure import Counts, Measure
from cx_core.model.period import Grain, Period, day_number, periods_between
from cx_core.model.query import Cell

#: A period is fine enough when half of the periods have this many answers.
MEDIAN_N = 50
_GRAINS_TO_TRY: tuple[Grain, ...] = ("week", "month", "quarter")


@dataclass(frozen=True)
class Point:
    """One period of a series.

    ``measure.value`` is None where the period has no answers: the line breaks there, it is never drawn through.
    ``complete`` is False while the data do not cover the whole period: such a point is drawn hollow, has no delta and
    never alerts. ``parts`` holds the counts of each scale, several only where scales are mixed. ``sources`` holds those
    of each source, empty where they are not known: no line joins periods of other sources.
    """

    period: Period
    measure: Measure
    complete: bool
    parts: tuple[Counts, ...] = ()
    sources: tuple[tuple[str | None, Counts], ...] = ()

    @property
    def n(self) -> int:
        """The number of answers behind the point."""
        return self.measure.n


@dataclass(frozen=True)
class Series:
    """The points of one metric in order of time, without holes in the calendar.

    ``change`` compares the last complete period with the one right before it; None while there are not two
    complete periods. It is information, not an alert: on pure noise it speaks up every few months.
    """

    metric: str
    points: tuple[Point, ...]
    change: Comparison | None = None

    @property
    def latest(self) -> Point | None:
        """The last complete period; None when there is none."""
        return next((point for point in reversed(self.points) if point.complete), None)

    @property
    def previous(self) -> Point | None:
        """The period that ``change`` compares the latest with; None when there is none."""
        return _before(self.points, self.latest)


def build_series(
    metric_key: str,
    cells: Iterable[Cell],
    covered_through: date | None,
    covered_from: date | None = None,
    by_source: Iterable[Cell] = (),
) -> Series:
    """Build the series of one group's cells.

    ``covered_through`` is the last day that the data cover (the sources' last day, or an earlier end of the filter),
    ``covered_from`` the first day when a filter cuts into a period; both included. Periods run from the first cell to
    the last, or on to ``covered_through``; those without answers become gaps. Without cells the series is empty.
    ``by_source`` are the same answers by period and the field ``source``, where there are several. ValueError for a
    cell without a period.

    >>> january = Period.containing(date(2026, 1, 1), "month")
    >>> march = Period.containing(date(2026, 3, 1), "month")
    >>> cells = [Cell((), january, Counts(1, 1, 0, 0)), Cell((), march, Counts(1, 0, 0, 1))]
    >>> series = build_series("nps", cells, date(2026, 3, 20))
    >>> [(point.period.label, point.measure.value, point.complete) for point in series.points]
    [('2026-01', 100.0, True), ('2026-02', None, True), ('2026-03', -100.0, False)]
    """
    by_period: dict[Period, list[Counts]] = {}
    for cell in cells:
        if cell.period is None:
            raise ValueError("a series is built of cells with a period")
        by_period.setdefault(cell.period, []).append(cell.counts)
    if not by_period:
        return Series(metric_key, ())
    sources: dict[Period, list[tuple[str | None, Counts]]] = {}
    for cell in by_source:
        if cell.period is not None:
            sources.setdefault(cell.period, []).append((cell.value("source"), cell.counts))
    last_day = max(period.last for period in by_period)
    if covered_through is not None:
        last_day = max(last_day, covered_through)
    first = min(by_period)
    points = tuple(
        _point(
            metric_key,
            period,
            by_period.get(period, []),
            is_complete(period, covered_through, covered_from),
            sources.get(period, ()),
        )
        for period in periods_between(first.first, last_day, first.grain)
    )
    return Series(metric_key, points, _latest_change(metric_key, points))


def build_series_by_group(
    metric_key: str,
    cells: Iterable[Cell],
    covered_through: date | None,
    covered_from: date | None = None,
    by_source: Iterable[Cell] = (),
) -> tuple[tuple[Group, Series], ...]:
    """Build one series a group, in the order in which groups first appear.

    ``by_source`` are the same answers by the same field and ``source``.

    >>> build_series_by_group("nps", [], None)
    ()
    """
    by_group: dict[Group, list[Cell]] = {}
    for cell in cells:
        by_group.setdefault(cell.group, []).append(cell)
    sources: dict[Group, list[Cell]] = {}
    for cell in by_source:
        sources.setdefault(tuple(pair for pair in cell.group if pair[0] != "source"), []).append(cell)
    return tuple(
        (group, build_series(metric_key, own, covered_through, covered_from, sources.get(group, ())))
        for group, own in by_group.items()
    )


def is_complete(period: Period, covered_through: date | None, covered_from: date | None = None) -> bool:
    """Tell whether the data cover the whole period. Unknown cover is not complete.

    >>> is_complete(Period.containing(date(2026, 2, 3), "month"), date(2026, 2, 28))
    True
    """
    starts_in_time = covered_from is None or covered_from <= period.first
    return covered_through is not None and covered_through >= period.last and starts_in_time


def choose_grain(answers_by_day: Mapping[date, int]) -> Grain:
    """Return the finest of week, month and quarter whose median period has at least 50 answers, else quarter.

    Periods without answers between the first and the last day count as 0.

    >>> choose_grain({date(2026, 1, 5): 60, date(2026, 1, 12): 70})
    'week'
    """
    days = [day for day, n in answers_by_day.items() if n]
    if not days:
        return "month"
    for grain in _GRAINS_TO_TRY:
        totals = dict.fromkeys(periods_between(min(days), max(days), grain), 0)
        for day, n in answers_by_day.items():
            if n:
                totals[Period.containing(day, grain)] += n
        if statistics.median(totals.values()) >= MEDIAN_N:
            return grain
    return "quarter"


def rolling(series: Series, window: int) -> tuple[Point, ...]:
    """Return a smoother line: each point pools the counts of the last ``window`` periods.

    For the eye only: neighbouring points share answers, so nothing may be tested on it. The first ``window`` - 1
    points are left out. A point is complete when all its periods are. Where the sources change within a window, its
    point has no value (reason ``other_sources``).

    >>> rolling(Series("nps", ()), 3)
    ()
    """
    if window < 1:
        raise ValueError("a window holds at least one period")
    return tuple(
        _pooled(series.metric, series.points[end - window : end]) for end in range(window, len(series.points) + 1)
    )


def same_days_of_previous(period: Period, covered_through: date) -> tuple[date, date]:
    """Return the first and last day of the previous period's equally long beginning, for "same days so far".

    >>> same_days_of_previous(Period.containing(date(2026, 3, 10), "month"), date(2026, 3, 10))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 10))
    """
    previous = period.previous()
    elapsed = day_number(min(covered_through, period.last)) - day_number(period.first)
    return previous.first, min(previous.first + timedelta(days=max(0, elapsed)), previous.last)


def year_before(period: Period) -> Period:
    """Return the same period of the year before; weeks and days go back 52 whole weeks, so that weekdays agree.

    >>> year_before(Period.containing(date(2026, 3, 1), "quarter")).label
    '2025-Q1'
    """
    if period.grain in ("day", "week"):
        return Period.containing(period.first - timedelta(weeks=52), period.grain)
    return Period.containing(period.first.replace(year=period.first.year - 1), period.grain)


def change_on_year(series: Series) -> Comparison | None:
    """Compare the last complete period with the same one a year before; None when the series does not hold both.

    >>> change_on_year(Series("nps", ())) is None
    True
    """
    latest = series.latest
    if latest is None:
        return None
    wanted = year_before(latest.period)
    earlier = next((point for point in series.points if point.period == wanted and point.complete), None)
    return compare_points(series.metric, earlier, latest) if earlier else None


def compare_points(metric_key: str, before: Point, after: Point) -> Comparison:
    """Compare two periods of one series; periods that mix scales are not compared.

    A change that other sources carry is not announced: see `continuity.held_against_sources`.

    >>> gap = Point(Period.containing(date(2026, 1, 1), "month"), Measure("nps", None, reason="no_answers"), True)
    >>> compare_points("nps", gap, gap).reason
    'no_answers'
    """
    if len(before.parts) > 1 or len(after.parts) > 1:
        floor = practical_floor(metric_key, None)
        return Comparison(metric_key, None, reason="mixed_scales", n_before=before.n, n_after=after.n, floor=floor)
    return held_against_sources(compare(metric_key, _only(before), _only(after)), before.sources, after.sources)


def _only(point: Point) -> Counts:
    return point.parts[0] if point.parts else Counts()


def _point(metric_key: str, period: Period, counts: Sequence[Counts], complete: bool, sources: BySource = ()) -> Point:
    parts = pool_by_scale(counts)
    return Point(period, measure_pool(metric_key, parts), complete, parts, tuple(sources))


def _pooled(metric_key: str, points: Sequence[Point]) -> Point:
    answered = [point for point in points if point.n]
    counts = [part for point in points for part in point.parts]
    pooled = _point(metric_key, points[-1].period, counts, all(point.complete for point in points))
    if all(is_continued(before.sources, after.sources) for before, after in pairwise(answered)):
        return pooled
    return replace(pooled, measure=Measure(metric_key, None, n=pooled.n, reason="other_sources"))


def _before(points: Sequence[Point], latest: Point | None) -> Point | None:
    if latest is None:
        return None
    place = points.index(latest)
    return points[place - 1] if place and points[place - 1].complete else None


def _latest_change(metric_key: str, points: Sequence[Point]) -> Comparison | None:
    latest = next((point for point in reversed(points) if point.complete), None)
    previous = _before(points, latest)
    return compare_points(metric_key, previous, latest) if latest and previous else None
