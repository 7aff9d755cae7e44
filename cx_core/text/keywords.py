"""Words and phrases that set one slice of comments apart from the rest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from cx_core.text.telling import as_customers_spell, halves, joined, with_marks_together
from cx_core.text.terms import count_terms, spelled_words

#: Weight of the prior, in comments: how much evidence a word needs before it stands out.
PRIOR_WEIGHT = 50.0
#: A part of a longer phrase is left out when this share of its comments holds the whole phrase.
SUB_PHRASE = 0.8
#: So many pairs of neighbours are looked at for compounds.
MANY_PHRASES = 5_000


@dataclass(frozen=True)
class Keyword:
    """A term that a slice uses more than the rest.

    ``z`` is the log-odds ratio over its standard error: 2 is hardly chance, larger is clearer. ``n_inside`` and
    ``n_outside`` count comments.
    """

    term: str
    z: float
    n_inside: int
    n_outside: int


def keywords(inside: Iterable[str], outside: Iterable[str], *, limit: int = 30, least: int = 3) -> tuple[Keyword, ...]:
    """Return the terms that set ``inside`` apart from ``outside``, clearest first.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, eq. 16 to 22), the prior
    being the words of both slices together. Terms in fewer than ``least`` comments inside are left out, and so are
    parts of a longer phrase that hardly stand without it; pieces of one phrase come as the whole phrase, and terms
    are spelled as most customers spell them.

    >>> slow, fast = ["giao chậm", "giao chậm quá", "chậm ghê"], ["giao nhanh", "nhanh ghê"]
    >>> [one.term for one in keywords(slow, fast, least=2)][0]
    'chậm'
    """
    inside, outside = list(inside), list(outside)
    counts = with_marks_together(count_terms(inside), count_terms(outside))
    compounds = frozenset(one.term for one in phrases((*inside, *outside), least=least, limit=MANY_PHRASES))
    gone = halves(map(spelled_words, inside), compounds)
    found = from_counts(*counts, limit=limit * 4, least=least)
    kept = _whole([one for one in found if one.term not in gone])[:limit]
    shown = as_customers_spell([one.term for one in kept], inside)
    return tuple(replace(one, term=shown[one.term]) for one in kept)


def _whole(ranked: list[Keyword]) -> list[Keyword]:
    """Return keywords with the pieces of one phrase as the phrase, where the first of them stood."""
    longer = joined([(one.term, one.n_inside) for one in ranked])
    found = {longer.get(one.term, one.term): one for one in reversed(ranked)}
    ordered = dict.fromkeys(longer.get(one.term, one.term) for one in ranked)
    return [replace(found[term], term=term) for term in ordered]


def from_counts(
    inside: Mapping[str, int], outside: Mapping[str, int], *, limit: int = 30, least: int = 3
) -> tuple[Keyword, ...]:
    """Return keywords from counts of comments a term, as `count_terms` gives them."""
    n_inside, n_outside = sum(inside.values()), sum(outside.values())
    everything = n_inside + n_outside
    found = []
    for term, count in inside.items():
        if count < least:
            continue
        other = outside.get(term, 0)
        alpha = PRIOR_WEIGHT * (count + other) / everything
        difference = _log_odds(count, n_inside, alpha) - _log_odds(other, n_outside, alpha)
        error = math.sqrt(1 / (count + alpha) + 1 / (other + alpha))
        if difference > 0:
            found.append(Keyword(term, difference / error, count, other))
    found.sort(key=lambda one: (-one.z, one.term))
    return tuple(_without_parts(found, limit))


def _log_odds(count: int, total: int, alpha: float) -> float:
    return math.log((count + alpha) / (total + PRIOR_WEIGHT - count - alpha))


def _without_parts(ranked: list[Keyword], limit: int) -> list[Keyword]:
    counts = {one.term: one.n_inside for one in ranked}
    whole: Counter[str] = Counter()
    for term, count in counts.items():
        words = term.split(" ")
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                part = " ".join(words[start : start + size])
                whole[part] = max(whole[part], count)
    return [one for one in ranked if whole[one.term] < SUB_PHRASE * one.n_inside][:limit]


@dataclass(frozen=True)
class Phrase:
    """Two neighbouring words that belong together; ``npmi``: -1 never together, 0 by chance, 1 always."""

    term: str
    n: int
    npmi: float


def phrases(texts: Iterable[str], *, least: int = 5, npmi: float = 0.35, limit: int = 200) -> tuple[Phrase, ...]:
    """Return the pairs of neighbouring words that stand together more than chance, most frequent first.

    Normalised pointwise mutual information, ln(p(xy) / p(x)p(y)) / -ln p(xy) (Bouma 2009). From 0.35 on it finds
    most two-syllable words of Vietnamese without a segmenter.
    """
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = spelled_words(text)
        single.update(word for word in words if word[:1].isalpha())
        pairs.update((one, two) for one, two in pairwise(words) if one[:1].isalpha() and two[:1].isalpha())
    n_words, n_pairs = sum(single.values()), sum(pairs.values())
    found = []
    for (one, two), count in pairs.items():
        if count >= least and count < n_pairs:
            share = count / n_pairs
            value = math.log(share * n_words * n_words / (single[one] * single[two])) / -math.log(share)
            if value >= npmi:
                found.append(Phrase(f"{one} {two}", count, min(value, 1.0)))
    return tuple(sorted(found, key=lambda phrase: (-phrase.n, phrase.term))[:limit])
