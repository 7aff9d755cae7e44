"""The alert: tell a manager when a line has left its usual level, and seldom when it has not.

Default rule: an EWMA for lasting drifts plus three-sigma limits for sudden jumps, both widened by Laney's factor
for the week-to-week wobble that is there anyway. On weekly NPS without any change it gives a false alarm about once in
400 weeks on average (median 165, a fifth of the lines within a year); tests/benchmarks/alerts.py repeats it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics.continuity import is_continued
from cx_core.metrics.control_charts import SIGMAS, ewma, laney_factor, score_spread
from cx_core.metrics.intervals import POINTS, Trinomial, mean_score
from cx_core.metrics.registry import metric
from cx_core.metrics.trend import Point, Series
from cx_core.model.measure import MIN_N_TESTED, Counts
from cx_core.model.period import Period

MIN_BASELINE, USUAL_BASELINE, MAX_BASELINE = 12, 26, 52

Alarm = Literal["sudden", "drift"]


@dataclass(frozen=True)
class Baseline:
    """The level that later periods are held against, frozen until a person confirms a new one.

    ``centre`` is in the unit of the metric's value, ``variance`` that of one answer in its square. ``wobble`` is
    Laney's factor, 1 where periods differ by no more than sampling. ``is_young`` under 26 periods: alarms come more
    often. ``centre`` is None with ``reason`` ``too_few_periods`` (under 12), ``no_spread`` or ``mixed_scales``.
    """

    metric: str
    centre: float | None
    variance: float = 0.0
    wobble: float = 1.0
    n_periods: int = 0
    n: int = 0
    is_young: bool = False
    reason: str | None = None


@dataclass(frozen=True)
class Watched:
    """One period under watch. ``low`` and ``high`` are the three-sigma limits in the unit of the value.

    ``z`` is the standardised distance from the baseline after Laney, ``drift`` the EWMA of it and ``drift_limit``
    its limit. ``alarm`` is None, ``sudden`` (this period alone) or ``drift`` (it and those before it); ``is_worse``
    tells whether it is bad news. A period without answers has neither value nor alarm.
    """

    period: Period | None
    value: float | None
    n: int
    z: float | None = None
    low: float | None = None
    high: float | None = None
    drift: float | None = None
    drift_limit: float | None = None
    alarm: Alarm | None = None
    is_worse: bool | None = None


@dataclass(frozen=True)
class Watch:
    """A line under watch: its baseline, and every complete period after it."""

    baseline: Baseline
    periods: tuple[Watched, ...] = ()

    @property
    def latest_alarm(self) -> Watched | None:
        """The last period that raises an alarm; None when all is quiet."""
        return next((one for one in reversed(self.periods) if one.alarm), None)


def baseline_of(metric_key: str, periods: Sequence[Counts]) -> Baseline:
    """Return the level of some complete periods: pooled counts, the variance of one answer, Laney's wobble.

    Use 26 to 52 periods; 12 is the least. Periods without answers are skipped. Points: V = p + d - (p - d)²; shares:
    p(1 - p); means: the variance of the scores.

    >>> baseline_of("nps", [Counts(100, 50, 30, 20)] * 26).centre
    30.0
    """
    known = [counts for counts in periods if counts.n]
    n = sum(counts.n for counts in known)
    if len(known) < MIN_BASELINE:
        return Baseline(metric_key, None, n_periods=len(known), n=n, reason="too_few_periods")
    if len({counts.scale for counts in known}) > 1:
        return Baseline(metric_key, None, n_periods=len(known), n=n, reason="mixed_scales")
    pooled = sum(known, Counts())
    centre, variance = _level(metric_key, pooled)
    if not variance:
        return Baseline(metric_key, None, n_periods=len(known), n=n, reason="no_spread")
    standardised = [(_level(metric_key, one)[0] - centre) / math.sqrt(variance / one.n) for one in known]
    return Baseline(
        metric_key, centre, variance, laney_factor(standardised), len(known), n, len(known) < USUAL_BASELINE
    )


def watch(baseline: Baseline, later: Sequence[Counts], periods: Sequence[Period] = ()) -> tuple[Watched, ...]:
    """Hold later complete periods against a baseline, in order.

    z(t) = (value - centre) / sqrt(variance / n) / wobble; ``sudden`` when |z| > 3 and the period has 30 answers,
    ``drift`` when the EWMA of z (0.2, 2.962) leaves its limits. A baseline without a centre watches nothing and
    returns ().

    >>> base = baseline_of("nps", [Counts(100, 50, 30, 20)] * 26)
    >>> watch(base, [Counts(100, 50, 30, 20), Counts(100, 20, 20, 60)])[1].alarm
    'sudden'
    """
    if baseline.centre is None:
        return ()
    named: list[Period | None] = list(periods) if periods else [None] * len(later)
    answered = [(place, counts) for place, counts in enumerate(later) if counts.n]
    scores = [_standardised(baseline, counts) for _, counts in answered]
    chart = dict(zip((place for place, _ in answered), ewma(scores).points, strict=True))
    z_of = dict(zip((place for place, _ in answered), scores, strict=True))
    watched = []
    for place, counts in enumerate(later):
        if place not in chart:
            watched.append(Watched(named[place], None, 0))
            continue
        z, drift = z_of[place], chart[place]
        alarm: Alarm | None = "drift" if drift.is_signal else None
        if abs(z) > SIGMAS and counts.n >= MIN_N_TESTED:
            alarm = "sudden"
        half = SIGMAS * baseline.wobble * math.sqrt(baseline.variance / counts.n)
        moved = z if alarm == "sudden" else drift.value or 0.0
        is_worse = (moved < 0) == metric(baseline.metric).higher_is_better(counts.scale) if alarm else None
        watched.append(
            Watched(
                named[place],
                _level(baseline.metric, counts)[0],
                counts.n,
                z,
                baseline.centre - half,
                baseline.centre + half,
                drift.value,
                drift.high,
                alarm,
                is_worse,
            )
        )
    return tuple(watched)


def watch_series(series: Series, frozen_until: Period | None = None) -> Watch:
    """Watch a series: its baseline ends with ``frozen_until``, every complete period after it is watched.

    Without ``frozen_until`` the baseline is the first 26 complete periods, or the first 12 while there are not more
    than 26. At most the last 52 periods of the baseline are used. Periods that mix scales are skipped like empty
    ones, and so are those that other sources answered than the latest complete period: a level belongs to its sources.

    >>> watch_series(Series("nps", ())).baseline.reason
    'too_few_periods'
    """
    latest = next((point for point in reversed(series.points) if point.complete and point.n), None)
    complete = [
        point
        for point in series.points
        if point.complete and (latest is None or is_continued(point.sources, latest.sources))
    ]
    if frozen_until is None:
        length = USUAL_BASELINE if len(complete) > USUAL_BASELINE else MIN_BASELINE
        before, after = complete[:length], complete[length:]
    else:
        before = [point for point in complete if point.period <= frozen_until]
        after = [point for point in complete if point.period > frozen_until]
    baseline = baseline_of(series.metric, [_counts(point) for point in before[-MAX_BASELINE:]])
    later = [_counts(point) for point in after]
    return Watch(baseline, watch(baseline, later, [point.period for point in after]))


def _counts(point: Point) -> Counts:
    return point.parts[0] if len(point.parts) == 1 else Counts()


def _standardised(baseline: Baseline, counts: Counts) -> float:
    distance = _level(baseline.metric, counts)[0] - (baseline.centre or 0.0)
    return distance / math.sqrt(baseline.variance / counts.n) / baseline.wobble


def _level(metric_key: str, counts: Counts) -> tuple[float, float]:
    """Return the value of a cell and the variance of one of its answers, in the unit of the metric's value."""
    unit = metric(metric_key).unit
    if unit == "points":
        moments = Trinomial.of(counts.top, counts.n, counts.bottom)
        return POINTS * moments.mean, POINTS**2 * moments.variance
    if unit == "share":
        share = counts.top / counts.n
        return share, share * (1 - share)
    return mean_score(counts) or 0.0, score_spread(counts) or 0.0
