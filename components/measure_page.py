"""The frame of every page that measures: title, choice of map, one bar of filters, an invitation where nothing is."""

from __future__ import annotations

from collections.abc import Callable

from components import trend_parts as parts
from components.filter_choice import Choice, FilterOptions
from components.filter_source import filter_options
from components.filters_bar import filters_bar, filters_sentence
from components.header import header
from components.journey_choice import choose_journey
from components.problem_list import refusal_box
from components.texts import t
from components.trends_page import draw_empty
from cx_core.model.problem import Refusal

Draw = Callable[[parts.View, Choice, FilterOptions], None]


def measure_page(title: str, draw: Draw) -> None:
    """Draw the frame and, below the filters, what ``draw`` draws with them. ``title`` is the key of a text."""
    with header(t(title)):
        journey = choose_journey(label_hidden=True)
    options = filter_options(journey)
    if options is None:
        draw_empty()
        return
    choice = filters_bar(options)
    view = parts.View(choice.metric, choice.filters(options), filters_sentence(choice, options))
    try:
        draw(view, choice, options)
    except Refusal as refusal:
        # A link can name what is not there any more; the bar above stays, so that the filter can be taken away.
        refusal_box(refusal)
