"""The feeling of customers' comments: those that praise minus those that complain."""

from __future__ import annotations

from dataclasses import replace

from cx_core.metrics.nps import measure as net_measure
from cx_core.model.measure import Counts, Measure


def measure(counts: Counts) -> Measure:
    """Return the net sentiment in points: 100 (praise - complaint) / n over the comments that were read.

    ``share_top`` is the share that praises, ``bottom`` over n the share that complains; a comment that does neither
    is in the middle and in n. The feeling is the program's reading with people's corrections, so it is as good as that
    reading. A difference of two shares of one trinomial, hence the interval of NPS (`intervals.adjusted_wald`).
    n = 0 gives value None with reason ``no_answers``. Source: Rocks 2016 for the interval.

    >>> four = measure(Counts(4, 1, 1, 2, -100, 30000))
    >>> four.value, four.share_top, four.method
    (-25.0, 0.25, 'adjusted_wald')
    """
    return replace(net_measure(counts), metric="sentiment")
