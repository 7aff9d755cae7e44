"""From a map to its relatives: the one whose touchpoint it shows in detail, and its as-is or to-be twin."""

from __future__ import annotations

import streamlit as st

from components.cached import workspace
from components.plain import plain
from components.texts import language, t
from cx_core.model.journey import Journey, Text


def draw_relatives(journey: Journey) -> None:
    """Draw a link to each relative of a map; nothing where it has none."""
    found = workspace().maps.library.relatives(journey)
    links = [
        (one.id, t("journey_page.detail_of", touchpoint=_said(name), map=_said(one.title)), ":material/zoom_out:")
        for one, name in found.parents
    ]
    links += [
        (one.id, t(f"journey_page.twin_{one.state}", map=_said(one.title)), ":material/compare_arrows:")
        for one in found.twins
    ]
    if not links:
        return
    with st.container(horizontal=True, key="map_relatives"):
        for target, label, icon in links:
            st.page_link("pages/journey_map.py", label=label, icon=icon, query_params={"journey": target})


def _said(text: Text) -> str:
    return plain(text.in_language(language()))
