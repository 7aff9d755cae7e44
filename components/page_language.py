"""What the browser is told on every page: its language, Streamlit's own words in it, and how the menu is clicked.

Screen readers choose their voice by the page's language. The menu, the uploader, the pickers and the hints of
Streamlit are in English only; their words stand in the locale area ``streamlit`` and are exchanged in the browser.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from cx_core.i18n import catalogue

#: Keys of Streamlit's own words: the English text is what Streamlit writes, letter by letter.
PREFIX = "streamlit."

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "mach_page_language",
    html="<span hidden></span>",
    # One component for both: each element costs every rerun of every page.
    js="\n".join((_HERE / name).read_text("utf-8") for name in ("menu_clicks.js", "page_language.js")),
)


def announce(language: str) -> None:
    """Set the ``lang`` of the page and the language of Streamlit's own words."""
    with st.sidebar:
        _mount(data={"language": language, "words": words(language)}, key="page-language")


@cache
def words(language: str) -> list[list[str]]:
    """Return pairs of what Streamlit writes and what to show instead; none for English.

    >>> words("en")
    []
    """
    shown = catalogue(language)
    pairs = [[text, shown[key]] for key, text in catalogue("en").items() if key.startswith(PREFIX)]
    return [pair for pair in pairs if pair[0] != pair[1]]
