"""A dialog stays open when the page behind it has news, and the news come when it is closed."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from components import dialogs

dialogs.forget_dialog()
st.session_state["runs"] = st.session_state.get("runs", 0) + 1


def draw(name):
    st.write(f"opened for {name}")


if st.button("open"):
    dialogs.open_dialog("Title", draw, "Lan")


@st.fragment
def poller():
    st.button("tick")
    if st.session_state.get("news"):
        st.session_state["news"] = False
        dialogs.draw_page_again()


poller()
"""


def drawn(test: AppTest, button: int) -> int:
    """Press a button while there are news; return how often the page was drawn for it."""
    before = int(test.session_state["runs"])
    test.session_state["news"] = True
    test.button[button].click().run()
    assert not test.exception
    return int(test.session_state["runs"]) - before


def test_news_draw_the_page_again_but_not_under_an_open_dialog() -> None:
    test = AppTest.from_string(PAGE).run()
    tick, open_ = -1, 0
    assert drawn(test, tick) == 2
    assert drawn(test, open_) == 1
    assert "opened for Lan" in [one.value for one in test.markdown]
    # The page was drawn whole again, and with it the dialog went.
    assert drawn(test, tick) == 2
