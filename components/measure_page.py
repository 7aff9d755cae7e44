"""The frame of every page that measures: title, choice of map, one bar of filters, an invitation where nothing is."""

from __future__ import annotations

from collections.abc import Callable

from components import trend_parts as parts
from components.empty_state import Action, empty_state
from components.filter_choice import Choice, FilterOptions
from components.filter_source import filter_options
from components.filters_bar import filters_bar, filters_sentence
from components.formula_card import formula_card
from components.header import header
from components.journey_choice import choose_journey
from components.lens_tools import survey_section
from components.on_demand import on_demand
from components.problem_list import refusal_box
from components.rows_behind import answers_behind
from components.saved_views import save_view_button
from components.segment_list import segments_button, segments_dialog
from components.staleness import stale_notice
from components.texts import t
from cx_core.model.problem import Refusal

Draw = Callable[[parts.View, Choice, FilterOptions], None]


def measure_page(title: str, draw: Draw, *, scores_only: bool = False) -> None:
    """Draw the frame and, below the filters, what ``draw`` draws with them.

    ``title`` is the key of a text whose first part is the name of the page; ``scores_only`` offers only metrics that
    are scores of single answers.
    """
    with header(t(title)):
        # Narrow enough for a phone to keep it beside a short title.
        journey = choose_journey(label_hidden=True, width=200)
    options = filter_options(journey, scores_only=scores_only)
    if options is None:
        draw_empty()
        return

    def viewed(choice: Choice) -> parts.View:
        return parts.View(choice.metric, choice.filters(options), filters_sentence(choice, options))

    def tools(choice: Choice) -> None:
        save_view_button(title.partition(".")[0], choice, options)
        formula_card(viewed(choice))
        _draw_rare(choice.metric)

    try:
        choice = filters_bar(options, tools)
        view = viewed(choice)
        stale_notice(view.filters)
        with answers_behind(view.metric, view.filters):
            draw(view, choice, options)
    except Refusal as refusal:
        # A link can name what is not there any more; the bar above stays, so that the filter can be taken away.
        refusal_box(refusal)


def _draw_rare(metric: str) -> None:
    """Draw what is set up now and then, together behind one button."""

    def draw() -> None:
        segments_button()
        survey_section(metric)

    on_demand(t("views.more"), draw, type="tertiary", key="rare_tools")
    segments_dialog()


def draw_empty() -> None:
    """Draw the invitation that stands where nothing has been measured yet."""
    empty_state(
        t("trends.empty"),
        icon=":material/monitoring:",
        title=t("trends.empty_title"),
        actions=(
            Action(
                "import", t("trends.empty_import"), "pages/import_data.py", icon=":material/upload_file:", primary=True
            ),
            Action("home", t("trends.empty_home"), "pages/home.py", icon=":material/home:"),
        ),
    )
