"""Finding the phrases of tries among the words of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cx_core.text.lexicon import Trie

#: Under this key a joined trie holds the themes that a phrase names; the empty string holds what it does.
THEMES = "\0"

Found = list[tuple[int, int, Any]]
#: A place of a trie that no longer changes: what the phrase that ends here does, the themes it names, and the next
#: words with their places. None where there is none of them. Reading three values at once takes half the time of
#: three look-ups.
Node = tuple[Any, "tuple[str, ...] | None", "dict[str, Node] | None"]


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


def settled(trie: Trie) -> dict[str, Node]:
    """Return the first words of a trie with their places, for `find_both`; what the trie learns later is not in it."""
    return {word: _settled(node) for word, node in trie.items() if word and word != THEMES}


def _settled(node: Trie) -> Node:
    return node.get(""), node.get(THEMES), settled(node) or None


def find_both(words: list[str], nodes: dict[str, Node]) -> tuple[Found, Found]:
    """Return, in one pass, the phrases that do something and the phrases that name a theme.

    Each of the two as `find` returns them; a phrase of one kind may stand inside one of the other.
    """
    found: Found = []
    named: Found = []
    taken = taken_by_theme = 0
    start = -1
    words.append("")  # continues no phrase, so that none need be kept from running over the end
    for node in map(nodes.get, words):
        start += 1
        if node is None or (start < taken and start < taken_by_theme):
            continue
        entry, keys, more = node
        end = end_of_theme = ahead = start + 1
        while more is not None:
            node = more.get(words[ahead])
            if node is None:
                break
            ahead += 1
            longer, longer_keys, more = node
            if longer is not None:
                entry, end = longer, ahead
            if longer_keys is not None:
                keys, end_of_theme = longer_keys, ahead
        if entry is not None and start >= taken:
            found.append((start, end, entry))
            taken = end
        if keys is not None and start >= taken_by_theme:
            taken_by_theme = end_of_theme
            if keys:
                named.append((start, end_of_theme, keys))
    words.pop()
    return found, named
