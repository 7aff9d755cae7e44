"""The texts of the screen in the language of this session."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

import streamlit as st

from components import state
from components.keeping import notes_of_run
from cx_core import i18n
from cx_core.model.message import Message

_Made = TypeVar("_Made")
#: The language of what is made for a session after its run, as a file is when its button is pressed.
_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """Return the language of this session: chosen in the sidebar or the URL, else the browser's."""
    spoken = _SPOKEN.get()
    if spoken is not None:
        return spoken
    # A page asks a thousand times, and nothing within one run changes the answer.
    notes = notes_of_run()
    known: str | None = notes.get(state.LANGUAGE)
    if known is None:
        chosen = state.read(state.LANGUAGE) or st.query_params.get(state.LANGUAGE)
        known = notes[state.LANGUAGE] = i18n.language_of(chosen, st.context.locale)
    return known


def day_format() -> str:
    """Return how a day is typed: as Vietnamese write it, else year first, which nobody reads month first."""
    return "DD/MM/YYYY" if language() == "vi" else "YYYY-MM-DD"


def browser_language() -> str:
    """Return the language the browser asks for."""
    return i18n.language_of(None, st.context.locale)


def in_this_language(make: Callable[[], _Made]) -> Callable[[], _Made]:
    """Return a call that speaks the language of now whenever it is made: a pressed download knows no session."""
    spoken = language()

    def made() -> _Made:
        token = _SPOKEN.set(spoken)
        try:
            return make()
        finally:
            _SPOKEN.reset(token)

    return made


def t(key: str, /, **values: Any) -> str:
    """Return a text of the screen."""
    return i18n.translate(key, language(), **values)


def tell(message: Message) -> str:
    """Put a message of the core into words."""
    return i18n.say(message, language())
