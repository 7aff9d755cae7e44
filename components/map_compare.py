"""Two maps side by side: what came, what went, what changed, and how feelings and scores differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.cached import workspace
from components.distinct import distinct
from components.downloads import frame_downloads
from components.texts import language, t
from cx_core.formats.map_grid import field_words
from cx_core.formats.svg_text import sentence
from cx_core.i18n import format_number
from cx_core.journeys.diff import Shift, TouchpointChange
from cx_core.model.journey import Opportunity, PainPoint
from cx_core.workspace.map_shelf import Shelved, compared


def draw_comparison(found: Sequence[Shelved]) -> None:
    """Choose two maps, an as-is and its to-be first, and draw their difference."""
    if len(found) < 2:
        st.info(t("library.compare_needs_two"), icon=":material/info:")
        return
    titles = distinct({one.summary.id: one.summary.title.in_language(language()) for one in found})
    first, second = _usual_pair(found)
    left, right = st.columns(2)
    ids = list(titles)
    with left:
        before = st.selectbox(t("library.before"), ids, ids.index(first), format_func=titles.__getitem__)
    with right:
        after = st.selectbox(t("library.after"), ids, ids.index(second), format_func=titles.__getitem__)
    if before == after:
        st.caption(t("library.compare_same"))
        return
    maps = workspace().maps
    result = compared(maps, maps.journey(before), maps.journey(after))
    counts = {kind: len(result.of_kind(kind)) for kind in ("added", "removed", "changed", "same")}
    st.markdown(t("library.summary", **counts))
    frame = pd.DataFrame([_row(one) for one in result.changes if one.kind != "same"])
    if frame.empty:
        st.caption(t("library.no_difference"))
        return
    said = [name for name in frame.columns if (frame[name] != "").any()]
    st.dataframe(frame[said], hide_index=True, width="stretch")
    frame_downloads(frame[said], name=f"{titles[before]} – {titles[after]}", key="compared")
    st.caption(t("library.scale"))
    _draw_words(result.changes)


def _usual_pair(found: Sequence[Shelved]) -> tuple[str, str]:
    """Return an as-is map and its to-be twin where there is such a pair, else the two newest maps."""
    known = {one.summary.id for one in found}
    for one in found:
        if one.pair_id in known and one.pair_id:
            return one.pair_id, one.summary.id
    return found[1].summary.id, found[0].summary.id


def _row(change: TouchpointChange) -> dict[str, str]:
    touchpoint = change.after or change.before
    assert touchpoint is not None
    names = [t(f"field.{name}") if name != "stage" else t("noun.stage") for name in change.fields]
    return {
        t("noun.touchpoint").capitalize(): touchpoint.name.in_language(language()),
        t("library.change"): t(f"library.kinds.{change.kind}"),
        t("library.what"): ", ".join(names),
        t("emotion.expected"): _shift(change.expected),
        t("emotion.perceived"): _shift(change.perceived),
        t("emotion.measured"): _shift(change.measured),
        t("library.pains_added"): _leaves(change.pains_added),
        t("library.pains_removed"): _leaves(change.pains_removed),
        t("library.ideas_added"): _leaves(change.ideas_added),
        t("library.ideas_removed"): _leaves(change.ideas_removed),
    }


def _leaves(leaves: tuple[PainPoint, ...] | tuple[Opportunity, ...]) -> str:
    return "; ".join(one.text.in_language(language()) for one in leaves)


def _draw_words(changes: Sequence[TouchpointChange]) -> None:
    """Show what was written before and what is written now, a row for each field that differs."""
    rows = [
        {
            t("noun.touchpoint").capitalize(): one.after.name.in_language(language()),
            t("library.what"): sentence(t(f"field.{name}")),
            t("library.words_before"): field_words(one.before, name, language()),
            t("library.words_after"): field_words(one.after, name, language()),
        }
        for one in changes
        if one.before is not None and one.after is not None
        for name in one.fields
        if name not in ("stage", "severity")
    ]
    if rows:
        with st.expander(t("library.words", n=len(rows))):
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
            frame_downloads(pd.DataFrame(rows), name=t("library.words", n=len(rows)), key="compared_words")


def _shift(shift: Shift) -> str:
    """Say a value before and after: ``+1,0 → +0,5 (−0,5)``; one of them where nothing differs; empty when unknown."""
    before, after = _signed(shift.before), _signed(shift.after)
    if shift.before is None and shift.after is None:
        return ""
    if before == after:
        return after
    words = f"{before} → {after}"
    return words if shift.value is None else f"{words} ({_signed(shift.value)})"


def _signed(value: float | None) -> str:
    if value is None:
        return "–"
    text = format_number(value, language(), 1)
    return f"+{text}" if round(value, 1) > 0 else text
