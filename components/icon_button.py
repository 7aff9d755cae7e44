"""A button that shows an icon alone, and still has a name for whoever does not see it."""

from __future__ import annotations

import streamlit as st

_KEY = "icon_only_"
#: Hides the label from the eye alone. Part of the style that the frame puts on every page.
STYLE = (
    f'[class*="st-key-{_KEY}"] button [data-testid="stMarkdownContainer"]'
    "{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap}"
)


def icon_button(label: str, *, icon: str, key: str) -> bool:
    """Draw the button and tell whether it was pressed; ``label`` is its name and its tooltip, made plain."""
    with st.container(key=f"{_KEY}{key}", width="content"):
        return st.button(label, icon=icon, help=label, key=key, type="tertiary")
