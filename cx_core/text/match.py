"""Finding the phrases of tries among the words of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

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

    It is equal to itself alone, so that phrases are followed word by word without comparing letters.
    """

    __slots__ = ("entry", "more", "text", "themes")

    def __init__(self, text: str) -> None:
        self.text = text
        self.entry: Any = None
        self.themes: tuple[str, ...] | None = None
        self.more: dict[Word, Node] = _NO_MORE


_NO_MORE: dict[Word, Node] = {}
#: Stands behind the last word of a comment and continues no phrase.
_END = Word("")
_MORE = attrgetter("more")


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
    for text, node in trie.items():
        if text and text != THEMES:
            word = words.setdefault(text, Word(text))
            word.entry, word.themes, word.more = _settled(node, words)
    return words


def _settled(node: Trie, words: dict[str, Word]) -> Node:
    more = {
        words.setdefault(text, Word(text)): _settled(after, words)
        for text, after in node.items()
        if text and text != THEMES
    }
    return node.get(""), node.get(THEMES), more or _NO_MORE


def find_both(words: list[Word]) -> tuple[Found, Found]:
    """Return, in one pass, the phrases that do something and the phrases that name a theme.

    Each of the two as `find` returns them; a phrase of one kind may stand inside one of the other.
    """
    found: Found = []
    named: Found = []
    taken = taken_by_theme = 0
    start = -1
    following = words[1:]
    following.append(_END)
    for word, node in zip(words, map(dict.get, map(_MORE, words), following), strict=True):
        start += 1
        if node is None:  # nearly always
            if word.entry is not None and start >= taken:
                taken = start + 1
                found.append((start, taken, word.entry))
            if word.themes is not None and start >= taken_by_theme:
                taken_by_theme = start + 1
                named.append((start, taken_by_theme, word.themes))
        elif start >= taken or start >= taken_by_theme:
            end, end_of_theme, entry, keys = _longest(word, node, following, start + 1)
            if entry is not None and start >= taken:
                found.append((start, end, entry))
                taken = end
            if keys is not None and start >= taken_by_theme:
                taken_by_theme = end_of_theme
                named.append((start, end_of_theme, keys))
    return found, [one for one in named if one[2]]


def _longest(
    word: Word, node: Node | None, following: Sequence[Word], ahead: int
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
        node = more.get(following[ahead - 1])
    return end, end_of_theme, entry, keys
