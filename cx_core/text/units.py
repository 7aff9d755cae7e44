"""Which words of a search are one word: a Vietnamese word has several syllables, and blanks stand between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cx_core.text import kinds
from cx_core.text.lexicon import canonical_phrase, compounds, vietnamese
from cx_core.text.normalise import bare
from cx_core.text.packs import PACKS, pack
from cx_core.text.short_forms import long_form
from cx_core.text.spelling import short_forms

#: What turns the next word into its contrary never stands apart from it: "không hài lòng" is no "hài lòng".
_NEGATORS = frozenset(["không", "chưa", "chẳng", "chả", "đừng", "khong", "not", "no", "never", "without"])


def units_of(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return words as they were typed, those that belong together in one tuple. Their order stays.

    >>> units_of(["giao", "hàng", "chậm"]), units_of(["k", "hai", "long"])
    ((('giao', 'hàng'), ('chậm',)), (('k', 'hai', 'long'),))
    """
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        start = at
        while at < len(words) - 1 and _is_negator(words[at]):
            at += 1
        at += next((n for n in range(_longest(), 1, -1) if _is_one(words[at : at + n], n)), 1)
        found.append(tuple(words[start:at]))
    return tuple(found)


def _is_negator(word: str) -> bool:
    return word in _NEGATORS or long_form(bare(word)) == ("khong",)


def _is_one(words: Sequence[str], n: int) -> bool:
    return len(words) == n and canonical_phrase(" ".join(words)) in _known()


@lru_cache
def _longest() -> int:
    return max(one.count(" ") + 1 for one in _known())


@lru_cache
def _known() -> frozenset[str]:
    """Return every word of several syllables that is known, with its marks and without."""
    listed = (*short_forms().values(), *_pairs(compounds()), *_pairs(_unlike_their_parts()))
    marked = {canonical_phrase(one) for one in listed if " " in one}
    return frozenset(marked | {canonical_phrase(bare(one)) for one in marked})


def _unlike_their_parts() -> Iterator[str]:
    """Yield pairs of syllables that say what neither says alone: "hài lòng", and not "giao chậm"."""
    themed = [word for name in ("generic", *PACKS) for theme in pack(name).themes for word in theme.vi]
    felt = [word for word, entry in vietnamese().items() if entry.kind not in (kinds.ORDER, kinds.GOT, kinds.CHARGED)]
    alone = {word for word in (*felt, *themed) if " " not in word}
    return (one for one in (*felt, *themed) if alone.isdisjoint(one.split(" ")))


def _pairs(phrases: Iterable[str]) -> Iterator[str]:
    return (one for one in phrases if one.count(" ") == 1)
