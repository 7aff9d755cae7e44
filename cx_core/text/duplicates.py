"""Comments that say the same in almost the same words: one person's copies, one campaign's text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from cx_core.text.normalise import bare
from cx_core.text.terms import spelled_words

#: Minimum hashes a comment, in bands of rows: comments with a likeness of 0.8 share a band with a chance of 99.98 %.
N_BANDS, N_ROWS = 16, 4
_PRIME = np.uint64((1 << 31) - 1)
#: A band that more comments share than this is a formula ("ok shop"); its members are compared with the first only.
CROWD = 50
#: Comments of fewer words are alike only when they are equal.
SHORTEST = 4


def near_duplicates(texts: Sequence[str], *, likeness: float = 0.8) -> tuple[tuple[int, ...], ...]:
    """Return groups of comments that are alike, as positions in ``texts``; each group of two or more, largest first.

    Alike are comments with the same words in any order and comments whose pairs of neighbouring words overlap by
    ``likeness`` (Jaccard). Compared without case, marks, signs and short forms. Found by minimum hashing (Broder
    1997), then checked exactly.

    >>> near_duplicates(["Giao hàng nhanh, đóng gói đẹp", "giao hang nhanh dong goi dep!!", "Tệ"])
    ((0, 1),)
    """
    words = [[bare(word) for word in spelled_words(text) if word[:1].isalnum()] for text in texts]
    parent = list(range(len(texts)))
    seen: dict[tuple[str, ...], int] = {}
    for index, own in enumerate(words):
        if own:
            _unite(parent, seen.setdefault(tuple(sorted(own)), index), index)
    firsts = [index for index in seen.values() if len(words[index]) >= SHORTEST]
    shingles = {index: _shingles(words[index]) for index in firsts}
    for one, two in _candidates(firsts, shingles):
        if _root(parent, one) != _root(parent, two) and _jaccard(shingles[one], shingles[two]) >= likeness:
            _unite(parent, one, two)
    groups: dict[int, list[int]] = {}
    for index in range(len(texts)):
        groups.setdefault(_root(parent, index), []).append(index)
    found = [tuple(group) for group in groups.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def _shingles(words: list[str]) -> frozenset[int]:
    return frozenset(zlib.crc32(f"{one} {two}".encode()) for one, two in pairwise(words))


def _candidates(indices: Sequence[int], shingles: dict[int, frozenset[int]]) -> set[tuple[int, int]]:
    random = np.random.default_rng(7)
    n_hashes = N_BANDS * N_ROWS
    factors = random.integers(1, int(_PRIME), n_hashes, dtype=np.uint64)[:, None]
    offsets = random.integers(0, int(_PRIME), n_hashes, dtype=np.uint64)[:, None]
    buckets: dict[tuple[int, bytes], list[int]] = {}
    for index in indices:
        values = np.fromiter(shingles[index], dtype=np.uint64) % _PRIME
        signature = ((factors * values[None, :] + offsets) % _PRIME).min(axis=1).astype(np.uint32)
        for band in range(N_BANDS):
            key = (band, signature[band * N_ROWS : (band + 1) * N_ROWS].tobytes())
            buckets.setdefault(key, []).append(index)
    pairs: set[tuple[int, int]] = set()
    for members in buckets.values():
        if len(members) > CROWD:
            pairs.update((members[0], other) for other in members[1:])
        elif len(members) > 1:
            pairs.update(combinations(members, 2))
    return pairs


def _jaccard(one: frozenset[int], two: frozenset[int]) -> float:
    either = len(one | two)
    return len(one & two) / either if either else 0.0


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _unite(parent: list[int], one: int, two: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, two)))
    parent[second] = first
