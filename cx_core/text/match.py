"""Finding the phrases of tries among the words of a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.text.lexicon import Trie

#: Under this key a joined trie holds the themes that a phrase names; the empty string holds what it does.
THEMES = "\0"

Found = list[tuple[int, int, Any]]
#: A place of a trie that no longer changes: what the phrase that ends here does, the themes it names (each None where
#: there is none), and the next words with their places. Reading three values at once takes half the time of three
#: look-ups.
Node = tuple[Any, "tuple[str, ...] | None", "dict[Word, Node]"]


class Word:
    """A word, and the `Node` where phrases begin with it.

    It is equal to itself alone, so that phrases are followed word by word without comparing letters. Its ``number`` is
    its own among the words of all tries, 0 where no phrase holds the word.
    """

    __slots__ = ("entry", "more", "number", "text", "themes")

    def __init__(self, text: str, number: int = 0) -> None:
        self.text = text
        self.number = number
        self.entry: Any = None
        self.themes: tuple[str, ...] | None = None
        self.more: dict[Word, Node] = _NO_MORE


_NO_MORE: dict[Word, Node] = {}
_NUMBERS = count(1)
#: How many places the table of pairs has: some fifteen times as many as there are pairs.
_N_PAIRS = 1 << 19


def find(words: Sequence[str], trie: Trie) -> Found:
    """Return the phrases that stand among the words, longest first from the left, none inside another.

    Each as (first word, word after the last, entry).

    >>> from cx_core.text.lexicon import put
    >>> trie: Trie = {}
    >>> put(trie, "hài lòng", 2); put(trie, "không hài lòng", -2)
    >>> find(["tôi", "không", "hài", "lòng"], trie)
    [(1, 4, -2)]
    """
    found: Found = []
    taken = 0
    for start in range(len(words)):
        if start >= taken:
            node: Any = trie
            entry, end = None, start
            for ahead in range(start, len(words)):
                node = node.get(words[ahead])
                if node is None:
                    break
                if "" in node:
                    entry, end = node[""], ahead + 1
            if entry is not None:
                found.append((start, end, entry))
                taken = end
    return found


def settled(trie: Trie) -> dict[str, Word]:
    """Return the words of a trie's phrases, for `find_both`; what the trie learns later is not in them."""
    words: dict[str, Word] = {}
    for text, node in _next(trie):
        word = _word(text, words)
        word.entry, word.themes, word.more = _settled(node, words)
    return words


def _settled(node: Trie, words: dict[str, Word]) -> Node:
    more = _NO_MORE
    if len(node) > ("" in node) + (THEMES in node):  # most places are a phrase's end
        more = {_word(text, words): _settled(after, words) for text, after in _next(node)}
    return node.get(""), node.get(THEMES), more


def _next(node: Trie) -> Iterator[tuple[str, Trie]]:
    return ((text, after) for text, after in node.items() if text and text != THEMES)


def _word(text: str, words: dict[str, Word]) -> Word:
    word = words.get(text)
    if word is None:
        word = words[text] = Word(text, next(_NUMBERS))
    return word


class Pairs:
    """A table of the words that phrases begin with, two by two: quick to ask of many, at times wrong with a yes."""

    def __init__(self) -> None:
        self._table = np.zeros(_N_PAIRS, dtype=bool)

    def learn(self, words: Iterable[Word]) -> None:
        """Add the pairs that begin with some words."""
        pairs = [(word.number, after.number) for word in words for after in word.more]
        first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        self._table[_place(first, second)] = True

    def may_hold(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of words by their numbers whether a phrase may begin with the two; no phrase with a word of number 0."""
        found: NDArray[np.bool_] = self._table[_place(first, second)] & (first > 0)
        return found


def _place(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    places: NDArray[np.int64] = (first * 40_503 + second) & (_N_PAIRS - 1)
    return places


def find_both(words: Sequence[Word], places: Iterable[int]) -> tuple[Found, Found]:
    """Return, in one pass, the phrases that do something and the phrases that name a theme.

    Each of the two as `find` returns them; a phrase of one kind may stand inside one of the other. ``places`` are where
    a phrase may begin. The last of the words is the end of the comment.
    """
    found: Found = []
    named: Found = []
    taken = taken_by_theme = 0
    for start in places:
        word = words[start]
        end = end_of_theme = start + 1
        entry, keys = word.entry, word.themes
        node = word.more.get(words[end])
        if node is not None and (start >= taken or start >= taken_by_theme):
            end, end_of_theme, entry, keys = _longest(word, node, words, end)
        if entry is not None and start >= taken:
            taken = end
            found.append((start, end, entry))
        if keys is not None and start >= taken_by_theme:
            taken_by_theme = end_of_theme
            if keys:  # else it only keeps others from being named
                named.append((start, end_of_theme, keys))
    return found, named


def _longest(
    word: Word, node: Node | None, words: Sequence[Word], ahead: int
) -> tuple[int, int, Any, tuple[str, ...] | None]:
    """Return where the longest phrase and the longest name of a theme end that go on before ``ahead``, and the two."""
    entry, keys = word.entry, word.themes
    end = end_of_theme = ahead
    while node is not None:
        longer, longer_keys, more = node
        ahead += 1
        if longer is not None:
            entry, end = longer, ahead
        if longer_keys is not None:
            keys, end_of_theme = longer_keys, ahead
        if not more:
            break
        node = more.get(words[ahead])
    return end, end_of_theme, entry, keys
