"""Looking for customers' words on a page, and at what it shows."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from cx_core.workspace import Workspace


def id_of(workspace: Workspace, words: str) -> int:
    with workspace.responses.read() as connection:
        return int(connection.execute("SELECT id FROM feedback WHERE verbatim = ?", (words,)).fetchone()[0])


def search(test: AppTest, words: str) -> AppTest:
    test.text_input(key="feedback_search").set_value(words).run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    return "\n".join(str(one.value) for kind in ("markdown", "text", "caption") for one in test.get(kind))
