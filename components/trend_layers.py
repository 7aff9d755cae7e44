"""What lies over the trend: the reader's choice of layers, own notes of events, the goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from components import state
from components.address import address_number, address_pills
from components.cached import kept, workspace
from components.icon_button import icon_button
from components.on_demand import on_demand
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import day_format, language, t
from components.trend_parts import View
from cx_core.charts.trend_extras import Level, TrendExtras
from cx_core.i18n import format_period
from cx_core.i18n.measures import format_value, unit_of
from cx_core.metrics.trend import Point, Series, rolling, year_before
from cx_core.model.events import Event, vietnamese_calendar
from cx_core.model.period import Grain, Period
from cx_core.model.problem import Refusal

LAYERS = ("notes", "alarms", "breaks", "calendar", "rolling", "year_ago", "levels")
_USUAL = ("notes", "alarms", "breaks", "levels")
#: Periods that the rolling line may pool, and how many it usually does.
_WINDOWS, _USUAL_WINDOW = (2, 12), 3


@dataclass(frozen=True)
class Layers:
    """What was chosen to lie over the trend, and the goal in the unit of the metric."""

    extras: TrendExtras
    goal: float | None


def choose_layers(view: View, series: Series, every: Grain) -> Layers:
    """Draw the choice and return the layers of this series."""
    with st.container(horizontal=True, gap="small"):
        with st.popover(t("events.more"), icon=":material/layers:", key="trend_layers"):
            chosen = address_pills(
                t("events.show"),
                LAYERS,
                usual=_USUAL,
                key=state.TREND_LAYERS,
                format_func=lambda name: t(f"events.layers.{name}"),
            )
            window = _choose_window(len(series.points)) if "rolling" in chosen else _USUAL_WINDOW
            goal = _choose_goal(view)
        on_demand(t("events.notes"), lambda: _edit_notes(series), icon=":material/edit_note:", key="trend_notes")
    return Layers(_extras(view, series, every, chosen, window), goal)


def _extras(view: View, series: Series, every: Grain, chosen: tuple[str, ...], window: int) -> TrendExtras:
    extras = TrendExtras()
    if not series.points:
        return extras
    first, last = series.points[0].period.first, series.points[-1].period.last
    happened: list[Event] = []
    if "notes" in chosen:
        happened += [one for one in workspace().notes.events() if one.first <= last and one.last >= first]
    if "calendar" in chosen:
        happened += vietnamese_calendar(first, last)
    if happened:
        extras = replace(extras, events=_by_period(series, happened))
    if "rolling" in chosen:
        extras = replace(extras, rolling=rolling(series, window), window=window)
    if "year_ago" in chosen:
        extras = replace(extras, year_ago=_year_ago(series))
    alerting = workspace().alerting
    if "breaks" in chosen:
        extras = replace(extras, breaks=_breaks(view, series, every))
    if "levels" in chosen:
        extras = replace(extras, levels=_levels(series, extras))
    if "alarms" in chosen:
        (line,) = kept(alerting.lines, view.metric, every, view.filters, confirmed=alerting.confirmed())
        alarms = tuple((one.period, one.is_worse) for one in line.watched if one.alarm and one.period)
        extras = replace(extras, alarms=alarms)
    return extras


def _levels(series: Series, extras: TrendExtras) -> tuple[Level, ...]:
    """Return the levels found in hindsight, each with what is known to have happened where it begins."""
    happened = {**dict(extras.breaks)}
    for period, titles in extras.events:
        happened[period] = (*happened.get(period, ()), *titles)
    found: list[Level] = []
    for one in workspace().alerting.levels(series):
        value = format_value(series.metric, one.mean, language())
        first, last = (format_period(period, language()) for period in (one.first, one.last))
        told = t("events.level", value=value, first=first, last=last)
        if found and one.first in happened:
            told += t("events.level_with", what=", ".join(happened[one.first]))
        found.append(Level(one.first, one.last, one.mean, value, told))
    return tuple(found)


def _by_period(series: Series, events: Iterable[Event]) -> tuple[tuple[Period, tuple[str, ...]], ...]:
    """Put each event at the period in which it begins; one that began before the series stands at its start."""
    found: dict[Period, list[str]] = {}
    for event in sorted(events, key=lambda one: one.first):
        title = event.title if event.kind == "own" else t(f"events.calendar.{event.title}")
        at = next((point.period for point in series.points if event.first <= point.period.last), None)
        if at is not None:
            found.setdefault(at, []).append(title)
    return tuple((period, tuple(dict.fromkeys(titles))) for period, titles in sorted(found.items()))


def _year_ago(series: Series) -> tuple[Point, ...]:
    by_period = {point.period: point for point in series.points}
    earlier = ((point, by_period.get(year_before(point.period))) for point in series.points)
    return tuple(replace(before, period=point.period) for point, before in earlier if before is not None)


def _breaks(view: View, series: Series, every: Grain) -> tuple[tuple[Period, tuple[str, ...]], ...]:
    """Name the periods in which a source begins or ends, or the scale becomes another one."""
    periods = [point.period for point in series.points]
    found: dict[Period, list[str]] = {}
    # A source that goes on on another scale has not ended: the page shows one scale at a time.
    any_scale = view.filters.with_values("scale", ())
    for one in kept(workspace().alerting.sources, view.metric, every, any_scale):
        if one.first > periods[0]:
            found.setdefault(one.first, []).append(t("events.source_starts", source=one.source))
        # The last two periods are still filling up; a source that is only late has not ended.
        if one.last < periods[-1] and one.last < periods[max(0, len(periods) - 2)]:
            found.setdefault(one.last.next(), []).append(t("events.source_ends", source=one.source))
    for at, key, scale in _scale_changes(view, series, every):
        found.setdefault(at, []).append(t(f"events.{key}", scale=scale))
    return tuple((period, tuple(texts)) for period, texts in sorted(found.items()))


def _scale_changes(view: View, series: Series, every: Grain) -> Iterator[tuple[Period, str, str]]:
    """Yield where the scale shown follows another one, and where another one follows it: period, text, other scale.

    Scales that were asked side by side follow none.
    """
    shown = next((point.measure.scale for point in series.points if point.measure.scale), None)
    spans = {one.scale: one for one in kept(workspace().alerting.scales, view.metric, every, view.filters)}
    own = spans.pop(shown, None) if shown else None
    if own is None:
        return
    for scale, one in spans.items():
        # In the period of the change both may have been asked.
        if one.first < own.first and one.last <= own.first:
            yield own.first, "scale_before", scale.label
        elif one.last > own.last and one.first >= own.last:
            yield one.first, "scale_changes", scale.label


def _choose_window(n_periods: int) -> int:
    """Draw how many periods are pooled, and say so where the trend is too short for one point of the line."""
    window = address_number(
        t("events.window"), *_WINDOWS, usual=_USUAL_WINDOW, key=state.TREND_WINDOW, note=t("events.window_help")
    )
    if n_periods < window:
        st.caption(t("events.window_short", n=n_periods))
    return window


def _choose_goal(view: View) -> float | None:
    goals: dict[str, Any] = workspace().settings.get("goals", {})
    name = "|".join((view.metric, *view.filters.values("scale")))
    factor = 100 if unit_of(view.metric) == "share" else 1
    given = goals.get(name)
    typed = st.number_input(
        t("events.goal"),
        value=None if given is None else float(given) * factor,
        step=1.0 if unit_of(view.metric) != "score" else 0.1,
        key=f"goal_{name}",
        help=t("events.goal_help"),
        width=160,
    )
    wanted = None if typed is None else typed / factor
    if wanted != given and st.button(t("events.goal_set"), key="goal_set"):
        workspace().settings.set("goals", {**goals, name: wanted})
        st.rerun()
    return given


def _edit_notes(series: Series) -> None:
    events = workspace().notes.events()
    if not events:
        st.caption(t("events.none"))
    for event in events:
        with st.container(horizontal=True, vertical_alignment="center", key=f"note_{event.id}"):
            span = t("filters.between", since=event.first, until=event.last)
            st.markdown(f"**{plain(event.title)}**  \n:small[{plain(span)}]")
            remove = plain(t("events.remove", title=event.title))
            if icon_button(remove, icon=":material/delete:", key=f"note_remove_{event.id}"):
                workspace().notes.remove_event(event.id)
                st.rerun()
    end = series.points[-1].period.last if series.points else workspace().today()
    with st.form("note_new", border=False, clear_on_submit=True):
        title = st.text_input(t("events.title"), placeholder=t("events.title_help"), max_chars=120, key="note_title")
        days = st.date_input(t("events.days"), (end, end), format=day_format(), key="note_days")
        if st.form_submit_button(t("events.add"), type="primary"):
            _add_note(title, days)


def _add_note(title: str, days: Any) -> None:
    picked: list[date] = [day for day in days if day] if isinstance(days, tuple | list) else [days]
    try:
        workspace().notes.add_event(picked[0], picked[-1], title, workspace().now())
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.rerun()
