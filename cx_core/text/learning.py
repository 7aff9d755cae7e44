"""Learning a calibration from a source's own scores and from people's corrections, and refusing what is no better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from cx_core.text import softmax
from cx_core.text.analysis import LABELS, Label, Sentiment
from cx_core.text.calibration import ALIKE, LEXICON_FEATURES, LEXICON_SCALE, Agreement, Calibration, Kind, Triple
from cx_core.text.star import USUAL, prior
from cx_core.text.terms import folded_ngrams
from cx_core.text.verdict import DEFAULT_BAND, Band

# SciPy takes a third of a second to import, so it is imported where something is learnt.
if TYPE_CHECKING:
    from scipy import sparse

#: So many comments are needed: scored ones, or corrected ones.
LEAST_SCORED, LEAST_CORRECTED = 200, 50
#: A correction weighs as much as so many scores.
CORRECTION_WEIGHT = 10.0
#: More comments than this are sampled for the fit, and for its check.
MOST_FITTED, MOST_CHECKED = 30_000, 6_000
N_FOLDS, FOLDS_WON, LEAST_GAIN = 5, 4, 0.005
LEAST_COUNT, MAX_TERMS = 2, 20_000
#: Candidates for the ends of the neutral band.
_LOWS = (-0.5, -0.4, -0.3, -0.2, -0.12, -0.05, 0.0)
_HIGHS = (0.0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55)

_UNKNOWN = Agreement(0, 0.0, 0.0)

Outcome = Literal["accepted", "too_few", "one_label", "not_better"]


@dataclass(frozen=True)
class Lesson:
    """A comment whose label is known: its words in one spelling, what the lists said, its lexicon features.

    ``corrected``: a person said so; otherwise the label comes from the row's own score, a share of its scale. Scores
    are not feelings: a verdict is held against what people who gave that score mostly feel, which ``truth`` tells.
    """

    words: tuple[str, ...]
    plain: Sentiment
    facts: tuple[float, ...]
    label: Label
    corrected: bool = False
    star: float | None = None

    @property
    def truth(self) -> Triple:
        """How likely each of `LABELS` is to be right."""
        if self.star is not None:
            return prior(self.star)
        positive, neutral, negative = (float(self.label == label) for label in LABELS)
        return positive, neutral, negative


@dataclass(frozen=True)
class Schooling:
    """What came of learning: the calibration if accepted, and the cross-validated agreement without and with it."""

    outcome: Outcome
    n_scored: int
    n_corrected: int
    calibration: Calibration | None = None
    lexicon: Agreement | None = None
    calibrated: Agreement | None = None


def label_of_star(star: float) -> Label:
    """Return the label that a score stands for when nothing better is known: the outer thirds of the scale, and the
    middle.

    >>> label_of_star(1.0), label_of_star(0.5), label_of_star(0.25)
    ('positive', 'neutral', 'negative')
    """
    return "positive" if star > 2 / 3 else "negative" if star < 1 / 3 else "neutral"


def learn(lessons: Iterable[Lesson], *, source: str, seed: int = 0) -> Schooling:
    """Return what a source teaches.

    Candidates are, of enough corrections, a moved neutral band (people who give the middle score mostly complain, so
    that scores cannot tell where neutral begins), and from `LEAST_SCORED` lessons on two models, one of which takes
    every label to be equally likely. They are checked by 5-fold cross-validation against the plain word lists: on the
    corrections alone where there are enough of them, since a score is not the feeling of the words, else on the scores.
    The best candidate is accepted when it wins at least four folds and gains 0.005 of `Agreement.quality`.
    """
    known = list(lessons)
    corrected = sum(lesson.corrected for lesson in known)
    scored = len(known) - corrected
    if scored < LEAST_SCORED and corrected < LEAST_CORRECTED:
        return Schooling("too_few", scored, corrected)
    if len({lesson.label for lesson in known}) < 2:
        return Schooling("one_label", scored, corrected)
    random = np.random.default_rng(seed)
    known = [known[index] for index in random.permutation(len(known))]
    checked = _sampled(
        [lesson for lesson in known if lesson.corrected] if corrected >= LEAST_CORRECTED else known, MOST_CHECKED
    )
    context = [lesson for lesson in known if not lesson.corrected] if corrected >= LEAST_CORRECTED else []
    makers: list[_Maker] = [_band_of] if corrected >= LEAST_CORRECTED else []
    if len(known) >= LEAST_SCORED:
        makers += [_model_of, _model_of_labels_alike]
    plain = _predict_plain(checked)
    best: tuple[float, _Maker, list[Label]] | None = None
    for maker in makers:
        labels = _cross_validated(checked, context[:MOST_CHECKED], maker)
        gain = _agreement(checked, labels).quality - _agreement(checked, plain).quality
        if gain >= LEAST_GAIN and _folds_won(checked, plain, labels) >= FOLDS_WON and (best is None or gain > best[0]):
            best = (gain, maker, labels)
    before = _agreement(checked, plain)
    if best is None:
        return Schooling("not_better", scored, corrected, None, before, before)
    _, maker, labels = best
    after = _agreement(checked, labels)
    calibration = _calibration(source, maker(_sampled(known, MOST_FITTED)), before, after)
    return Schooling("accepted", scored, corrected, calibration, before, after)


@dataclass(frozen=True)
class _Taught:
    band: Band = DEFAULT_BAND
    terms: tuple[str, ...] = ()
    weights: tuple[Triple, ...] = ()
    features: tuple[Triple, ...] = ()
    intercept: Triple = (0.0, 0.0, 0.0)
    usual: Triple = ALIKE


_Maker = Callable[[Sequence[Lesson]], _Taught]


def _weight(lesson: Lesson) -> float:
    return CORRECTION_WEIGHT if lesson.corrected else 1.0


def _sampled(lessons: Sequence[Lesson], most: int) -> list[Lesson]:
    """Return at most so many lessons; all corrections stay."""
    if len(lessons) <= most:
        return list(lessons)
    corrections = [lesson for lesson in lessons if lesson.corrected][:most]
    return corrections + [lesson for lesson in lessons if not lesson.corrected][: most - len(corrections)]


def _band_of(lessons: Sequence[Lesson]) -> _Taught:
    truth = [lesson.truth for lesson in lessons]
    weights = [_weight(lesson) for lesson in lessons]
    scores = [lesson.plain.score for lesson in lessons]

    def quality(band: Band) -> float:
        return _quality(truth, [band.label(score) for score in scores], weights)

    # The default stands first, so that a tie moves nothing.
    bands = [DEFAULT_BAND, *(Band(low, high) for low, high in product(_LOWS, _HIGHS))]
    return _Taught(max(bands, key=quality))


def _model_of(lessons: Sequence[Lesson]) -> _Taught:
    return _fitted(lessons, alike=False)


def _model_of_labels_alike(lessons: Sequence[Lesson]) -> _Taught:
    """Return a model that takes every label to be equally likely: of stars that are nearly all fives it learns more."""
    return _fitted(lessons, alike=True)


def _fitted(lessons: Sequence[Lesson], *, alike: bool) -> _Taught:
    counts: Counter[str] = Counter()
    grams = [Counter(folded_ngrams(lesson.words)) for lesson in lessons]
    for gram in grams:
        counts.update(gram.keys())
    kept = sorted((term for term, n in counts.items() if n >= LEAST_COUNT), key=lambda term: (-counts[term], term))
    vocabulary = {term: index for index, term in enumerate(kept[:MAX_TERMS])}
    features = _matrix(lessons, grams, vocabulary)
    classes = np.array([LABELS.index(lesson.label) for lesson in lessons])
    weights = np.array([_weight(lesson) for lesson in lessons])
    if alike:
        weights = softmax.balanced(classes, weights, len(LABELS))
    coefficients, intercepts = softmax.fit(features, classes, weights, n_classes=len(LABELS))
    table = coefficients.T
    rows = [_rounded(row) for row in table]
    n_terms = len(vocabulary)
    usual = ALIKE if alike else USUAL
    return _Taught(
        DEFAULT_BAND, tuple(vocabulary), tuple(rows[:n_terms]), tuple(rows[n_terms:]), _rounded(intercepts), usual
    )


def _rounded(row: np.ndarray) -> Triple:
    one, two, three = (round(float(value), 4) for value in row)
    return one, two, three


def _matrix(lessons: Sequence[Lesson], grams: Sequence[Counter[str]], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    from scipy import sparse

    n_terms = len(vocabulary)
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for lesson, gram in zip(lessons, grams, strict=True):
        found = {vocabulary[term]: n for term, n in gram.items() if term in vocabulary}
        length = sum(n * n for n in found.values()) ** 0.5 or 1.0
        for column, n in found.items():
            columns.append(column)
            data.append(n / length)
        for offset, fact in enumerate(lesson.facts):
            columns.append(n_terms + offset)
            data.append(LEXICON_SCALE * fact)
        ends.append(len(columns))
    return sparse.csr_matrix((data, columns, ends), shape=(len(lessons), n_terms + len(LEXICON_FEATURES)))


def _predict_plain(lessons: Sequence[Lesson]) -> list[Label]:
    return [DEFAULT_BAND.label(lesson.plain.score) for lesson in lessons]


def _cross_validated(lessons: Sequence[Lesson], context: Sequence[Lesson], maker: _Maker) -> list[Label]:
    """Return labels for lessons that were not learnt from; ``context`` is learnt from in every fold."""
    labels: list[Label] = ["neutral"] * len(lessons)
    for fold in range(N_FOLDS):
        taught = maker([*(one for index, one in enumerate(lessons) if index % N_FOLDS != fold), *context])
        trial = _calibration("", taught, _UNKNOWN, _UNKNOWN)
        for index in range(fold, len(lessons), N_FOLDS):
            lesson = lessons[index]
            labels[index] = trial.sentiment(lesson.words, lesson.plain, lesson.facts, None).label
    return labels


def _calibration(source: str, taught: _Taught, before: Agreement, after: Agreement) -> Calibration:
    kind: Kind = "model" if taught.features else "band"
    return Calibration(
        source,
        kind,
        taught.band,
        before,
        after,
        taught.terms,
        taught.weights,
        taught.features,
        taught.intercept,
        taught.usual,
    )


def _folds_won(lessons: Sequence[Lesson], plain: Sequence[Label], labels: Sequence[Label]) -> int:
    won = 0
    for fold in range(N_FOLDS):
        part = slice(fold, None, N_FOLDS)
        truth = [lesson.truth for lesson in lessons[part]]
        won += _quality(truth, labels[part]) > _quality(truth, plain[part])
    return won


def _agreement(lessons: Sequence[Lesson], labels: Sequence[Label]) -> Agreement:
    truth = [lesson.truth for lesson in lessons]
    hits = sum(one[LABELS.index(two)] for one, two in zip(truth, labels, strict=True))
    accuracy = hits / len(truth)
    return Agreement(len(truth), round(accuracy, 4), round(2 * _quality(truth, labels) - accuracy, 4))


def _quality(truth: Sequence[Triple], labels: Sequence[Label], weights: Sequence[float] | None = None) -> float:
    """Return the mean of accuracy and macro-F1 over the labels that occur, as expected of shares of each label."""
    weighted = weights or [1.0] * len(truth)
    hit: Counter[str] = Counter()
    named: Counter[str] = Counter()
    occurring: set[str] = set()
    for shares, said, weight in zip(truth, labels, weighted, strict=True):
        named[said] += weight  # type: ignore[assignment]
        hit[said] += weight * shares[LABELS.index(said)]  # type: ignore[assignment]
        for label, share in zip(LABELS, shares, strict=True):
            if share:
                named[label] += weight * share  # type: ignore[assignment]
                occurring.add(label)
    f1 = sum(2 * hit[label] / named[label] for label in occurring) / len(occurring)
    return (sum(hit.values()) / sum(weighted) + f1) / 2
