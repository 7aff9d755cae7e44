"""Finding the phrases of tries among the words of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cx_core.text.lexicon import Trie

#: Under this key a joined trie holds the themes that a phrase names; the empty string holds what it does.
THEMES = "\0"

Found = list[tuple[int, int, Any]]


def find(words: Sequence[str], trie: Trie) -> Found:
    """Return the phrases that stand among the words, longest first from the left, none inside another.

    Each as (first word, word after the last, entry).

    >>> from cx_core.text.lexicon import put
    >>> trie: Trie = {}
    >>> put(trie, "hài lòng", 2); put(trie, "không hài lòng", -2)
    >>> find(["tôi", "không", "hài", "lòng"], trie)
    [(1, 4, -2)]
    """
    return find_both(words, trie)[0]


def find_both(words: Sequence[str], trie: Trie) -> tuple[Found, Found]:
    """Return, in one pass over a joined trie, the phrases that do something and the phrases that name a theme.

    Each of the two as `find` returns them; a phrase of one kind may stand inside one of the other.
    """
    found: Found = []
    named: Found = []
    n_words = len(words)
    taken = taken_by_theme = 0
    for start, node in enumerate(map(trie.get, words)):
        if node is None:
            continue
        entry = node.get("")
        keys = node.get(THEMES)
        end = end_of_theme = ahead = start + 1
        while ahead < n_words:
            node = node.get(words[ahead])
            if node is None:
                break
            ahead += 1
            if "" in node:
                entry, end = node[""], ahead
            if THEMES in node:
                keys, end_of_theme = node[THEMES], ahead
        if entry is not None and start >= taken:
            found.append((start, end, entry))
            taken = end
        if keys is not None and start >= taken_by_theme:
            taken_by_theme = end_of_theme
            if keys:
                named.append((start, end_of_theme, keys))
    return found, named
