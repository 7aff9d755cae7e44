"""Personas as cards: who they are, what they want, what real customers of their segment say."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import board_session
from components.cached import kept, workspace
from components.empty_state import empty_state
from components.header import header
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from cx_core.i18n import format_number
from cx_core.i18n.measures import format_interval, format_value
from cx_core.journeys.ids import new_id
from cx_core.journeys.people import for_persona
from cx_core.model.filters import SAVED_SEGMENT
from cx_core.model.journey import Persona, Text
from cx_core.model.problem import Refusal

_METRICS = ("nps", "csat", "ces")
_TEXTS = ("role", "goals", "frustrations", "quote")


def draw_personas_page() -> None:
    """Draw the page."""
    with header(t("personas.title"), t("personas.intro")):
        if st.button(t("personas.new"), icon=":material/person_add:", key="new_persona", type="primary"):
            _open_form(Persona(new_id(), ""))
    people = workspace().maps.personas()
    if not people:
        empty_state(t("personas.empty"), icon=":material/groups:")
        return
    columns = st.columns(2)
    for at, persona in enumerate(people):
        with columns[at % 2], st.container(border=True):
            _draw_card(persona)


def _draw_card(persona: Persona) -> None:
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    row.markdown(f"### {plain(persona.name)}", width="content")
    if row.button(t("action.edit"), icon=":material/edit:", type="tertiary", key=f"edit_{persona.id}"):
        _open_form(persona)
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
        measures = [kept(workspace().measuring.total, metric, chosen) for metric in _METRICS]
    except Refusal:
        st.caption(t("personas.segment_gone"))
        return
    with st.container(horizontal=True):
        st.metric(t("personas.answers"), format_number(count, language()))
        for one in measures:
            if one.display not in ("none", "hidden"):
                st.metric(
                    t(f"metric.{one.metric}.short"),
                    format_value(one.metric, one.value, language()),
                    help=t("personas.interval", interval=format_interval(one, language()), n=one.n),
                )


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


def _open_form(persona: Persona) -> None:
    st.dialog(plain(persona.name) or t("personas.new"), width="large")(_draw_form)(persona)


def _draw_form(persona: Persona) -> None:
    with st.form(f"persona_{persona.id}", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("personas.name"), persona.name)
        age = right.text_input(t("personas.age_range"), persona.age_range)
        texts: dict[str, Text] = {}
        for key in _TEXTS:
            now: Text = getattr(persona, key)
            vi = left.text_area(t("personas.in_vi", field=t(f"personas.{key}")), now.vi, height=80, key=f"p_{key}_vi")
            en = right.text_area(t("personas.in_en", field=t(f"personas.{key}")), now.en, height=80, key=f"p_{key}_en")
            texts[key] = Text(vi, en)
        segment = _draw_segment(persona)
        if st.form_submit_button(t("action.save"), type="primary"):
            _save(
                replace(
                    persona,
                    name=name,
                    age_range=age,
                    role=texts["role"],
                    goals=texts["goals"],
                    frustrations=texts["frustrations"],
                    quote=texts["quote"],
                    segment_filter=segment,
                )
            )
    if persona.name and st.button(t("personas.remove"), icon=":material/delete:", key="remove_persona"):
        workspace().journeys.remove_persona(persona.id, board_session.actor(), workspace().now())
        st.rerun()


def _draw_segment(persona: Persona) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Draw one choice of values for each segment column of the data; fields that are no longer there are kept."""
    known = workspace().measuring.segment_fields()
    now = dict(persona.segment_filter)
    found = {field: values for field, values in now.items() if field not in (*known, SAVED_SEGMENT)}
    for field in known:
        options = [one.value for one in workspace().measuring.options(field) if one.label is not None]
        values = st.multiselect(
            t("personas.segment", field=plain(field)),
            options,
            [one for one in now.get(field, ()) if one in options],
            placeholder=t("personas.everybody"),
        )
        if values:
            found[field] = tuple(values)
    saved = {one.id: one.name for one in workspace().segments.all()}
    if saved:
        chosen = st.multiselect(
            t(f"filters.fields.{SAVED_SEGMENT}"),
            list(saved),
            [one for one in now.get(SAVED_SEGMENT, ()) if one in saved],
            format_func=saved.__getitem__,
            placeholder=t("personas.everybody"),
        )
        if chosen:
            found[SAVED_SEGMENT] = tuple(chosen)
    if not known and not saved:
        st.caption(t("personas.no_fields"))
    return tuple(sorted(found.items()))


def _save(persona: Persona) -> None:
    try:
        workspace().journeys.save_persona(persona, board_session.actor(), workspace().now())
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(t("personas.saved"), icon=":material/check:")
    st.rerun()
