"""Whose numbers a map shows: one of its personas or everybody, on some channels or all."""

from __future__ import annotations

import streamlit as st

from components.cached import kept, workspace
from components.plain import plain
from components.texts import t
from cx_core.journeys.people import for_persona
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey
from cx_core.model.problem import Refusal


def draw_people(journey: Journey, filters: Filters) -> Filters:
    """Draw a toggle for each persona of the map that is tied to a segment; return the filters narrowed to its."""
    people = {
        one.id: one for one in workspace().maps.personas() if one.id in journey.persona_ids and one.segment_filter
    }
    if not people:
        return filters
    chosen = st.pills(
        t("personas.on_map"),
        list(people),
        format_func=lambda one: f":material/person: {plain(people[one].name)}",
        key=f"map_persona_{journey.id}",
        label_visibility="collapsed",
    )
    if chosen is None:
        return filters
    narrowed = for_persona(people[chosen], filters)
    try:
        workspace().measuring.n_answers(narrowed)
    except Refusal:
        st.caption(t("personas.segment_gone"))
        return filters
    return narrowed


def draw_channels(filters: Filters) -> Filters:
    """Draw the choice of channels; return the filters narrowed to them."""
    options = [one.value for one in kept(workspace().measuring.options, "channel") if one.label is not None]
    if not options:
        return filters
    chosen = st.multiselect(
        t("personas.channels"), options, key="map_channels", placeholder=t("personas.all_channels"), format_func=plain
    )
    return filters.with_values("channel", chosen)
