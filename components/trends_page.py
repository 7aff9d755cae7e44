"""The trends page: what moved, whether it is real, where, and in whose words. One bar of filters drives it all."""

from __future__ import annotations

import streamlit as st

from components import state
from components import trend_parts as parts
from components.alerts_view import draw_alerts
from components.cached import kept, workspace
from components.filter_choice import Choice, FilterOptions, to_address
from components.measure_page import measure_page
from components.plain import plain
from components.texts import language, t
from components.trend_layers import choose_layers
from components.trend_words import draw_words
from components.watch_list import draw_watch_list
from cx_core.i18n import format_period
from cx_core.model.period import Period


def draw_trends() -> None:
    """Draw the page."""
    measure_page("trends.title", _draw_numbers)


def _draw_numbers(view: parts.View, choice: Choice, options: FilterOptions) -> None:
    grain = choice.grain or parts.fitting_grain(view)
    series = kept(workspace().measuring.series, view.metric, grain, view.filters)
    parts.draw_cards(view, series)
    if not series.points:
        st.info(t("trends.undated"), icon=":material/calendar_today:")
    left, right = st.columns([5, 3])
    with left:
        layers = choose_layers(view, series, grain)
        period = None
        if series.points:
            period = parts.draw_series(view, series, grain, layers.extras, layers.goal)
            parts.draw_goal(view, series, layers.goal)
            period = parts.draw_split(view, series) or period
        _draw_link(choice, options, period)
        draw_watch_list(view, choice, options)
        draw_alerts(view, options, grain)
        clicked = (parts.draw_breakdown(view, options), parts.draw_distribution(view), *parts.draw_heat(view, options))
    with right:
        picked = tuple(one for one in clicked if one is not None)
        _draw_narrowing(choice, options, picked)
        draw_words(view, period, *picked)


def _draw_narrowing(choice: Choice, options: FilterOptions, picked: tuple[parts.Picked, ...]) -> None:
    """Draw the way to this page with what was clicked among its filters."""
    groups = [one for one in picked if one.field != parts.SCORE]
    if groups:
        for one in groups:
            choice = choice.narrowed(one.field, (one.value,))
        label = plain(t("trends.narrow", what=" × ".join(one.label for one in groups)))
        st.page_link(
            "pages/trends.py", label=label, icon=":material/filter_alt:", query_params=to_address(choice, options)
        )


def _draw_link(choice: Choice, options: FilterOptions, period: Period | None) -> None:
    """Draw the way to the explanation of the latest change, or of the period that was clicked."""
    wanted = {state.WHY_MODE: ["previous"]} | ({state.WHY_PERIOD: [period.label]} if period else {})
    address = to_address(choice, options) | wanted
    label = t("why.link_period", period=format_period(period, language())) if period else t("why.link")
    st.page_link("pages/why.py", label=label, icon=":material/troubleshoot:", query_params=address)
