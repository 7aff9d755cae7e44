"""Finding the phrases of tries among the words of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cx_core.text.lexicon import Trie

#: Under this key a joined trie holds the themes that a phrase names; the empty string holds what it does.
THEMES = "\0"

Found = list[tuple[int, int, Any]]
#: A place of a trie that no longer changes: what the phrase that ends here does, the themes it names (each None where
#: there is none), and the next words with their places. Reading three values at once takes half the time of three
#: look-ups.
Node = tuple[Any, "tuple[str, ...] | None", "dict[str, Node]"]


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
    return node.get(""), node.get(THEMES), settled(node)


def find_both(words: list[str], nodes: dict[str, Node]) -> tuple[Found, Found]:
    """Return, in one pass, the phrases that do something and the phrases that name a theme.

    Each of the two as `find` returns them; a phrase of one kind may stand inside one of the other.
    """
    found: Found = []
    named: Found = []
    taken = taken_by_theme = 0
    start = -1
    following = words[1:]
    following.append("")  # continues no phrase
    for node, after in zip(map(nodes.get, words), following, strict=False):
        start += 1
        if node is None:
            continue
        entry, keys, more = node
        node = more.get(after)
        if node is None:  # nearly always
            if entry is not None and start >= taken:
                taken = start + 1
                found.append((start, taken, entry))
            if keys is not None and start >= taken_by_theme:
                taken_by_theme = start + 1
                named.append((start, taken_by_theme, keys))
        elif start >= taken or start >= taken_by_theme:
            end, end_of_theme, entry, keys = _longest(node, entry, keys, following, start + 1)
            if entry is not None and start >= taken:
                found.append((start, end, entry))
                taken = end
            if keys is not None and start >= taken_by_theme:
                taken_by_theme = end_of_theme
                named.append((start, end_of_theme, keys))
    return found, [one for one in named if one[2]]


def _longest(
    node: Node | None, entry: Any, keys: tuple[str, ...] | None, following: Sequence[str], ahead: int
) -> tuple[int, int, Any, tuple[str, ...] | None]:
    """Return where the longest phrase and the longest name of a theme end that go on before ``ahead``, and the two."""
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
