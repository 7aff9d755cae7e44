"""The marks of a score trend: columns that take the pointer, bars of n, band, line and points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt

from cx_core.charts.axis import (
    PLAIN_ZERO,
    instant,
    period_domain,
    period_format,
    period_ticks,
    tooltip,
    value_domain,
    value_format,
)
from cx_core.charts.layers import Drawing, View, document, encoding, kept_views, layer, with_domain
from cx_core.charts.periods import TrendPoint, bands, last_drawn, note, runs
from cx_core.charts.theme import Look
from cx_core.charts.trend_counts import INNER, PADDING, count_layers, count_strip
from cx_core.charts.trend_extras import TrendExtras, extra_layers, extra_rows
from cx_core.charts.words import count_text, interval_text, is_drawn, value_text
from cx_core.i18n import format_period, translate
from cx_core.i18n.measures import format_value, unit_of
from cx_core.metrics import metric as metric_of
from cx_core.model.period import Period

#: Nothing lies over the trend.
NOTHING = TrendExtras()

_HEIGHT = 380
#: Columns overlap a little, since the months between two points are not equally long.
_TOUCHING = 1.08


def draw_trend(
    points: Sequence[TrendPoint], metric: str, look: Look, goal: float | None, extras: TrendExtras = NOTHING
) -> dict[str, Any]:
    """Return the drawing of a series without gaps in its periods, as a Vega-Lite document."""
    strip = count_strip(points, look.language)
    more = extra_rows(extras, [point.period for point in points], look, _drawn_values(points))
    latest = last_drawn(points)
    marks = _value_layers(
        metric, look, len(points), latest.period.label if latest else "", goal is not None, tuple(more), strip.plot_foot
    )
    values = layer(*with_domain(marks, "y", _value_domain(points, metric, [goal, *extras.values()])))
    counts = layer(*count_layers(len(points), look, strip))
    # The unseen columns lie on top: a mark above them would take the pointer.
    shared = _places(tuple(point.period for point in points), look.language)
    drawing = layer(values, counts, *_columns(len(points), look), shared=shared, independent=["y"])
    if goal is not None:
        label = translate("charts.trend.goal", look.language, value=format_value(metric, goal, look.language))
        more["goal"] = [{"value": goal, "label": label}]
    return document(drawing, height=_HEIGHT, data="periods", periods=_rows(points, look), **more)


def _rows(points: Sequence[TrendPoint], look: Look) -> list[dict[str, Any]]:
    most = max(point.measure.n for point in points) or 1
    rows = []
    for index, (point, run, band) in enumerate(zip(points, runs(points), bands(points), strict=True)):
        measure, drawn = point.measure, is_drawn(point.measure)
        rows.append(
            {
                "period": point.period.label,
                "at": instant(point.period.first),
                "behind": len(points) - 1 - index,
                "name": format_period(point.period, look.language),
                "value": measure.value if drawn else None,
                "low": measure.low if drawn else None,
                "high": measure.high if drawn else None,
                "run": run,
                "band": band,
                "part": round(measure.n / most, 4),
                "value_text": value_text(measure, look.language),
                "range_text": interval_text(measure, look.language),
                "n_text": count_text(measure.n, look.language),
                "note": note(point, look.language),
                **_paint(point, look),
            }
        )
    return rows


def _paint(point: TrendPoint, look: Look) -> dict[str, str]:
    colours = look.colours
    colour = colours.small if point.measure.display == "grey" else colours.series
    return {"fill": colour if point.complete else colours.surface, "stroke": colour}


@lru_cache(maxsize=64)
def _places(periods: tuple[Period, ...], language: str) -> Drawing:
    """Return where the periods stand, for all layers."""
    axis = alt.Axis(
        values=period_ticks(periods),
        format=period_format(periods, language),
        title=None,
        grid=False,
        labelOverlap="greedy",
        labelSeparation=8,
    )
    return encoding(x=alt.X("at:T", axis=axis, scale=alt.Scale(domain=period_domain(periods), padding=PADDING)))


@kept_views
def _columns(n_points: int, look: Look) -> list[alt.Chart]:
    """Draw an unseen column over each period: it takes the pointer, shows the tooltip, and lights up."""
    language, steps = look.language, max(1, n_points - 1)
    pick = alt.selection_point(name="pick", fields=["period"], toggle=False)
    hover = alt.selection_point(name="hover", fields=["period"], on="pointerover", clear="pointerout")
    lit = alt.when(pick, empty=False).then(alt.value(0.18)).when(hover, empty=False).then(alt.value(0.08))
    fields = [
        ("name", translate("charts.column.period", language)),
        ("value_text", translate("charts.column.value", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("n_text", translate("charts.column.n", language)),
        ("note", translate("charts.column.standing", language)),
    ]
    columns = (
        View()
        .mark_rule(color=look.colours.muted, strokeWidth=alt.ExprRef(f"max(10, {_TOUCHING} * {INNER} / {steps})"))
        .encode(
            opacity=lit.otherwise(alt.value(0)),
            tooltip=tooltip(fields),
            description=alt.Description("name:N"),
        )
        .add_params(pick, hover)
    )
    return [columns]


@kept_views
def _value_layers(
    metric: str, look: Look, n_points: int, latest: str, has_goal: bool, extras: tuple[str, ...], foot: str
) -> list[alt.Chart]:
    """Return the layers of values; ``latest`` is the period whose value is written, ``extras`` names what is there."""
    colours = look.colours
    # One scale in every layer; a layer without it would draw the axis down to zero.
    scale = alt.Scale(domain=[0, 1], range=[alt.ExprRef(f"height - {foot}"), 8], nice=False, zero=False)
    low, high = alt.Y("low:Q", scale=scale, axis=_value_axis(metric)), alt.Y2("high:Q")
    y = alt.Y("value:Q", title=None, scale=scale)
    base = View()
    # Points shrink where periods are narrow, on a phone or in a long series.
    dot = alt.ExprRef(f"max(8, min(70, pow(0.8 * {INNER} / {n_points}, 2)))")
    dot_edge = alt.ExprRef(f"{INNER} / {n_points} > 8 ? 2 : 1")
    return [
        base.mark_area(color=colours.series, opacity=0.16, aria=False)
        .transform_filter("isValid(datum.band) && isValid(datum.low)")
        .encode(y=low, y2=high, detail="band:N"),
        *(_goal_layers(look, y) if has_goal else []),
        *extra_layers(extras, look, y, foot),
        base.mark_rule(strokeWidth=2, opacity=0.5, aria=False)
        .transform_filter("!isValid(datum.band) && isValid(datum.low)")
        .encode(y=low, y2=high, color=alt.Color("stroke:N", scale=None)),
        base.mark_line(color=colours.series, strokeWidth=2.5, aria=False)
        .transform_filter("isValid(datum.run)")
        .encode(y=y, detail="run:N"),
        base.mark_point(size=dot, strokeWidth=dot_edge, opacity=1, aria=False)
        .transform_filter("isValid(datum.value)")
        .encode(y=y, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None)),
        base.mark_text(dy=-15, fontWeight=600, fontSize=14, color=colours.ink, aria=False)
        .transform_filter(f"datum.period == '{latest}'")
        .encode(y=y, text="value_text:N"),
    ]


def _value_domain(points: Sequence[TrendPoint], metric: str, more: Sequence[float | None]) -> tuple[float, float]:
    drawn = [point.measure for point in points if is_drawn(point.measure)]
    ends = [end for one in drawn for end in (one.low, one.high, one.value)]
    return value_domain(metric_of(metric), drawn[-1].scale if drawn else None, [*ends, *more])


def _drawn_values(points: Sequence[TrendPoint]) -> dict[Period, float | None]:
    return {point.period: point.measure.value for point in points if is_drawn(point.measure)}


def _value_axis(metric: str) -> alt.Axis:
    return alt.Axis(title=None, format=value_format(unit_of(metric)), labelExpr=PLAIN_ZERO, tickCount=5, grid=True)


def _goal_layers(look: Look, y: alt.Y) -> list[alt.Chart]:
    base = View(alt.NamedData("goal"))
    colours = look.colours
    return [
        base.mark_rule(strokeDash=[6, 4], color=colours.ink, opacity=0.7, aria=False).encode(
            x=alt.value(0), x2=alt.value("width"), y=y
        ),
        base.mark_text(align="left", dx=2, dy=-7, color=colours.muted, aria=False).encode(
            x=alt.value(0), y=y, text="label:N"
        ),
    ]
