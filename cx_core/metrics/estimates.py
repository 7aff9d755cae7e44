"""A value with its standard error: what every calculation over several cells starts from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cx_core.metrics.clusters import design_effect, effective_n
from cx_core.metrics.distributions import CONFIDENCE, normal_quantile
from cx_core.metrics.intervals import POINTS, mean_score, net_moments, score_variance
from cx_core.metrics.registry import metric
from cx_core.model.measure import Counts


@dataclass(frozen=True)
class Estimate:
    """A number with its interval. ``value`` is None with a ``reason`` where it is undefined; nothing is rounded."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    method: str | None = None
    reason: str | None = None

    @property
    def is_clear(self) -> bool:
        """True when the interval lies on one side of 0; a bar that is not clear is drawn pale."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class ValueAndError:
    """The raw value of a cell and the standard error behind it, both in the unit of the metric's value."""

    value: float
    error: float


def value_and_error(metric_key: str, counts: Counts) -> ValueAndError | None:
    """Return the raw value of a cell with an adjusted standard error; None without answers or without a known spread.

    Points: 100 sqrt(V/N) after 3/4, 3/2, 3/4 pseudo-answers; shares: sqrt(p(1-p)/N) after two of each kind (Agresti
    & Coull 1998); means: s/sqrt(n). By customers where the cell knows them. The adjustment keeps the error above 0.

    >>> one = value_and_error("nps", Counts(1, 1, 0, 0, 1000, 1000000))
    >>> one.value, one.error
    (100.0, 37.5)
    """
    if not counts.n:
        return None
    unit = metric(metric_key).unit
    if unit == "points":
        return ValueAndError(POINTS * (counts.top - counts.bottom) / counts.n, POINTS * net_moments(counts).error)
    if unit == "share":
        n = effective_n(counts, "top")
        share = counts.top / counts.n
        softened = (share * n + 2) / (n + 4)
        return ValueAndError(share, math.sqrt(softened * (1 - softened) / (n + 4)))
    variance, mean = score_variance(counts), mean_score(counts)
    if mean is None or not variance:
        return None
    return ValueAndError(mean, math.sqrt(variance * design_effect(counts, "score") / counts.n))


def around(value: float, error: float, n: int, method: str, confidence: float = CONFIDENCE) -> Estimate:
    """Return the estimate value ± z · error.

    >>> around(10.0, 5.0, 40, "did").is_clear
    True
    """
    half = normal_quantile(confidence) * error
    return Estimate(value, value - half, value + half, n, method)
