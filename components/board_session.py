"""The live board of one map: requests in, the map as it is out, every second and a half."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from components import state
from components.cached import workspace
from components.dialogs import draw_page_again
from components.journey_board import (
    BoardMemory,
    ChipData,
    Selection,
    Step,
    board_payload,
    journey_board,
    operations_from,
    settle,
)
from components.map_language import spoken
from components.problem_list import refusal_box
from components.texts import language, t, tell
from cx_core.access.roles import Role
from cx_core.journeys.votes import voter_id
from cx_core.model.journey import Persona
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal

#: Shorter adds load and no comfort: two browsers see each other's edits after about one second.
POLL_SECONDS = 1.5


def live_board(
    journey_id: str, measures: Callable[[], Mapping[str, ChipData]], role: Role, people: tuple[Persona, ...] = ()
) -> None:
    """Draw the board of a map and keep it up to date with what others do to it.

    ``people`` are the personas whose emotions it shows. ``measures`` is asked at each look: a touchpoint that was
    added or renamed just now finds its answers at once.
    """

    @st.fragment(run_every=POLL_SECONDS)
    def board() -> None:
        try:
            _draw_board(journey_id, measures, role, people)
        except Refusal as refusal:
            refusal_box(refusal)

    board()


def _draw_board(
    journey_id: str, measures: Callable[[], Mapping[str, ChipData]], role: Role, people: tuple[Persona, ...]
) -> None:
    for message in state.take(state.BOARD_MESSAGES, []):
        st.toast(message, icon=":material/block:")
    maps = workspace().maps
    journey = maps.journey(journey_id)
    if selected() is not None and journey.revision != state.read(state.BOARD_REVISION):
        # The panel beside the board belongs to the page, which only a whole run draws again.
        draw_page_again()
    can_undo, can_redo = maps.can_step(journey_id, actor())
    payload = board_payload(
        journey,
        measures(),
        language(),
        spoken=spoken(journey_id),
        people=people,
        memory=_memory(journey_id),
        readonly=role == "viewer",
        selected=state.read(state.BOARD_SELECTED),
        authors=maps.authors(journey_id, actor()),
        can_undo=can_undo,
        can_redo=can_redo,
        voter=voter_id(typed_name()) if typed_name() else None,
    )
    board = journey_board(payload, key=f"board-{journey_id}", on_ops=lambda sent: _take(journey_id, role, sent))
    if board.selected != state.read(state.BOARD_PICKED):
        state.write(state.BOARD_PICKED, board.selected)
        state.write(state.BOARD_SELECTED, board.selected)
        st.rerun(scope="app")


def _take(journey_id: str, role: Role, sent: object) -> None:
    """Carry out what the browser sent, once each, before the board is drawn again."""
    incoming = operations_from(sent, journey_id, actor())

    def carry_out(request: Operation | Step) -> Applied | Conflict | None:
        maps = workspace().maps
        if isinstance(request, Operation):
            return maps.apply(request, role)
        if role == "viewer":
            return None
        return maps.undo(journey_id, actor()) if request.kind == "undo" else maps.redo(journey_id, actor())

    memory, refusals = settle(_memory(journey_id), incoming, carry_out)
    state.write(_memory_key(journey_id), memory)
    if refusals:
        told = [f"{tell(one.what)} {tell(one.next_step)}" for one in refusals]
        state.write(state.BOARD_MESSAGES, [*state.read(state.BOARD_MESSAGES, []), *told])


def selected() -> Selection | None:
    """Return what is selected on the board or on the relation graph."""
    return state.read(state.BOARD_SELECTED)


def select(selection: Selection | None) -> None:
    """Select from outside the board."""
    state.write(state.BOARD_SELECTED, selection)
    state.write(state.BOARD_PICKED, selection)


def actor() -> str:
    """Return the name that this session's edits carry: what the person typed, else a name of the session's own."""
    return typed_name() or state.session_name(t("journey_page.someone"))


def typed_name() -> str:
    """Return the name that the person typed; empty while nobody has."""
    return str(state.read(state.ACTOR_TYPED) or "").strip()


def _memory(journey_id: str) -> BoardMemory:
    return state.read(_memory_key(journey_id), BoardMemory())


def _memory_key(journey_id: str) -> str:
    return f"{state.BOARD_MEMORY}_{journey_id}"
