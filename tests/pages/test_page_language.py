"""Streamlit's own words are exchanged by their exact text, so each must be what the installed version writes."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import streamlit
from streamlit.elements import exception

from components.page_language import PREFIX, words
from cx_core.i18n import catalogue

PAIRS = words("vi")
_SEAMS = r"\{\w+\}|(?<=\.) |\+(?=Enter)| (?=submit form|apply)|(?<=Press) | or (?=smaller)"


@lru_cache
def bundle() -> str:
    """Return what Streamlit sends to the browser, and what it says of an error."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    files = [file.read_text("utf-8", "replace") for file in folder.glob("*.js")]
    return "\n".join([*files, exception._GENERIC_UNCAUGHT_EXCEPTION_TEXT])


@pytest.mark.parametrize("text", [pair[0] for pair in PAIRS])
def test_streamlit_writes_this(text: str) -> None:
    # Streamlit puts some sentences together from parts: each part of it must be there.
    for part in re.split(_SEAMS, text):
        assert part.strip(" .•") in bundle()


def test_every_word_is_exchanged() -> None:
    keys = [key for key in catalogue("en") if key.startswith(PREFIX)]
    assert len(PAIRS) == len(keys) > 50
    assert all(source != shown for source, shown in PAIRS)


def test_english_stays_as_it_is() -> None:
    assert words("en") == []
