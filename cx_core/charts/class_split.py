"""How the three classes of answers share each period: promoters, passives, detractors and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cx_core.charts.axis import instant, period_format, period_ticks, tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View
from cx_core.charts.periods import SeriesPoint, slots
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text, metric_name, sentences
from cx_core.i18n import format_period, format_share, translate
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.table import Column

MAX_PERIODS = 320
_CLASSES = ("top", "middle", "bottom")


def class_split(points: Sequence[SeriesPoint], *, metric: str, look: Look, context: str = "") -> Chart:
    """Draw one full bar a period, split into its classes; the same net can hide more love and more anger.

    Periods under 10 answers are left open; the unfinished one is pale.
    A click gives ``{"pick": [{"period": "2026-11"}]}``.
    """
    language = look.language
    every = slots(points, metric)[-MAX_PERIODS:]
    title = translate("events.split.title", language, metric=metric_name(metric, language))
    n = sum(point.measure.n for point in every)
    shown = [point for point in every if point.measure.n >= MIN_N_SHOWN]
    if not shown:
        return Chart(title, n, reason=translate("reason.no_answers", language))
    names = {one: translate(f"charts.class.{metric}.{one}", language) for one in _CLASSES}
    colours = look.colours
    paints = {"top": colours.good, "middle": colours.middle, "bottom": colours.bad}
    rows = [
        {
            "period": point.period.label,
            "at": instant(point.period.first),
            "name": format_period(point.period, language),
            "part": names[one],
            "order": place,
            "share": getattr(point.measure, one) / point.measure.n,
            "share_text": format_share(getattr(point.measure, one) / point.measure.n, language),
            "n_text": count_text(getattr(point.measure, one), language),
            "strength": 0.9 if point.complete else 0.4,
        }
        for point in shown
        for place, one in enumerate(_CLASSES)
    ]
    said = _alt(title, shown, names, language)
    periods = [point.period for point in every]
    color = alt.Color(
        "part:N",
        scale=alt.Scale(domain=list(names.values()), range=[paints[one] for one in _CLASSES]),
        legend=alt.Legend(title=None, orient="top"),
    )
    width = alt.ExprRef(f"max(2, 0.8 * (width - 40) / {len(every)})")
    fields = [
        ("name", translate("charts.column.period", language)),
        ("part", translate("charts.column.class", language)),
        ("share_text", translate("charts.column.share", language)),
        ("n_text", translate("charts.column.n", language)),
    ]
    chart = (
        View(alt.Data(values=rows))
        .mark_bar(width=width)
        .encode(
            x=alt.X(
                "at:T",
                title=None,
                axis=alt.Axis(
                    values=period_ticks(periods), format=period_format(periods, language), grid=False,
                    labelOverlap="greedy",
                ),
                scale=alt.Scale(padding=20),
            ),
            y=alt.Y(
                "share:Q", title=None, stack="zero", scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%", tickCount=5),
            ),
            color=color,
            order=alt.Order("order:Q"),
            opacity=alt.Opacity("strength:Q", scale=None),
            tooltip=tooltip(fields),
            description=alt.Description("name:N"),
        )
        .add_params(alt.selection_point(name="pick", fields=["period"], toggle=False))
    )  # fmt: skip
    drawing: dict[str, Any] = chart.properties(height=260).to_dict()
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(
            Column(translate("charts.column.period", language)),
            *(Column(names[one], "share") for one in _CLASSES),
            Column(translate("charts.column.n", language), "whole"),
        ),
        table=tuple(
            (
                format_period(one.period, language),
                *(getattr(one.measure, each) / one.measure.n for each in _CLASSES),
                one.measure.n,
            )
            for one in shown
        ),
        note=translate("events.split.note", language),
        picks=("pick",),
    )


def _alt(title: str, shown: Sequence[SeriesPoint], names: dict[str, str], language: str) -> str:
    parts = [translate("events.split.alt", language, title=title, n=len(shown))]
    for point in dict.fromkeys((shown[0], shown[-1])):
        shares = ", ".join(
            f"{names[one]} {format_share(getattr(point.measure, one) / point.measure.n, language)}" for one in _CLASSES
        )
        parts.append(f"{format_period(point.period, language)}: {shares}.")
    return sentences(parts)
