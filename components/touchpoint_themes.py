"""What customers speak of at one touchpoint, and what of it belongs on the map."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import state
from components.cached import kept_words, workspace
from components.filter_choice import BOTH_KINDS
from components.pain_candidates import draw_candidates
from components.plain import plain
from components.stream import FEELING_PARAMETER, THEME_PARAMETER
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.access.roles import Role
from cx_core.i18n import format_share
from cx_core.model.analysed import Sentiment
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, Touchpoint

_MOST = 5


def draw_touchpoint_themes(journey: Journey, touchpoint: Touchpoint, filters: Filters, role: Role) -> None:
    """Draw the themes that come up most at a touchpoint, each with quotes; ``filters`` are narrowed to it."""
    table = kept_words(workspace().themes.table, "nps", filters)
    if not table.rows:
        return
    names = workspace().taxonomies.every_name(language())
    st.markdown(f"**{t('themes_page.panel.title')}**")
    for row in table.rows[:_MOST]:
        share = format_share(row.share_negative, language())
        name = plain(names.get(row.theme, row.theme))
        label = t("themes_page.panel.row", theme=name, n=row.n, share=share)
        box = st.expander(label, key=f"panel_theme_{row.theme}", on_change="rerun", type="compact")
        if box.open:
            with box:
                verbatim_list(kept_words(workspace().themes.quotes, row.theme, 2, filters))
                st.page_link(
                    "pages/feedback.py",
                    label=t("themes_page.to_all"),
                    icon=":material/forum:",
                    query_params=words_address(journey, touchpoint.id, filters, (row.theme,)),
                )
    if role != "viewer":

        def complaints(_: str | None, theme: str) -> dict[str, str | Sequence[str]]:
            return words_address(journey, touchpoint.id, filters, (theme,), "negative")

        draw_candidates(journey, filters, names, complaints, touchpoint_id=touchpoint.id)


def words_address(
    journey: Journey, touchpoint_id: str, filters: Filters, themes: Sequence[str], feeling: Sentiment | None = None
) -> dict[str, str | Sequence[str]]:
    """Return the address of the same comments on the feedback page: these themes, at this touchpoint, of these days.

    A map counts all kinds of surveys, so the page is to show all.
    """
    address: dict[str, str | Sequence[str]] = {
        state.JOURNEY: journey.id,
        "touchpoint": touchpoint_id,
        "kind": BOTH_KINDS,
        THEME_PARAMETER: list(themes),
    }
    if feeling is not None:
        address[FEELING_PARAMETER] = feeling
    days = {"since": filters.since, "until": filters.until}
    told = {name: day.isoformat() for name, day in days.items() if day}
    return {**address, **told, "span": "custom"} if told else address
