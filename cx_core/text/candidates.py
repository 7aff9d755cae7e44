"""What a source's lessons could teach: a moved neutral band, or a model of its words; and how well labels are met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from cx_core.text import softmax
from cx_core.text.analysis import LABELS
from cx_core.text.calibration import ALIKE, LEXICON_FEATURES, Triple
from cx_core.text.lessons import Lessons
from cx_core.text.star import USUAL
from cx_core.text.verdict import DEFAULT_BAND, Band

#: Candidates for the ends of the neutral band.
_LOWS = (-0.5, -0.4, -0.3, -0.2, -0.12, -0.05, 0.0)
_HIGHS = (0.0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55)

#: Scores tell nothing of who feels neutral: people who give any of them mostly do not. So where hardly anybody has been
#: corrected, a comment that `seems_neutral` is so many times likelier neutral than its words teach. So many times more
#: reviews of phones say "tạm ổn" or the like where a reader found them neutral (21 %) than elsewhere (3 %).
NEUTRAL_KEPT = 8.0

_POSITIVE, _NEUTRAL, _NEGATIVE = (LABELS.index(label) for label in ("positive", "neutral", "negative"))


@dataclass(frozen=True)
class Taught:
    """What came of some lessons: see `Calibration` for the fields. ``columns`` are those of the terms."""

    band: Band = DEFAULT_BAND
    terms: tuple[str, ...] = ()
    weights: tuple[Triple, ...] = ()
    features: tuple[Triple, ...] = ()
    intercept: Triple = (0.0, 0.0, 0.0)
    usual: Triple = ALIKE
    neutral_kept: float = 1.0
    columns: np.ndarray | None = None


#: Makes something of the lessons of these numbers.
Maker = Callable[[Lessons, np.ndarray], Taught]


def band_of(lessons: Lessons, rows: np.ndarray) -> Taught:
    """Return the neutral band that meets most labels."""

    def met(band: Band) -> float:
        return quality(lessons.truth[rows], labels_of(lessons.scores[rows], band), lessons.weights[rows])

    # The default stands first, so that a tie moves nothing.
    return Taught(max([DEFAULT_BAND, *(Band(low, high) for low, high in product(_LOWS, _HIGHS))], key=met))


def model_of(lessons: Lessons, rows: np.ndarray) -> Taught:
    """Return a model of the words that learns from a score what people who gave it mostly feel, to whom labels are as
    usual as among people in general."""
    weights = lessons.weights[rows]
    taught = _fitted(lessons, rows, lessons.truth[rows], weights, USUAL)
    by_people = weights[weights > 1].sum()
    return taught if by_people > weights.sum() - by_people else replace(taught, neutral_kept=NEUTRAL_KEPT)


def model_of_labels_alike(lessons: Lessons, rows: np.ndarray) -> Taught:
    """Return a model that takes every label to be equally likely: of stars that are nearly all fives it learns more."""
    weights = softmax.balanced(lessons.labels[rows], lessons.weights[rows], len(LABELS))
    return _fitted(lessons, rows, np.eye(len(LABELS))[lessons.labels[rows]], weights, ALIKE)


def _fitted(lessons: Lessons, rows: np.ndarray, shares: np.ndarray, weights: np.ndarray, usual: Triple) -> Taught:
    columns = lessons.vocabulary(rows)
    features = lessons.features(rows, columns)
    coefficients, intercepts = softmax.fit(features, shares, weights)
    table = [_triple(row) for row in coefficients.T.round(4).tolist()]
    n_terms = len(columns)
    intercept = _triple(intercepts.round(4).tolist())
    return Taught(
        DEFAULT_BAND,
        lessons.terms(columns),
        tuple(table[:n_terms]),
        tuple(table[n_terms:]),
        intercept,
        usual,
        columns=columns,
    )


def _triple(row: list[float]) -> Triple:
    one, two, three = row
    return one, two, three


def predict(lessons: Lessons, taught: Taught, rows: np.ndarray) -> np.ndarray:
    """Return the labels that what was taught gives other lessons, as places in `LABELS`, their own scores unseen.

    It is what `Calibration.sentiment` says of each.
    """
    if taught.columns is None:
        return labels_of(lessons.scores[rows], taught.band)
    table = np.array([*taught.weights, *taught.features]).reshape(-1, len(LABELS))
    assert len(taught.features) == len(LEXICON_FEATURES)
    logits = lessons.features(rows, taught.columns) @ table + np.array(taught.intercept)
    logits[lessons.seem_neutral[rows], _NEUTRAL] += np.log(taught.neutral_kept)
    return logits.argmax(axis=1)


def labels_of(scores: np.ndarray, band: Band) -> np.ndarray:
    """Return the labels of scores by a band, as places in `LABELS`."""
    return np.where(scores > band.high, _POSITIVE, np.where(scores < band.low, _NEGATIVE, _NEUTRAL))


def quality(truth: np.ndarray, said: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return the mean of accuracy and macro-F1 over the labels that occur, as expected of shares of each label."""
    weighted = np.ones(len(truth)) if weights is None else weights
    places = range(len(LABELS))
    hit = np.array([(weighted * truth[:, at])[said == at].sum() for at in places])
    named = np.array([weighted[said == at].sum() + (weighted * truth[:, at]).sum() for at in places])
    occurring = truth.any(axis=0)
    f1 = (2 * hit[occurring] / named[occurring]).mean()
    return float((hit.sum() / weighted.sum() + f1) / 2)
