"""The list of maps: find one, see whether it is fresh and well founded, compare two."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from components import board_session
from components.cached import workspace
from components.empty_state import Action, empty_state
from components.header import header
from components.journey_choice import remember_journey
from components.map_compare import draw_comparison
from components.plain import plain
from components.texts import language, t
from cx_core.i18n import format_date, format_number, format_share
from cx_core.i18n.measures import format_value
from cx_core.workspace.map_shelf import Order, Shelved, ordered, shelf

#: Which maps are listed: all in use, one kind of them, the archive.
VIEWS = ("in_use", "as_is", "to_be", "archived")


def draw_library_page() -> None:
    """Draw the page."""
    with header(t("library.title"), t("library.intro")):
        st.page_link("pages/journey_map.py", label=t("library.new"), icon=":material/add:")
    found = shelf(workspace().maps, workspace().today())
    if not found:
        action = Action("map", t("library.first"), page="pages/journey_map.py", primary=True)
        empty_state(t("library.empty"), icon=":material/map:", actions=(action,))
        return
    listed, compare = st.tabs([t("library.list"), t("library.compare")])
    with listed:
        _draw_list(found)
    with compare:
        draw_comparison(found)


def _draw_list(found: tuple[Shelved, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            t("library.search"),
            key="library_search",
            placeholder=t("library.search_example"),
            icon=":material/search:",
            label_visibility="collapsed",
        )
        view = st.segmented_control(
            t("library.view"),
            VIEWS,
            default=VIEWS[0],
            required=True,
            format_func=lambda one: t(f"library.views.{one}"),
            key="library_view",
            label_visibility="collapsed",
        )
        order = st.selectbox(
            t("library.order"),
            get_args(Order),
            format_func=lambda one: t(f"library.orders.{one}"),
            key="library_order",
            label_visibility="collapsed",
            width=220,
        )
    shown = [one for one in found if _fits(one, str(view)) and one.holds(search or "")]
    if not shown:
        st.caption(t("library.nothing"))
    for one in ordered(shown, order, language()):
        _draw_map(one)


def _fits(one: Shelved, view: str) -> bool:
    if view == "archived":
        return one.summary.status == "archived"
    return one.summary.status != "archived" and view in ("in_use", one.summary.state)


def _draw_map(one: Shelved) -> None:
    summary = one.summary
    with st.container(border=True, gap="small"):
        row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
        row.markdown(f"#### {plain(summary.title.in_language(language()))}", width="content")
        if row.button(t("library.open"), key=f"open_{summary.id}", icon=":material/route:"):
            board_session.select(None)
            remember_journey(summary.id)
            st.switch_page("pages/journey_map.py", query_params={"journey": summary.id})
        _draw_badges(one)
        facts = [
            t("library.size", stages=summary.n_stages, touchpoints=summary.n_touchpoints),
            plain(", ".join(person.name for person in one.personas)),
            t("library.owner", name=plain(summary.owner)) if summary.owner else t("library.no_owner"),
            t("library.review", on=format_date(summary.review_on, language())) if summary.review_on else "",
            t("library.changed", on=format_date(summary.updated_at.date(), language())) if summary.updated_at else "",
        ]
        st.caption(" · ".join(fact for fact in facts if fact))
        _draw_state(one)


def _draw_badges(one: Shelved) -> None:
    with st.container(horizontal=True, gap="small"):
        st.badge(t(f"journey.state.{one.summary.state}"), color="blue" if one.summary.state == "as_is" else "violet")
        st.badge(t(f"journey.status.{one.summary.status}"), color="gray")
        if one.staleness:
            st.badge(t(f"library.stale.{one.staleness}"), color="orange", icon=":material/schedule:")


def _draw_state(one: Shelved) -> None:
    """Say how well founded the map is and where it hurts most."""
    share = t("library.no_cards") if one.evidence is None else format_share(one.evidence, language())
    st.markdown(f"{t('library.evidence', share=share)} · {_worst(one)}", help=t("library.evidence_help"))


def _worst(one: Shelved) -> str:
    if one.worst is None:
        return t("library.no_worst")
    name, measure = one.worst
    value = f"{t(f'metric.{measure.metric}.short')} {format_value(measure.metric, measure.value, language())}"
    words = plain(name.in_language(language()))
    return t("library.worst", name=words, value=value, n=format_number(measure.n, language()))
