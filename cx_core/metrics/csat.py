"""Customer satisfaction: the share of satisfied answers, with the mean beside it."""

from __future__ import annotations

from cx_core.metrics.intervals import mean_interval, mean_score, share_interval
from cx_core.model.measure import Counts, Measure


def measure(counts: Counts) -> Measure:
    """Return the share of answers in the satisfied boxes, 0 to 1, with its Wilson interval.

    Which boxes count is `boxes.box_limits`: the top two of five. ``mean`` is the mean score on the answers' own scale
    with its t interval in ``mean_low`` and ``mean_high``, None for one answer or when all agree. n = 0 gives value
    None with reason ``no_answers``. A share on one scale is not comparable with a share on another.
    Source: Wilson 1927 for the interval; the top-two-box convention as help desks print it.

    >>> one = measure(Counts(1, 1, 0, 0, 500, 250000))
    >>> one.value, one.mean, one.mean_low
    (1.0, 5.0, None)
    """
    interval = share_interval(counts)
    if interval is None:
        return Measure("csat", None, reason="no_answers", scale=counts.scale, counts=counts)
    share, around_mean = counts.top / counts.n, mean_interval(counts)
    return Measure(
        "csat",
        share,
        interval.low,
        interval.high,
        n=counts.n,
        top=counts.top,
        middle=counts.middle,
        bottom=counts.bottom,
        method=interval.method,
        scale=counts.scale,
        mean=mean_score(counts),
        mean_low=around_mean.low if around_mean else None,
        mean_high=around_mean.high if around_mean else None,
        share_top=share,
        counts=counts,
    )
