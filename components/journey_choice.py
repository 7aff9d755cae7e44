"""Which map a page is about: one choice for all pages, kept in the address."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components import state
from components.arrival import is_new_here
from components.cached import workspace
from components.distinct import distinct
from components.texts import language, t
from cx_core.model.journey import Journey
from cx_core.model.library import JourneySummary

#: A map's title is a sentence: the list has room for it beside the page's title, and on a phone a line of its own.
#: Above a board, whose title is the map's, it makes way for the buttons.
_ROW = "[data-testid='stHorizontalBlock']"
_LIST = f".st-key-{state.JOURNEY_PICKED}"
STYLE = (
    f"{_ROW}:not(.st-key-map_actions) > {_LIST} {{flex-basis: clamp(200px, 26vw, 360px)}}"
    f"{_LIST} input {{text-overflow: ellipsis}}"
    f"@media (max-width: 640px) {{[data-testid='stLayoutWrapper']:has(> {_ROW} > {_LIST}), {_ROW} > {_LIST}"
    " {flex: 1 0 100%}}"
)


def chosen_journey_id() -> str | None:
    """Return the id of the map that was chosen, else of the most complete one; None when there is no map."""
    summaries = workspace().maps.journeys()
    known = [one.id for one in summaries]
    for wanted in (st.query_params.get(state.JOURNEY), state.read(state.JOURNEY_CHOSEN)):
        if wanted in known:
            return str(wanted)
    return max(summaries, key=_completeness).id if summaries else None


def choose_journey(label_hidden: bool = False, width: int | Literal["stretch"] = "stretch") -> Journey | None:
    """Draw the choice of map when there are several, and return the chosen one; None when there is none."""
    current = chosen_journey_id()
    if current is None:
        return None
    # Ids grow with time, so that of two maps with one title the younger carries the number, whatever is edited.
    titles = {one.id: one.title.in_language(language()) for one in workspace().maps.journeys()}
    labels = distinct(dict(sorted(titles.items())))
    if len(labels) > 1:
        # The list follows the address, which a link or a new map may have changed since it was drawn last; on another
        # page the list is a new one and knows nothing yet.
        if is_new_here("journey") or state.read(state.JOURNEY_PICKED) != current:
            state.write(state.JOURNEY_PICKED, current)
        st.selectbox(
            t("assign.journey"),
            list(titles),
            format_func=labels.__getitem__,
            key=state.JOURNEY_PICKED,
            on_change=_take_pick,
            label_visibility="collapsed" if label_hidden else "visible",
            width=width,
        )
    remember_journey(current)
    return workspace().maps.journey(current)


def _take_pick() -> None:
    remember_journey(str(state.read(state.JOURNEY_PICKED)))


def remember_journey(journey_id: str) -> None:
    """Make a map the chosen one, in the session and in the address."""
    # A link from one map to another changes what is asked for; the browser's own address changes when it is told.
    is_other = state.read(state.JOURNEY_CHOSEN) not in (None, journey_id)
    state.write(state.JOURNEY_CHOSEN, journey_id)
    if is_other or st.query_params.get(state.JOURNEY) != journey_id:
        st.query_params[state.JOURNEY] = journey_id


def _completeness(summary: JourneySummary) -> int:
    return summary.n_touchpoints
