"""Finding the phrases of a trie among the words of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cx_core.text.lexicon import Trie


def find(words: Sequence[str], trie: Trie) -> list[tuple[int, int, Any]]:
    """Return the phrases that stand among the words, longest first from the left, none inside another.

    Each as (first word, word after the last, entry).

    >>> from cx_core.text.lexicon import put
    >>> trie: Trie = {}
    >>> put(trie, "hài lòng", 2); put(trie, "không hài lòng", -2)
    >>> find(["tôi", "không", "hài", "lòng"], trie)
    [(1, 4, -2)]
    """
    found = []
    n_words = len(words)
    taken = 0
    for start, node in enumerate(map(trie.get, words)):
        if node is None or start < taken:
            continue
        entry = node.get("")
        taken = ahead = start + 1
        while ahead < n_words:
            node = node.get(words[ahead])
            if node is None:
                break
            ahead += 1
            longer = node.get("")
            if longer is not None:
                entry, taken = longer, ahead
        if entry is not None:
            found.append((start, taken, entry))
    return found
