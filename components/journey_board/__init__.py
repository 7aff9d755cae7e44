"""The journey map as a board to work on: a Streamlit component without a build step and without a network.

The browser's half stands in the ``.js`` and ``.css`` files beside this one. Its requests come back through
`operations_from`; what to show goes out through `board_payload`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from components import state
from components.journey_board.payload import ChipData, Json, board_payload
from components.journey_board.requests import (
    BoardMemory,
    Incoming,
    Selection,
    Step,
    newest,
    operations_from,
    selection_from,
    settle,
)
from cx_core.formats.channel_icons import CHANNEL_PATHS

__all__ = [
    "BoardMemory",
    "BoardState",
    "ChipData",
    "Incoming",
    "Selection",
    "Step",
    "board_payload",
    "board_pictures",
    "journey_board",
    "operations_from",
    "settle",
]

_FOLDER = Path(__file__).parent
#: One module for the browser, put together in this order: the last file holds its entry.
_SCRIPTS = (
    "dom.js", "reuse.js", "icons.js", "ops.js", "edit.js", "cards.js", "lanes.js", "lane_menu.js", "lines.js",
    "people.js", "curve.js", "votes.js", "drag.js", "keys.js", "words.js", "present.js", "tools.js", "board.js",
)  # fmt: skip


@dataclass(frozen=True)
class BoardState:
    """What the board says about itself after a run: what was selected last, on it or by the page."""

    selected: Selection | None = None


def script() -> str:
    """Return the browser's half as one module, without comments and indentation: it is sent with every change."""
    lines = (line.strip() for name in _SCRIPTS for line in (_FOLDER / name).read_text("utf-8").splitlines())
    icons = f"const CHANNEL_ICONS = {json.dumps(CHANNEL_PATHS)};"
    return "\n".join([icons, *(line for line in lines if line and not line.startswith("//"))])


_mount = st.components.v2.component(
    "mach_journey_board",
    html='<div class="mach-board"></div>',
    css=(_FOLDER / "board.css").read_text("utf-8"),
    js=script(),
)


_mount_pictures = st.components.v2.component(
    "mach_board_pictures", html="<span></span>", js=(_FOLDER / "pictures.js").read_text("utf-8")
)


def board_pictures(pictures: dict[str, str], *, key: str) -> None:
    """Hand pictures to the boards of this page, addresses by name: once, not with each change of a map."""
    _mount_pictures(data={"pictures": pictures}, key=key, height=1)


def journey_board(payload: Json, *, key: str, on_ops: Callable[[object], None]) -> BoardState:
    """Draw the board and return what is selected on it.

    ``on_ops`` is called before the run with the queue the browser sent, to be read by `operations_from`. The same
    request comes again until its id stands in the ``acked`` of the payload. ``key`` must not hold two underscores
    in a row.
    """

    def take() -> None:
        sent = state.read(key)
        on_ops(sent.get("ops") if sent else None)

    result: Any = _mount(
        data=payload,
        key=key,
        on_ops_change=take,
        on_selected_change=lambda: None,
        default={"selected": None},
    )
    memory = f"{key}_chosen"
    outside, inside = selection_from(payload["selected"]), selection_from(result.get("selected"))
    chosen = newest(state.read(memory, (None, None, None)), outside, inside)
    state.write(memory, chosen)
    return BoardState(chosen[2])
