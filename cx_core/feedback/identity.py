"""Who an answer is: the same row read twice has the same identity, whatever was decided about its columns since."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

_REPEAT = b"\x1e"
_BYTES = 16


def identities(rows: Iterable[bytes], *, count_repeats: bool) -> list[str]:
    """Return a hash for each row's text (UTF-8): 32 hexadecimal digits of BLAKE2b.

    With ``count_repeats`` equal rows of one file get different identities by their number among themselves: in a file
    of bare ratings ten times "5" are ten answers, and the same file again still adds none. Without it (rows that a time
    stamp or an id makes unlike each other) an equal row is the same answer sent twice.

    >>> a, b = identities([b"5 ok", b"5 ok"], count_repeats=True)
    >>> a == b, identities([b"5 ok"], count_repeats=True)[0] == a, len(a)
    (False, True, 32)
    """
    if not count_repeats:
        return [blake2b(row, digest_size=_BYTES).hexdigest() for row in rows]
    seen: dict[bytes, int] = {}
    found: list[str] = []
    for row in rows:
        digest = blake2b(row, digest_size=_BYTES)
        seen[digest.digest()] = number = seen.get(digest.digest(), 0) + 1
        if number > 1:
            digest.update(_REPEAT + str(number).encode())
        found.append(digest.hexdigest())
    return found
