"""A standing rule: comments with these words are about this theme, or feel like this; now and in every later import."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cx_core.model.analysed import Correction

_BETWEEN = re.compile(r"[,;\n]+")


@dataclass(frozen=True)
class WordRule:
    """A rule as people made it. ``words`` are phrases, any of which is enough; ``is_on`` False lets it rest.

    ``n`` counts the comments it speaks of now, also those where somebody corrected the same by hand: a hand wins.
    """

    id: int
    words: tuple[str, ...]
    correction: Correction
    is_on: bool = True
    made_by: str = ""
    n: int = 0


def phrases_of(typed: str) -> tuple[str, ...]:
    """Return the phrases that a person typed, one a line or between commas, each once.

    >>> phrases_of("giao sai, giao nhầm\\n giao  sai")
    ('giao sai', 'giao nhầm')
    """
    return tuple(dict.fromkeys(one for part in _BETWEEN.split(typed) if (one := " ".join(part.split()))))
