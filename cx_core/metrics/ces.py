"""Customer effort score, in the direction in which it was asked."""

from __future__ import annotations

from cx_core.metrics.intervals import POINTS
from cx_core.metrics.means import measure_mean
from cx_core.model.measure import Counts, Measure


def measure(counts: Counts) -> Measure:
    """Return the mean effort score on its own scale, with the share who found it easy and the net ease beside it.

    ``share_top`` is the share on the easy side (CES 2.0, 1–7: 5–7), ``net`` = 100 (easy - hard) / n in points (5–7
    against 1–3). CES 1.0 ("how much effort did you have to put forth", 1–5, low is good) and CES 2.0 ("made it easy
    for me", 1–7, high is good) are different questions: ``scale.direction`` tells them apart, they are never pooled,
    and the mean of CES 1.0 falls when things get better. n = 0 gives value None with reason ``no_answers``.
    Sources: Dixon, Freeman & Toman, HBR July 2010 (1.0); CEB 2013 (2.0).

    >>> easy = measure(Counts(4, 3, 0, 1, 2000, 11000000))
    >>> easy.value, easy.share_top, easy.net
    (5.0, 0.75, 50.0)
    """
    net = POINTS * (counts.top - counts.bottom) / counts.n if counts.n else None
    return measure_mean("ces", counts, net)
