"""Streamlit's own words are exchanged by their exact text, so each must be what the installed version writes."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import streamlit

from components.page_language import PREFIX, words
from cx_core.i18n import catalogue

PAIRS = words("vi")
_SEAMS = r"\{\w+\}|(?<=\.) |\+(?=Enter)| (?=submit form|apply)|(?<=Press) | or (?=smaller)"


@lru_cache
def bundle() -> str:
    """Return what Streamlit sends to the browser, and where it writes errors."""
    folder = Path(streamlit.__file__).parent
    files = [*(folder / "static" / "static" / "js").glob("*.js"), folder / "elements" / "exception.py"]
    return "\n".join(file.read_text("utf-8", "replace") for file in files)


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
