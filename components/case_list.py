"""The list of cases: narrowed by state, owner and lateness, under the filters of every page; taken away as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components import state
from components.cached import kept_words, workspace
from components.case_card import STATE_ICONS, draw_standing, handle_case, say_step
from components.downloads import table_downloads
from components.plain import plain
from components.texts import t
from components.verbatim_columns import verbatim_cells, verbatim_columns
from components.verbatim_list import draw_facts
from cx_core.model.case import CASE_STATES, Case
from cx_core.model.table import Column, Row
from cx_core.workspace.cases import CasesQuery
from cx_core.workspace.words import WordsQuery

_PAGE = 20
_ANYBODY, _NOBODY = "*", ""


def draw_cases(words: WordsQuery) -> None:
    """Draw the cases among the comments that a question finds."""
    query = _choose(words)
    found = kept_words(workspace().case_book.find, query)
    today = workspace().today()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        late = sum(one.is_late(today) for one in found)
        st.markdown(f"**{t('cases.found', n=len(found), late=late)}**", width="content")
        if found:
            with st.popover(t("action.download"), icon=":material/download:"):
                table_downloads(case_columns(), case_rows(found), name=t("cases.title"), key="cases")
    if not found:
        st.caption(t("cases.none_found") if workspace().cases() else t("cases.none"))
        return
    _draw_list(query, found)


def _choose(words: WordsQuery) -> CasesQuery:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    states = row.segmented_control(
        t("cases.state"),
        CASE_STATES,
        selection_mode="multi",
        default=["open", "in_work"],
        format_func=lambda one: f"{STATE_ICONS[one]} {t(f'cases.states.{one}')}",
        key="case_states",
        persist_state="session",
    )
    owners = [_ANYBODY, _NOBODY, *kept_words(workspace().case_book.owners)]
    owner = row.selectbox(
        t("cases.owner"),
        owners,
        format_func=lambda one: {_ANYBODY: t("cases.anybody"), _NOBODY: t("cases.nobody")}.get(one, plain(one)),
        key="case_owner",
        width=220,
    )
    late = row.toggle(t("cases.only_late"), key="case_late")
    late_on: date | None = workspace().today() if late else None
    chosen = tuple(one for one in CASE_STATES if one in states)
    return CasesQuery(words, chosen, None if owner == _ANYBODY else owner, late_on)


def _draw_list(query: CasesQuery, found: Sequence[Case]) -> None:
    asked_for, shown = state.read(state.CASES_SHOWN, (None, _PAGE))
    shown = shown if asked_for == query else _PAGE
    wanted: Case | None = None
    for one in found[:shown]:
        if _draw_case(one):
            wanted = one
    if shown < len(found) and st.button(t("feedback.more"), width="stretch", icon=":material/expand_more:"):
        state.write(state.CASES_SHOWN, (query, shown + _PAGE))
        st.rerun()
    if wanted is not None:
        handle_case(wanted)


def _draw_case(case: Case) -> bool:
    with st.container(border=True, gap="xsmall", key=f"case_card_{case.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            draw_standing(case)
            pressed = st.button(t("cases.open"), icon=":material/edit_note:", type="tertiary", key=f"handle_{case.id}")
        st.text(case.verbatim.text, width="stretch")
        draw_facts(case.verbatim)
        if case.notes:
            st.caption(plain(say_step(case.notes[-1])))
    return pressed


def case_columns() -> tuple[Column, ...]:
    """Return the columns of the list as a file."""
    return (
        Column(t("cases.column.state")),
        Column(t("cases.column.owner")),
        Column(t("cases.column.due_on"), "date"),
        Column(t("cases.column.opened"), "date"),
        *verbatim_columns(),
        Column(t("cases.column.history")),
    )


def case_rows(found: Sequence[Case]) -> list[Row]:
    """Return the cases as rows of a file."""
    return [
        (
            t(f"cases.states.{one.state}"),
            one.owner or None,
            one.due_on,
            workspace().local_day(one.opened_at),
            *verbatim_cells(one.verbatim),
            "\n".join(say_step(step) for step in one.history),
        )
        for one in found
    ]
