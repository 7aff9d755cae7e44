"""A row's own score as a hint at how its writer feels, beside the words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cx_core.model.feedback import Scale
from cx_core.text.analysis import LABELS, Sentiment
from cx_core.text.verdict import DEFAULT_BAND, Band

#: How often people who gave 1, 2, 3, 4, 5 stars were found positive, neutral, negative by readers of their words (phone
#: reviews). Stars are not the feeling of the words: three of them are mostly a complaint.
BY_STARS: tuple[tuple[float, float, float], ...] = (
    (0.05, 0.05, 0.90),
    (0.12, 0.12, 0.76),
    (0.29, 0.14, 0.57),
    (0.69, 0.12, 0.19),
    (0.94, 0.03, 0.03),
)
#: How often people were found positive, neutral, negative there, whatever they gave.
USUAL = (0.59, 0.06, 0.35)
#: Beside the word lists alone the score counts half as much as it would (as an exponent): how sure they are is a guess.
TRUST = 0.5
#: Where the scores of an NPS question stand: detractors in the lower third, promoters in the upper one.
_ON_TEN = ((0.0, 0.0), (6.0, 0.3), (7.0, 0.45), (8.0, 0.6), (9.0, 0.85), (10.0, 1.0))
#: How steeply the words' score becomes a probability.
STEEPNESS = 5.0


def share_of_scale(score: float, scale: Scale) -> float:
    """Return where a score stands between the bad end (0) and the good end (1) of its scale.

    On 0 to 10 the thirds are those of NPS: up to 6 people warn others, from 9 on they recommend.

    >>> share_of_scale(4, Scale(1, 5)), share_of_scale(1, Scale(1, 5, "low_is_good"))
    (0.75, 1.0)
    >>> [round(share_of_scale(score, Scale(0, 10)), 2) for score in (0, 3, 6, 7, 8, 9, 10)]
    [0.0, 0.15, 0.3, 0.45, 0.6, 0.85, 1.0]
    """
    if (scale.minimum, scale.maximum, scale.direction) == (0, 10, "high_is_good"):
        places, shares = zip(*_ON_TEN, strict=True)
        return _between(min(10.0, max(0.0, score)), places, shares)
    share = (score - scale.minimum) / (scale.maximum - scale.minimum)
    share = min(1.0, max(0.0, share))
    return 1.0 - share if scale.direction == "low_is_good" else share


def _between(score: float, places: Sequence[float], shares: Sequence[float]) -> float:
    at = next(index for index in range(1, len(places)) if score <= places[index])
    part = (score - places[at - 1]) / (places[at] - places[at - 1])
    return shares[at - 1] + part * (shares[at] - shares[at - 1])


def prior(star: float) -> tuple[float, float, float]:
    """Return how likely each label is (positive, neutral, negative) for a score at this share of its scale."""
    place = min(max(star, 0.0), 1.0) * (len(BY_STARS) - 1)
    low = min(int(place), len(BY_STARS) - 2)
    part = place - low
    return tuple((1 - part) * one + part * two for one, two in zip(BY_STARS[low], BY_STARS[low + 1], strict=True))  # type: ignore[return-value]


def likelihoods(words: Sentiment, band: Band = DEFAULT_BAND) -> tuple[float, float, float]:
    """Return how likely each label is by the words' score alone: a soft version of the band."""
    weights = (math.exp(STEEPNESS * (words.score - band.high)), 1.0, math.exp(STEEPNESS * (band.low - words.score)))
    total = sum(weights)
    return tuple(weight / total for weight in weights)  # type: ignore[return-value]


def with_star(
    shares: Sequence[float], star: float | None, usual: Sequence[float] = USUAL, trust: float = TRUST
) -> Sentiment:
    """Return the verdict of label shares (positive, neutral, negative), weighed by the row's own score when there is
    one.

    P(label) is proportional to share·(prior / usual)^trust, by Bayes' rule: ``usual`` is how often each label is when
    nothing is known, which the shares hold already. The score is P(positive) - P(negative).
    """
    weights = list(shares)
    if star is not None:
        known = zip(weights, prior(star), usual, strict=True)
        weights = [share * (chance / before) ** trust for share, chance, before in known]
    total = sum(weights) or 1.0
    positive, neutral, negative = (weight / total for weight in weights)
    best = max(positive, neutral, negative)
    label = LABELS[(positive, neutral, negative).index(best)]
    return Sentiment(label, positive - negative, best)
