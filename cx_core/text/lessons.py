"""Comments whose label is known, and their words as numbers that a model can learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_core.text.analysis import LABELS, Label, Sentiment
from cx_core.text.calibration import LEXICON_SCALE, Triple
from cx_core.text.star import prior
from cx_core.text.terms import folded_ngrams

# SciPy takes a third of a second to import, so it is imported where something is learnt.
if TYPE_CHECKING:
    from scipy import sparse

#: A correction weighs as much as so many scores.
CORRECTION_WEIGHT = 10.0
#: A term of fewer comments teaches nothing; of more terms than this the commonest are taken.
LEAST_COUNT, MAX_TERMS = 2, 20_000


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


class Lessons:
    """Lessons by number, with everything that is asked of them again and again held in arrays.

    ``truth`` has a row a lesson and a column for each of `LABELS`; ``labels`` are places in `LABELS`.
    """

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.n = len(lessons)
        self.truth = np.array([one.truth for one in lessons]).reshape(self.n, len(LABELS))
        self.labels = np.array([LABELS.index(one.label) for one in lessons], dtype=np.int64)
        self.weights = np.array([CORRECTION_WEIGHT if one.corrected else 1.0 for one in lessons])
        self.scores = np.array([one.plain.score for one in lessons])
        self._facts = LEXICON_SCALE * np.array([one.facts for one in lessons])
        self._lessons = lessons
        self._counts: sparse.csr_matrix | None = None
        self._terms = np.array([], dtype=object)
        self._rank = np.array([], dtype=np.int64)

    def vocabulary(self, rows: np.ndarray) -> np.ndarray:
        """Return the columns of the terms that some lessons can teach, the commonest first, then by the alphabet."""
        found = self._count()[rows]
        n_lessons = np.bincount(found.indices, minlength=len(self._terms))
        kept = np.flatnonzero(n_lessons >= LEAST_COUNT)
        return kept[np.lexsort((self._rank[kept], -n_lessons[kept]))][:MAX_TERMS]

    def terms(self, columns: np.ndarray) -> tuple[str, ...]:
        """Return the terms of some columns."""
        return tuple(self._terms[columns])

    def features(self, rows: np.ndarray, columns: np.ndarray) -> sparse.csr_matrix:
        """Return a row for each lesson: the counts of the terms, of length 1, then what the word lists say."""
        from scipy import sparse

        return sparse.hstack([self.said(rows, columns), sparse.csr_matrix(self._facts[rows])], format="csr")

    def said(self, rows: np.ndarray, columns: np.ndarray) -> sparse.csr_matrix:
        """Return a row for each lesson: the counts of the terms, of length 1."""
        counts = self._count()[rows][:, columns]
        row_of = np.repeat(np.arange(len(rows)), np.diff(counts.indptr))
        lengths = np.sqrt(np.bincount(row_of, counts.data**2, minlength=len(rows)))
        counts.data /= lengths[row_of]
        return counts

    def _count(self) -> sparse.csr_matrix:
        """Return how often each lesson says each term; counted once."""
        from scipy import sparse

        if self._counts is None:
            numbers: dict[str, int] = {}
            said: list[int] = []
            ends = [0]
            for lesson in self._lessons:
                said += [numbers.setdefault(term, len(numbers)) for term in folded_ngrams(lesson.words)]
                ends.append(len(said))
            shape = (self.n, len(numbers))
            self._counts = sparse.csr_matrix((np.ones(len(said)), said, ends), shape=shape)
            self._counts.sum_duplicates()
            self._terms = np.array(list(numbers), dtype=object)
            self._rank = np.empty(len(numbers), dtype=np.int64)
            self._rank[np.argsort(self._terms)] = np.arange(len(numbers))
        return self._counts
