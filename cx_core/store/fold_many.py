"""Folding of many texts at once: each distinct letter is folded once, the rest is looking up."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cx_core.model.folding import fold

Letters = NDArray[np.uint32]

_SEPARATOR = "\x00"
#: Texts whose letters stand in memory at one time.
_AT_ONCE = 20_000
_BLANK = np.uint32(ord(" "))
#: What no letter is: a letter that goes, one that becomes several, one not looked at yet.
_GONE, _SEVERAL, _UNKNOWN = (np.uint32(sys.maxunicode + more) for more in (1, 2, 3))


def fold_all(texts: NDArray[np.object_]) -> NDArray[np.object_]:
    """Fold many texts as `fold` does, in a tenth of the time; None stays None.

    >>> fold_all(np.array(["Giao  HÀNG chậm", None, "Đúng hẹn"], dtype=object)).tolist()
    ['giao hang cham', None, 'dung hen']
    """
    return Folding()(texts)


class Folding:
    """Folds as `fold_all` does and remembers the letters it has met, for texts that come in pieces."""

    def __init__(self) -> None:
        self._table = np.full(sys.maxunicode + 1, _UNKNOWN, dtype=np.uint32)
        self._table[0] = 0

    def __call__(self, texts: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return the texts folded."""
        folded = np.empty(len(texts), dtype=object)
        given = np.flatnonzero(texts != None)  # noqa: E711  (elementwise)
        for start in range(0, len(given), _AT_ONCE):
            places = given[start : start + _AT_ONCE]
            folded[places] = _fold_some(texts[places].tolist(), self._table)
        return folded


def _fold_some(texts: list[str], table: Letters) -> list[str]:
    letters = _letters(_SEPARATOR.join(texts))
    if np.count_nonzero(letters == 0) != len(texts) - 1:
        return [fold(text) for text in texts]
    folded = table[letters]
    highest = folded.max(initial=np.uint32(0))
    if highest == _UNKNOWN:
        _learn(np.unique(letters[folded == _UNKNOWN]).tolist(), table)
        folded = table[letters]
        highest = folded.max(initial=np.uint32(0))
    odd: list[int] = []
    if highest >= _GONE:
        of_text = np.searchsorted(np.flatnonzero(letters == 0), np.flatnonzero(folded == _SEVERAL))
        odd = list(set(of_text.tolist()))
        folded = folded[folded < _GONE]
    found = _text(_single_blanks(folded)).split(_SEPARATOR)
    for place in odd:
        found[place] = fold(texts[place])
    return found


def _learn(codes: Sequence[int], table: Letters) -> None:
    """Fold letters one by one. Marks go wherever they stand, so a letter folds alike beside any other."""
    for code in codes:
        folded = fold(f"x{chr(code)}x")[1:-1]
        table[code] = ord(folded) if len(folded) == 1 else _SEVERAL if folded else _GONE


def _single_blanks(letters: Letters) -> Letters:
    """Leave one blank between words and none beside a separator."""
    is_blank = letters == _BLANK
    is_edge = is_blank | (letters == 0)
    beside = (is_blank[1:] & is_edge[:-1]) | (is_blank[:-1] & is_edge[1:])
    if not beside.any() and not is_blank[:1].any() and not is_blank[-1:].any():
        return letters
    after_edge = np.ones(len(letters), dtype=bool)
    after_edge[1:] = is_blank[:-1] | (letters[:-1] == 0)
    letters = letters[~(is_blank & after_edge)]
    before_edge = np.ones(len(letters), dtype=bool)
    before_edge[:-1] = letters[1:] == 0
    return letters[~((letters == _BLANK) & before_edge)]


def _letters(text: str) -> Letters:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text(letters: Letters) -> str:
    return letters.tobytes().decode("utf-32-le", "surrogatepass")
