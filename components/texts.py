"""The texts of the screen in the language of this session."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import state
from cx_core import i18n
from cx_core.model.message import Message


def language() -> str:
    """Return the language of this session: chosen in the sidebar or the URL, else the browser's."""
    chosen = state.read(state.LANGUAGE) or st.query_params.get(state.LANGUAGE)
    return i18n.language_of(chosen, st.context.locale)


def browser_language() -> str:
    """Return the language the browser asks for."""
    return i18n.language_of(None, st.context.locale)


def t(key: str, /, **values: Any) -> str:
    """Return a text of the screen."""
    return i18n.translate(key, language(), **values)


def tell(message: Message) -> str:
    """Put a message of the core into words."""
    return i18n.say(message, language())
