"""The saved segments in a dialog: built, edited, removed and brought back, taken out and in as a file."""

from __future__ import annotations

import streamlit as st

from components import state
from components.cached import workspace
from components.icon_button import icon_button
from components.plain import plain
from components.problem_list import refusal_box
from components.segment_builder import draw_builder, open_builder
from components.texts import t
from cx_core.model.problem import Refusal


def segments_button() -> None:
    """Draw the button that opens the segments."""
    st.button(t("segments.title"), icon=":material/group_work:", key="segments", on_click=_open)


def segments_dialog() -> None:
    """Draw the dialog of the segments while it is open."""
    if state.read(state.SEGMENTS_OPEN):
        st.dialog(t("segments.title"), width="large", on_dismiss=_close)(_draw)()


def _open() -> None:
    state.write(state.SEGMENTS_OPEN, True)


def _close() -> None:
    for key in (state.SEGMENTS_OPEN, state.SEGMENT_DRAFT, state.SEGMENT_REMOVED):
        state.take(key)


def _draw() -> None:
    if state.read(state.SEGMENT_DRAFT) is None:
        _draw_list()
    elif draw_builder():
        # The numbers behind the dialog follow once it is closed; a rerun of all would be slow at every step.
        st.rerun()


def _draw_list() -> None:
    st.caption(t("segments.note"))
    segments = workspace().segments.all()
    if not segments:
        st.caption(t("segments.none"))
    for one in segments:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                plain(one.name),
                icon=":material/edit:",
                key=f"segment_edit_{one.id}",
                type="tertiary",
                on_click=open_builder,
                args=(one.id,),
            )
            remove = plain(t("segments.remove", name=one.name))
            if icon_button(remove, icon=":material/delete:", key=f"segment_remove_{one.id}"):
                workspace().segments.remove(one.id, workspace().now())
                state.write(state.SEGMENT_REMOVED, (one.id, one.name))
                st.rerun()
    _draw_restore()
    new = t("segments.new")
    st.button(new, type="primary", icon=":material/add:", key="segment_new", on_click=open_builder, args=("",))
    if segments:
        st.download_button(
            t("segments.export"),
            workspace().segments.export,
            file_name="mach-segments.json",
            mime="application/json",
            icon=":material/download:",
            key="segments_export",
            on_click="ignore",
        )
    uploaded = st.file_uploader(t("segments.upload"), type=["json"], key="segments_file", max_upload_size=1)
    if uploaded is not None and state.read(state.SEGMENT_FILE) != uploaded.file_id:
        state.write(state.SEGMENT_FILE, uploaded.file_id)
        _read_file(uploaded.getvalue())


def _draw_restore() -> None:
    removed = state.read(state.SEGMENT_REMOVED)
    if removed is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(plain(t("segments.removed", name=removed[1])), width="content")
        if st.button(t("segments.restore"), icon=":material/undo:", key="segment_restore", type="tertiary"):
            try:
                workspace().segments.restore(removed[0])
            except Refusal as refusal:
                refusal_box(refusal)
                return
            state.take(state.SEGMENT_REMOVED)
            st.rerun()


def _read_file(data: bytes) -> None:
    try:
        read = workspace().segments.read_file(data, workspace().now())
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(t("segments.uploaded", n=len(read)), icon=":material/check:")
    st.rerun()
