"""The line that says what was done last and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components import state
from components.texts import t


def way_back(
    said: str,
    kept: str,
    *,
    key: str,
    take_back: Callable[..., Any] | None = None,
    args: tuple[Any, ...] = (),
    see: tuple[str, Callable[[], Any]] | None = None,
) -> None:
    """Draw what was done (``said``, as Markdown), a button to take it back and one to hide the line.

    ``kept`` is the session's name for what was done: hiding the line forgets it. ``take_back`` None: there is nothing
    to take back. ``see``: the label of a button that leads to what was done, and what it does.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/check: {said}", width="content")
        if see and st.button(see[0], icon=":material/map:", key=f"{key}_open"):
            see[1]()
        if take_back:
            st.button(t("feedback.bulk.undo"), icon=":material/undo:", key=f"{key}_undo", on_click=take_back, args=args)
        st.button(
            "", icon=":material/close:", type="tertiary", help=t("feedback.bulk.hide"), key=f"{key}_hide",
            on_click=state.take, args=(kept,),
        )  # fmt: skip
