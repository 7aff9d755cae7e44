"""Personas as cards: who they are, what they want, what real customers of their segment say."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from components.cached import kept, workspace
from components.empty_state import empty_state
from components.header import header
from components.measure_card import measure_line, metric_label
from components.persona_form import open_persona_form
from components.plain import plain
from components.staleness import stale_notice
from components.texts import language, t
from cx_core.journeys.ids import new_id
from cx_core.journeys.people import for_persona
from cx_core.model.filters import SAVED_SEGMENT
from cx_core.model.journey import Persona, Text
from cx_core.model.measure import Measure
from cx_core.model.problem import Refusal

_METRICS = ("nps", "csat", "ces")


def draw_personas_page() -> None:
    """Draw the page."""
    with header(t("personas.title"), t("personas.intro")):
        if st.button(t("personas.new"), icon=":material/person_add:", key="new_persona", type="primary"):
            open_persona_form(Persona(new_id(), ""))
    people = workspace().maps.personas()
    if not people:
        empty_state(t("personas.empty"), icon=":material/groups:")
        return
    if any(one.segment_filter for one in people):
        stale_notice()
    columns = st.columns(2)
    for at, persona in enumerate(people):
        with columns[at % 2], st.container(border=True):
            _draw_card(persona)


def _draw_card(persona: Persona) -> None:
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    row.markdown(f"### {plain(persona.name)}", width="content")
    if row.button(t("action.edit"), icon=":material/edit:", type="tertiary", key=f"edit_{persona.id}"):
        open_persona_form(persona)
    facts = [plain(persona.role.in_language(language())), plain(persona.age_range)]
    st.caption(" · ".join(one for one in facts if one))
    if persona.quote:
        st.markdown(f"> *“{plain(persona.quote.in_language(language()))}”*")
    for name in ("goals", "frustrations"):
        text: Text = getattr(persona, name)
        if text:
            st.markdown(f"**{t(f'personas.{name}')}** · {plain(text.in_language(language()))}")
    _draw_numbers(persona)
    _draw_maps(persona)


def _draw_numbers(persona: Persona) -> None:
    if not persona.segment_filter:
        st.caption(t("personas.no_segment"))
        return
    segment = "; ".join(_said(field, values) for field, values in persona.segment_filter)
    st.caption(f":material/filter_alt: {plain(segment)}")
    chosen = for_persona(persona)
    try:
        count = kept(workspace().measuring.n_answers, chosen)
        parts = [one for metric in _METRICS for one in kept(workspace().measuring.apart, metric, chosen)]
    except Refusal:
        st.caption(t("personas.segment_gone"))
        return
    st.caption(t("personas.answers_of", n=count))
    several = Counter(one.metric for _, one in parts)
    with st.container(horizontal=True):
        for kind, one in parts:
            if one.display not in ("none", "hidden"):
                with st.container(width=210):
                    measure_line(one, _title(kind, one, is_one_of_several=several[one.metric] > 1))


def _title(kind: str | None, measure: Measure, *, is_one_of_several: bool) -> str:
    """Name a number: by its kind of survey, or by its scale where its metric was asked on several."""
    label = metric_label(measure)
    if kind:
        return f"{label} · {t(f'filters.kinds_short.{kind}')}"
    return f"{label} · {measure.scale.label}" if is_one_of_several and measure.scale else label


def _said(field: str, values: tuple[str, ...]) -> str:
    """Say one part of a persona's filter, segments by their names."""
    if field == SAVED_SEGMENT:
        names = {one.id: one.name for one in workspace().segments.all()}
        return f"{t(f'filters.fields.{SAVED_SEGMENT}')}: {', '.join(names.get(one, one) for one in values)}"
    return f"{field}: {', '.join(values)}"


def _draw_maps(persona: Persona) -> None:
    for one in workspace().maps.journeys():
        if persona.id in one.persona_ids:
            st.page_link(
                "pages/journey_map.py",
                label=plain(one.title.in_language(language())),
                icon=":material/route:",
                query_params={"journey": one.id},
            )
