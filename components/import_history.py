"""The imports of the workspace, each with its counts and its way back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from components.cached import workspace
from components.dialogs import open_dialog
from components.import_rejected import rejected_downloads
from components.import_source import draw_source_name
from components.plain import plain
from components.problem_list import problem_list, refusal_box
from components.texts import language, t
from cx_core.i18n import format_share
from cx_core.model.imports import ImportRecord
from cx_core.model.problem import Refusal
from cx_core.workspace.responding import ResponseRate


def draw_import_history() -> None:
    """List every import, the newest first; a live one can be undone."""
    st.subheader(t("import.history.title"), anchor=False)
    records = workspace().reading.imports()
    if not records:
        st.caption(t("import.history.empty"))
    rates = {rate.source: rate for rate in workspace().responding.rates()} if records else {}
    for record in records:
        _draw(record, rates.get(record.source))


def _draw(record: ImportRecord, rate: ResponseRate | None) -> None:
    at = record.imported_at.astimezone(ZoneInfo(workspace().timezone))
    title = t("import.history.row", file=plain(record.file_name), n=record.rows_kept, at=at)
    is_live = record.state == "live"
    with st.expander(title if is_live else f"{title} · {t('import.history.undone')}", icon=_icon(is_live)):
        draw_source_name(record)
        if record.first_on and record.last_on:
            st.text(t("import.history.period", first=record.first_on, last=record.last_on))
        else:
            st.text(t("import.history.no_dates"))
        st.text(
            t(
                "import.history.counts",
                read=record.rows_read,
                kept=record.rows_kept,
                duplicate=record.rows_duplicate,
                rejected=record.rows_rejected,
            )
        )
        if is_live and rate:
            st.text(_rate_text(rate))
        if record.purpose or record.keep_until:
            st.text(t("import.purpose.recorded", purpose=record.purpose or "–", until=record.keep_until))
        if record.problems:
            problem_list(record.problems)
        if is_live and record.rows_rejected:
            rejected_downloads(record.batch_id, record.file_name, key=f"rejected_{record.batch_id}")
        if is_live and st.button(t("import.history.undo"), key=f"undo_{record.batch_id}", icon=":material/undo:"):
            _confirm(record)


def _rate_text(rate: ResponseRate) -> str:
    """Say how many of those who were asked answered; unknown where the files hold only those who did."""
    if rate.rate is None:
        return t("import.history.rate_unknown")
    share = format_share(rate.rate, language(), 1)
    return t("import.history.rate", share=share, answers=rate.n_answers, asked=rate.n_asked)


def _confirm(record: ImportRecord) -> None:
    # The title is said in the language of the session, so the dialog is made when it opens.
    open_dialog(t("import.history.undo"), _draw_confirmation, record)


def _draw_confirmation(record: ImportRecord) -> None:
    st.write(t("import.history.undo_ask", n=record.rows_kept, file=plain(record.file_name)))
    yes, no = st.columns(2)
    if yes.button(t("import.history.undo"), type="primary", width="stretch"):
        try:
            workspace().reading.undo(record.batch_id)
        except Refusal as refusal:
            refusal_box(refusal)
            return
        st.toast(t("import.history.undo_done", n=record.rows_kept, file=plain(record.file_name)))
        st.rerun()
    if no.button(t("action.cancel"), width="stretch"):
        st.rerun()


def _icon(is_live: bool) -> str:
    return ":material/check_circle:" if is_live else ":material/undo:"
