"""Dialogs over a page that goes on by itself: a poller that draws the whole page again would close what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from components import state


def open_dialog(
    title: str, draw: Callable[..., None], *given: Any, width: Literal["small", "medium", "large"] = "small"
) -> None:
    """Open a dialog with what ``draw`` draws of ``given``."""
    state.write(state.DIALOG_OPEN, True)
    st.dialog(title, width=width, on_dismiss=forget_dialog)(draw)(*given)


def forget_dialog() -> None:
    """Hold that no dialog is open, as at the beginning of every run of a whole page."""
    state.write(state.DIALOG_OPEN, False)


def draw_page_again() -> None:
    """Draw the whole page again, as a poller does that has news; not while somebody is busy in a dialog.

    The news wait for the run that follows when it is closed.
    """
    if not state.read(state.DIALOG_OPEN, False):
        st.rerun(scope="app")
