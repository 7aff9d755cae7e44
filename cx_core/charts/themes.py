"""Themes drawn: how often they are spoken of and how, what they do to the score, where they hurt, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from cx_core.charts.axis import instant, tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.heat import Side
from cx_core.charts.layers import document, encoding, layer
from cx_core.charts.theme import Look, contrast
from cx_core.charts.words import count_text, metric_name, one_line, sentences, unique_labels
from cx_core.i18n import format_period, format_share, translate
from cx_core.i18n.measures import format_difference, unit_of
from cx_core.metrics.estimates import Estimate
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.period import Period
from cx_core.model.table import Column, ColumnKind

#: At most this many themes are drawn, the most spoken of; the table holds all.
MAX_THEMES = 20
MAX_ROWS, MAX_COLUMNS = 30, 12
#: A cell narrower than this, as on a phone, keeps its colour and its tooltip but not its numbers.
_LEAST_CELL = 34
_ROW, _CELL, _RIGHT = 34, 44, 52
_FEELINGS = ("negative", "neutral", "positive")
_KINDS: dict[str, ColumnKind] = {"points": "points", "share": "share", "score": "number"}


@dataclass(frozen=True)
class ThemeBar:
    """One theme: its key, its name, the comments that speak of it, praise it and complain of it, and its impact."""

    theme: str
    label: str
    n: int
    n_positive: int
    n_negative: int
    impact: Estimate = field(default_factory=lambda: Estimate(None))


@dataclass(frozen=True)
class ThemeCount:
    """Where a row and a theme meet: comments, and complaints among them."""

    row: str
    theme: str
    n: int
    n_negative: int


@dataclass(frozen=True)
class ThemeAt:
    """A theme in one period: ``n`` of ``n_all`` comments, ``n_negative`` of them complaints."""

    period: Period
    n: int
    n_negative: int
    n_all: int


def theme_bars(bars: Sequence[ThemeBar], *, look: Look, n: int, context: str = "") -> Chart:
    """Draw how often each theme is spoken of, complaints at the left of each bar and praise at its end.

    ``n`` counts the comments read. A click gives ``{"pick": [{"theme": key}]}``.
    """
    language = look.language
    title = translate("themes_page.chart.volume", language)
    if not bars:
        return Chart(title, n, reason=translate("themes_page.chart.nothing", language))
    drawn = bars[:MAX_THEMES]
    said = sentences([title + ".", *(_bar_sentence(one, language) for one in drawn[:6])])
    names = [translate(f"themes_page.column.{name}", language) for name in ("theme", "n", *_FEELINGS)]
    return Chart(
        title=title,
        n=n,
        spec=finish(_draw_bars(drawn, look), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(Column(names[0]), *(Column(name, "whole") for name in names[1:])),
        table=tuple((one.label, one.n, one.n_negative, _neutral(one), one.n_positive) for one in bars),
        note=translate("themes_page.chart.volume_note", language),
        picks=("pick",),
    )


def theme_impacts(bars: Sequence[ThemeBar], *, metric: str, look: Look, n: int, context: str = "") -> Chart:
    """Draw what each theme takes from the score (to the left) or brings it (to the right), with its interval.

    Pale where the interval holds 0. A click gives ``{"pick": [{"theme": key}]}``.
    """
    language = look.language
    title = translate("themes_page.chart.impact", language, metric=metric_name(metric, language))
    known = [one for one in bars if one.impact.low is not None and one.n >= MIN_N_SHOWN]
    if not known:
        return Chart(title, n, reason=translate("themes_page.chart.no_impact", language))
    drawn = sorted(known[:MAX_THEMES], key=lambda one: -(one.impact.value or 0.0))
    said = sentences([title + ".", *(_impact_sentence(one, metric, language) for one in drawn[:6])])
    kind = _KINDS[unit_of(metric)]
    return Chart(
        title=title,
        n=n,
        spec=finish(_draw_impacts(drawn, metric, look), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(
            Column(translate("themes_page.column.theme", language)),
            Column(translate("themes_page.column.impact", language), kind),
            Column(translate("charts.column.low", language), kind),
            Column(translate("charts.column.high", language), kind),
            Column(translate("charts.column.n", language), "whole"),
        ),
        table=tuple((one.label, *(_turned(one.impact)), one.n) for one in drawn),
        note=translate("themes_page.chart.impact_note", language),
        picks=("pick",),
    )


def theme_heat(
    cells: Sequence[ThemeCount], *, rows: Sequence[Side], themes: Sequence[Side], look: Look, n: int, context: str = ""
) -> Chart:
    """Draw the share of complaints where a place and a theme meet; under ten comments a cell says only its number.

    ``n`` counts the comments read. A click gives ``{"pick": [{"row": id, "theme": key}]}``.
    """
    language = look.language
    title = translate("themes_page.chart.heat", language)
    shown_rows, shown = rows[:MAX_ROWS], themes[:MAX_COLUMNS]
    row_names = dict(zip([one.id for one in shown_rows], unique_labels([one.label for one in shown_rows]), strict=True))
    names = dict(zip([one.id for one in shown], unique_labels([one.label for one in shown]), strict=True))
    drawn = [cell for cell in cells if cell.row in row_names and cell.theme in names and cell.n]
    if not drawn:
        return Chart(title, n, reason=translate("themes_page.chart.nothing", language))
    worst = sorted(drawn, key=lambda cell: -cell.n_negative)[:5]
    said = sentences(
        [title + "."]
        + [
            translate(
                "themes_page.chart.alt_cell", language,
                row=row_names[one.row], theme=names[one.theme], n=one.n, negative=one.n_negative,
            )
            for one in worst
        ]
    )  # fmt: skip
    columns = [translate(f"themes_page.column.{name}", language) for name in ("place", "theme", "n", "negative")]
    return Chart(
        title=title,
        n=n,
        spec=finish(_draw_heat(drawn, row_names, names, look), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(Column(columns[0]), Column(columns[1]), Column(columns[2], "whole"), Column(columns[3], "whole")),
        table=tuple((row_names[one.row], names[one.theme], one.n, one.n_negative) for one in drawn),
        note=translate("themes_page.chart.heat_note", language),
        picks=("pick",),
    )


def theme_trend(points: Sequence[ThemeAt], *, label: str, look: Look, context: str = "") -> Chart:
    """Draw the share of all comments that speak of a theme, and the share that complains of it, period by period."""
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
    )


def _neutral(bar: ThemeBar) -> int:
    return bar.n - bar.n_positive - bar.n_negative


def _turned(impact: Estimate) -> tuple[float | None, float | None, float | None]:
    """Return what a theme does to the score: the opposite of what its absence would."""
    value, low, high = (None if one is None else -one for one in (impact.value, impact.high, impact.low))
    return value, low, high


def _bar_sentence(bar: ThemeBar, language: str) -> str:
    return translate(
        "themes_page.chart.alt_bar", language,
        theme=one_line(bar.label), n=bar.n, positive=bar.n_positive, negative=bar.n_negative,
    )  # fmt: skip


def _impact_sentence(bar: ThemeBar, metric: str, language: str) -> str:
    value = format_difference(metric, _turned(bar.impact)[0] or 0.0, language)
    return translate("themes_page.chart.alt_impact", language, theme=one_line(bar.label), value=value, n=bar.n)


def _at_sentence(point: ThemeAt, language: str) -> str:
    share = format_share(point.n / point.n_all, language)
    return translate("themes_page.chart.alt_at", language, period=format_period(point.period, language), share=share)


def _labels(bars: Sequence[ThemeBar]) -> list[str]:
    return unique_labels([bar.label for bar in bars])


def _across(labels: list[str]) -> alt.Y:
    axis = alt.Axis(labelLimit=130, labelPadding=10, grid=False)
    return alt.Y("label:N", sort=labels, title=None, axis=axis, scale=alt.Scale(domain=labels, paddingInner=0.3))


def _draw_bars(bars: Sequence[ThemeBar], look: Look) -> dict[str, Any]:
    language, colours, labels = look.language, look.colours, _labels(bars)
    paints = {"negative": colours.bad, "neutral": colours.faint, "positive": colours.good}
    pieces, ends = [], []
    for bar, label in zip(bars, labels, strict=True):
        start = 0
        for feeling, n in zip(_FEELINGS, (bar.n_negative, _neutral(bar), bar.n_positive), strict=True):
            row = {"theme": bar.theme, "label": label, "first": start, "last": start + n, "paint": paints[feeling]}
            name = translate(f"feedback.sentiment.{feeling}", language)
            pieces.append({**row, "feeling": name, "n_text": count_text(n, language)})
            start += n
        ends.append({"label": label, "n": bar.n, "n_text": count_text(bar.n, language)})
    pick = alt.selection_point(name="pick", fields=["theme"], toggle=False)
    dim = alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.45))
    where = alt.Scale(domain=[0, max(bar.n for bar in bars)], range=[0, alt.ExprRef(f"width - {_RIGHT}")], nice=False)
    fields = [
        ("label", translate("themes_page.column.theme", language)),
        ("feeling", translate("feedback.feeling", language)),
        ("n_text", translate("themes_page.column.n", language)),
    ]
    x = alt.X("first:Q", scale=where, axis=None)
    parts = [
        alt.Chart()
        .mark_bar(aria=False)
        .encode(
            x=x, x2="last:Q", color=alt.Color("paint:N", scale=None), opacity=dim, tooltip=tooltip(fields),
            description=alt.Description("label:N"),
        )
        .add_params(pick),
        alt.Chart(alt.NamedData("ends"))
        .mark_text(align="left", baseline="middle", dx=6, aria=False, color=colours.muted)
        .encode(x=alt.X("n:Q", scale=where, axis=None), text="n_text:N"),
    ]  # fmt: skip
    drawing = layer(*parts, shared=encoding(y=_across(labels)))
    return document(drawing, height=_ROW * len(bars) + 70, data="pieces", pieces=pieces, ends=ends)


def _draw_impacts(bars: Sequence[ThemeBar], metric: str, look: Look) -> dict[str, Any]:
    language, colours, labels = look.language, look.colours, _labels(bars)
    rows = []
    for bar, label in zip(bars, labels, strict=True):
        value, low, high = _turned(bar.impact)
        paint = colours.small if not bar.impact.is_clear else colours.good if (value or 0) > 0 else colours.bad
        ends = " … ".join(format_difference(metric, end or 0.0, language) for end in (low, high))
        rows.append(
            {
                "theme": bar.theme, "label": label, "value": value, "low": low, "high": high, "paint": paint,
                "value_text": format_difference(metric, value or 0.0, language), "range_text": ends,
                "n_text": count_text(bar.n, language),
            }
        )  # fmt: skip
    far = max(abs(end or 0.0) for bar in bars for end in (bar.impact.low, bar.impact.high))
    where = alt.Scale(domain=[-far, far], range=[4, alt.ExprRef(f"width - {_RIGHT + 16}")], nice=False)
    pick = alt.selection_point(name="pick", fields=["theme"], toggle=False)
    fields = [
        ("label", translate("themes_page.column.theme", language)),
        ("value_text", translate("themes_page.column.impact", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("n_text", translate("charts.column.n", language)),
    ]
    colour = alt.Color("paint:N", scale=None)
    parts = [
        alt.Chart(alt.NamedData("zero")).mark_rule(color=colours.faint, aria=False).encode(
            x=alt.X("at:Q", scale=where, axis=None), y=alt.value(0), y2=alt.value("height")
        ),
        alt.Chart().mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round", aria=False).encode(
            x=alt.X("low:Q", scale=where, axis=None), x2="high:Q", color=colour
        ),
        alt.Chart().mark_point(size=110, filled=True, opacity=1).encode(
            x=alt.X("value:Q", scale=where, axis=None), color=colour, tooltip=tooltip(fields),
            description=alt.Description("label:N"),
        ).add_params(pick),
        alt.Chart().mark_text(align="right", baseline="middle", aria=False, fontWeight=600).encode(
            x=alt.value("width"), text="value_text:N"
        ),
    ]  # fmt: skip
    drawing = layer(*parts, shared=encoding(y=_across(labels)))
    return document(drawing, height=_ROW * len(bars) + 70, data="impacts", impacts=rows, zero=[{"at": 0}])


def _draw_heat(cells: Sequence[ThemeCount], rows: dict[str, str], themes: dict[str, str], look: Look) -> dict[str, Any]:
    values = [
        {
            "row": cell.row, "theme": cell.theme, "row_label": rows[cell.row], "theme_label": themes[cell.theme],
            **_cell(cell, look),
        }
        for cell in cells
    ]  # fmt: skip
    used = {cell.theme for cell in cells}
    order = [label for key, label in themes.items() if key in used]
    lines = [label for key, label in rows.items() if any(cell.row == key for cell in cells)]
    narrow = f"width < {_LEAST_CELL * len(order)}"
    angle = alt.ExprRef(f"{narrow} ? -90 : -38")
    axis = alt.Axis(orient="top", labelAngle=angle, labelOverlap=False, labelLimit=120)
    x = alt.X("theme_label:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order))
    y = alt.Y("row_label:N", sort=lines, title=None, axis=alt.Axis(labelLimit=130), scale=alt.Scale(domain=lines))
    pick = alt.selection_point(name="pick", fields=["row", "theme"], toggle=False)
    edge = alt.when(pick, empty=False).then(alt.value(3)).otherwise(alt.value(0))
    shape: dict[str, Any] = {"cornerRadius": 5, "width": {"band": 0.95}, "height": {"band": 0.92}}
    ink = alt.Color("ink:N", scale=None)
    fields = [
        ("row_label", translate("themes_page.column.place", look.language)),
        ("theme_label", translate("themes_page.column.theme", look.language)),
        ("share_text", translate("themes_page.column.share_negative", look.language)),
        ("n_text", translate("themes_page.column.n", look.language)),
    ]
    base = alt.Chart()
    seen = alt.ExprRef(f"{narrow} ? 0 : 1")
    parts = [
        base.mark_rect(aria=False, **shape).encode(color=alt.Color("paint:N", scale=None)),
        base.mark_text(dy=-6, fontSize=12, fontWeight=600, aria=False, opacity=seen).encode(
            text="share_text:N", color=ink
        ),
        base.mark_text(dy=9, fontSize=10, aria=False, opacity=seen).encode(text="n_text:N", color=ink),
        base.mark_rect(fillOpacity=0, stroke=look.colours.ink, **shape)
        .encode(strokeWidth=edge, tooltip=tooltip(fields), description=alt.Description("theme_label:N"))
        .add_params(pick),
    ]
    drawing = layer(*parts, shared=encoding(x=x, y=y))
    return document(drawing, height=_CELL * len(lines) + 160, data="cells", cells=values)


def _cell(cell: ThemeCount, look: Look) -> dict[str, Any]:
    colours, share = look.colours, cell.n_negative / cell.n
    paint = colours.neutral
    if cell.n >= MIN_N_SHOWN and share >= 0.2:
        paint = colours.worse[min(2, int((share - 0.2) / 0.2))]
    ink = max((colours.ink, "#ffffff", "#10181a"), key=lambda one: contrast(one, paint))
    return {
        "paint": paint,
        "ink": ink if cell.n >= MIN_N_SHOWN else colours.muted,
        "share_text": format_share(share, look.language) if cell.n >= MIN_N_SHOWN else "·",
        "n_text": count_text(cell.n, look.language),
    }


def _draw_trend(points: Sequence[ThemeAt], look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    names = [translate(f"themes_page.chart.{name}", language) for name in ("spoken", "complained")]
    rows = [
        {
            "at": instant(point.period.first), "name": name, "share": n / point.n_all,
            "share_text": format_share(n / point.n_all, language), "period": format_period(point.period, language),
            "n_text": count_text(n, language),
        }
        for point in points
        for name, n in zip(names, (point.n, point.n_negative), strict=True)
    ]  # fmt: skip
    paint = alt.Color(
        "name:N", title=None, scale=alt.Scale(domain=names, range=[colours.series, colours.bad]),
        legend=alt.Legend(orient="top", symbolType="stroke"),
    )  # fmt: skip
    x = alt.X("at:T", title=None, axis=alt.Axis(format="%m/%Y", grid=False, labelOverlap="greedy", tickCount=8))
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4), scale=alt.Scale(zero=True))
    fields = [
        ("period", translate("themes_page.column.period", language)),
        ("name", translate("themes_page.column.theme", language)),
        ("share_text", translate("themes_page.column.share", language)),
        ("n_text", translate("themes_page.column.n", language)),
    ]
    parts = [
        alt.Chart().mark_line(strokeWidth=2.5, aria=False).encode(color=paint),
        alt.Chart()
        .mark_point(size=60, filled=True, opacity=1)
        .encode(color=paint, tooltip=tooltip(fields), description=alt.Description("period:N")),
    ]
    return document(layer(*parts, shared=encoding(x=x, y=y)), height=260, data="shares", shares=rows)
