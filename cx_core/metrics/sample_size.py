"""How many answers are enough: margins of error, and the smallest change a sample can see."""

from __future__ import annotations

import math

from cx_core.metrics.distributions import CONFIDENCE, normal_quantile
from cx_core.metrics.intervals import POINTS

POWER = 0.80

#: Variance of the class codes of a usual NPS (50 % promoters, 20 % detractors) and of the worst (half and half).
USUAL_VARIANCE, WORST_VARIANCE = 0.61, 1.0


def margin_of_error(n: int, variance: float = USUAL_VARIANCE, confidence: float = CONFIDENCE) -> float | None:
    """Return half the width of an NPS interval of ``n`` answers, in points; None for n = 0.

    100 z sqrt(V/n), V the variance of the codes +1, 0, -1. The unadjusted form: a plan, not a result.

    >>> round(margin_of_error(100)), round(margin_of_error(100, WORST_VARIANCE))
    (15, 20)
    """
    return POINTS * normal_quantile(confidence) * math.sqrt(variance / n) if n else None


def answers_for_margin(
    margin: float,
    variance: float = USUAL_VARIANCE,
    confidence: float = CONFIDENCE,
    population: int | None = None,
) -> int:
    """Return how many answers give an NPS interval of ± ``margin`` points.

    n = z² V / margin²; in a finite population of N customers n / (1 + (n - 1)/N). Rounded up: half an
    answer cannot be asked. Source: Cochran, Sampling Techniques, 1977, § 4.4.

    >>> answers_for_margin(10), answers_for_margin(10, population=300)
    (235, 132)
    """
    if margin <= 0:
        raise ValueError("a margin of error is a number of points above 0")
    n = normal_quantile(confidence) ** 2 * variance / (margin / POINTS) ** 2
    if population is not None:
        n = n / (1 + (n - 1) / population)
    return math.ceil(n - 1e-9)


def detectable_difference(
    n_before: float, n_after: float, variance: float = USUAL_VARIANCE, power: float = POWER
) -> float | None:
    """Return the smallest difference of two NPS, in points, that a two-sided 5 % test sees with ``power``.

    100 (z.975 + z_power) sqrt(V/n1 + V/n2); None when a side is empty.

    >>> [round(detectable_difference(n, n)) for n in (50, 100, 1000)]
    [44, 31, 10]
    """
    if n_before <= 0 or n_after <= 0:
        return None
    error = math.sqrt(variance / n_before + variance / n_after)
    return POINTS * (normal_quantile(CONFIDENCE) + normal_quantile(2 * power - 1)) * error


def answers_for_difference(
    difference: float, variance: float = USUAL_VARIANCE, power: float = POWER, groups: int = 2
) -> int:
    """Return how many answers each group needs for a difference of ``difference`` points to be seen.

    n = 2V (z.975 + z_power)² / difference² for two groups; a difference in differences has ``groups`` = 4 cells and
    needs twice that in each (Fleiss 1981; the note on effects of actions).

    >>> answers_for_difference(20), answers_for_difference(20, groups=4)
    (240, 479)
    """
    if difference == 0:
        raise ValueError("a difference of 0 points can never be seen")
    z = normal_quantile(CONFIDENCE) + normal_quantile(2 * power - 1)
    return math.ceil(groups * variance * (z * POINTS / difference) ** 2 - 1e-9)
