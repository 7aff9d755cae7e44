"""A quiet sign that the data have changed since the page was drawn: another session's correction, undo or import."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import state
from components.cached import data_state, workspace
from components.texts import t

#: The pages that show numbers or words of the answers. A map's board and the wall keep up by themselves.
_PAGES = frozenset({"", "feedback", "themes", "assign", "trends", "why", "touchpoints", "drivers", "customers"})
#: Milliseconds between two looks. Each is a rerun of this part alone, some six milliseconds of the processor.
_EVERY_MS = 2000
_KEY = "data_news"
#: Over the page, in the free middle of its top edge: nothing moves when it comes.
STYLE = (
    f".st-key-{_KEY} {{position: fixed; top: .65rem; left: 50%; transform: translateX(-50%); width: max-content;"
    f" gap: 0; z-index: 999991}} .st-key-{_KEY} button p {{white-space: nowrap}}"
)

_mount = st.components.v2.component(
    "mach_data_news", html="<span hidden></span>", js=(Path(__file__).parent / "news.js").read_text("utf-8")
)


def watch(page: str) -> None:
    """Hold what the page was drawn from, and look from time to time whether it still is so; ``page`` is its address.

    Called at the end of a run of the whole page, so that what it changed itself is no news.
    """
    if page in _PAGES:
        state.write(state.DATA_DRAWN, data_state())
        _look()


@st.fragment
def _look() -> None:
    """Show the sign where there is news, which ends the looking; a page drawn again begins anew."""
    has_news = _has_news()
    with st.container(key=_KEY):
        if has_news and st.button(t("app.new_data"), key="data_news_refresh", icon=":material/refresh:"):
            st.rerun(scope="app")
        _mount(data={"every": 0 if has_news else _EVERY_MS}, key="data_news_clock", on_look_change=lambda: None)


def _has_news() -> bool:
    drawn, now = state.read(state.DATA_DRAWN), data_state()
    # Somebody busy in a dialog may have changed something there; the whole page is drawn when it closes.
    if drawn == now or state.read(state.DIALOG_OPEN, False):
        return False
    # While comments are read, what was read of them changes with every chunk.
    return drawn[:-1] != now[:-1] or not workspace().analysing.is_running()
