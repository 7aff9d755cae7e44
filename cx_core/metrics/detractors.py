"""The share of detractors: how many of those who answered the recommendation question are unhappy."""

from __future__ import annotations

from dataclasses import replace

from cx_core.metrics.csat import measure as share_measure
from cx_core.model.measure import Counts, Measure


def measure(counts: Counts) -> Measure:
    """Return the share of answers of 0–6 on the 0–10 scale, 0 to 1, with its Wilson interval; lower is better.

    The class that is counted stands in ``top`` (0–6), the promoters (9–10) in ``bottom``: see `boxes.box_limits`.
    Useful where NPS stands still because both ends grow, and for the load of follow-up calls. n = 0 gives value None
    with reason ``no_answers``. Source: Reichheld 2003 for the class; Wilson 1927 for the interval.

    >>> two_of_five = measure(Counts(5, 2, 1, 2, 2500, 18000000))
    >>> two_of_five.value, round(two_of_five.low, 2), round(two_of_five.high, 2)
    (0.4, 0.12, 0.77)
    """
    found = share_measure(counts)
    return replace(found, metric="detractors", mean=None, mean_low=None, mean_high=None)
