"""Who an answer is: the same row read twice has the same identity, whatever was decided about its columns since."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_REPEAT = "\x1e"
_LETTERS = 32


def identities(rows: Sequence[str], *, count_repeats: bool) -> list[str]:
    """Return a hash for each row's text.

    With ``count_repeats`` equal rows of one file get different identities by their number among themselves: in a file
    of bare ratings ten times "5" are ten answers, and the same file again still adds none. Without it (rows that a time
    stamp or an id makes unlike each other) an equal row is the same answer sent twice.

    >>> a, b = identities(["5 ok", "5 ok"], count_repeats=True)
    >>> a == b, identities(["5 ok"], count_repeats=True)[0] == a
    (False, True)
    """
    if not count_repeats:
        return [hash_text(text) for text in rows]
    seen: dict[str, int] = {}
    found: list[str] = []
    for text in rows:
        seen[text] = number = seen.get(text, 0) + 1
        found.append(hash_text(text if number == 1 else f"{text}{_REPEAT}{number}"))
    return found


def hash_text(text: str) -> str:
    """Return the first 32 hexadecimal digits of a text's BLAKE2 hash.

    >>> len(hash_text("a"))
    32
    """
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_LETTERS // 2).hexdigest()
