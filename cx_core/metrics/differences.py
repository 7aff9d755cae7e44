"""How far two groups lie apart and how sure that is: for nets, for shares, for means.

``after`` minus ``before``; the two groups are different answers (two periods, a branch and the rest). Where a cell
knows its customers, repeated answers weigh less (`clusters.design_effect`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from cx_core.metrics.clusters import effective_n
from cx_core.metrics.distributions import (
    CONFIDENCE,
    normal_p_value,
    normal_quantile,
    student_p_value,
    student_quantile,
)
from cx_core.metrics.intervals import POINTS, mean_score, net_moments, score_variance, share_interval
from cx_core.metrics.sample_size import POWER
from cx_core.model.measure import Counts


@dataclass(frozen=True)
class Difference:
    """A difference with its interval, its two-sided p-value and the smallest difference the sample could have seen.

    All but ``p_value`` and ``method`` are in the unit of the compared values. ``low``, ``high``, ``p_value`` and
    ``detectable`` are None where the spread is unknown. ``method`` names the test, texts ``method.<method>``.
    """

    value: float
    low: float | None
    high: float | None
    p_value: float | None
    detectable: float | None
    method: str


def net_difference(before: Counts, after: Counts, confidence: float = CONFIDENCE) -> Difference | None:
    """Return the difference of two nets (NPS, net ease) in points; None when a side has no answers.

    Each side is adjusted by 3/4, 3/2, 3/4 pseudo-answers: z = (m2 - m1) / sqrt(V1/N1 + V2/N2). The value is raw,
    the interval holds it and stays within ±200. Cautious for two small groups and safe for unequal ones.
    Source: Rocks 2016, extended to two samples.

    >>> fall = net_difference(Counts(100, 60, 20, 20), Counts(100, 35, 30, 35))
    >>> round(fall.value), round(fall.low), round(fall.high), fall.p_value < 0.001
    (-40, -61, -17, True)
    """
    if not before.n or not after.n:
        return None
    one, two = net_moments(before), net_moments(after)
    raw = (after.top - after.bottom) / after.n - (before.top - before.bottom) / before.n
    error = math.sqrt(one.error**2 + two.error**2)
    adjusted, half = two.mean - one.mean, normal_quantile(confidence) * error
    low, high = max(-2.0, min(adjusted - half, raw)), min(2.0, max(adjusted + half, raw))
    p_value = normal_p_value(adjusted / error)
    return Difference(
        POINTS * raw, POINTS * low, POINTS * high, p_value, POINTS * _detectable(error), "two_adjusted_nets"
    )


def share_difference(before: Counts, after: Counts, confidence: float = CONFIDENCE) -> Difference | None:
    """Return the difference of two top-class shares, -1 to 1; None when a side has no answers.

    Interval: Newcombe's hybrid score, d - sqrt((p2 - l2)² + (u1 - p1)²) to d + sqrt((u2 - p2)² + (p1 - l1)²) from
    the two Wilson intervals. p-value: z with the pooled share. Source: Newcombe, "Interval estimation for the
    difference between independent proportions", Statistics in Medicine 17, 1998, method 10.

    >>> rise = share_difference(Counts(80, 48, 0, 32), Counts(70, 56, 0, 14))
    >>> round(rise.low, 4), round(rise.high, 4)
    (0.0524, 0.3339)
    """
    one, two = share_interval(before, confidence), share_interval(after, confidence)
    if one is None or two is None:
        return None
    p_one, p_two = before.top / before.n, after.top / after.n
    n_one, n_two = effective_n(before, "top"), effective_n(after, "top")
    difference = p_two - p_one
    low = difference - math.hypot(p_two - two.low, one.high - p_one)
    high = difference + math.hypot(two.high - p_two, p_one - one.low)
    pooled = (p_one * n_one + p_two * n_two) / (n_one + n_two)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_one + 1 / n_two))
    # Two pseudo-answers of each kind keep the spread above 0 where everybody agrees (Agresti & Coull 1998).
    softened = (pooled * (n_one + n_two) + 2) / (n_one + n_two + 4)
    seen = _detectable(math.sqrt(softened * (1 - softened) * (1 / n_one + 1 / n_two)))
    p_value = normal_p_value(difference / error) if error > 0 else 1.0
    return Difference(difference, max(-1.0, low), min(1.0, high), p_value, seen, "newcombe")


def mean_difference(before: Counts, after: Counts, confidence: float = CONFIDENCE) -> Difference | None:
    """Return the difference of two mean scores on their common scale; None when a side has no answers.

    Welch: t = (m2 - m1) / sqrt(s1²/n1 + s2²/n2) with Satterthwaite's degrees of freedom. A side with one answer, or no
    spread on either side, gives a value without interval or p-value. Source: Welch, Biometrika 34, 1947.

    >>> mean_difference(Counts(1, 1, 0, 0, 500, 250000), Counts(1, 0, 0, 1, 100, 10000)).p_value is None
    True
    """
    mean_one, mean_two = mean_score(before), mean_score(after)
    if mean_one is None or mean_two is None:
        return None
    difference = mean_two - mean_one
    one, two = _error_squared(before), _error_squared(after)
    if one is None or two is None or one + two <= 0:
        return Difference(difference, None, None, None, None, "welch")
    error = math.sqrt(one + two)
    degrees = (one + two) ** 2 / (one**2 / _degrees(before) + two**2 / _degrees(after))
    half = student_quantile(degrees, confidence) * error
    return Difference(
        difference,
        difference - half,
        difference + half,
        student_p_value(difference / error, degrees),
        _detectable(error),
        "welch",
    )


def _degrees(counts: Counts) -> float:
    return max(1.0, effective_n(counts, "score") - 1)


def _error_squared(counts: Counts) -> float | None:
    variance = score_variance(counts)
    return None if variance is None else variance / effective_n(counts, "score")


def _detectable(error: float) -> float:
    """Return the difference that would be seen as real with 80 % power at 5 %: (z.975 + z.80) · SE."""
    return (normal_quantile(CONFIDENCE) + normal_quantile(2 * POWER - 1)) * error
