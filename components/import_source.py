"""Which source a file belongs to, and what it is called: asked before an import, changed in the history after it."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from components.cached import workspace
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.model.imports import ImportRecord
from cx_core.model.inspection import Inspection
from cx_core.model.problem import Refusal
from cx_core.workspace.source_choice import NEW_SOURCE

_LONGEST_NAME = 120


def ask_source(inspection: Inspection) -> str:
    """Ask for the file's source and return its name: a known one of the same columns, or a new one."""
    known = workspace().reading.sources_like(inspection.fingerprint)
    left, right = st.columns(2)
    chosen = NEW_SOURCE
    if known:
        names = [*(one.name for one in known), NEW_SOURCE]
        chosen = left.selectbox(
            t("import.source.label"),
            names,
            index=next((at for at, one in enumerate(known) if one.fingerprint == inspection.fingerprint), len(known)),
            format_func=_source_text,
            help=t("import.source.help"),
        )
    if chosen != NEW_SOURCE:
        return chosen
    name = (right if known else left).text_input(
        t("import.source.name"),
        value=PurePath(inspection.file.name).stem[:_LONGEST_NAME],
        max_chars=_LONGEST_NAME,
        help=t("import.source.name_help"),
    )
    return name.strip() or NEW_SOURCE


def _source_text(name: str) -> str:
    return t("import.source.new") if name == NEW_SOURCE else name


def draw_source_name(record: ImportRecord) -> None:
    """Show an import's source with a way to rename it; all imports of the source follow."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(t("import.source.of", name=record.source))
        with st.popover(t("import.source.rename"), icon=":material/edit:", key=f"rename_{record.batch_id}"):
            _draw_renaming(record)


def _draw_renaming(record: ImportRecord) -> None:
    with st.form(f"rename_source_{record.batch_id}", border=False):
        name = st.text_input(
            t("import.source.name"), value=record.source, max_chars=_LONGEST_NAME, help=t("import.source.name_help")
        )
        if not st.form_submit_button(t("action.save"), type="primary"):
            return
    try:
        renamed = workspace().reading.rename_source(record.source_id, name)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(t("import.source.renamed", name=plain(renamed)))
    st.rerun()
