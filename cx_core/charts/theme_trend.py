"""How often a theme is spoken of and complained of, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cx_core.charts.axis import instant, period_format, period_ticks, tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text, one_line, sentences
from cx_core.i18n import format_period, format_share, translate
from cx_core.model.period import Period
from cx_core.model.table import Column


@dataclass(frozen=True)
class ThemeAt:
    """A theme in one period: ``n`` of ``n_all`` comments, ``n_negative`` of them complaints."""

    period: Period
    n: int
    n_negative: int
    n_all: int


def theme_trend(points: Sequence[ThemeAt], *, label: str, look: Look, context: str = "") -> Chart:
    """Draw the share of all comments that speak of a theme, and the share that complains of it, period by period.

    A click gives ``{"pick": [{"period": "2026-11"}]}``.
    """
    language = look.language
    title = translate("themes_page.chart.trend", language, theme=one_line(label))
    n = sum(point.n for point in points)
    if not n:
        return Chart(title, n, reason=translate("themes_page.chart.nothing", language))
    told = [point for point in points if point.n_all]
    said = sentences([title + ".", *(_at_sentence(point, language) for point in told[-3:])])
    names = [translate(f"themes_page.column.{name}", language) for name in ("period", "n", "negative", "all")]
    return Chart(
        title=title,
        n=n,
        spec=finish(_draw_trend(told, look), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(Column(names[0]), *(Column(name, "whole") for name in names[1:])),
        table=tuple((point.period.label, point.n, point.n_negative, point.n_all) for point in points),
        note=translate("themes_page.chart.trend_note", language),
        picks=("pick",),
    )


def _at_sentence(point: ThemeAt, language: str) -> str:
    share = format_share(point.n / point.n_all, language)
    return translate("themes_page.chart.alt_at", language, period=format_period(point.period, language), share=share)


def _draw_trend(points: Sequence[ThemeAt], look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    names = [translate(f"themes_page.chart.{name}", language) for name in ("spoken", "complained")]
    rows = [
        {
            "at": instant(point.period.first), "name": name, "share": n / point.n_all,
            "share_text": format_share(n / point.n_all, language), "period_name": format_period(point.period, language),
            "period": point.period.label, "n_text": count_text(n, language),
        }
        for point in points
        for name, n in zip(names, (point.n, point.n_negative), strict=True)
    ]  # fmt: skip
    paint = alt.Color(
        "name:N", title=None, scale=alt.Scale(domain=names, range=[colours.series, colours.bad]),
        legend=alt.Legend(orient="top", symbolType="stroke"),
    )  # fmt: skip
    periods = [point.period for point in points]
    axis = alt.Axis(
        format=period_format(periods, language), values=period_ticks(periods), grid=False, labelOverlap="parity"
    )
    x = alt.X("at:T", title=None, axis=axis)
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4), scale=alt.Scale(zero=True))
    fields = [
        ("period_name", translate("themes_page.column.period", language)),
        ("name", translate("themes_page.column.theme", language)),
        ("share_text", translate("themes_page.column.share", language)),
        ("n_text", translate("themes_page.column.n", language)),
    ]
    pick = alt.selection_point(name="pick", fields=["period"], toggle=False)
    size = alt.when(pick, empty=False).then(alt.value(170)).otherwise(alt.value(60))
    parts = [
        View().mark_line(strokeWidth=2.5, aria=False).encode(color=paint),
        View()
        .mark_point(filled=True, opacity=1)
        .encode(color=paint, size=size, tooltip=tooltip(fields), description=alt.Description("period_name:N"))
        .add_params(pick),
    ]
    return document(layer(*parts, shared=encoding(x=x, y=y)), height=260, data="shares", shares=rows)
