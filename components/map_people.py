"""Whose map it is now: the personas whose emotions and numbers are shown, and which answers count."""

from __future__ import annotations

import streamlit as st

from components.cached import kept, workspace
from components.distinct import distinct
from components.plain import plain
from components.texts import t
from cx_core.journeys.people import for_persona
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, Persona
from cx_core.model.problem import Refusal


def draw_people(journey: Journey) -> tuple[Persona, ...]:
    """Draw a toggle for each persona of the map; return those chosen, none for the emotion that all share."""
    known = {one.id: one for one in workspace().maps.personas()}
    people = {one: known[one] for one in journey.persona_ids if one in known}
    if not people:
        return ()
    names = distinct({one.id: plain(one.name) for one in people.values()})
    chosen = st.pills(
        t("personas.on_map"),
        list(people),
        selection_mode="multi",
        format_func=lambda one: f":material/person: {names[one]}",
        key=f"map_people_{journey.id}",
        label_visibility="collapsed",
        help=t("personas.on_map_help"),
    )
    return tuple(people[one] for one in people if one in chosen)


def narrowed(people: tuple[Persona, ...], filters: Filters) -> Filters:
    """Return the filters of the numbers: of one persona its segment's, of several or none everybody's.

    Where the segment is not in the data, says so, and everybody counts.
    """
    if len(people) != 1:
        return filters
    chosen = of_segment(people[0], filters)
    if chosen is None:
        st.caption(t("personas.segment_gone"))
    return chosen or filters


def of_segment(persona: Persona, filters: Filters) -> Filters | None:
    """Return the filters narrowed to a persona's segment; None when the data have none such."""
    chosen = for_persona(persona, filters)
    try:
        workspace().measuring.n_answers(chosen)
    except Refusal:
        return None
    return chosen


def draw_channels(filters: Filters) -> Filters:
    """Draw the choice of channels and of each segment column, such as the branch; return the filters narrowed."""
    filters = _narrow(filters, "channel", t("personas.channels"), t("personas.all_channels"))
    for field in workspace().measuring.segment_fields():
        filters = _narrow(filters, field, plain(field), t("personas.everybody"))
    return filters


def _narrow(filters: Filters, field: str, label: str, nothing: str) -> Filters:
    options = [one.value for one in kept(workspace().measuring.options, field) if one.label is not None]
    if not options:
        return filters
    key = "map_channels" if field == "channel" else f"map_filter_{field}"
    chosen = st.multiselect(label, options, key=key, placeholder=nothing, format_func=plain)
    return filters.with_values(field, chosen)
