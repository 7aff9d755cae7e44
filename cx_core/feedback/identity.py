"""Who an answer is: the same row read twice has the same identity, whatever was decided about its columns since."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import pyarrow as pa

_REPEAT = b"\x1e"
_BYTES = 16


def identities(rows: Iterable[bytes], *, count_repeats: bool) -> pa.StringArray:
    """Return a hash for each row's text (UTF-8): 32 hexadecimal digits of BLAKE2b.

    With ``count_repeats`` equal rows of one file get different identities by their number among themselves: in a file
    of bare ratings ten times "5" are ten answers, and the same file again still adds none. Without it (rows that a time
    stamp or an id makes unlike each other) an equal row is the same answer sent twice.

    >>> a, b = identities([b"5 ok", b"5 ok"], count_repeats=True).to_pylist()
    >>> a == b, identities([b"5 ok"], count_repeats=True)[0].as_py() == a, len(a)
    (False, True, 32)
    """
    if not count_repeats:
        return _as_texts([blake2b(row, digest_size=_BYTES).digest() for row in rows])
    seen: dict[bytes, int] = {}
    found: list[bytes] = []
    for row in rows:
        hashed = blake2b(row, digest_size=_BYTES)
        digest = hashed.digest()
        seen[digest] = number = seen.get(digest, 0) + 1
        if number > 1:
            hashed.update(_REPEAT + str(number).encode())
            digest = hashed.digest()
        found.append(digest)
    return _as_texts(found)


def _as_texts(digests: list[bytes]) -> pa.StringArray:
    """Write digests in hexadecimal digits, all at once."""
    letters = b"".join(digests).hex().encode("ascii")
    ends = np.arange(0, 2 * _BYTES * len(digests) + 1, 2 * _BYTES, dtype=np.int32)
    return pa.StringArray.from_buffers(len(digests), pa.py_buffer(ends), pa.py_buffer(letters))
