"""The themes page: what customers speak of, what it does to the score, where it hurts; and the themes themselves."""

from __future__ import annotations

from components import state
from components.address import address_buttons
from components.cached import kept_words, workspace
from components.filter_source import filter_options
from components.filters_bar import filters_bar
from components.header import header
from components.journey_choice import choose_journey
from components.measure_page import draw_empty
from components.problem_list import refusal_box
from components.reading_notice import reading_notice
from components.saying_view import draw_saying
from components.staleness import stale_notice
from components.taxonomy_editor import draw_editor
from components.texts import t
from components.themes_view import draw_themes
from cx_core.model.problem import Refusal

_VIEWS = ("found", "saying", "edit")


def draw_themes_page() -> None:
    """Draw the page."""
    with header(t("themes_page.title"), t("themes_page.intro")):
        journey = choose_journey(label_hidden=True, width=240)
    options = filter_options(journey) or filter_options(journey, scores_only=False)
    if options is None:
        draw_empty()
        return
    view = address_buttons(
        t("themes_page.view.label"),
        _VIEWS,
        key=state.THEMES_VIEW,
        format_func=lambda one: t(f"themes_page.view.{one}"),
        label_hidden=True,
    )
    try:
        reading_notice()
        if view == "edit":
            draw_editor()
            return
        choice = filters_bar(options)
        stale_notice(choice.filters(options))
        if view == "saying":
            draw_saying(choice, options)
            return
        table = kept_words(workspace().themes.table, choice.metric, choice.filters(options))
        draw_themes(table, choice, options, journey)
    except Refusal as refusal:
        refusal_box(refusal)
