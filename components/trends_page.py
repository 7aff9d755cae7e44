"""The trends page: what moved, whether it is real, where, and in whose words. One bar of filters drives it all."""

from __future__ import annotations

import streamlit as st

from components import state
from components import trend_parts as parts
from components.cached import kept, workspace
from components.empty_state import Action, empty_state
from components.filter_choice import Choice, FilterOptions, to_address
from components.filter_source import filter_options
from components.filters_bar import filters_bar, filters_sentence
from components.header import header
from components.journey_choice import choose_journey
from components.problem_list import refusal_box
from components.texts import language, t
from components.trend_words import draw_words
from cx_core.i18n import format_period
from cx_core.model.period import Period
from cx_core.model.problem import Refusal


def draw_trends() -> None:
    """Draw the page."""
    with header(t("trends.title")):
        journey = choose_journey(label_hidden=True)
    options = filter_options(journey)
    if options is None:
        draw_empty()
        return
    choice = filters_bar(options)
    try:
        _draw_numbers(choice, options)
    except Refusal as refusal:
        # A link can name what is not there any more; the bar above stays, so that the filter can be taken away.
        refusal_box(refusal)


def _draw_numbers(choice: Choice, options: FilterOptions) -> None:
    view = parts.View(choice.metric, choice.filters(options), filters_sentence(choice, options))
    grain = choice.grain or parts.fitting_grain(view)
    series = kept(workspace().measuring.series, view.metric, grain, view.filters)
    parts.draw_cards(view, series)
    if not series.points:
        st.info(t("trends.undated"), icon=":material/calendar_today:")
    left, right = st.columns([5, 3])
    with left:
        period = parts.draw_series(view, series, grain) if series.points else None
        _draw_link(choice, options, period)
        group = parts.draw_breakdown(view, options)
        parts.draw_distribution(view)
        parts.draw_heat(view, options)
    with right:
        draw_words(view, period, group)


def _draw_link(choice: Choice, options: FilterOptions, period: Period | None) -> None:
    """Draw the way to the explanation of the latest change, or of the period that was clicked."""
    wanted = {state.WHY_MODE: ["previous"]} | ({state.WHY_PERIOD: [period.label]} if period else {})
    address = to_address(choice, options) | wanted
    label = t("why.link_period", period=format_period(period, language())) if period else t("why.link")
    st.page_link("pages/why.py", label=label, icon=":material/troubleshoot:", query_params=address)


def draw_empty() -> None:
    """Draw the invitation that stands where nothing has been measured yet."""
    empty_state(
        t("trends.empty"),
        icon="📈",
        title=t("trends.empty_title"),
        actions=(
            Action(
                "import", t("trends.empty_import"), "pages/import_data.py", icon=":material/upload_file:", primary=True
            ),
            Action("home", t("trends.empty_home"), "pages/home.py", icon=":material/home:"),
        ),
    )
