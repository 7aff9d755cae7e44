"""Lines under watch: what is alarming now, and every alarm there was."""

from __future__ import annotations

import streamlit as st

from components import state
from components.address import address_select
from components.cached import kept, workspace
from components.chart_frame import table_frame
from components.filter_choice import FieldOptions, FilterOptions
from components.plain import plain
from components.texts import language, t
from components.trend_parts import View
from cx_core.i18n import format_period
from cx_core.i18n.measures import format_value, unit_of
from cx_core.metrics.alerts import MIN_BASELINE, Watched
from cx_core.model.filters import MISSING
from cx_core.model.period import Grain
from cx_core.model.table import Column, ColumnKind
from cx_core.workspace.alerting import Line

_KINDS: dict[str, ColumnKind] = {"points": "points", "share": "share", "score": "number"}


def draw_alerts(view: View, options: FilterOptions, every: Grain) -> None:
    """Draw the state of the total and of the largest groups of a field, and the history of their alarms."""
    fields = {one.field: one for one in options.fields}
    st.subheader(t("alerts.heading"), anchor=False)
    field = None
    if fields:
        field = address_select(
            t("alerts.by"), list(fields), key=state.ALERTS_BY, format_func=lambda name: plain(fields[name].label)
        )
    alerting = workspace().alerting
    lines = kept(alerting.lines, view.metric, every, view.filters, field, confirmed=alerting.confirmed())
    one = fields[field] if field else None
    for line in lines:
        _draw_level(line, one, view)
    watched = [line for line in lines if line.watch.baseline.centre is not None and line.watch.periods]
    if not watched:
        st.info(t("alerts.no_baseline"), icon=":material/hourglass_empty:")
        return
    alarming = [(line, last) for line in watched if (last := line.watch.periods[-1]).alarm]
    for line, last in alarming:
        _draw_alarm(line, last, one, view)
    if not alarming:
        st.success(t("alerts.quiet"), icon=":material/notifications_off:")
    if any(line.watch.baseline.is_young for line in watched):
        st.caption(t("alert.young"))
    history = [(line, period) for line in lines for period in line.watched if period.alarm]
    if history:
        box = st.expander(
            t("alerts.history"), icon=":material/history:", type="compact", key="alerts_history", on_change="rerun"
        )
        if box.open:
            with box:
                _draw_history(history, one, view)
    st.caption(t("alerts.rule"))
    st.caption(t("alert.sees"))


def _name(line: Line, field: FieldOptions | None) -> str:
    return t("alerts.total") if line.is_total or field is None else field.label_of(line.value or MISSING)


def _draw_alarm(line: Line, last: Watched, field: FieldOptions | None, view: View) -> None:
    text = t(
        "alerts.now",
        line=_name(line, field),
        kind=t(f"alert.{last.alarm}").lower(),
        period=format_period(last.period, language()) if last.period else "–",
        value=format_value(view.metric, last.value, language()),
        centre=format_value(view.metric, line.watch.baseline.centre, language()),
    )
    icon = ":material/notification_important:" if last.is_worse else ":material/notifications_active:"
    with st.container(gap="xsmall"):
        (st.warning if last.is_worse else st.info)(plain(f"{text} ({_direction(last)})"), icon=icon)
        first = line.new_level
        if first is None:
            return
        pressed = st.button(
            t("alerts.confirm", period=format_period(first, language())),
            help=t("alerts.confirm_help"),
            icon=":material/check:",
            type="tertiary",
            key=f"alert_confirm_{line.name}",
        )
        if pressed:
            workspace().alerting.confirm(line.name, first.first)
            st.rerun()


def _draw_level(line: Line, field: FieldOptions | None, view: View) -> None:
    """Say which level was confirmed for a line, whether it can be watched yet, and offer the way back."""
    if line.since is None:
        return
    base = line.watch.baseline
    learnt = t("alerts.level_learning", n=base.n_periods, least=MIN_BASELINE)
    if base.centre is not None:
        learnt = t("alerts.level_known", centre=format_value(view.metric, base.centre, language()))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(plain(t("alerts.level", line=_name(line, field), since=line.since) + " " + learnt), width="stretch")
        if st.button(t("alerts.level_undo"), icon=":material/undo:", type="tertiary", key=f"alert_undo_{line.name}"):
            workspace().alerting.confirm(line.name, None)
            st.rerun()


def _direction(watched: Watched) -> str:
    return t("alerts.worse" if watched.is_worse else "alerts.better")


def _draw_history(history: list[tuple[Line, Watched]], field: FieldOptions | None, view: View) -> None:
    kind = _KINDS[unit_of(view.metric)]
    kinds: tuple[tuple[str, ColumnKind], ...] = (
        ("line", "text"), ("period", "text"), ("kind", "text"), ("direction", "text"), ("value", kind),
        ("centre", kind), ("low", kind), ("high", kind), ("n", "whole"),
    )  # fmt: skip
    columns = tuple(Column(t(f"alerts.column.{name}"), each) for name, each in kinds)
    rows = tuple(
        (
            _name(line, field), one.period.label if one.period else "", t(f"alert.{one.alarm}"), _direction(one),
            one.value, line.watch.baseline.centre, one.low, one.high, one.n,
        )
        for line, one in sorted(history, key=lambda pair: str(pair[1].period and pair[1].period.label), reverse=True)
    )  # fmt: skip
    table_frame(t("alerts.history"), columns, rows, key="alerts")
