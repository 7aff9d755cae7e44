"""The page that explains a change: one bar of filters, two spans of time, and what stands behind the difference."""

from __future__ import annotations

from components import trend_parts as parts
from components.cached import kept, workspace
from components.filter_choice import Choice, FilterOptions
from components.filter_source import filter_options
from components.filters_bar import filters_bar, filters_sentence
from components.header import header
from components.journey_choice import choose_journey
from components.problem_list import refusal_box
from components.texts import t
from components.trends_page import draw_empty
from components.why_spans import choose_spans
from components.why_view import draw_explanation
from cx_core.model.problem import Refusal


def draw_why() -> None:
    """Draw the page."""
    with header(t("why.title")):
        journey = choose_journey(label_hidden=True)
    options = filter_options(journey)
    if options is None:
        draw_empty()
        return
    choice = filters_bar(options)
    try:
        _draw(choice, options)
    except Refusal as refusal:
        refusal_box(refusal)


def _draw(choice: Choice, options: FilterOptions) -> None:
    view = parts.View(choice.metric, choice.filters(options), filters_sentence(choice, options))
    grain = choice.grain or parts.fitting_grain(view)
    series = kept(workspace().measuring.series, view.metric, grain, view.filters)
    spans = choose_spans(series, view.filters, kept(workspace().measuring.data_through, view.filters))
    if spans is not None:
        draw_explanation(view, choice, options, spans)
