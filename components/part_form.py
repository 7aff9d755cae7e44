"""Fields of a part of a map in a form: drawn from its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components.texts import t
from cx_core.journeys.fields import Thing


def titled(name: str) -> str:
    """Return the name of a field as it stands over it in a form."""
    words = t(f"field.{name}")
    return words[:1].upper() + words[1:]


def text_pair(name: str, thing: Thing, *, long: bool = False) -> dict[str, object]:
    """Draw a text of a part in both languages, one below the other; return the keys with what stands there now.

    Side by side, the panel beside the map would leave room for two words each.
    """
    values: dict[str, object] = {}
    for spoken in ("vi", "en"):
        label = t("part_form.in_language", field=titled(name), spoken=t(f"formats.in_language.{spoken}"))
        draw: Callable[..., str] = st.text_area if long else st.text_input
        values[f"{name}_{spoken}"] = draw(label, getattr(getattr(thing, name), spoken))
    return values


def choice(name: str, options: Sequence[Any], current: object, words: str) -> object:
    """Draw a choice among codes whose texts stand under ``words``; None is offered as "not said"."""
    return st.selectbox(
        titled(name),
        options,
        index=list(options).index(current) if current in options else 0,
        format_func=lambda one: t("part_form.not_said") if one is None else t(f"{words}.{one}"),
    )
