"""What stands behind the drivers: the words and the trend of the one that was clicked, and what each theme does."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.cached import draw, kept, kept_words, look, workspace
from components.chart_frame import chart_frame
from components.filter_choice import BOTH_KINDS, Choice, FilterOptions, to_address
from components.plain import plain
from components.texts import t
from components.trend_parts import View
from components.verbatim_list import verbatim_list
from components.why_themes import draw_theme_words, link_to_theme, theme_label
from cx_core.charts.themes import ThemeBar, theme_impacts
from cx_core.model.filters import SURVEY_KIND
from cx_core.workspace.driver_rows import PART
from cx_core.workspace.driving import Kind

_WORDS = 4


def draw_clicked(driver: str, name: str, kind: Kind, view: View, choice: Choice, options: FilterOptions) -> None:
    """Draw the newest words at a driver, and the way to its own trend."""
    filters, metric, address = view.filters, view.metric, to_address(choice, options)
    place: str | None = driver if kind == "touchpoints" else None
    if driver.startswith(PART):
        place = workspace().driving.touchpoint_of(driver.removeprefix(PART), filters.journey_id)
        if place is None:
            st.caption(plain(t("drivers.not_on_map", name=name)))
            return
        # A row of a grid has no words: they are those of whatever survey asked at that touchpoint.
        filters, choice = filters.with_values(SURVEY_KIND, ()), replace(choice, kind=BOTH_KINDS)
    if place is not None:
        filters = filters.with_values("touchpoint", (place,))
        address = to_address(choice.narrowed("touchpoint", (place,)), options)
    else:
        filters, metric = filters.with_values("scale", ()), driver
        address["metric"] = [driver]
        address.pop("scale", None)
    with st.container(border=True, key="driver_clicked"):
        st.markdown(f"**{plain(t('drivers.words_of', name=name))}**")
        verbatim_list(
            kept(workspace().measuring.verbatims, filters, metric=metric, period=None, limit=_WORDS, offset=0)
        )
        label = plain(t("drivers.to_trend", name=name))
        st.page_link("pages/trends.py", label=label, icon=":material/monitoring:", query_params=address)


def draw_theme_impacts(view: View, choice: Choice, options: FilterOptions) -> None:
    """Draw what each theme takes from the score or brings it, and the words behind the theme that was clicked."""
    table = kept_words(workspace().themes.table, view.metric, view.filters)
    if not table.n:
        return
    st.subheader(t("drivers.themes"), anchor=False)
    st.caption(t("drivers.themes_note"))
    bars = tuple(
        ThemeBar(row.theme, theme_label(row.theme), row.n, row.n_positive, row.n_negative, row.impact)
        for row in table.rows
    )
    chart = draw(theme_impacts, bars, metric=view.metric, look=look(), n=table.n_scored, context=view.context)
    clicked = chart_frame(chart, f"driver_themes_{view.metric}", selectable=True)
    if clicked is None:
        return
    theme = str(clicked["theme"])
    with st.container(border=True, key="driver_theme"):
        st.markdown(f"**{plain(t('drivers.words_of', name=theme_label(theme)))}**")
        draw_theme_words(view, theme, _WORDS)
        link_to_theme(theme, choice, options)
