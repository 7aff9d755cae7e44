"""A sparkline: the last dozen periods of a metric in the size of a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cx_core.charts.axis import instant, period_domain, value_domain
from cx_core.charts.chart import PADDING, Chart
from cx_core.charts.layers import View, document, encoding, kept_views, layer, with_domain
from cx_core.charts.periods import SeriesPoint, TrendPoint, last_drawn, note, runs, slots
from cx_core.charts.theme import Look, config
from cx_core.charts.words import is_drawn, metric_name, value_cells, value_columns, value_text
from cx_core.i18n import format_period, translate
from cx_core.metrics import metric as metric_of
from cx_core.model.table import Column

MAX_POINTS = 12
_HEIGHT = 44


def spark(points: Sequence[SeriesPoint], *, metric: str, look: Look) -> Chart:
    """Draw the last dozen periods without axes: gaps stay open, an incomplete period is hollow and joined to nothing.

    Title and n stand in the card around it, so the drawing carries neither.
    """
    language = look.language
    drawn = slots(points, metric)[-MAX_POINTS:]
    latest = last_drawn(drawn)
    name = metric_name(metric, language, latest.measure.scale if latest else None)
    title = translate("charts.spark.title", language, metric=name, n=MAX_POINTS)
    if latest is None:
        return Chart(title, 0, reason=translate("reason.no_answers", language))
    said = translate(
        "charts.spark.alt",
        language,
        title=title,
        value=value_text(latest.measure, language),
        period=format_period(latest.period, language),
    )
    return Chart(
        title=title,
        n=sum(point.measure.n for point in drawn),
        spec={**_draw(drawn, metric, look), "description": said, "padding": PADDING, "config": config(look)},
        alt=said,
        columns=(Column(translate("charts.column.period", language)), *value_columns(metric, language)),
        table=tuple((point.period.label, *value_cells(point.measure, note(point, language))) for point in drawn),
    )


def _draw(points: Sequence[TrendPoint], metric: str, look: Look) -> dict[str, Any]:
    colours = look.colours
    latest, numbered = last_drawn(points), runs(points)
    rows = [
        {
            "at": instant(point.period.first),
            "value": point.measure.value if is_drawn(point.measure) else None,
            "run": run,
            # A point that no line reaches would not be seen without a mark of its own.
            "marked": point == latest or not point.complete or numbered.count(run) == 1,
            "fill": colours.series if point.complete else colours.surface,
        }
        for point, run in zip(points, numbered, strict=True)
    ]
    measures = [point.measure for point in points if is_drawn(point.measure)]
    domain = value_domain(metric_of(metric), measures[-1].scale, [one.value for one in measures])
    (shared,) = with_domain([_PLACES], "x", period_domain([one.period for one in points]))
    (shared,) = with_domain([shared], "y", domain)
    drawing = layer(*_layers(look), shared=shared["encoding"])
    return document(drawing, height=_HEIGHT, data="periods", periods=rows)


#: Where points stand, without the ends of the two scales.
_PLACES = {
    "encoding": encoding(
        x=alt.X("at:T", axis=None, scale=alt.Scale(domain=[0, 1], padding=6)),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False, zero=False)),
    )
}


@kept_views
def _layers(look: Look) -> list[alt.Chart]:
    line = View().mark_line(color=look.colours.series, strokeWidth=2, aria=False)
    dots = View().mark_point(stroke=look.colours.series, strokeWidth=1.5, size=34, opacity=1, aria=False)
    return [
        line.transform_filter("isValid(datum.run)").encode(detail="run:N"),
        dots.transform_filter("datum.marked && isValid(datum.value)").encode(fill=alt.Fill("fill:N", scale=None)),
    ]
