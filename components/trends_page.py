"""The trends page: what moved, whether it is real, where, and in whose words. One bar of filters drives it all."""

from __future__ import annotations

import streamlit as st

from components import trend_parts as parts
from components.cached import kept, workspace
from components.empty_state import Action, empty_state
from components.filter_choice import Choice, FilterOptions
from components.filter_source import filter_options
from components.filters_bar import filters_bar, filters_sentence
from components.header import header
from components.journey_choice import choose_journey
from components.problem_list import refusal_box
from components.texts import t
from components.trend_words import draw_words
from cx_core.model.problem import Refusal


def draw_trends() -> None:
    """Draw the page."""
    with header(t("trends.title")):
        journey = choose_journey(label_hidden=True)
    options = filter_options(journey)
    if options is None:
        _draw_empty()
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
        group = parts.draw_breakdown(view, options)
        parts.draw_distribution(view)
        parts.draw_heat(view, options)
    with right:
        draw_words(view, period, group)


def _draw_empty() -> None:
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
