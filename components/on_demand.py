"""What is drawn once somebody opens it: most people never do, and each element costs every rerun of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st


def on_demand(
    label: str,
    draw: Callable[[], None],
    *,
    key: str,
    icon: str | None = None,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """Draw a button with a bubble; ``draw`` fills the bubble while it is open. ``key`` keeps whether it is.

    For what nothing else of the page needs: values that the page reads must not stand in it.
    """
    box = st.popover(label, icon=icon, type=type, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()
