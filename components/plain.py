"""Other people's words inside a label that Streamlit reads as Markdown."""

from __future__ import annotations

import re

_MARKS = frozenset(r"\`*_{}[]()#+-.!|<>~:$")
#: Where an address begins: it would become a link even when every mark in it is escaped.
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|www)(?=[:.])|(?=@)")
#: Takes no room on the screen, and no address goes on across it.
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Return text that shows as it is: no image is fetched, no colour, formula or link is made of it.

    >>> plain("*a*")
    '\\\\*a\\\\*'
    >>> "http" in plain("http://a.example"), "http:" in plain("http://a.example").replace("\\\\", "")
    (True, False)
    """
    apart = _ADDRESS.sub(lambda found: found.group() + _JOINER, text)
    return "".join("\\" + letter if letter in _MARKS else letter for letter in apart)
