"""Quotes in a search: words between them are to stand next to each other."""

from __future__ import annotations

import re

#: Words between quotes of any kind.
QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


def as_phrase(words: str) -> str:
    """Return what searches for words next to each other.

    >>> as_phrase("giao hàng chậm")
    '"giao hàng chậm"'
    """
    return f'"{words}"'


def unquoted(search: str) -> str:
    """Return what was typed without the quotes that keep words together.

    >>> unquoted('"giao hàng" chậm')
    'giao hàng chậm'
    """
    return " ".join(QUOTED.sub(r" \1 ", search).split())
