"""Folding: one form for labels that people write in many ways."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_D_WITH_STROKE = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text: str) -> str:
    """Return the form in which two labels are compared: no diacritics, no case, single spaces.

    Decomposed and composed Vietnamese fold alike; ``đ`` becomes ``d``, which no decomposition does by itself.
    Punctuation stays. Folding twice changes nothing.

    >>> fold("  Giao   HÀNG "), fold("Đổi trả"), fold("STRASSE") == fold("Straße")
    ('giao hang', 'doi tra', True)
    """
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.translate(_D_WITH_STROKE).split())


@lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """Return what `fold` returns, remembered: for names of fields and their values, which every question asks about."""
    return fold(text)
