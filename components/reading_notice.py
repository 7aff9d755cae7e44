"""How far the reading of the comments is, while it goes on in the background."""

from __future__ import annotations

import streamlit as st

from components.cached import workspace
from components.dialogs import draw_page_again
from components.texts import t


def reading_notice() -> None:
    """Say how many comments are read while some wait, and see that a process is at it; say nothing otherwise."""
    if not workspace().analysing.progress().is_complete:
        _follow()


@st.fragment(run_every=2)
def _follow() -> None:
    analysing = workspace().analysing
    progress = analysing.progress()
    if progress.is_complete:
        draw_page_again()
        return
    analysing.start()
    again = workspace().themes.n_read() >= progress.n_words
    text = t("feedback.rereading" if again else "feedback.reading", done=progress.n_done, n=progress.n_words)
    st.progress(progress.fraction, text=text)
