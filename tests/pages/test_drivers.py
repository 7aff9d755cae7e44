"""The page of drivers: what is said where influence cannot be shared out, and what themes do to the score."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.plain import plain
from cx_core.i18n import catalogue
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

Show = Callable[..., AppTest]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_a_second_score_the_page_says_what_is_needed(show: Show, full: Path, language: str) -> None:
    test = show("drivers", language)
    assert not test.exception
    said = "\n".join(str(one.value) for one in test.markdown)
    assert catalogue(language)["drivers.empty_scores"] in said
    # What the comments speak of does not need a second score.
    assert catalogue(language)["drivers.themes"] in [one.value for one in test.subheader]


def test_the_kind_of_survey_that_asks_for_more_is_offered(show: Show, tmp_path: Path) -> None:
    """NPS after a touchpoint, 120 answers with nothing beside it; NPS of the whole with ease, 110 answers."""
    store = Workspace.open(tmp_path / "workspace").responses
    at = "2026-05-04T05:00:00+00:00"
    after = [{"responded_at": at, "nps": n % 11, "touchpoint": "Hotline", "identity": f"a{n}"} for n in range(120)]
    whole = [{"responded_at": at, "nps": n % 11, "ces": 1 + n % 7, "identity": f"b{n}"} for n in range(110)]
    take(store, *after, fingerprint="after", name="after.xlsx")
    take(store, *whole, fingerprint="whole", name="whole.xlsx")
    test = show("drivers")
    said = [link.proto.label for link in test.get("page_link")]
    kind = catalogue("vi")["filters.kinds.relational"]
    assert plain(catalogue("vi")["drivers.other_kind"].format(kind=kind)) in said
    assert catalogue("vi")["drivers.empty_scores"] in "\n".join(str(one.value) for one in test.markdown)
