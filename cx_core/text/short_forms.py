"""Short forms in a search: what a person types and what customers type stand for the same words."""

from __future__ import annotations

import heapq
import re
from functools import lru_cache

from cx_core.text.language import is_syllable
from cx_core.text.normalise import bare
from cx_core.text.spelling import short_forms

#: A question to the index holds at most so many spellings.
MAX_SPELLINGS = 48
#: So many words one short form stands for, at most ("cskh").
_LONGEST = 4
_LETTERS = re.compile(r"[a-z]+$")
#: "kỹ" and "kĩ", "công ty" and "công ti" are one word.
_Y_OR_I = re.compile("([hklmst])([yi])$")


@lru_cache
def _by_short() -> dict[str, tuple[str, ...]]:
    """Return what each short form stands for, without marks. One that could be another word is left out: "hem"."""
    return {
        bare(short): tuple(bare(long).split())
        for short, long in short_forms().items()
        if _LETTERS.match(bare(short)) and not is_syllable(bare(short)) and bare(short) != bare(long)
    }


@lru_cache
def _by_long() -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for short, long in _by_short().items():
        found.setdefault(long, []).append(short)
    return {long: tuple(shorts) for long, shorts in found.items()}


def long_form(word: str) -> tuple[str, ...]:
    """Return the words that a folded word stands for; itself when it is no short form.

    >>> long_form("sp"), long_form("dep")
    (('san', 'pham'), ('dep',))
    """
    return _by_short().get(word, (word,))


def spellings_of(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return folded words as people write them: as they are, then with short forms, at most `MAX_SPELLINGS`.

    >>> spellings_of(("san", "pham"))[:2], spellings_of(("dep",)), spellings_of(("ky",))
    ((('san', 'pham'), ('sp',)), (('dep',),), (('ky',), ('ki',)))
    """
    # The fewest short forms first, the longest head first.
    found: list[tuple[int, int, tuple[str, ...], int]] = [(0, 0, (), 0)]
    done: list[tuple[str, ...]] = []
    while found and len(done) < MAX_SPELLINGS:
        n_short, _, head, at = heapq.heappop(found)
        if at == len(words):
            done.append(head)
            continue
        heapq.heappush(found, (n_short, -at - 1, (*head, words[at]), at + 1))
        for end in range(at + 1, min(at + _LONGEST, len(words)) + 1):
            for short in (*_by_long().get(words[at:end], ()), *_other_spelling(words[at:end])):
                heapq.heappush(found, (n_short + 1, -end, (*head, short), end))
    return tuple(dict.fromkeys(done))


def _other_spelling(words: tuple[str, ...]) -> tuple[str, ...]:
    found = _Y_OR_I.match(words[0]) if len(words) == 1 else None
    return (found[1] + ("i" if found[2] == "y" else "y"),) if found else ()
