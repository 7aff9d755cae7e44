"""A map given away as a file: the formats, and what each cannot carry, said before it is written."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.cached import workspace
from components.downloads import file_stem
from components.map_language import spoken
from components.texts import t, tell
from cx_core.formats.registry import ALL_FORMATS, format_by_key
from cx_core.journeys.lanes import hidden_lanes, with_all_lanes
from cx_core.model.journey import Journey
from cx_core.workspace.maps import Maps


def draw_export(journey: Journey) -> None:
    """Choose a format, read what it leaves out of this very map, and take the file."""
    key = st.selectbox(
        t("map_files.format"),
        [one.key for one in ALL_FORMATS if one.write is not None],
        format_func=lambda one: t(f"formats.{one}.name"),
        key="export_format",
    )
    chosen = format_by_key(str(key))
    st.caption(t(f"formats.{chosen.key}.note"))
    all_lanes = chosen.draw is not None and bool(hidden_lanes(journey)) and chosen.key != "table"
    if all_lanes:
        all_lanes = st.checkbox(t("map_files.all_lanes"), key="export_all_lanes")
    lost = chosen.loses(with_all_lanes(journey) if all_lanes else journey)
    if lost:
        st.markdown(f":material/info: {t('formats.loses_title')}")
        st.caption("\n".join(f"- {tell(message)}" for message in lost))
    else:
        st.caption(f":material/check: {t('formats.keeps_all')}")
    stem = file_stem(journey.title.in_language(spoken(journey.id)))
    # Written when the button is pressed: each rerun would else write the map.
    st.download_button(
        t("map_files.take", format=t(f"formats.{chosen.key}.name")),
        partial(_document, workspace().maps, journey.id, chosen.key, spoken(journey.id), all_lanes),
        file_name=f"{stem}{chosen.extension}",
        mime=chosen.media_type,
        key=f"export_{chosen.key}",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def _document(maps: Maps, journey_id: str, format_key: str, language: str, all_lanes: bool) -> bytes:
    return maps.export(journey_id, format_key, language, all_lanes=all_lanes)[1]
