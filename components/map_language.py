"""The language in which a map's own texts are shown: the screen's, unless another was chosen for this map."""

from __future__ import annotations

import streamlit as st

from components import state
from components.texts import language, t
from cx_core.i18n import LANGUAGES
from cx_core.model.journey import Text


def spoken(journey_id: str) -> str:
    """Return the language of a map's texts in this session."""
    return str(state.read(_chosen(journey_id)) or language())


def in_map_language(text: Text, journey_id: str) -> str:
    """Return a text of a map in the map's language, else in the other one, else an empty string."""
    return text.in_language(spoken(journey_id))


def draw_map_language(journey_id: str) -> None:
    """Draw the switch. What is chosen holds for this map until the session ends."""
    now = spoken(journey_id)
    # A choice of the screen's language must show here too, so the switch is a new one for each.
    key = f"map_spoken_{journey_id}_{language()}_{now}"

    def keep() -> None:
        state.write(_chosen(journey_id), state.read(key))

    st.segmented_control(
        t("map_language.label"),
        LANGUAGES,
        default=now,
        required=True,
        format_func=str.upper,
        key=key,
        on_change=keep,
        label_visibility="collapsed",
        help=t("map_language.help"),
    )


def _chosen(journey_id: str) -> str:
    return f"{state.MAP_LANGUAGE}_{journey_id}"
