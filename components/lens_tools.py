"""What people set up to look at the answers with: levels above branches, kinds of surveys."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cached import kept, workspace
from components.downloads import frame_downloads
from components.plain import plain
from components.problem_list import refusal_box
from components.survey_kinds import draw_survey_kinds
from components.texts import t
from cx_core.formats.small_table import read_small_table
from cx_core.model.problem import Refusal
from cx_core.store.lenses import Hierarchy
from cx_core.workspace.lensing import parents_from_rows


def hierarchy_button() -> None:
    """Draw the table of groups above a field behind a button."""
    with st.popover(t("hierarchy.title"), icon=":material/account_tree:", key="hierarchy"):
        _draw_hierarchy()


def survey_section(metric: str) -> None:
    """Draw the kinds of surveys and their response rates under a heading; nothing without answers."""
    if kept(workspace().responding.rates):
        st.markdown(f":material/forward_to_inbox: **{t('survey.title')}**")
        draw_survey_kinds(metric)


def _draw_hierarchy() -> None:
    st.caption(t("hierarchy.note"))
    known = workspace().measuring.dictionary()
    fixed = [one for one in ("channel", "touchpoint", "stage", "source") if known.table(one)]
    names = fixed + [name for _, name in sorted(known.segment_fields.items())]
    if not names:
        st.caption(t("hierarchy.none"))
        return
    field = st.selectbox(
        t("hierarchy.field"),
        names,
        # A branch is mostly a column of its own, so those stand first.
        index=min(len(fixed), len(names) - 1),
        format_func=lambda name: t(f"filters.fields.{name}") if name in fixed else name,
        key="hierarchy_field",
    )
    current = next((one for one in workspace().lensing.lenses.hierarchies() if one.field == field), None)
    parents = dict(current.parents) if current else {}
    children = sorted(set(known.table(field).values()), key=str.casefold)
    name = st.text_input(
        t("hierarchy.name"), current.name if current else "", placeholder=t("hierarchy.name_help"), max_chars=80,
        key=f"hierarchy_name_{field}",
    )  # fmt: skip
    edited = st.data_editor(
        {"child": children, "parent": [parents.get(child, "") for child in children]},
        column_config={
            "child": st.column_config.TextColumn(t("hierarchy.child"), disabled=True),
            "parent": st.column_config.TextColumn(t("hierarchy.parent"), max_chars=80),
        },
        hide_index=True,
        key=f"hierarchy_table_{field}",
        height=min(320, 40 + 35 * len(children)),
    )
    shown = pd.DataFrame({t("hierarchy.child"): edited["child"], t("hierarchy.parent"): edited["parent"]}).fillna("")
    frame_downloads(shown, name=t("hierarchy.parent"), key=f"hierarchy_{field}")
    uploaded = st.file_uploader(t("hierarchy.upload"), type=["csv", "xlsx"], key="hierarchy_file", max_upload_size=1)
    if st.button(t("hierarchy.save"), type="primary", key="hierarchy_save"):
        rows = list(zip(edited["child"], (one or "" for one in edited["parent"]), strict=True))
        _save_hierarchy(field, name, rows, uploaded.getvalue() if uploaded else None)


def _save_hierarchy(field: str, name: str, rows: list[tuple[str, str]], data: bytes | None) -> None:
    try:
        if data is None:
            wanted = Hierarchy(field, name, tuple((child, parent.strip()) for child, parent in rows if parent.strip()))
        else:
            wanted = parents_from_rows(field, read_small_table(data))
        workspace().lensing.save_hierarchy(wanted, workspace().measuring.dictionary())
    except Refusal as refusal:
        refusal_box(refusal)
        return
    groups = {parent for _, parent in wanted.parents}
    if groups:
        st.toast(t("hierarchy.saved", n=len(wanted.parents), n_groups=len(groups)), icon=":material/check:")
    else:
        st.toast(plain(t("hierarchy.forgotten", field=field)), icon=":material/check:")
    st.rerun()
