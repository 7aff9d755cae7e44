"""What a source's lessons could teach: a moved neutral band, or a model of its words; and how well labels are met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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

#: What each of the `LEXICON_FEATURES` says of each label (times `LEXICON_SCALE`), and what is known without any: as
#: readers' labels of half of 2,715 reviews of phones have it and, a third as heavily, of 1,357 comments on courses and
#: 813 sentences on restaurants. The score of the whole says nothing that its parts do not.
LISTS_SAY: tuple[Triple, ...] = (
    (0.0, 0.0, 0.0),
    (0.9, -0.2, -0.7),
    (0.55, 0.05, -0.6),
    (0.1, -0.2, 0.1),
    (-0.05, 0.6, -0.55),
    (-0.35, 0.75, -0.4),
    (0.12, 0.25, -0.37),
)
UNSAID: Triple = (-0.25, -0.9, 1.15)
#: Scores tell nothing of who feels neutral: people who give any of them mostly do not. So where hardly anybody has been
#: corrected, a comment without a feeling that the lists know is three times likelier neutral: e^(`LEXICON_SCALE`·0.55).
NO_FEELING_KEPT = 0.55
#: How far, as those labels have it, a source's words are believed beside the lists: taught by scores, which say less
#: than they mean, and taught by people's labels; and the row's own score beside both.
TRUST_IN_SCORED, TRUST_IN_CORRECTED, TRUST_IN_OWN_SCORE = 1.5, 0.35, 0.5

_POSITIVE, _NEUTRAL, _NEGATIVE = (LABELS.index(label) for label in ("positive", "neutral", "negative"))
#: Which way a lean to the positive side moves each of `LABELS`.
_SIDES = tuple({"positive": 1.0, "neutral": 0.0, "negative": -1.0}[label] for label in LABELS)

_NO_FEELING_IS_NEUTRAL = tuple(
    (one, two + NO_FEELING_KEPT * (name == "no_feeling"), three)
    for name, (one, two, three) in zip(LEXICON_FEATURES, LISTS_SAY, strict=True)
)


@dataclass(frozen=True)
class Taught:
    """What came of some lessons: see `Calibration` for the fields. ``columns`` are those of the terms."""

    band: Band = DEFAULT_BAND
    terms: tuple[str, ...] = ()
    weights: tuple[Triple, ...] = ()
    features: tuple[Triple, ...] = ()
    intercept: Triple = (0.0, 0.0, 0.0)
    usual: Triple = ALIKE
    star_trust: float = 1.0
    columns: np.ndarray | None = None


#: Makes something of the lessons of these numbers.
Maker = Callable[[Lessons, np.ndarray], Taught]


def band_of(lessons: Lessons, rows: np.ndarray) -> Taught:
    """Return the neutral band that meets most labels."""

    def met(band: Band) -> float:
        return quality(lessons.truth[rows], labels_of(lessons.scores[rows], band), lessons.weights[rows])

    # The default stands first, so that a tie moves nothing.
    return Taught(max([DEFAULT_BAND, *(Band(low, high) for low, high in product(_LOWS, _HIGHS))], key=met))


def model_of_labels_alike(lessons: Lessons, rows: np.ndarray) -> Taught:
    """Return a model that takes every label to be equally likely: of stars that are nearly all fives it learns more."""
    weights = softmax.balanced(lessons.labels[rows], lessons.weights[rows], len(LABELS))
    return _fitted(lessons, rows, np.eye(len(LABELS))[lessons.labels[rows]], weights, ALIKE)


def model_beside_lists(lessons: Lessons, rows: np.ndarray) -> Taught:
    """Return a model whose words are learnt by themselves and tell the sides apart, beside what `LISTS_SAY`.

    Scores cannot tell how far the lists are to be believed: they are no feelings, and a list that knows a complaint
    under five stars is right. What they tell of the whole is how many praise for each that complains.
    """
    columns = lessons.vocabulary(rows)
    said = lessons.said(rows, columns)
    coefficients, intercepts = softmax.fit(said, lessons.truth[rows], lessons.weights[rows])
    by_people = _mostly_by_people(lessons, rows)
    lists = LISTS_SAY if by_people else _NO_FEELING_IS_NEUTRAL
    trust = (TRUST_IN_CORRECTED if by_people else TRUST_IN_SCORED) / 2
    leans = trust * (coefficients[_POSITIVE] - coefficients[_NEGATIVE])
    lean = trust * float(intercepts[_POSITIVE] - intercepts[_NEGATIVE])
    if not by_people:
        facts = lessons.features(rows, columns[:0])
        logits = facts @ np.array(lists) + np.array(UNSAID) + np.outer(said @ leans + lean, _SIDES)
        lean += _shift(logits, lessons.truth[rows], lessons.weights[rows])
    return Taught(
        DEFAULT_BAND,
        lessons.terms(columns),
        tuple((one, 0.0, -one) for one in leans.round(4).tolist()),
        lists,
        _triple([round(one + lean * side, 4) for one, side in zip(UNSAID, _SIDES, strict=True)]),
        USUAL,
        star_trust=TRUST_IN_OWN_SCORE,
        columns=columns,
    )


def _mostly_by_people(lessons: Lessons, rows: np.ndarray) -> bool:
    weights = lessons.weights[rows]
    by_people = weights[weights > 1].sum()
    return bool(by_people > weights.sum() - by_people)


def _shift(logits: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> float:
    """Return what is to be added to positive and taken from negative for as many of one for each of the other as in
    truth."""
    praise, complaint = (float(weights @ truth[:, side]) for side in (_POSITIVE, _NEGATIVE))
    low, high = -10.0, 10.0
    for _ in range(30):
        middle = (low + high) / 2
        powers = np.exp(logits + middle * np.array(_SIDES))
        shares = weights @ (powers / powers.sum(axis=1, keepdims=True))
        too_much = shares[_POSITIVE] * complaint > shares[_NEGATIVE] * praise
        low, high = (low, middle) if too_much else (middle, high)
    return (low + high) / 2


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
