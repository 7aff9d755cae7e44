"""Words that call something neither good nor bad: "tạm ổn", "so so"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cx_core.text import wordfiles
from cx_core.text.lexicon import canonical_phrase
from cx_core.text.normalise import bare


@lru_cache
def _phrases() -> re.Pattern[str]:
    listed = {canonical_phrase(one) for (line,) in wordfiles.lines("lukewarm.txt") for one in line.split(", ")}
    return re.compile(f" (?:{'|'.join(sorted(map(re.escape, listed | set(map(bare, listed)))))}) ")


def is_lukewarm(words: Sequence[str]) -> bool:
    """Tell whether words in one spelling call something neither good nor bad, with marks or without.

    >>> is_lukewarm(["máy", "tạm", "được"]), is_lukewarm(["tam", "duoc"]), is_lukewarm(["tận", "tâm", "được"])
    (True, True, False)
    """
    return _phrases().search(f" {' '.join(words)} ") is not None
