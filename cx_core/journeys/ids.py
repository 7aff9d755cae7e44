"""Ids for the parts of a map: short, unique without asking anybody, sorted by the time they were made."""

from __future__ import annotations

import re
import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_id() -> str:
    """Return a new id of 26 letters and digits in the form of a ULID: 48 bits of milliseconds, 80 of chance.

    The time in it only makes later ids sort behind earlier ones. It is no fact about the map: those come from the
    clock that callers pass in.

    >>> len(new_id()), new_id() != new_id()
    (26, True)
    """
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def is_id(text: object) -> bool:
    """Tell whether a value can be an id: 1 to 64 letters, digits, hyphens and underscores.

    >>> is_id("s-1"), is_id(""), is_id("a b"), is_id(7)
    (True, False, False, False)
    """
    return isinstance(text, str) and _ID.fullmatch(text) is not None
