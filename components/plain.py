"""Other people's words inside a label that Streamlit reads as Markdown."""

from __future__ import annotations

_MARKS = frozenset(r"\`*_{}[]()#+-.!|<>~:$")


def plain(text: str) -> str:
    """Return text that shows as it is: no image is fetched, no colour, formula or link is made of it.

    >>> plain("*a*")
    '\\\\*a\\\\*'
    """
    return "".join("\\" + letter if letter in _MARKS else letter for letter in text)
