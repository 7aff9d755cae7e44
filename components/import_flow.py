"""Bringing a file in: drop it, look at it, answer what it cannot prove, watch it go in, read the receipt."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import streamlit as st

from components import state
from components.cached import workspace
from components.dialogs import draw_page_again
from components.downloads import table_downloads
from components.import_privacy import draw_privacy
from components.import_questions import draw_questions
from components.import_rejected import rejected_downloads
from components.import_source import ask_source
from components.plain import plain
from components.problem_list import problem_list, refusal_box
from components.texts import day_format, language, t, tell
from cx_core.i18n import format_number
from cx_core.model.feedback import REPEATABLE_ROLES, ROLES
from cx_core.model.inspection import Inspection, Receipt
from cx_core.model.message import Message
from cx_core.model.problem import Refusal
from cx_core.model.table import Column
from cx_core.workspace.reading import ImportRequest

#: What the uploader lets through; what a file really is, is decided by its bytes.
UPLOAD_TYPES = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt", "json", "jsonl", "zip", "html", "htm"]
#: Said as the reason why a file cannot go in, not among what is odd about it.
NOTHING_TO_MEASURE = "nothing_to_measure"


def draw_import_flow() -> None:
    """Draw the one step of the import that is due."""
    if state.read(state.IMPORT_JOB):
        _draw_progress()
        return
    refusal = state.read(state.IMPORT_REFUSAL)
    if refusal:
        refusal_box(refusal)
        if st.button(t("import.again")):
            start_over()
        return
    receipt = state.read(state.IMPORT_RECEIPT)
    if receipt:
        _draw_receipt(receipt)
        return
    if workspace().reading.under_way():
        _draw_under_way()
    _draw_failed()
    workspace().reading.expect_file()
    uploaded = st.file_uploader(
        t("import.upload.label"),
        type=UPLOAD_TYPES,
        key=f"upload_{state.read(state.IMPORT_ROUND, 0)}",
        help=t("import.upload.help"),
    )
    if uploaded is None:
        state.forget_upload()
        st.caption(t("import.upload.privacy"))
        return
    path = _keep(uploaded)
    with st.spinner(t("import.inspecting")):
        inspection = _inspect(path, uploaded.name)
    if inspection is not None:
        _draw_inspection(path, inspection)


def _keep(uploaded: st.runtime.uploaded_file_manager.UploadedFile) -> Path:
    """Put the bytes into the workspace once; a rerun finds them there."""
    kept = state.read(state.IMPORT_UPLOAD)
    if kept and kept[0] == uploaded.file_id and Path(kept[1]).exists():
        return Path(kept[1])
    path = workspace().reading.keep_upload(uploaded.getbuffer())
    state.forget_upload()
    state.write(state.IMPORT_UPLOAD, (uploaded.file_id, str(path)))
    return path


def _inspect(path: Path, name: str) -> Inspection | None:
    answers: dict[str, str] = state.read(state.IMPORT_ANSWERS, {})
    key = (str(path), tuple(sorted(answers.items())))
    known = state.read(state.IMPORT_INSPECTION)
    if known and known[0] == key:
        return known[1]
    try:
        inspection = workspace().reading.inspect(path, name, answers)
    except Refusal as refusal:
        refusal_box(refusal)
        return None
    state.write(state.IMPORT_INSPECTION, (key, inspection))
    return inspection


def _draw_inspection(path: Path, inspection: Inspection) -> None:
    _draw_facts(inspection)
    _draw_preview(inspection)
    problems = tuple(problem for problem in inspection.problems if problem.kind != NOTHING_TO_MEASURE)
    if problems:
        problem_list(problems, is_over=False)
    _draw_columns(inspection)
    draw_privacy(inspection)
    if inspection.questions:
        draw_questions(inspection)
        return
    if len(problems) < len(inspection.problems):
        refusal_box(Refusal(NOTHING_TO_MEASURE, {"file": inspection.file.name}))
        return
    ready = t("import.ready_remembered") if inspection.remembered else t("import.ready")
    st.success(ready, icon=":material/check_circle:")
    if inspection.remembered and st.button(t("import.ask_again"), help=t("import.ask_again_help")):
        workspace().reading.ask_again(inspection.fingerprint)
        state.forget_inspection()
        st.rerun()
    source = ask_source(inspection)
    purpose, keep_until = _ask_purpose()
    if st.button(t("import.start", n=inspection.data_rows), type="primary", icon=":material/upload:"):
        answers = {**state.read(state.IMPORT_ANSWERS, {}), "source": source}
        request = ImportRequest(path, inspection.file.name, answers, purpose=purpose, keep_until=keep_until)
        state.write(state.IMPORT_JOB, workspace().reading.start_import(request))
        st.rerun()


def _ask_purpose() -> tuple[str | None, date | None]:
    """Ask why the answers are kept and until when; both are recorded with the import, neither is needed."""
    with st.expander(t("import.purpose.title"), icon=":material/shield_person:"):
        left, right = st.columns([3, 2])
        purpose = left.text_input(t("import.purpose.why"), placeholder=t("import.purpose.why_hint"), max_chars=200)
        keep_until = right.date_input(
            t("import.purpose.until"), value=None, min_value="today", format=day_format(), help=t("import.purpose.help")
        )
    return purpose.strip() or None, keep_until


def _draw_facts(inspection: Inspection) -> None:
    facts = inspection.file
    parts = [
        t("import.facts.kind", kind=facts.kind.upper()),
        t("import.facts.profile", profile=t(f"profile.{inspection.profile}.name")),
        t("import.facts.rows", n=inspection.data_rows),
    ]
    if facts.sheet:
        parts.append(t("import.facts.sheet", sheet=facts.sheet))
    if facts.encoding:
        parts.append(t("import.facts.encoding", encoding=facts.encoding))
    st.subheader(t("import.found"), anchor=False)
    st.text(" · ".join(parts))


def _draw_preview(inspection: Inspection) -> None:
    names = _distinct([column.name or column.key for column in inspection.columns])
    rows = [dict(zip(names, row, strict=False)) for row in inspection.preview]
    with st.expander(t("import.preview", n=len(rows)), expanded=True):
        st.dataframe(rows, hide_index=True, width="stretch", height=min(38 + 35 * len(rows), 248))
        table_downloads(
            [Column(name) for name in names],
            [tuple(row.get(name) for name in names) for row in rows],
            name=t("import.preview", n=len(rows)),
            key="preview",
        )


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _draw_columns(inspection: Inspection) -> None:
    """Let a person put right what a column means; what is proven stands there already."""
    with st.expander(t("import.columns.title"), icon=":material/table_edit:"):
        st.caption(t("import.columns.help"))
        for column in inspection.columns:
            left, right = st.columns([3, 2], vertical_alignment="center")
            with left.container(gap="xxsmall"):
                st.text(column.name or column.key)
                if column.touchpoint:
                    st.caption(plain(t("import.columns.touchpoint", name=column.touchpoint)))
                if column.examples:
                    st.caption(plain(" · ".join(column.examples[:3])))
            key = f"role_{inspection.fingerprint}_{column.key}"
            # The list follows what is known of the column by now, so that only a person's own choice is an answer.
            if state.read(key) != column.role:
                state.write(key, column.role)
            right.selectbox(
                plain(column.name or column.key),
                ROLES,
                format_func=lambda role: t(f"role.{role}"),
                key=key,
                label_visibility="collapsed",
                on_change=_take_role,
                args=(inspection, column.key, key),
            )


def _take_role(inspection: Inspection, column: str, key: str) -> None:
    """Take what a person says a column is; the column that had a role which only one can have goes without."""
    role = state.read(key)
    answers = {**state.read(state.IMPORT_ANSWERS, {}), f"role:{column}": role}
    if role not in REPEATABLE_ROLES:
        others = (one for one in inspection.columns if one.role == role and one.touchpoint is None)
        answers |= {f"role:{one.key}": "ignore" for one in others if one.key != column}
    state.write(state.IMPORT_ANSWERS, answers)


@st.fragment(run_every=0.6)
def _draw_progress() -> None:
    job = state.read(state.IMPORT_JOB)
    if job is None:
        return  # an impatient rerun of what has ended
    status = workspace().reading.import_status(job)
    st.progress(min(max(status.fraction, 0.0), 1.0), text=t(f"import.step.{status.step}"))
    if status.refusal:
        # Said by the whole page: this part of it runs again, and there is no job any more that it could ask about.
        _forget(job)
        state.write(state.IMPORT_JOB, None)
        state.write(state.IMPORT_REFUSAL, status.refusal)
        st.rerun()
    if status.receipt:
        state.write(state.IMPORT_RECEIPT, status.receipt)
        state.write(state.IMPORT_JOB, None)
        st.rerun()
    if st.button(t("action.cancel"), icon=":material/close:"):
        workspace().reading.cancel_import(job)


@st.fragment(run_every=1.0)
def _draw_under_way() -> None:
    """Show the imports that others started, or this person before a reload; the list below follows when one ends."""
    running = workspace().reading.under_way()
    for one in running:
        text = t("import.under_way", file=plain(one.file_name), step=t(f"import.step.{one.status.step}"))
        st.progress(min(max(one.status.fraction, 0.0), 1.0), text=text)
    ids = [one.job_id for one in running]
    before = state.read(state.IMPORTS_UNDER_WAY, ids)
    state.write(state.IMPORTS_UNDER_WAY, ids)
    if set(before) - set(ids) or not ids:
        draw_page_again()


def _draw_failed() -> None:
    """Tell of imports that ended without going in while nobody looked, until somebody has read it."""
    for one in workspace().reading.failed():
        assert one.status.refusal is not None
        st.text(t("import.failed", file=one.file_name))
        refusal_box(one.status.refusal)
        if st.button(t("import.understood"), key=f"told_{one.job_id}"):
            _forget(one.job_id)
            st.rerun()


def _forget(job_id: str) -> None:
    # Another session may have been faster.
    with suppress(Refusal):
        workspace().reading.told(job_id)


def _draw_receipt(receipt: Receipt) -> None:
    kept = tell(Message.of("import.receipt.title", n=receipt.rows_kept, file=plain(receipt.file_name)))
    (st.success if receipt.rows_kept else st.info)(kept, icon=":material/receipt_long:")
    cards = st.grid(4, min_column_width=150)
    for name in ("read", "kept", "duplicate", "rejected"):
        value = format_number(getattr(receipt, f"rows_{name}"), language())
        cards.metric(t(f"import.receipt.{name}"), value, border=True, help=t(f"import.receipt.{name}_help"))
    if "cells_read" in receipt.details:
        st.caption(t("import.receipt.cells", **receipt.details))
    if receipt.problems:
        problem_list(receipt.problems)
    if receipt.rejected_key is not None:
        st.caption(t("import.rejected.help"))
        rejected_downloads(receipt.rejected_key, receipt.file_name, key="rejected")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.page_link("pages/journey_map.py", label=t("import.to_map"), icon=":material/route:", width="content")
        st.page_link("pages/trends.py", label=t("import.to_trends"), icon=":material/monitoring:", width="content")
        if st.button(t("import.another"), icon=":material/add:"):
            start_over()


def start_over() -> None:
    """Forget the file that was just handled and offer the uploader again."""
    state.forget_upload()
    state.write(state.IMPORT_RECEIPT, None)
    state.write(state.IMPORT_REFUSAL, None)
    state.write(state.IMPORT_ROUND, state.read(state.IMPORT_ROUND, 0) + 1)
    st.rerun()
