"""Ratings that are none of the three: stars, smileys, marks."""

from __future__ import annotations

from cx_core.metrics.means import measure_mean
from cx_core.model.measure import Counts, Measure


def measure(counts: Counts) -> Measure:
    """Return the mean rating on its own scale with its t interval; ``share_top`` is the share of the best boxes.

    Stars are never relabelled NPS or CSAT: the question was another one. n = 0 gives value None with
    reason ``no_answers``.

    >>> stars = measure(Counts(2, 2, 0, 0, 900, 410000))
    >>> stars.value, stars.share_top, round(stars.low, 2)
    (4.5, 1.0, -1.85)
    """
    return measure_mean("rating", counts)
