"""The normal and Student distributions, small enough to load with the first page.

scipy has both, but importing it takes longer than everything else a trends page does; tests hold these
functions against scipy's.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

CONFIDENCE = 0.95

_NORMAL = NormalDist()
#: Above this many degrees of freedom the expansion below is exact to nine digits, and quicker.
_MANY_DEGREES = 300.0
_TINY = 1e-300
_MAX_TERMS = 2000


@lru_cache
def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """Return z with a two-sided ``confidence`` (0 to 1, ends excluded) between -z and z.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    return _NORMAL.inv_cdf(0.5 + confidence / 2)


def normal_p_value(z: float) -> float:
    """Return the two-sided p-value of a normal statistic.

    >>> round(normal_p_value(1.959964), 4)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2))


def student_p_value(t: float, degrees: float) -> float:
    """Return the two-sided p-value of a Student statistic with ``degrees`` > 0 degrees of freedom.

    P(|T| > t) = I(degrees / (degrees + t²); degrees/2, 1/2), I the regularised incomplete beta function
    (Abramowitz & Stegun 26.7.1).

    >>> round(student_p_value(2.262157, 9), 4)
    0.05
    """
    return regularised_beta(degrees / (degrees + t * t), degrees / 2, 0.5)


@lru_cache(maxsize=4096)
def student_quantile(degrees: float, confidence: float = CONFIDENCE) -> float:
    """Return t with a two-sided ``confidence`` between -t and t for ``degrees`` > 0 degrees of freedom.

    >>> round(student_quantile(9), 4)
    2.2622
    """
    z = normal_quantile(confidence)
    t = _expanded_quantile(z, degrees)
    if degrees > _MANY_DEGREES:
        return t
    if degrees <= 2:
        # The expansion is of no use here; one degree is the Cauchy distribution, whose quantile is the larger one.
        t = math.tan(math.pi * confidence / 2)
    # Newton from either side: the p-value falls and is convex in t, so that one step never passes the solution twice.
    for _ in range(_MAX_TERMS):
        step = (student_p_value(t, degrees) - (1 - confidence)) / (2 * _student_density(t, degrees))
        t = max(t + step, t / 8)
        if abs(step) <= 1e-14 * t:
            break
    return t


def _student_density(t: float, degrees: float) -> float:
    log_front = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(degrees * math.pi) / 2
    return math.exp(log_front - (degrees + 1) / 2 * math.log1p(t * t / degrees))


def _expanded_quantile(z: float, degrees: float) -> float:
    """Return the Student quantile from the normal one (Abramowitz & Stegun 26.7.5, four terms)."""
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / degrees**power for power, term in enumerate(terms, start=1))


def regularised_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I(x; a, b) for 0 <= x <= 1 and a, b > 0.

    Continued fraction (Abramowitz & Stegun 26.5.8), evaluated by the modified Lentz method.

    >>> round(regularised_beta(0.5, 2.0, 2.0), 6)
    0.5
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    # The fraction converges quickly only on this side of the mean; the other side is its mirror image.
    if x > (a + 1) / (a + b + 2):
        return 1.0 - regularised_beta(1 - x, b, a)
    return math.exp(log_front) * _lentz(x, a, b) / a


def _lentz(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MAX_TERMS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _away_from_zero(1 + numerator * d)
            c = _away_from_zero(1 + numerator / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
