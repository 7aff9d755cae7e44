"""How sure a number is: intervals for NPS, for a share and for a mean.

Every function takes counts, returns an `Interval` or None where none exists, and never rounds. Counts may be
fractions, since repeated answers of one customer are worth less than one each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.clusters import design_effect
from cx_core.metrics.distributions import CONFIDENCE, normal_quantile, student_quantile
from cx_core.model.measure import Counts
from cx_core.model.message import Message

POINTS = 100.0

#: Pseudo-answers that the adjusted interval adds to promoters, passives and detractors (Rocks 2016).
ADDED_TOP, ADDED_MIDDLE, ADDED_BOTTOM = 0.75, 1.5, 0.75
ADDED_N = ADDED_TOP + ADDED_MIDDLE + ADDED_BOTTOM

NpsMethod = Literal["adjusted_wald", "score", "wald", "goodman"]
_STEPS = 200


@dataclass(frozen=True)
class Interval:
    """The two ends of an interval and the method that gave them; its texts are ``method.<method>``."""

    low: float
    high: float
    method: str

    @property
    def message(self) -> Message:
        """The method in words."""
        return Message.of(f"method.{self.method}.name")

    def holds(self, value: float) -> bool:
        """Tell whether ``value`` lies in the interval, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Trinomial:
    """Mean and variance of the class codes +1, 0, -1 over ``n`` answers; both on -1 to 1."""

    mean: float
    variance: float
    n: float

    @classmethod
    def of(cls, top: float, n: float, bottom: float) -> Trinomial:
        """Return the moments: m = (P - D)/n, V = p + d - (p - d)² (population form); n > 0."""
        mean = (top - bottom) / n
        return cls(mean, max(0.0, (top + bottom) / n - mean * mean), n)

    @classmethod
    def adjusted(cls, top: float, n: float, bottom: float) -> Trinomial:
        """Return the moments after adding 3/4, 3/2 and 3/4 pseudo-answers, so that V is never 0."""
        return cls.of(top + ADDED_TOP, n + ADDED_N, bottom + ADDED_BOTTOM)

    @property
    def error(self) -> float:
        """Standard error of the mean, sqrt(V/n)."""
        return math.sqrt(self.variance / self.n)


def adjusted_wald(top: float, middle: float, bottom: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the adjusted Wald interval of an NPS, in points; None without answers. The default.

    Add 3/4, 3/2, 3/4 to promoters, passives, detractors, take the Wald interval of the result, clip it to ±100,
    and widen it to hold the raw NPS where it misses it. Source: Rocks, "Interval estimation for the Net
    Promoter Score", The American Statistician 70(4), 2016.

    >>> one = adjusted_wald(1, 0, 0)
    >>> round(one.low, 1), one.high
    (-48.5, 100.0)
    """
    n = top + middle + bottom
    if n <= 0:
        return None
    moments = Trinomial.adjusted(top, n, bottom)
    return _around(moments, (top - bottom) / n, normal_quantile(confidence), "adjusted_wald")


def wald(top: float, middle: float, bottom: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the textbook interval m ± z sqrt(V/n) of an NPS, in points; None without answers.

    Its width is 0 when all answers agree, and it is too narrow under 100 answers: for comparison only.

    >>> wald(10, 0, 0).low
    100.0
    """
    n = top + middle + bottom
    if n <= 0:
        return None
    moments = Trinomial.of(top, n, bottom)
    return _around(moments, moments.mean, normal_quantile(confidence), "wald")


def goodman(top: float, middle: float, bottom: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the interval that holds for all contrasts of the three classes at once, in points; None without answers.

    Wald with sqrt(χ²(confidence; 2)) in place of z, which is sqrt(-2 ln(1 - confidence)). Source: Goodman,
    "Simultaneous confidence intervals for contrasts among multinomial populations", Ann. Math. Stat. 35, 1964.

    >>> goodman(50, 30, 20).low < wald(50, 30, 20).low
    True
    """
    n = top + middle + bottom
    if n <= 0:
        return None
    moments = Trinomial.of(top, n, bottom)
    return _around(moments, moments.mean, math.sqrt(-2 * math.log(1 - confidence)), "goodman")


def score(top: float, middle: float, bottom: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the score interval of an NPS, in points; None without answers. The "exact" option for few answers.

    The values t whose constrained score statistic z(t) = (P - D - n·t) / sqrt(n (2q + t(1 - t))) lies within ±z, with
    q = (sqrt(B² - 4AC) - B) / 2A, A = 2n, B = -P - D + (2n - P + D)t, C = -D·t(1 - t). It is the interval
    of a paired difference of proportions with promoters and detractors as the discordant pairs. Source: Tango,
    "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
    Statistics in Medicine 17, 1998.

    >>> one = score(1, 0, 0)
    >>> round(one.low), one.high
    (-59, 100.0)
    """
    n = top + middle + bottom
    if n <= 0:
        return None
    z, mean = normal_quantile(confidence), (top - bottom) / n
    low = _crossing(z, -1.0, mean, top, n, bottom)
    high = _crossing(-z, mean, 1.0, top, n, bottom)
    return Interval(POINTS * low, POINTS * high, "score")


def _score_statistic(t: float, top: float, n: float, bottom: float) -> float:
    a = 2 * n
    b = -top - bottom + (2 * n - top + bottom) * t
    c = -bottom * t * (1 - t)
    q = (math.sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a)
    variance = n * (2 * q + t * (1 - t))
    difference = top - bottom - n * t
    if variance <= 1e-12 * n:
        return 0.0 if abs(difference) <= 1e-12 * n else math.copysign(math.inf, difference)
    return difference / math.sqrt(variance)


def _crossing(target: float, low: float, high: float, top: float, n: float, bottom: float) -> float:
    """Return where the score statistic, which falls as t rises, crosses ``target`` between ``low`` and ``high``."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _score_statistic(middle, top, n, bottom) > target:
            low = middle
        else:
            high = middle
    return high if target < 0 else low


def _around(moments: Trinomial, raw: float, z: float, method: str) -> Interval:
    half = z * moments.error
    low = max(-1.0, min(moments.mean - half, raw))
    high = min(1.0, max(moments.mean + half, raw))
    return Interval(POINTS * low, POINTS * high, method)


_NPS_INTERVALS: dict[NpsMethod, Callable[[float, float, float, float], Interval | None]] = {
    "adjusted_wald": adjusted_wald,
    "score": score,
    "wald": wald,
    "goodman": goodman,
}


def nps_interval(
    counts: Counts, method: NpsMethod = "adjusted_wald", confidence: float = CONFIDENCE
) -> Interval | None:
    """Return the interval of a cell's NPS or of any net of its classes, in points; None without answers.

    Where the cell knows its customers, the counts are first divided by the design effect, and the interval is never
    narrower than it would be for as many different customers; the method then ends in ``_by_customer``.

    >>> nps_interval(Counts(10, 10, 0, 0, 10000, 10000000)).low > 47
    True
    """
    answers = _NPS_INTERVALS[method]
    plain = answers(counts.top, counts.middle, counts.bottom, confidence)
    effect = design_effect(counts, "code")
    if plain is None or effect <= 1:
        return plain
    fewer = answers(counts.top / effect, counts.middle / effect, counts.bottom / effect, confidence)
    return _wider(plain, fewer)


def wilson(successes: float, n: float, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the Wilson score interval of a share, 0 to 1; None for n = 0.

    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Source: Wilson, "Probable inference", JASA 22, 1927.

    >>> few = wilson(0, 10)
    >>> few.low, round(few.high, 3)
    (0.0, 0.278)
    """
    if n <= 0:
        return None
    z = normal_quantile(confidence)
    share, square = successes / n, z * z / n
    centre = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return Interval(max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share)), "wilson")


