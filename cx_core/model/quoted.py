"""Quotes in a search: words between them are to stand next to each other."""

from __future__ import annotations

import re

#: Words between quotes of any kind.
QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


#: A quote that nothing closes: the sign of inches, a phrase being typed.
_ALONE = re.compile(f'({QUOTED.pattern.replace("(", "(?:")})|["“”„«»]')


def paired(search: str) -> str:
    """Return a search without the quotes that have no partner; they are no part of what is looked for.

    >>> paired('"giao chậm" tivi 55"'), paired('"giao hàng')
    ('"giao chậm" tivi 55', 'giao hàng')
    """
    return _ALONE.sub(lambda found: found[1] or " ", search).strip()


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
