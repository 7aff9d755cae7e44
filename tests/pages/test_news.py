"""What is no news: what the person did here, and what the page already shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import state
from cx_core.i18n import catalogue
from cx_core.workspace import Workspace

Show = Callable[..., AppTest]


def is_news(test: AppTest, folder: Path) -> bool:
    """Tell whether the data are in another state than the one that the page holds to be its own."""
    workspace = Workspace.open(folder)
    now = (str(folder), workspace.stamp(), workspace.lensing.stamp(), workspace.analyses.stamp())
    return bool(test.session_state[state.DATA_DRAWN] != now)


@pytest.mark.parametrize("page", ["home", "feedback", "themes", "trends", "why", "touchpoints", "drivers", "customers"])
def test_a_page_knows_what_it_was_drawn_from(show: Show, full: Path, page: str) -> None:
    test = show(page)
    assert not is_news(test, full)
    assert catalogue("vi")["app.new_data"] not in [button.label for button in test.button]


def test_a_correction_made_here_is_no_news_and_one_made_elsewhere_is(show: Show, full: Path) -> None:
    test = show("feedback")
    workspace = Workspace.open(full)
    first = workspace.responses.verbatims()[0]
    before = workspace.analyses.stamp()
    test.segmented_control(key=f"feeling_{first.id}_neutral").set_value("negative").run()
    assert workspace.analyses.stamp() != before
    assert not is_news(test, full)
    workspace.reading.undo(workspace.responses.imports()[0].batch_id)
    assert is_news(test, full)
    test.run()
    assert not is_news(test, full)
