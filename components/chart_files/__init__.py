"""Pictures of a chart to take away: the browser saves what it has drawn, so no letter and no colour changes."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.cached import look
from components.texts import t

__all__ = ["picture_buttons"]

_FOLDER = Path(__file__).parent
KINDS = ("png", "svg")

_mount = st.components.v2.component(
    "mach_chart_files",
    html='<div class="files"></div>',
    css=(_FOLDER / "files.css").read_text("utf-8"),
    js=(_FOLDER / "files.js").read_text("utf-8"),
)


def picture_buttons(frame: str, *, name: str, key: str) -> None:
    """Draw a button for PNG and one for SVG of the chart inside the container whose key is ``frame``.

    ``name`` becomes the name of the file, without its ending.
    """
    files = [{"kind": kind, "label": t(f"ui.chart.{kind}"), "help": t(f"ui.chart.{kind}_help")} for kind in KINDS]
    _mount(data={"frame": frame, "name": name, "ground": look().colours.surface, "files": files}, key=key)
