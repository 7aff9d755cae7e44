"""The side panel: what stands behind the one thing that is selected on a map."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.cached import kept_words, workspace
from components.journey_board import Selection
from components.leaf_panel import draw_idea, draw_pain
from components.map_language import in_map_language
from components.measure_card import measure_line
from components.plain import plain
from components.relation_panel import draw_persona, draw_theme
from components.texts import t
from components.touchpoint_panel import draw_touchpoint
from components.touchpoint_themes import words_address
from components.verbatim_list import verbatim_list
from cx_core.access.roles import Role
from cx_core.journeys.people import as_felt_by
from cx_core.metrics import SCORE_METRICS
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, PainPoint, Stage


def draw_panel(journey: Journey, selection: Selection, filters: Filters, role: Role, person: str | None = None) -> None:
    """Draw the panel of a stage, a touchpoint or a pain point; say so when it is gone.

    ``person`` is the one persona whose emotions count for gaps and priorities, None for those that all share.
    """
    if selection.kind == "stage":
        stage = journey.stage(selection.id)
        if stage is not None:
            _draw_stage(journey, stage, filters)
            return
    if selection.kind == "touchpoint":
        touchpoint = journey.touchpoint(selection.id)
        if touchpoint is not None:
            draw_touchpoint(journey, touchpoint, filters, role, person)
            return
    if selection.kind == "opportunity":
        idea = next((one for one in journey.opportunities if one.id == selection.id), None)
        if idea is not None:
            draw_idea(journey, idea, role)
            return
    if selection.kind == "persona" and draw_persona(selection.id):
        return
    if selection.kind == "theme" and draw_theme(journey, selection.id, filters):
        return
    pain = next((one for one in journey.pain_points if one.id == selection.id), None)
    if pain is not None:
        _draw_pain(journey, pain, filters, role, person)
        return
    st.info(t("journey_page.panel.gone"))


def _draw_stage(journey: Journey, stage: Stage, filters: Filters) -> None:
    st.subheader(plain(in_map_language(stage.name, journey.id)), anchor=False)
    if stage.customer_goal:
        st.caption(plain(in_map_language(stage.customer_goal, journey.id)))
    st.caption(t("journey_page.panel.stage_touchpoints", n=len(stage.touchpoints)))
    chosen = workspace().maps.stage_filters(journey.id, stage.id, filters)
    any_measured = False
    for metric in SCORE_METRICS:
        measure = workspace().measuring.total(metric.key, chosen)
        if measure.n:
            any_measured = True
            measure_line(measure)
    if not any_measured:
        st.info(t("journey_page.panel.no_data"), icon=":material/info:")
        return
    st.markdown(f"**{t('journey_page.panel.words')}**")
    verbatim_list(workspace().measuring.verbatims(chosen, limit=5))


def _draw_pain(journey: Journey, pain: PainPoint, filters: Filters, role: Role, person: str | None) -> None:
    # With the map named in the filters, the answer is kept until the map or its assignments change.
    on_map = replace(filters, journey_id=journey.id)
    felt = as_felt_by(journey, person) if person else journey
    ranked = kept_words(workspace().map_insight.priorities, felt, on_map)
    draw_pain(journey, pain, ranked.get(pain.id), role)
    touchpoint = journey.touchpoint(pain.touchpoint_id)
    if touchpoint is not None:
        if pain.themes:
            st.page_link(
                "pages/feedback.py",
                label=t("pain_panel.to_words"),
                icon=":material/forum:",
                query_params=words_address(journey, touchpoint.id, filters, pain.themes, "negative"),
            )
        st.divider()
        draw_touchpoint(journey, touchpoint, filters, role, person)
