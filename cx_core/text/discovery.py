"""Subjects that no theme caught, offered as new words for the taxonomy: suggestions, never truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_core.text.normalise import bare
from cx_core.text.terms import spelled_words, terms_of

# SciPy takes a third of a second to import, so it is imported where something is learnt.
if TYPE_CHECKING:
    from scipy import sparse

#: More comments than this are sampled, evenly over their order.
SAMPLE = 20_000
MAX_TERMS, ITERATIONS = 3_000, 60
TERMS_SHOWN = 6
_TINY = 1e-9


@dataclass(frozen=True)
class Suggestion:
    """A subject that comments share: its clearest terms, and which of the comments looked at speak of it.

    ``members`` are positions in the texts given, the clearest first.
    """

    terms: tuple[str, ...]
    members: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many comments speak of it."""
        return len(self.members)


def suggest_themes(texts: Sequence[str], *, n_themes: int = 8, least: int = 5) -> tuple[Suggestion, ...]:
    """Return subjects of some comments, the most frequent first; give it the comments without a theme.

    Non-negative matrix factorisation (Lee and Seung 2001, multiplicative updates from an SVD start, so that the same
    comments give the same subjects) of term weights tf-idf. Terms in fewer than ``least`` comments or in more than
    half of them are left out. Fewer than ``3 * least`` comments give none.
    """
    places = _sampled(len(texts))
    documents = [terms_of(spelled_words(texts[place]), longest=2) for place in places]
    vocabulary = _vocabulary(documents, least)
    if len(documents) < 3 * least or len(vocabulary) < n_themes + 2:
        return ()
    weights = _tf_idf(documents, vocabulary)
    comments, subjects = _factorise(weights, min(n_themes, min(weights.shape) - 1))
    strongest = comments.argmax(axis=1)
    has_any = comments.max(axis=1) > _TINY
    terms = list(vocabulary)
    found = []
    for subject in range(subjects.shape[0]):
        members = np.flatnonzero((strongest == subject) & has_any)
        if len(members) >= least:
            ranked = members[np.argsort(-comments[members, subject], kind="stable")]
            shown = _clearest(
                [terms[index] for index in np.argsort(-subjects[subject], kind="stable")[: 3 * TERMS_SHOWN]]
            )
            found.append(Suggestion(shown, tuple(places[index] for index in ranked)))
    return tuple(sorted(found, key=lambda one: (-one.n, one.terms)))


def _sampled(n_texts: int) -> list[int]:
    if n_texts <= SAMPLE:
        return list(range(n_texts))
    return [int(place) for place in np.linspace(0, n_texts - 1, SAMPLE)]


def _vocabulary(documents: Sequence[set[str]], least: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for terms in documents:
        counts.update(terms)
    usual = [(term, n) for term, n in counts.items() if least <= n <= len(documents) / 2]
    usual.sort(key=lambda pair: (-pair[1], pair[0]))
    return {term: index for index, (term, _) in enumerate(usual[:MAX_TERMS])}


def _tf_idf(documents: Sequence[set[str]], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    from scipy import sparse

    rows, columns = [], []
    for row, terms in enumerate(documents):
        for column in sorted(vocabulary[term] for term in terms if term in vocabulary):
            rows.append(row)
            columns.append(column)
    shape = (len(documents), len(vocabulary))
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    rarity = np.log((1 + shape[0]) / (1 + np.asarray(counts.sum(axis=0)).ravel())) + 1
    weighted = counts @ sparse.diags(rarity)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, _TINY)) @ weighted)


def _factorise(weights: sparse.csr_matrix, n_parts: int) -> tuple[np.ndarray, np.ndarray]:
    from scipy.sparse.linalg import svds

    left, values, right = svds(weights, k=n_parts, v0=np.ones(min(weights.shape)))
    root = np.sqrt(np.maximum(values, _TINY))
    comments = np.abs(left * root) + 1e-4
    subjects = np.abs(root[:, None] * right) + 1e-4
    for _ in range(ITERATIONS):
        subjects *= (weights.T @ comments).T / (comments.T @ comments @ subjects + _TINY)
        comments *= (weights @ subjects.T) / (comments @ (subjects @ subjects.T) + _TINY)
    return comments, subjects


def _clearest(ranked: Sequence[str]) -> tuple[str, ...]:
    """Return the first terms, each once whatever its marks, and without those that are part of another one: "chất",
    "lượng" and "chất lượng" are one, and so are "phòng" and "phong".
    """
    kept: dict[str, str] = {}
    for term in ranked:
        if not any(f" {term} " in f" {other} " for other in ranked if other != term):
            # With its marks a word is read at once.
            folded = bare(term)
            kept[folded] = term if kept.get(folded, folded) == folded else kept[folded]
    return tuple(kept.values())[:TERMS_SHOWN]
