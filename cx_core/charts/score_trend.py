"""A metric over time: the line with its 95 % band, n under every period, gaps left open."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.charts.chart import Chart, finish
from cx_core.charts.periods import SeriesPoint, TrendPoint, last_drawn, note, slots
from cx_core.charts.theme import Look
from cx_core.charts.trend_extras import TrendExtras, extra_note
from cx_core.charts.trend_marks import NOTHING, draw_trend
from cx_core.charts.words import (
    direction_note,
    is_drawn,
    measure_sentence,
    metric_name,
    sentences,
    value_cells,
    value_columns,
    value_text,
)
from cx_core.i18n import format_period, translate
from cx_core.model.table import Column

#: Six marks a period stay under the limit of marks; longer series show their latest periods and say so.
MAX_PERIODS = 320


def score_trend(
    points: Sequence[SeriesPoint],
    *,
    metric: str,
    look: Look,
    context: str = "",
    goal: float | None = None,
    extras: TrendExtras = NOTHING,
) -> Chart:
    """Draw a series of periods of one grain.

    The line and its band join neighbouring complete periods only: a period without a score that may be shown opens a
    gap, and so does a change of scale. The incomplete period is a hollow point with its interval, joined to nothing.
    Fewer than 30 answers are grey, under 10 not drawn. ``goal`` is in the unit of the metric. ``extras`` are what
    lies over the line. ``context`` is the sentence of the filters. A click selects a period:
    ``{"pick": [{"period": "2026-11"}]}``.
    """
    language = look.language
    every_slot = slots(points, metric)
    latest = last_drawn(every_slot)
    scale = latest.measure.scale if latest else None
    name = metric_name(metric, language, scale)
    if not any(slot.measure.n for slot in every_slot):
        title = translate("charts.trend.title_plain", language, metric=name)
        return Chart(title, 0, reason=translate("reason.no_answers", language))
    drawn = every_slot[-MAX_PERIODS:]
    grain = drawn[0].period.grain
    title = translate("charts.trend.title", language, metric=name, every=translate(f"query.every.{grain}", language))
    n = sum(slot.measure.n for slot in drawn)
    said = _alt(title, drawn, language)
    return Chart(
        title=title,
        n=n,
        spec=finish(draw_trend(drawn, metric, look, goal, extras), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(Column(translate("charts.column.period", language)), *value_columns(metric, language, scale)),
        table=tuple((slot.period.label, *value_cells(slot.measure, note(slot, language))) for slot in drawn),
        note=sentences(
            [
                _how_to_read(drawn, len(every_slot) - len(drawn), language),
                extra_note(extras, [slot.period for slot in drawn], language),
                direction_note(scale, language),
            ]
        ),
        picks=("pick",),
    )


def _how_to_read(points: Sequence[TrendPoint], left_out: int, language: str) -> str:
    parts = [translate("charts.trend.note", language)]
    if any(not point.complete for point in points):
        parts.append(translate("charts.trend.note_incomplete", language))
    if any(point.measure.display == "grey" for point in points):
        parts.append(translate("charts.note.grey", language))
    hidden = sum(point.measure.display == "hidden" for point in points)
    if hidden:
        parts.append(translate("charts.trend.note_hidden", language, n=hidden))
    if left_out:
        parts.append(translate("charts.trend.note_clipped", language, n=len(points), left_out=left_out))
    return sentences(parts)


def _alt(title: str, points: Sequence[TrendPoint], language: str) -> str:
    first, last = format_period(points[0].period, language), format_period(points[-1].period, language)
    parts = [translate("charts.trend.alt", language, title=title, n=len(points), first=first, last=last)]
    latest = last_drawn(points)
    if latest:
        parts.append(measure_sentence(latest.measure, format_period(latest.period, language), language))
        parts.append(_highest_and_lowest(points, language))
    gaps = sum(not is_drawn(point.measure) for point in points)
    if gaps:
        parts.append(translate("charts.trend.alt_gaps", language, n=gaps))
    return sentences(parts)


def _highest_and_lowest(points: Sequence[TrendPoint], language: str) -> str:
    shown = sorted(
        (point for point in points if point.complete and is_drawn(point.measure)),
        key=lambda point: point.measure.value or 0.0,
    )
    lowest, highest = shown[0], shown[-1]
    return translate(
        "charts.trend.alt_ends",
        language,
        high=value_text(highest.measure, language),
        high_period=format_period(highest.period, language),
        low=value_text(lowest.measure, language),
        low_period=format_period(lowest.period, language),
    )
