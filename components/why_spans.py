"""Which two spans of time are compared: a period with another one, or a whole span with the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from components import state
from components.address import address_buttons, address_select
from components.texts import language, t
from cx_core.i18n import format_period
from cx_core.metrics.trend import Series, year_before
from cx_core.model.filters import Filters
from cx_core.model.lunar import year_before_by_tet
from cx_core.model.period import Period
from cx_core.workspace.overview import NOW_DAYS

MODES = ("span", "previous", "year", "tet")
Span = tuple[date, date]


@dataclass(frozen=True)
class Spans:
    """The two spans of days, both ends included, and their names."""

    before: Span
    after: Span
    name_before: str
    name_after: str


def choose_spans(series: Series, filters: Filters, reach: date | None) -> Spans | None:
    """Draw the choice and return the spans; None with a word about it where there is nothing to compare."""
    if reach is None:
        st.info(t("why.no_dates"), icon=":material/calendar_today:")
        return None
    complete = [point.period for point in reversed(series.points) if point.complete and point.n]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        mode = address_buttons(
            t("why.against"), MODES, key=state.WHY_MODE, format_func=lambda one: t(f"why.modes.{one}")
        )
        period = None if mode == "span" else _choose_period(complete)
    if mode == "span":
        return _whole_span(filters, reach)
    if period is None:
        st.info(t("why.no_period"), icon=":material/hourglass_empty:")
        return None
    if mode == "tet":
        before = year_before_by_tet(period.first, period.last)
        if before is None:
            st.info(t("why.no_tet"), icon=":material/calendar_today:")
            return None
        return Spans(before, (period.first, period.last), t("why.modes.tet"), _name(period))
    other = year_before(period) if mode == "year" else period.previous()
    return Spans((other.first, other.last), (period.first, period.last), _name(other), _name(period))


def _choose_period(periods: Sequence[Period]) -> Period | None:
    if not periods:
        return None
    by_label = {period.label: period for period in periods}
    label = address_select(
        t("why.period"), list(by_label), key=state.WHY_PERIOD, format_func=lambda one: _name(by_label[one]), width=220
    )
    return by_label[label]


def _whole_span(filters: Filters, reach: date) -> Spans:
    last = min(filters.until or reach, reach)
    first = filters.since or last - timedelta(days=NOW_DAYS - 1)
    before_last = first - timedelta(days=1)
    before = (before_last - (last - first), before_last)
    return Spans(before, (first, last), t("why.before"), t("why.after"))


def _name(period: Period) -> str:
    return format_period(period, language())
