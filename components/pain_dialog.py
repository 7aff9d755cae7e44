"""A comment on its way to the map as a pain point: where it hurts and how much, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components import state
from components.board_session import actor, select
from components.cached import workspace
from components.distinct import distinct
from components.journey_board import Selection
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from components.way_back import way_back
from cx_core.journeys.ids import new_id
from cx_core.model.imports import Verbatim
from cx_core.model.journey import SEVERITY_MAX, SEVERITY_MIN, Journey
from cx_core.model.operation import Applied, Operation
from cx_core.model.problem import Refusal

#: As much of a comment as a pain point begins with.
_LONGEST = 160


@dataclass(frozen=True)
class Put:
    """A pain point that was put on a map: where, and the version it had then."""

    journey_id: str
    pain_id: str
    version: int
    touchpoint: str


def draw_pain(verbatim: Verbatim, journey: Journey) -> None:
    """Ask where on which map the comment hurts and how much, and put it there."""
    st.text(verbatim.text)
    journey = _choose_map(journey)
    touchpoints = {one.id: one.name.in_language(language()) for one in journey.touchpoints}
    here = workspace().maps.assignment(journey.id)
    at = here.touchpoint(verbatim.place.id) if verbatim.place else None
    ids = list(touchpoints)
    touchpoint = st.selectbox(
        t("feedback.pain.touchpoint"),
        ids,
        # Where the map does not know the comment's place, nothing is proposed.
        index=ids.index(at) if at in touchpoints else None,
        format_func=lambda one: plain(touchpoints[one]),
        placeholder=t("feedback.pain.choose"),
        key=f"pain_touchpoint_{journey.id}",
    )
    words = st.text_input(t("feedback.pain.text"), " ".join(verbatim.text.split())[:_LONGEST], key="pain_text")
    severity = st.slider(
        t("feedback.pain.severity"), SEVERITY_MIN, SEVERITY_MAX, 3, key="pain_severity", help=t("severity.3")
    )
    pressed = st.button(
        t("feedback.pain.add"), type="primary", icon=":material/add:", key="pain_add", disabled=touchpoint is None
    )
    if not pressed or touchpoint is None:
        return
    try:
        text = {language(): words.strip()}
        done = workspace().pain_points.add(journey.id, touchpoint, text, severity, [str(verbatim.id)], actor())
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(done, Applied) and done.inverse is not None:
        put = Put(journey.id, done.inverse.target_id, done.version, touchpoints[touchpoint])
        state.write(state.FEEDBACK_PAIN_PUT, put)
        # The way back stands above the list, which may be far above the comment.
        st.toast(t("feedback.pain.done", name=plain(put.touchpoint)), icon=":material/check:")
    st.rerun()


def _choose_map(journey: Journey) -> Journey:
    titles = {one.id: one.title.in_language(language()) for one in workspace().maps.journeys() if one.n_touchpoints}
    if len(titles) < 2 or journey.id not in titles:
        return journey
    labels = distinct(dict(sorted(titles.items())))
    chosen = st.selectbox(
        t("assign.journey"),
        list(titles),
        index=list(titles).index(journey.id),
        format_func=labels.__getitem__,
        key="pain_journey",
    )
    return workspace().maps.journey(chosen)


def draw_put() -> None:
    """Say what was put on the map last, and offer to see it there or to take it back."""
    put = state.read(state.FEEDBACK_PAIN_PUT)
    if put is None:
        return
    way_back(
        t("feedback.pain.done", name=plain(put.touchpoint)),
        state.FEEDBACK_PAIN_PUT,
        key="pain",
        take_back=_take_back,
        see=(t("themes_page.pain.open"), lambda: see_pain(put.journey_id, put.pain_id)),
    )


def see_pain(journey_id: str, pain_id: str) -> None:
    """Go to a pain point on its map."""
    select(Selection("pain_point", pain_id))
    st.switch_page("pages/journey_map.py", query_params={state.JOURNEY: journey_id})


def _take_back() -> None:
    put = state.take(state.FEEDBACK_PAIN_PUT)
    gone = Operation(new_id(), put.journey_id, "remove", "pain_point", put.pain_id, actor(), put.version)
    try:
        is_done = isinstance(workspace().maps.apply(gone), Applied)
    except Refusal:
        is_done = False
    # What somebody has worked on since is theirs to remove.
    what, icon = ("undone", "undo") if is_done else ("kept", "info")
    st.toast(t(f"feedback.pain.{what}", name=plain(put.touchpoint)), icon=f":material/{icon}:")
