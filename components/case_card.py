"""One case: how it stands, in a line; and the dialog in which somebody handles it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.board_session import actor
from components.cached import workspace
from components.dialogs import open_dialog
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import day_format, language, t
from components.verbatim_list import draw_facts
from cx_core.i18n import format_date
from cx_core.model.case import CASE_STATES, Case, CaseChange, CaseState, CaseStep
from cx_core.model.problem import Refusal

STATE_ICONS: dict[CaseState, str] = {
    "open": ":material/inbox:",
    "in_work": ":material/support_agent:",
    "closed": ":material/task_alt:",
}
_COLOURS: dict[CaseState, str] = {"open": "violet", "in_work": "blue", "closed": "gray"}


def draw_standing(case: Case) -> None:
    """Draw how a case stands: its state, whose it is, by when."""
    st.badge(t(f"cases.states.{case.state}"), icon=STATE_ICONS[case.state], color=_COLOURS[case.state])  # type: ignore[arg-type]
    parts = [plain(case.owner) if case.owner else t("cases.nobody")]
    if case.due_on is not None:
        parts.append(t("cases.due", day=format_date(case.due_on, language())))
    st.caption(" · ".join(parts), width="content")
    if case.is_late(workspace().today()):
        st.badge(t("cases.late"), icon=":material/alarm:", color="orange")


def handle_case(case: Case) -> None:
    """Open the dialog of a case."""
    open_dialog(t("cases.change"), draw_case_form, case)


def draw_case_form(case: Case) -> None:
    """Draw a case with the form that changes it, and everything that was done so far."""
    st.text(case.verbatim.text)
    draw_facts(case.verbatim)
    with st.form(f"case_{case.id}", border=False):
        state = st.segmented_control(
            t("cases.state"),
            CASE_STATES,
            default=case.state,
            required=True,
            format_func=lambda one: f"{STATE_ICONS[one]} {t(f'cases.states.{one}')}",
            key=f"case_state_{case.id}",
        )
        left, right = st.columns(2)
        owner = left.text_input(t("cases.owner"), case.owner, key=f"case_owner_{case.id}", max_chars=80)
        due_on = right.date_input(t("cases.due_on"), case.due_on, format=day_format(), key=f"case_due_{case.id}")
        note = st.text_area(
            t("cases.note"), key=f"case_note_{case.id}", placeholder=t("cases.note_hint"), max_chars=2_000, height=90
        )
        pressed = st.form_submit_button(t("cases.save"), type="primary", icon=":material/check:")
    if pressed:
        day = due_on if isinstance(due_on, date) else None
        _save(case, CaseChange(state or case.state, owner, day, day is None, note))
    st.markdown(f"**{t('cases.history')}**")
    for step in reversed(case.history):
        st.caption(plain(say_step(step)))


def _save(case: Case, change: CaseChange) -> None:
    try:
        workspace().case_book.change([case.id], change, actor(), workspace().now())
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(t("cases.saved"), icon=":material/check:")
    st.rerun()


def say_step(step: CaseStep) -> str:
    """Put a step of the history into words: when, who, what."""
    return f"{format_date(workspace().local_day(step.at), language())} · {step.by}: {_what(step)}"


def _what(step: CaseStep) -> str:
    if step.what == "state":
        return t("cases.step.state", value=t(f"cases.states.{step.value}"))
    if step.what == "due_on" and step.value:
        return t("cases.step.due_on", value=format_date(date.fromisoformat(step.value), language()))
    if step.what in ("owner", "due_on") and not step.value:
        return t(f"cases.step.{step.what}_none")
    return t(f"cases.step.{step.what}", value=step.value) if step.value else t(f"cases.step.{step.what}")
