"""What syllables typed without marks mean, learnt from the comments of a workspace that have their marks."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cx_core.text import lexicon
from cx_core.text.language import has_marks
from cx_core.text.match import find
from cx_core.text.normalise import bare, readable
from cx_core.text.terms import spelled_words

#: So many occurrences weigh as much as the shares that come with the program.
TRUST = 30.0


@dataclass(frozen=True)
class Readings:
    """Pairs of a word with its marks and its share of what is typed like it without marks; only those that differ
    from the shipped ones.

    `SHIPPED` differs in none.
    """

    pairs: tuple[tuple[str, float], ...] = ()

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """Ten hexadecimal digits of the content."""
        return hashlib.sha256(json.dumps(self.pairs, ensure_ascii=False).encode()).hexdigest()[:10]

    @property
    def shares(self) -> Mapping[str, float]:
        """All shares, the shipped ones among them."""
        return {**lexicon.readings(), **dict(self.pairs)}


SHIPPED = Readings()


def learn_readings(texts: Iterable[str], *, least: int = 50) -> Readings:
    """Return the shares of readings as these comments have them; comments without marks are passed over.

    Only syllables outside longer known phrases count, since those settle themselves. A share is (n + 30·shipped) /
    (N + 30), for syllables that occur ``least`` times in all their readings.
    """
    known = lexicon.build("marked")
    counts: Counter[str] = Counter()
    for text in texts:
        if has_marks(readable(text)[0]):
            words = spelled_words(text)
            inside = {index for start, end, _ in find(words, known) if end - start > 1 for index in range(start, end)}
            counts.update(word for index, word in enumerate(words) if index not in inside and word.isalpha())
    typed: Counter[str] = Counter()
    for word, count in counts.items():
        typed[bare(word)] += count
    shipped = lexicon.readings()
    single = (word for word in lexicon.vietnamese() if " " not in word and not word.isascii())
    pairs = [
        (word, round((counts[word] + TRUST * shipped.get(word, lexicon.USUAL_SHARE)) / (typed[bare(word)] + TRUST), 3))
        for word in sorted(single)
        if typed[bare(word)] >= least
    ]
    return Readings(tuple(pairs))