def share_interval(counts: Counts, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the Wilson interval of the top class's share, by customers where the cell knows them; None for n = 0.

    >>> share_interval(Counts(1, 1, 0, 0, 500, 250000)).high
    1.0
    """
    plain = wilson(counts.top, counts.n, confidence)
    effect = design_effect(counts, "top")
    if plain is None or effect <= 1:
        return plain
    return _wider(plain, wilson(counts.top / effect, counts.n / effect, confidence))


def mean_interval(counts: Counts, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the t interval of the mean score, on the scale of the answers.

    m ± t(G - 1) · s / sqrt(n_effective), clipped to the ends of the scale. None for fewer than two answers,
    and where all answers agree: a spread of zero says nothing about the spread. Source: Student 1908.

    >>> interval = mean_interval(Counts(2, 1, 0, 1, 600, 200000))
    >>> round(interval.low, 2), round(interval.high, 2)
    (-9.71, 15.71)
    """
    variance = score_variance(counts)
    effect = design_effect(counts, "score")
    if variance is None or variance <= 0 or counts.n / effect < 1 + 1e-9:
        return None
    mean = counts.total / counts.n / HUNDREDTHS
    half = student_quantile(counts.n - 1, confidence) * math.sqrt(variance * effect / counts.n)
    low, high = mean - half, mean + half
    if counts.scale:
        low, high = max(low, counts.scale.minimum), min(high, counts.scale.maximum)
    return Interval(low, high, "t_by_customer" if effect > 1 else "t")


def score_variance(counts: Counts) -> float | None:
    """Return the sample variance of the scores, in square points of the scale; None for fewer than two answers.

    (Σs² - (Σs)²/n) / (n - 1), from whole hundredths and therefore exact until the last division.

    >>> score_variance(Counts(2, 1, 0, 1, 600, 200000))
    2.0
    """
    if counts.n < 2:
        return None
    around_mean = counts.n * counts.squares - counts.total**2
    return max(0.0, around_mean / (counts.n * (counts.n - 1)) / HUNDREDTHS**2)


def net_moments(counts: Counts) -> Trinomial:
    """Return the adjusted moments of the class codes over the customers of a cell: what tests and shrinkage use.

    >>> net_moments(Counts(1, 1, 0, 0, 1000, 1000000)).n
    4.0
    """
    effect = design_effect(counts, "code")
    return Trinomial.adjusted(counts.top / effect, counts.n / effect, counts.bottom / effect)


def mean_score(counts: Counts) -> float | None:
    """Return the mean score on the scale of the answers; None without answers.

    >>> mean_score(Counts(2, 1, 1, 0, 900, 410000))
    4.5
    """
    return counts.total / counts.n / HUNDREDTHS if counts.n else None


def _wider(plain: Interval, fewer: Interval | None) -> Interval:
    if fewer is None:
        return plain
    return Interval(min(plain.low, fewer.low), max(plain.high, fewer.high), f"{plain.method}_by_customer")
