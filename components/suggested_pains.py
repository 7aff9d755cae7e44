"""Pain points that the data suggest, each accepted with one click, its quotes attached."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.cached import workspace
from components.part_form import carry_out
from components.plain import plain
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.i18n import format_number
from cx_core.i18n.measures import format_value
from cx_core.journeys.ids import new_id
from cx_core.journeys.suggest import SuggestedPain
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey


def open_suggestions(journey: Journey, filters: Filters) -> None:
    """Open the dialog of suggestions for a whole map."""
    st.dialog(t("suggest.title"), width="large")(_draw)(journey, filters)


def _draw(journey: Journey, filters: Filters) -> None:
    st.caption(t("suggest.intro"))
    draw_suggestions(journey, workspace().map_insight.suggested_pains(journey, filters))


def draw_suggestions(journey: Journey, found: Sequence[SuggestedPain]) -> None:
    """Draw suggestions with what they rest on; one press writes one onto the map."""
    if not found:
        st.info(t("suggest.none"), icon=":material/check_circle:")
    for one in found:
        with st.container(border=True):
            measure = one.measure
            name = plain(one.touchpoint.name.in_language(language()))
            value = f"{t(f'metric.{measure.metric}.short')} {format_value(measure.metric, measure.value, language())}"
            st.markdown(t("suggest.place", name=name, value=value, n=format_number(measure.n, language())))
            text = st.text_input(t("suggest.text"), one.text, key=f"suggest_text_{one.touchpoint.id}")
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
            if st.button(t("suggest.accept"), icon=":material/add:", key=f"suggest_{one.touchpoint.id}"):
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
    carry_out(journey.id, "add", "pain_point", new_id(), None, fields)
