"""The list of customers by pseudonym, and everything that happened with one of them, across channels."""

from __future__ import annotations

import streamlit as st

from components import state
from components.cached import kept, workspace
from components.chart_frame import table_frame
from components.plain import plain
from components.texts import language, t
from components.verbatim_list import draw_score
from cx_core.i18n import format_date, format_number
from cx_core.i18n.money import format_money
from cx_core.model.table import Column, ColumnKind, Row
from cx_core.store.orders import CaseFacts, CustomerEvent
from cx_core.workspace.customers import CustomerRow

#: So many customers can be picked from; any other by typing the code.
_TO_PICK = 100
_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("customer", "text"), ("orders", "whole"), ("revenue", "whole"), ("last", "date"), ("answered", "date"),
    ("class", "text"),
)  # fmt: skip
_EVENT_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("day", "date"), ("kind", "text"), ("source", "text"), ("place", "text"), ("scores", "text"), ("words", "text"),
    ("amount", "whole"), ("case", "text"),
)  # fmt: skip


def draw_everyone(metric: str | None) -> None:
    """Draw the list of customers and the timeline of the one that is picked."""
    rows = kept(workspace().customers.rows)
    st.subheader(t("customers.everyone"), anchor=False)
    st.caption(t("customers.everyone_note"))
    columns = tuple(Column(t(f"customers.column.{name}"), kind) for name, kind in _COLUMNS)
    table_frame(t("customers.everyone"), columns, tuple(_row(row, metric) for row in rows), key="customers")
    st.subheader(t("customers.timeline"), anchor=False)
    known = [row.pseudonym for row in rows[:_TO_PICK]]
    picked = st.selectbox(
        t("customers.timeline_pick"),
        known,
        key=state.CUSTOMER,
        accept_new_options=True,
        bind="query-params",
        width=320,
    )
    if picked:
        _draw_timeline(picked.strip())


def _row(row: CustomerRow, metric: str | None) -> Row:
    answered = t(f"charts.class.{metric}.{row.answered}") if metric and row.answered else None
    return row.pseudonym, row.n_orders, row.revenue, row.last_on, row.answered_on, answered


def _draw_timeline(pseudonym: str) -> None:
    events = kept(workspace().customers.timeline, pseudonym)
    if not events:
        st.info(t("customers.timeline_none"), icon=":material/person_off:")
        return
    for place, event in enumerate(events[:40]):
        with st.container(border=True, gap="xsmall", key=f"event_{place}"):
            draw_event(event)
    columns = tuple(Column(t(f"customers.column.{name}"), kind) for name, kind in _EVENT_COLUMNS)
    with st.expander(t("ui.chart.table"), icon=":material/table_rows:", type="compact", key="timeline_table"):
        table_frame(f"{t('customers.timeline')} {pseudonym}", columns, tuple(map(_event_row, events)), key="timeline")


def draw_event(event: CustomerEvent) -> None:
    """Draw one order, or one answer with its scores and words."""
    day = format_date(event.day, language()) if event.day else t("customers.unknown_day")
    if event.kind == "order":
        amount = format_money(event.revenue, language()) if event.revenue is not None else t("customers.no_money")
        name = plain(t("customers.order", code=event.code or ""))
        st.markdown(f":material/shopping_bag: **{day}** · {name} · {plain(amount)}")
        st.caption(plain(event.source))
        return
    st.markdown(f":material/chat: **{day}** · {t('customers.answer')}")
    if event.text:
        st.text(event.text, width="stretch")
    if event.case is not None:
        st.markdown(f":material/assignment_ind: {plain(_case_text(event.case))}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for score in event.scores:
            draw_score(score)
        where = " · ".join(part for part in (event.channel, event.touchpoint, event.source) if part)
        st.caption(plain(where), width="content")


def _case_text(case: CaseFacts) -> str:
    parts = [t("customers.case", state=t(f"cases.states.{case.state}"))]
    if case.owner:
        parts.append(t("customers.case_owner", owner=case.owner))
    if case.due_on:
        parts.append(t("customers.case_due", day=case.due_on))
    return " · ".join(parts)


def _event_row(event: CustomerEvent) -> Row:
    scores = ", ".join(
        f"{t(f'metric.{one.metric}.short')} {format_number(one.value, language())}/{one.scale.maximum}"
        for one in event.scores
    )
    kind = t("customers.order", code=event.code or "") if event.kind == "order" else t("customers.answer")
    place = " · ".join(part for part in (event.channel, event.touchpoint) if part)
    case = _case_text(event.case) if event.case else None
    return event.day, kind, event.source, place, scores, event.text, event.revenue, case
