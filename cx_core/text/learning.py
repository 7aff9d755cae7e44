"""Learning a calibration from a source's own scores and from people's corrections, and refusing what is no better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cx_core.text.analysis import Label
from cx_core.text.calibration import Agreement, Calibration, Kind
from cx_core.text.candidates import (
    Maker,
    Taught,
    band_of,
    labels_of,
    model_beside_lists,
    model_of_labels_alike,
    predict,
    quality,
)
from cx_core.text.lessons import Lesson, Lessons
from cx_core.text.verdict import DEFAULT_BAND

#: So many comments are needed: scored ones, or corrected ones.
LEAST_SCORED, LEAST_CORRECTED = 200, 50
#: More comments than this are sampled for the fit, and for its check.
MOST_FITTED, MOST_CHECKED = 30_000, 6_000
N_FOLDS, LEAST_GAIN = 5, 0.005
#: So many folds are to be won where people's labels check, and where scores do. A score is not what the words feel:
#: where nearly all are good, what only most folds like may take complaints for praise.
FOLDS_WON_OF_LABELS, FOLDS_WON_OF_SCORES = 3, 4

Outcome = Literal["accepted", "too_few", "one_label", "not_better"]


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

    Candidates are, from `LEAST_SCORED` lessons on, a model of the words beside what the lists say and a model that
    takes every label to be equally likely, and, of enough corrections, a moved neutral band (people who give the middle
    score mostly complain, so that scores cannot tell where neutral begins). They are checked by 5-fold cross-validation
    against the plain word lists: on the corrections alone where there are enough of them, since a score is not the
    feeling of the words, else on the scores. A candidate is accepted when it gains 0.005 of `Agreement.quality` on all
    together and wins three of the five folds of corrections, or four of scores; the words beside the lists are taken
    where that is so, since the fewest of its weights hang on these comments, else the best of the others.
    """
    given = list(lessons)
    corrected = sum(lesson.corrected for lesson in given)
    scored = len(given) - corrected
    if scored < LEAST_SCORED and corrected < LEAST_CORRECTED:
        return Schooling("too_few", scored, corrected)
    if len({lesson.label for lesson in given}) < 2:
        return Schooling("one_label", scored, corrected)
    known = Lessons([given[index] for index in np.random.default_rng(seed).permutation(len(given))])
    rows = np.arange(known.n)
    by_people = rows[known.weights > 1]
    by_scores = rows[known.weights == 1]
    makers: list[Maker] = [model_beside_lists, model_of_labels_alike] if known.n >= LEAST_SCORED else []
    checked, context, folds_to_win = rows[:MOST_CHECKED], rows[:0], FOLDS_WON_OF_SCORES
    if corrected >= LEAST_CORRECTED:
        makers.append(band_of)
        checked, context = by_people[:MOST_CHECKED], by_scores[:MOST_CHECKED]
        folds_to_win = FOLDS_WON_OF_LABELS
    elif corrected:
        checked = _all_corrections_first(by_people, by_scores, MOST_CHECKED)
    before = _agreement(known.truth[checked], labels_of(known.scores[checked], DEFAULT_BAND))
    best = _best(known, checked, context, makers, folds_to_win)
    if best is None:
        return Schooling("not_better", scored, corrected, None, before, before)
    maker, after = best
    fitted = rows if known.n <= MOST_FITTED else _all_corrections_first(by_people, by_scores, MOST_FITTED)
    calibration = _calibration(source, maker(known, fitted), before, after)
    return Schooling("accepted", scored, corrected, calibration, before, after)


def _best(
    known: Lessons, checked: np.ndarray, context: np.ndarray, makers: Sequence[Maker], folds_to_win: int
) -> tuple[Maker, Agreement] | None:
    """Return what is accepted, with its agreement: the first where that is, else the best of the others."""
    truth, plain = known.truth[checked], labels_of(known.scores[checked], DEFAULT_BAND)
    least = _agreement(truth, plain).quality + LEAST_GAIN
    best: tuple[Maker, Agreement] | None = None
    for maker in makers:
        labels = _cross_validated(known, checked, context, maker)
        after = _agreement(truth, labels)
        if after.quality < least or _folds_won(truth, plain, labels) < folds_to_win:
            continue
        if maker is makers[0]:
            return maker, after
        if best is None or after.quality > best[1].quality:
            best = maker, after
    return best


def _all_corrections_first(by_people: np.ndarray, by_scores: np.ndarray, most: int) -> np.ndarray:
    """Return at most so many lessons; all corrections stay."""
    return np.concatenate([by_people, by_scores])[:most]


def _cross_validated(known: Lessons, checked: np.ndarray, context: np.ndarray, maker: Maker) -> np.ndarray:
    """Return labels for lessons that were not learnt from; ``context`` is learnt from in every fold."""
    labels = np.empty(len(checked), dtype=np.int64)
    fold_of = np.arange(len(checked)) % N_FOLDS
    for fold in range(N_FOLDS):
        taught = maker(known, np.concatenate([checked[fold_of != fold], context]))
        labels[fold_of == fold] = predict(known, taught, checked[fold_of == fold])
    return labels


def _calibration(source: str, taught: Taught, before: Agreement, after: Agreement) -> Calibration:
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
        star_trust=taught.star_trust,
    )


def _folds_won(truth: np.ndarray, plain: np.ndarray, labels: np.ndarray) -> int:
    parts = [slice(fold, None, N_FOLDS) for fold in range(N_FOLDS)]
    return sum(quality(truth[part], labels[part]) > quality(truth[part], plain[part]) for part in parts)


def _agreement(truth: np.ndarray, labels: np.ndarray) -> Agreement:
    accuracy = float(truth[np.arange(len(truth)), labels].mean())
    return Agreement(len(truth), round(accuracy, 4), round(2 * quality(truth, labels) - accuracy, 4))
