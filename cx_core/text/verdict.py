"""From the clauses of a comment to its score and its label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from cx_core.text.analysis import Label, Sentiment
from cx_core.text.walk import Part

#: Score of a sum s of weights: s / sqrt(s² + SOFTNESS). One plain "tốt" (2) gives 0.63, two give 0.85.
SOFTNESS = 6.0
#: The last clause with a feeling counts a little more: people end with what they mean.
LAST_CLAUSE = 1.15
#: A clause or theme is positive or negative from here on.
CLAUSE_BAND = 0.15


class Band(NamedTuple):
    """The scores between which a comment is called neutral; both ends are neutral."""

    low: float = -0.2
    high: float = 0.2

    def label(self, score: float) -> Label:
        """Return the label of a score."""
        return "positive" if score > self.high else "negative" if score < self.low else "neutral"


DEFAULT_BAND = Band(-0.12, 0.15)


def squash(total: float) -> float:
    """Return a sum of weights as a score from -1 to 1.

    >>> round(squash(2.0), 2), squash(0.0)
    (0.63, 0.0)
    """
    return total / math.sqrt(total * total + SOFTNESS)


def clause_label(score: float) -> Label:
    """Return the label of a clause's or a theme's score."""
    return "positive" if score > CLAUSE_BAND else "negative" if score < -CLAUSE_BAND else "neutral"


def total_of(parts: Sequence[Part]) -> tuple[float, int]:
    """Return the weighted sum of the feelings of a comment and how many there are."""
    total, last, n_hits = 0.0, 0.0, 0
    for part in parts:
        if part.score:
            last = part.score * part.weight
            total += last
            n_hits += len(part.hits)
    return total + (LAST_CLAUSE - 1) * last, n_hits


def sentiment_of(total: float, n_hits: int, band: Band = DEFAULT_BAND) -> Sentiment:
    """Return score, label and confidence of a sum of weights that ``n_hits`` feelings made.

    Confidence is 1.2·|score|, at most 1, times 1 - 0.5^(1 + n/2): a clear score from several feelings is sure, no
    feeling is not.
    """
    score = total / math.sqrt(total * total + SOFTNESS)
    label: Label = "positive" if score > band[1] else "negative" if score < band[0] else "neutral"
    sure = min(1.0, abs(score) * 1.2) * (1 - 0.5 ** (1 + n_hits / 2)) if n_hits else 0.0
    return tuple.__new__(Sentiment, (label, score, sure))
