"""Feedback that no touchpoint of the map claims, and putting it there in bulk."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import state
from components.board_session import actor
from components.cached import workspace
from components.distinct import touchpoint_labels
from components.empty_state import empty_state
from components.journey_choice import choose_journey
from components.plain import plain
from components.texts import language, t
from cx_core.i18n import format_share
from cx_core.model.journey import Journey
from cx_core.workspace.maps import PlaceMatch


def draw_assignment() -> None:
    """Draw what is assigned and what is not, with the way from one to the other."""
    journey = choose_journey()
    if journey is None:
        empty_state(t("assign.no_journey"), icon=":material/map:")
        st.page_link("pages/journey_map.py", label=t("home.start.map_button"), icon=":material/route:")
        return
    places = workspace().maps.places(journey.id, workspace().responses.places_with_counts())
    if not places:
        empty_state(t("assign.no_data"), icon=":material/inbox:")
        st.page_link("pages/import_data.py", label=t("home.start.file_button"), icon=":material/upload_file:")
        return
    _draw_summary(places)
    unassigned = [one for one in places if one.match.touchpoint_id is None]
    assigned = [one for one in places if one.match.touchpoint_id is not None]
    tabs = st.tabs([f"{t('assign.unassigned')} ({len(unassigned)})", f"{t('assign.assigned')} ({len(assigned)})"])
    with tabs[0]:
        if unassigned:
            _draw_table(journey, unassigned, "unassigned")
        else:
            st.success(t("assign.all_assigned"), icon=":material/check_circle:")
    with tabs[1]:
        if assigned:
            _draw_table(journey, assigned, "assigned")


def _draw_summary(places: tuple[PlaceMatch, ...]) -> None:
    total = sum(one.count.n_answers for one in places)
    done = sum(one.count.n_answers for one in places if one.match.touchpoint_id)
    share = format_share(done / total if total else None, language())
    st.progress(done / total if total else 0.0, text=t("assign.summary", n_assigned=done, n_total=total, share=share))


def _draw_table(journey: Journey, places: list[PlaceMatch], name: str) -> None:
    names = touchpoint_labels(journey, language())
    frame = pd.DataFrame(
        [
            {
                "channel": one.count.place.channel_label or "–",
                "touchpoint": one.count.place.touchpoint_label or "–",
                "n": one.count.n_answers,
                "last": one.count.last_on,
                "assigned_to": names.get(one.match.touchpoint_id or "", "–"),
                "method": t(f"assign.method.{one.match.method}"),
            }
            for one in places
        ]
    )
    event = st.dataframe(
        frame,
        key=f"places_{name}_{state.read(state.ASSIGN_ROUND, 0)}",
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "channel": st.column_config.TextColumn(t("assign.column.channel")),
            "touchpoint": st.column_config.TextColumn(t("assign.column.touchpoint")),
            "n": st.column_config.NumberColumn(t("assign.column.n"), format="localized"),
            "last": st.column_config.DateColumn(t("assign.column.last"), format="DD/MM/YYYY"),
            "assigned_to": st.column_config.TextColumn(t("assign.column.assigned_to")),
            "method": st.column_config.TextColumn(t("assign.column.method")),
        },
    )
    chosen = [places[row] for row in event.selection.rows]
    st.caption(t("assign.choose"))
    left, middle, right = st.columns([3, 2, 2], vertical_alignment="bottom")
    target = left.selectbox(
        t("assign.to"),
        [one.id for one in journey.touchpoints],
        format_func=names.__getitem__,
        index=None,
        placeholder=t("assign.to_placeholder"),
        key=f"target_{name}",
    )
    if middle.button(
        t("assign.apply", n=len(chosen)),
        type="primary",
        disabled=not chosen or target is None,
        key=f"apply_{name}",
        width="stretch",
    ):
        _assign(journey, chosen, target, names)
    if right.button(t("assign.release", n=len(chosen)), disabled=not chosen, key=f"release_{name}", width="stretch"):
        _assign(journey, chosen, None, names)


def _assign(journey: Journey, chosen: list[PlaceMatch], target: str | None, names: dict[str, str]) -> None:
    workspace().maps.assign(journey.id, chosen, target, actor())
    n = sum(one.count.n_answers for one in chosen)
    if target is None:
        st.toast(t("assign.released", n=n))
    else:
        st.toast(t("assign.done", n=n, touchpoint=plain(names[target])))
    state.write(state.ASSIGN_ROUND, state.read(state.ASSIGN_ROUND, 0) + 1)
    st.rerun()
