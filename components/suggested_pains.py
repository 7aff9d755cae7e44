"""Pain points that the data suggest, each accepted with one click, its quotes attached."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.board_session import actor
from components.cached import workspace
from components.dialogs import open_dialog
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.i18n import format_number
from cx_core.i18n.measures import format_value
from cx_core.journeys.ids import new_id
from cx_core.journeys.suggest import SuggestedPain
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey
from cx_core.model.operation import Conflict, Operation
from cx_core.model.problem import Refusal


def open_suggestions(journey: Journey, filters: Filters) -> None:
    """Open the dialog of suggestions for a whole map."""
    open_dialog(t("suggest.title"), _draw, journey.id, filters, width="large")


def _draw(journey_id: str, filters: Filters) -> None:
    """Draw what is left to suggest. The dialog stays open: mostly there is more than one pain point to take over."""
    st.caption(t("suggest.intro"))
    journey = workspace().maps.journey(journey_id)
    draw_suggestions(journey, workspace().map_insight.suggested_pains(journey, filters))


def draw_suggestions(journey: Journey, found: Sequence[SuggestedPain]) -> None:
    """Draw suggestions with what they rest on; one press writes one onto the map."""
    if not found:
        st.info(t("suggest.none"), icon=":material/check_circle:")
    for one in found:
        with st.container(border=True):
            measure = one.measure
            # What was typed for one suggestion must not stand under the next one for the same place.
            key = f"{one.touchpoint.id}_{one.quotes[0].id}"
            name = plain(one.touchpoint.name.in_language(language()))
            value = f"{t(f'metric.{measure.metric}.short')} {format_value(measure.metric, measure.value, language())}"
            st.markdown(t("suggest.place", name=name, value=value, n=format_number(measure.n, language())))
            text = st.text_input(t("suggest.text"), one.text, key=f"suggest_text_{key}")
            st.caption(
                t(
                    "suggest.weight",
                    severity=t(f"severity.{one.severity}"),
                    frequency=t(f"frequency.{one.frequency}"),
                    bottom=measure.bottom,
                    n=measure.n,
                )
            )
            with st.expander(t("suggest.quotes", n=len(one.quotes))):
                verbatim_list(one.quotes)
            if st.button(t("suggest.accept"), icon=":material/add:", key=f"suggest_accept_{key}"):
                _accept(journey, one, text)


def _accept(journey: Journey, one: SuggestedPain, text: str) -> None:
    fields: dict[str, object] = {
        "parent_id": one.touchpoint.id,
        f"text_{language()}": text,
        "severity": one.severity,
        "frequency": one.frequency,
        "evidence": "survey",
        "quote_ids": [str(quote.id) for quote in one.quotes],
    }
    operation = Operation(new_id(), journey.id, "add", "pain_point", new_id(), actor(), None, fields)
    try:
        outcome = workspace().maps.apply(operation)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(outcome, Conflict):
        st.warning(t("part_form.conflict", by=plain(outcome.changed_by)))
        return
    st.toast(t("suggest.accepted", name=plain(one.touchpoint.name.in_language(language()))), icon=":material/check:")
    st.rerun(scope="fragment")
