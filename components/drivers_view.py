"""Drivers: what goes along with the chosen score, how sure that is, and what is not claimed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from components import state
from components.address import address_buttons
from components.cached import draw, kept, look, workspace
from components.chart_frame import chart_frame, table_frame
from components.driver_details import draw_clicked, draw_theme_impacts
from components.empty_state import empty_state
from components.filter_choice import Choice, FilterOptions, to_address
from components.plain import plain
from components.texts import language, t
from components.trend_parts import View
from cx_core.charts.chart import Chart
from cx_core.charts.correlations import Correlation, correlations
from cx_core.charts.driver_charts import DriverBar, MapSpot, driver_shares, importance_map
from cx_core.charts.league import places_text
from cx_core.i18n import format_number, format_share
from cx_core.metrics.drivers import ANSWERS_PER_DRIVER, MIN_N, Driver, spearman_interval
from cx_core.model.table import Column, ColumnKind
from cx_core.workspace.driver_rows import PART
from cx_core.workspace.driving import Driving, Kind

KINDS: tuple[Kind, ...] = ("scores", "touchpoints")
_PENALTY_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("driver", "text"), ("penalty", "number"), ("reward", "number"), ("kind", "text"), ("n_low", "whole"),
    ("n_high", "whole"),
)  # fmt: skip
_MOMENT_COLUMNS: tuple[tuple[str, ColumnKind], ...] = (
    ("driver", "text"), ("share", "share"), ("performance", "number"), ("remark", "text"),
)  # fmt: skip


def draw_drivers(view: View, choice: Choice, options: FilterOptions) -> None:
    """Draw the page below its filters; the metric of the bar is the outcome."""
    kind = address_buttons(
        t("drivers.kind"), KINDS, key=state.DRIVERS_KIND, format_func=lambda one: t(f"drivers.kinds.{one}")
    )
    found = kept(workspace().driving.drivers, view.metric, view.filters, kind)
    if not found.drivers.drivers:
        empty_state(t(f"drivers.empty_{kind}"), icon=":material/explore:", title=t("drivers.empty_title"))
        _link_to_other_kind(kind, view, choice, options)
        draw_theme_impacts(view, choice, options)
        return
    names = _names(found, options)
    _draw_said(found, view)
    outcome = t(f"metric.{view.metric}.short")
    clicked = chart_frame(_chart(found, names, view, outcome), f"drivers_{view.metric}_{kind}", selectable=True)
    _draw_clicked(clicked, names, kind, view, choice, options)
    _draw_together(found, names)
    st.info(t("drivers.not_claimed"), icon=":material/info:")
    if found.drivers.explained is not None:
        clicked = _draw_map(found, names, view, outcome)
        _draw_clicked(clicked, names, kind, view, choice, options)
        _draw_moments(found, names)
        _draw_penalties(found, names)
    draw_theme_impacts(view, choice, options)


def _link_to_other_kind(kind: Kind, view: View, choice: Choice, options: FilterOptions) -> None:
    """Lead to the kind of survey that does ask for several scores, where there is one."""
    for key, label in options.kinds_of(view.metric):
        other = replace(choice, kind=key)
        if (
            key == choice.kind_on(options)
            or not kept(workspace().driving.drivers, view.metric, other.filters(options), kind).drivers.drivers
        ):
            continue
        st.page_link(
            "pages/drivers.py",
            label=plain(t("drivers.other_kind", kind=label)),
            icon=":material/swap_horiz:",
            query_params=to_address(other, options),
        )


def _draw_clicked(
    clicked: dict[str, Any] | None,
    names: dict[str, str],
    kind: Kind,
    view: View,
    choice: Choice,
    options: FilterOptions,
) -> None:
    driver = str(clicked["driver"]) if clicked else ""
    if driver in names:
        draw_clicked(driver, names[driver], kind, view, choice, options)


def _names(found: Driving, options: FilterOptions) -> dict[str, str]:
    keys = [one.name for one in found.drivers.drivers]
    if found.kind == "scores":
        return {key: key.removeprefix(PART) if key.startswith(PART) else t(f"metric.{key}.short") for key in keys}
    touchpoints = next((one for one in options.fields if one.field == "touchpoint"), None)
    return {key: touchpoints.label_of(key) if touchpoints else key for key in keys}


def _draw_said(found: Driving, view: View) -> None:
    unit, drivers = t(f"drivers.unit.{found.kind}"), found.drivers
    if drivers.reason in ("no_drivers", "no_spread"):
        st.warning(t(f"drivers.{drivers.reason}", n=drivers.n_all, unit=unit), icon=":material/hourglass_empty:")
        return
    if drivers.explained is None or drivers.method is None:
        least = max(MIN_N, ANSWERS_PER_DRIVER * len(drivers.drivers))
        st.warning(t("drivers.too_few", n=drivers.n, unit=unit, least=least), icon=":material/hourglass_empty:")
        return
    st.caption(
        t(
            "drivers.said",
            n=drivers.n,
            n_all=drivers.n_all,
            unit=unit,
            outcome=t(f"metric.{view.metric}.short"),
            explained=format_share(drivers.explained, language()),
            method=t(f"method.{drivers.method}.name"),
        )
    )


def _chart(found: Driving, names: dict[str, str], view: View, outcome: str) -> Chart:
    """Return the shares of what is explained; where there is no model, each driver's own correlation."""
    drivers = found.drivers
    if drivers.explained is not None:
        bars = tuple(_bar(one, names) for one in drivers.drivers)
        return draw(driver_shares, bars, outcome=outcome, n=drivers.n, look=look(), context=view.context)
    alone = tuple(_alone(one, names[one.name]) for one in drivers.drivers)
    return draw(correlations, alone, outcome=outcome, n=drivers.n_all, look=look(), context=view.context)


