"""The first row of a page: its title, and actions at the right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def header(title: str, caption: str = "") -> Iterator[None]:
    """Draw a title row; what is drawn inside the ``with`` block stands at its right end, on a phone below it.

    ``title`` is a text of the language files or has been made plain.
    """
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    row.title(title, anchor=False, width="content")
    actions = row.container(horizontal=True, horizontal_alignment="right", width="content")
    if caption:
        st.caption(caption)
    with actions:
        yield
