"""Metrics whose value is a mean on the answers' own scale: customer effort and star ratings."""

from __future__ import annotations

from cx_core.metrics.intervals import mean_interval, mean_score
from cx_core.model.measure import Counts, Measure


def measure_mean(metric: str, counts: Counts, net: float | None = None) -> Measure:
    """Return a measure whose value is the mean score, on the answers' own scale, with its t interval.

    n = 0 gives value None with reason ``no_answers``. One answer, or answers that all agree, give a value without an
    interval (``low``, ``high`` and ``method`` None). ``share_top`` is the share of the good class, 0 to 1.

    >>> measure_mean("rating", Counts(2, 1, 1, 0, 800, 340000)).value
    4.0
    """
    if counts.n == 0:
        return Measure(metric, None, reason="no_answers", scale=counts.scale, counts=counts)
    mean, interval = mean_score(counts), mean_interval(counts)
    low, high, method = (interval.low, interval.high, interval.method) if interval else (None, None, None)
    return Measure(
        metric,
        mean,
        low,
        high,
        n=counts.n,
        top=counts.top,
        middle=counts.middle,
        bottom=counts.bottom,
        method=method,
        scale=counts.scale,
        mean=mean,
        mean_low=low,
        mean_high=high,
        share_top=counts.top / counts.n,
        net=net,
        counts=counts,
    )
