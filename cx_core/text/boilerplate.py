"""Sentences that stand in comment after comment, word for word: tapped, not written."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cx_core.text.terms import spelled_words

#: What is left of the weight of a sentence that everybody has.
LEFT = 0.3
SHORTEST, LONGEST = 4, 14

_SENTENCE_ENDS = re.compile(r"[.!?;…\n]+|(?<=\w),\s")


@dataclass(frozen=True)
class Boilerplate:
    """Sentences of a source that count little, in one spelling, sorted. `NOTHING` when there are none.

    A sentence's weight becomes `LEFT` of what its words would weigh; the sentences that shops' rating forms offer by
    a tap are known without it.
    """

    sentences: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """Ten hexadecimal digits of the content."""
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()[:10]


NOTHING = Boilerplate()


def find_boilerplate(texts: Iterable[str], *, share: float = 0.01, least: int = 20) -> Boilerplate:
    """Return the sentences of 4 to 14 words that stand in at least ``share`` of the comments and in ``least`` of them.

    Sentences are compared in one spelling, without case. A comment that is nothing but the sentence does not count:
    "giao hàng nhanh, đóng gói đẹp" is short, not tapped.
    """
    counts: Counter[str] = Counter()
    n_texts = 0
    for text in texts:
        n_texts += 1
        sentences = [part for part in _SENTENCE_ENDS.split(text) if part and part.strip()]
        if len(sentences) > 1:
            counts.update({_spelled(sentence) for sentence in sentences if len(sentence) < 200})
    enough = max(least, share * n_texts)
    found = [one for one, n in counts.items() if n >= enough and SHORTEST <= len(one.split(" ")) <= LONGEST]
    return Boilerplate(tuple(sorted(found)))


def _spelled(sentence: str) -> str:
    return " ".join(word for word in spelled_words(sentence) if word[:1].isalnum())
