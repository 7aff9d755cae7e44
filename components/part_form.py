"""Fields of a part of a map in a form: drawn from its values, saved as one operation with what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components.board_session import actor
from components.cached import workspace
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.journeys.fields import Thing
from cx_core.journeys.ids import new_id
from cx_core.model.operation import Conflict, Noun, Operation, Verb
from cx_core.model.problem import Refusal


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


def carry_out(
    journey_id: str, verb: Verb, noun: Noun, part_id: str, version: int | None, fields: Mapping[str, object]
) -> None:
    """Carry out one operation of this session's person and draw the page anew; a refusal or conflict is told."""
    operation = Operation(new_id(), journey_id, verb, noun, part_id, actor(), version, dict(fields))
    try:
        outcome = workspace().maps.apply(operation)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(outcome, Conflict):
        st.warning(t("part_form.conflict", by=plain(outcome.changed_by)))
        return
    st.toast(t("part_form.saved"), icon=":material/check:")
    st.rerun()
