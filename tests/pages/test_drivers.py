"""The page of drivers: what is said where influence cannot be shared out, and what themes do to the score."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.i18n import catalogue

Show = Callable[..., AppTest]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_a_second_score_the_page_says_what_is_needed(show: Show, full: Path, language: str) -> None:
    test = show("drivers", language)
    assert not test.exception
    said = "\n".join(str(one.value) for one in test.markdown)
    assert catalogue(language)["drivers.empty_scores"] in said
    # What the comments speak of does not need a second score.
    assert catalogue(language)["drivers.themes"] in [one.value for one in test.subheader]
