"""Net Promoter Score."""

from __future__ import annotations

from cx_core.metrics.intervals import POINTS, NpsMethod, nps_interval
from cx_core.model.measure import Counts, Measure


def measure(counts: Counts, method: NpsMethod = "adjusted_wald") -> Measure:
    """Return the NPS of a cell in points: 100 (P - D) / n, P answers of 9–10, D answers of 0–6.

    n = 0 gives value None with reason ``no_answers``. The value is raw, the interval adjusted
    (`intervals.adjusted_wald`) and by customers where the cell knows them. ``share_top`` is the share of promoters.
    NPS values are never averaged: pool the counts. Source: Reichheld, "The one number you need to grow",
    HBR 81(12), 2003.

    >>> seven = measure(Counts(7, 3, 2, 2, 5000, 39000000))
    >>> round(seven.value, 1), seven.n, seven.method
    (14.3, 7, 'adjusted_wald')
    """
    interval = nps_interval(counts, method)
    if interval is None:
        return Measure("nps", None, reason="no_answers", scale=counts.scale, counts=counts)
    return Measure(
        "nps",
        POINTS * (counts.top - counts.bottom) / counts.n,
        interval.low,
        interval.high,
        n=counts.n,
        top=counts.top,
        middle=counts.middle,
        bottom=counts.bottom,
        method=interval.method,
        scale=counts.scale,
        share_top=counts.top / counts.n,
        counts=counts,
    )
