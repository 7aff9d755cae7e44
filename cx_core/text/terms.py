"""Words and short phrases of comments for counting: what a comment is about, without small words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from cx_core.text import wordfiles
from cx_core.text.lexicon import canonical_phrase
from cx_core.text.normalise import bare, readable, runs_of
from cx_core.text.spelling import Spelling, marked_resolver


@lru_cache
def small_words() -> frozenset[str]:
    """Return the words that say nothing by themselves, with marks and without."""
    listed = {canonical_phrase(word) for word in wordfiles.words("small_words.txt")}
    return frozenset(listed | {bare(word) for word in listed if len(word) > 1})


@lru_cache
def _spelling() -> Spelling:
    return Spelling(marked_resolver(small_words()))


def spelled_words(text: str) -> list[str]:
    """Return the words of a comment in one spelling: lower case, short forms written out, marks kept; signs and
    marks too.

    >>> spelled_words("SP k đẹp")
    ['sản', 'phẩm', 'không', 'đẹp']
    """
    spelling = _spelling()
    words = [word for run in runs_of(readable(text)[0]) for word in spelling[run]]
    spelling.make_room()
    return words


def terms_of(words: Sequence[str], longest: int = 3) -> set[str]:
    """Return the terms of a comment: runs of one to ``longest`` words that begin and end with no small word.

    A term crosses no mark and holds no number.

    >>> sorted(terms_of(["pin", "rất", "kém", ",", "máy", "nóng"]))
    ['kém', 'máy', 'máy nóng', 'nóng', 'pin', 'pin rất kém']
    """
    small = small_words()
    found: set[str] = set()
    for start, first in enumerate(words):
        if first in small or not first[:1].isalpha():
            continue
        found.add(first)
        for end in range(start + 1, min(start + longest, len(words))):
            if not words[end][:1].isalpha():
                break
            if words[end] not in small:
                found.add(" ".join(words[start : end + 1]))
    return found


def folded_ngrams(words: Sequence[str]) -> list[str]:
    """Return the words and pairs of words of a comment without marks: the features that a model may learn from."""
    folded = [bare(word) for word in words]
    return folded + [f"{one} {two}" for one, two in pairwise(folded)]


def count_terms(texts: Iterable[str], longest: int = 3) -> Counter[str]:
    """Return in how many comments each term stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(terms_of(spelled_words(text), longest))
    return counts
