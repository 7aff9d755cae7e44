"""Feedback that no touchpoint of the map claims, and putting it there in bulk."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components import state
from components.board_session import actor
from components.cached import workspace
from components.distinct import touchpoint_labels
from components.downloads import table_downloads
from components.empty_state import empty_state
from components.journey_choice import choose_journey
from components.plain import plain
from components.texts import language, t
from cx_core.i18n import format_share
from cx_core.journeys.likely import likely_touchpoints
from cx_core.model.journey import Journey
from cx_core.model.table import Column, ColumnKind
from cx_core.workspace.maps import PlaceMatch

#: Columns of the table of places that hold no text.
_KINDS: dict[str, ColumnKind] = {"n": "whole", "last": "date"}
#: How a day is written by language, as `format_date` does.
_SHOWN_DAYS = {"vi": "DD/MM/YYYY", "en": "D MMM YYYY"}


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
            # What somebody has deliberately put nowhere is not brought up again.
            open_ones = [one.count.place for one in unassigned if one.match.method == "none"]
            likely = likely_touchpoints(journey, open_ones)
            _draw_likely(journey, unassigned, likely)
            _draw_table(journey, unassigned, "unassigned", likely)
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


def _draw_likely(journey: Journey, places: list[PlaceMatch], likely: Mapping[int, str]) -> None:
    """Offer to follow every suggestion at once; each can be taken back in the other table."""
    if not likely:
        return
    n = sum(one.count.n_answers for one in places if one.count.place.id in likely)
    left, right = st.columns([5, 2], vertical_alignment="center")
    left.markdown(f":material/lightbulb: {t('assign.likely', places=len(likely), n=n)}")
    if right.button(t("assign.follow"), key="follow_likely", icon=":material/done_all:", width="stretch"):
        for touchpoint_id in dict.fromkeys(likely.values()):
            chosen = [one for one in places if likely.get(one.count.place.id) == touchpoint_id]
            workspace().maps.assign(journey.id, chosen, touchpoint_id, actor())
        st.toast(t("assign.followed", n=n))
        state.write(state.ASSIGN_ROUND, state.read(state.ASSIGN_ROUND, 0) + 1)
        st.rerun()


def _draw_table(journey: Journey, places: list[PlaceMatch], name: str, likely: Mapping[int, str] | None = None) -> None:
    names = touchpoint_labels(journey, language())
    frame = pd.DataFrame(
        [
            {
                "channel": one.count.place.channel_label or "–",
                "touchpoint": one.count.place.touchpoint_label or "–",
                "n": one.count.n_answers,
                "last": one.count.last_on,
                **_standing(one, names, likely),
            }
            for one in places
        ]
    )
    titles = {column: t(f"assign.column.{column}") for column in frame.columns}
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
            "last": st.column_config.DateColumn(t("assign.column.last"), format=_SHOWN_DAYS[language()]),
            "assigned_to": st.column_config.TextColumn(t("assign.column.assigned_to")),
            "method": st.column_config.TextColumn(t("assign.column.method")),
            "likely": st.column_config.TextColumn(t("assign.column.likely")),
        },
    )
    with st.popover(t("assign.download"), icon=":material/download:", key=f"download_{name}"):
        columns = [Column(title, _KINDS.get(column, "text")) for column, title in titles.items()]
        rows = [tuple(row) for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False)]
        table_downloads(columns, rows, name=t("assign.download"), key=f"places_{name}")
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


def _standing(one: PlaceMatch, names: Mapping[str, str], likely: Mapping[int, str] | None) -> dict[str, str]:
    """Return where a place belongs and why; where it belongs nowhere, where it might."""
    if likely is not None:
        return {"likely": names.get(likely.get(one.count.place.id, ""), "–")}
    return {
        "assigned_to": names.get(one.match.touchpoint_id or "", "–"),
        "method": t(f"assign.method.{one.match.method}"),
    }


def _assign(journey: Journey, chosen: list[PlaceMatch], target: str | None, names: dict[str, str]) -> None:
    workspace().maps.assign(journey.id, chosen, target, actor())
    n = sum(one.count.n_answers for one in chosen)
    if target is None:
        st.toast(t("assign.released", n=n))
    else:
        st.toast(t("assign.done", n=n, touchpoint=plain(names[target])))
    state.write(state.ASSIGN_ROUND, state.read(state.ASSIGN_ROUND, 0) + 1)
    st.rerun()
