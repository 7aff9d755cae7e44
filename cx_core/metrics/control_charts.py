"""Control charts: does a process do anything but its usual wobble?

Plain functions over values in order of time; `alerts` puts the default rule together from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.model.measure import Counts

#: Mean range of two standard normal values: turns a mean moving range into a standard deviation.
D2 = 1.128
SIGMAS = 3.0
EWMA_WEIGHT, EWMA_LIMIT = 0.2, 2.962
CUSUM_SLACK, CUSUM_LIMIT = 0.5, 5.0


@dataclass(frozen=True)
class ChartPoint:
    """One period on a chart. ``value`` is None without answers; ``is_signal`` when it leaves its limits."""

    value: float | None
    low: float
    high: float
    is_signal: bool = False


@dataclass(frozen=True)
class Chart:
    """A centre line and one point a period; ``centre`` is None with a reason where there is too little to draw."""

    centre: float | None
    points: tuple[ChartPoint, ...] = ()
    reason: str | None = None


def xmr(values: Sequence[float]) -> Chart:
    """Chart single values without an n: mean ± 3 · (mean moving range) / 1.128.

    Fewer than two values give no chart (reason ``too_few_periods``). Source: Shewhart's individuals chart, Montgomery,
    Statistical Quality Control, § 6.4.

    >>> xmr([10.0, 12.0, 11.0, 13.0]).centre
    11.5
    """
    if len(values) < 2:
        return Chart(None, reason="too_few_periods")
    centre = math.fsum(values) / len(values)
    half = SIGMAS * mean_moving_range(values) / D2
    return Chart(centre, tuple(_point(value, centre - half, centre + half) for value in values))


def p_chart(periods: Sequence[Counts], wobble: float = 1.0) -> Chart:
    """Chart the share of the top class: p ± 3 · wobble · sqrt(p (1 - p) / n), the pooled p, within 0 to 1.

    The limits widen with fewer answers; a period without answers has the widest and no value. ``wobble`` is Laney's
    factor for more than binomial variation (`laney_factor`). Source: Montgomery § 7.2; Laney 2002.

    >>> p_chart([Counts(100, 50, 0, 50), Counts(100, 90, 0, 10)]).points[1].is_signal
    True
    """
    n = sum(counts.n for counts in periods)
    if not n:
        return Chart(None, reason="no_answers")
    share = sum(counts.top for counts in periods) / n
    points = []
    for counts in periods:
        if not counts.n:
            points.append(ChartPoint(None, 0.0, 1.0))
            continue
        half = SIGMAS * wobble * math.sqrt(share * (1 - share) / counts.n)
        points.append(_point(counts.top / counts.n, max(0.0, share - half), min(1.0, share + half)))
    return Chart(share, tuple(points))


def laney_factor(standardised: Sequence[float]) -> float:
    """Return by how much a standardised series wobbles more than sampling alone: max(1, mean |dz| / 1.128).

    Fewer than two values cannot tell: 1. Source: Laney, "Improved control charts for attributes", Quality
    Engineering 14, 2002; never under 1 here, so that a calm baseline does not make the alarm jumpy.

    >>> laney_factor([0.0, 3.0, 0.0, 3.0]) > 2.6
    True
    """
    return max(1.0, mean_moving_range(standardised) / D2) if len(standardised) > 1 else 1.0


def ewma(standardised: Sequence[float], weight: float = EWMA_WEIGHT, limit: float = EWMA_LIMIT) -> Chart:
    """Chart the exponentially weighted mean of a standardised series; it sees small lasting shifts.

    e(t) = weight · z(t) + (1 - weight) · e(t-1) from e(0) = 0, limits ± limit · sqrt(weight / (2 - weight) ·
    (1 - (1 - weight)^2t)). Mean time to a false alarm 500 for (0.2, 2.962) with known parameters.
    Source: Roberts 1959; Lucas & Saccucci, Technometrics 32, 1990.

    >>> ewma([3.0, 3.0]).points[1].is_signal
    True
    """
    points, level = [], 0.0
    for t, z in enumerate(standardised, start=1):
        level = weight * z + (1 - weight) * level
        half = limit * math.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * t)))
        points.append(_point(level, -half, half))
    return Chart(0.0, tuple(points))


@dataclass(frozen=True)
class CusumPoint:
    """The two one-sided sums of a period, both in standard deviations and never below 0."""

    above: float
    below: float
    is_signal: bool


def cusum(
    standardised: Sequence[float], slack: float = CUSUM_SLACK, limit: float = CUSUM_LIMIT
) -> tuple[CusumPoint, ...]:
    """Return the tabular CUSUM of a standardised series: the sums of what exceeds ± ``slack``.

    C+(t) = max(0, z - slack + C+(t-1)), C-(t) = max(0, -z - slack + C-(t-1)); a signal over ``limit``. Mean time to
    a false alarm 465 for (0.5, 5), 168 for (0.5, 4). Source: Page 1954; Montgomery § 9.1.

    >>> cusum([2.0, 2.0, 2.0, 2.0])[3].is_signal
    True
    """
    points: list[CusumPoint] = []
    above = below = 0.0
    for z in standardised:
        above, below = max(0.0, z - slack + above), max(0.0, -z - slack + below)
        points.append(CusumPoint(above, below, max(above, below) > limit))
    return tuple(points)


def mean_moving_range(values: Sequence[float]) -> float:
    """Return the mean absolute difference of neighbours; 0 for fewer than two values.

    >>> mean_moving_range([1.0, 4.0, 2.0])
    2.5
    """
    if len(values) < 2:
        return 0.0
    return math.fsum(abs(two - one) for one, two in pairwise(values)) / (len(values) - 1)


def _point(value: float, low: float, high: float) -> ChartPoint:
    return ChartPoint(value, low, high, not low <= value <= high)


def score_spread(counts: Counts) -> float | None:
    """Return the population variance of the scores in square points of the scale; None without answers.

    >>> score_spread(Counts(2, 1, 0, 1, 600, 200000))
    1.0
    """
    if not counts.n:
        return None
    return max(0.0, (counts.squares - counts.total**2 / counts.n) / counts.n / HUNDREDTHS**2)