def _alone(one: Driver, label: str) -> Correlation:
    low, high = spearman_interval(one.rho, one.n_pairs) or (None, None)
    return Correlation(one.name, label, one.rho, low, high, one.n_pairs)


def _bar(one: Driver, names: dict[str, str]) -> DriverBar:
    places = places_text(one.best_rank, one.worst_rank) if one.best_rank and one.worst_rank else ""
    remark = t(f"reason.{one.reason}") if one.reason else ""
    return DriverBar(one.name, names[one.name], one.share, one.low, one.high, one.rho, one.n_pairs, places, remark)


def _draw_together(found: Driving, names: dict[str, str]) -> None:
    pairs = {tuple(sorted((one.name, other))) for one in found.drivers.drivers for other in one.moves_with}
    for a, b in sorted(pairs):
        st.caption(plain(t("drivers.together", a=names[a], b=names[b])))


def _draw_map(found: Driving, names: dict[str, str], view: View, outcome: str) -> dict[str, Any] | None:
    placed, cuts = found.importance.spots, found.importance
    if len(placed) < 2 or cuts.cut_performance is None or cuts.cut_importance is None:
        with st.container(border=True):
            st.markdown(f"**{plain(t('drivers.map.title', outcome=outcome))}**")
            st.caption(t("drivers.map_none", n=len(placed)))
        return None
    spots = tuple(
        MapSpot(
            names[one.spot.name], one.spot.performance, one.spot.performance_low, one.spot.performance_high,
            one.spot.importance, one.spot.importance_low, one.spot.importance_high, one.quadrant,
            one.spot.name,
        )
        for one in placed
    )  # fmt: skip
    chart = draw(
        importance_map, spots, cut_x=cuts.cut_performance, cut_y=cuts.cut_importance, outcome=outcome,
        n=found.drivers.n, look=look(), context=view.context,
    )  # fmt: skip
    return chart_frame(chart, "importance_map", selectable=True)


def _draw_moments(found: Driving, names: dict[str, str]) -> None:
    st.subheader(t("drivers.moments"), anchor=False)
    if not found.moments:
        st.caption(t("drivers.moments_none"))
    for one in found.moments:
        text = t(
            "drivers.moment_painful" if one.is_painful else "drivers.moment",
            name=names[one.name],
            share=format_share(one.share, language()),
            performance=format_number(one.performance, language(), 0),
        )
        st.markdown(f":material/{'crisis_alert' if one.is_painful else 'stars'}: {plain(text)}")
    if found.moments:
        columns = tuple(Column(t(f"drivers.column.{name}"), kind) for name, kind in _MOMENT_COLUMNS)
        rows = tuple((names[one.name], one.share, one.performance, one.is_painful) for one in found.moments)
        told = tuple((*row[:3], t("drivers.under_mean") if row[3] else "") for row in rows)
        with st.expander(t("ui.chart.table"), icon=":material/table_rows:", type="compact", key="moments_more"):
            table_frame(t("drivers.moments"), columns, told, key="moments")


def _draw_penalties(found: Driving, names: dict[str, str]) -> None:
    if not found.penalties:
        return
    st.subheader(t("drivers.penalty"), anchor=False)
    st.caption(t("drivers.penalty_note"))
    columns = tuple(Column(t(f"drivers.column.{name}"), kind) for name, kind in _PENALTY_COLUMNS)
    rows = tuple(
        (
            names[one.name], one.penalty.value, one.reward.value,
            t(f"attribute.{one.kind}") if one.kind else t("drivers.penalty_few"), one.n_low, one.n_high,
        )
        for one in found.penalties
    )  # fmt: skip
    table_frame(t("drivers.penalty"), columns, rows, key="penalties")
