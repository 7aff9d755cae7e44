"""What stands where there is nothing yet: a sentence, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Action:
    """One way out: a button that runs ``on_click``, or that leads to ``page`` (``pages/import_data.py``)."""

    key: str
    label: str
    page: str | None = None
    on_click: Callable[[], None] | None = None
    icon: str | None = None
    primary: bool = False


def empty_state(text: str, *, icon: str = ":material/inbox:", title: str = "", actions: Sequence[Action] = ()) -> None:
    """Draw an inviting card in the middle of the page. Texts come from the language files, never from a person."""
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.space("small")
        st.markdown(f"# {icon}", width="content")
        if title:
            st.subheader(title, anchor=False, width="content", text_alignment="center")
        st.markdown(text, width="content", text_alignment="center")
        if actions:
            with st.container(horizontal=True, horizontal_alignment="center"):
                for action in actions:
                    _draw_action(action)
        st.space("small")


def _draw_action(action: Action) -> None:
    pressed = st.button(
        action.label,
        key=f"empty_{action.key}",
        type="primary" if action.primary else "secondary",
        icon=action.icon,
        on_click=action.on_click,
    )
    if pressed and action.page:
        st.switch_page(action.page)
