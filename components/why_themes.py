"""What each theme carries of a change, with the words behind a theme and the way to all of them."""

from __future__ import annotations

import streamlit as st

from components.cached import draw, kept_words, look, workspace
from components.chart_frame import chart_frame
from components.filter_choice import Choice, FilterOptions, to_address
from components.plain import plain
from components.rows_behind import Answers
from components.stream import THEME_PARAMETER
from components.texts import language, t
from components.trend_parts import Picked, View
from components.verbatim_list import verbatim_list
from cx_core.charts.contribution import Bar, contribution
from cx_core.findings.explained import THEME
from cx_core.metrics.attribution import Carried
from cx_core.model.filters import MISSING
from cx_core.workspace.explaining import Explanation


def themes_of(view: View, found: Explanation) -> tuple[Carried, ...]:
    """Return what each theme carries of a change; nothing for a metric that is no score."""
    return kept_words(
        workspace().theme_causes.carried, view.metric, view.filters, found.span_before, found.span_after, found.scale
    )


def theme_label(theme: str | None) -> str:
    """Return a theme's name; of the answers that speak of none, that they do."""
    return workspace().taxonomies.every_name(language()).get(theme, theme) if theme else t("why.theme_none")


def draw_themes(found: Explanation, themes: tuple[Carried, ...], view: View, behind: Answers) -> Picked | None:
    """Draw what each theme carries; return the theme that was clicked."""
    if len(themes) < 2:
        return None
    st.subheader(t("why.themes"), anchor=False)
    st.caption(t("why.themes_note"))
    bars = tuple(
        Bar(
            one.group or MISSING, theme_label(one.group), "carried", one.change.value or 0.0, one.change.low,
            one.change.high, one.change.n,
        )
        for one in themes
    )  # fmt: skip
    chart = draw(
        contribution,
        bars,
        metric=view.metric,
        dimension=t("why.theme"),
        change=found.comparison.difference or 0.0,
        n=found.before.n + found.after.n,
        look=look(),
        scale=found.after.scale,
        context=view.context,
    )
    picked = chart_frame(chart, f"themes_{view.metric}", selectable=True, behind=behind)
    if picked is None or picked.get("group") not in {bar.group for bar in bars}:
        return None
    theme = str(picked["group"])
    return Picked(THEME, theme, theme_label(None if theme == MISSING else theme))


def draw_theme_words(view: View, theme: str, limit: int) -> None:
    """Draw the newest comments on a theme under the filters of ``view``."""
    wanted = None if theme == MISSING else theme
    verbatim_list(kept_words(workspace().theme_causes.words, view.metric, view.filters, wanted, limit))


def link_to_theme(theme: str, choice: Choice, options: FilterOptions) -> None:
    """Draw the way to every comment on a theme."""
    address = {**to_address(choice, options), THEME_PARAMETER: [theme]}
    label = plain(t("why.to_theme", theme=theme_label(theme)))
    st.page_link("pages/feedback.py", label=label, icon=":material/forum:", query_params=address)
