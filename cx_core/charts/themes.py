"""Themes drawn: how often they are spoken of and how, and what they do to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from cx_core.charts.axis import tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.contribution import contribution_text
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text, metric_name, one_line, sentences, unique_labels
from cx_core.i18n import translate
from cx_core.i18n.measures import unit_of
from cx_core.metrics.estimates import Estimate
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.table import Column, ColumnKind

#: At most this many themes are drawn, the most spoken of; the table holds all.
MAX_THEMES = 20
_ROW, _RIGHT = 34, 52
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
    value = contribution_text(metric, _turned(bar.impact)[0] or 0.0, language)
    return translate("themes_page.chart.alt_impact", language, theme=one_line(bar.label), value=value, n=bar.n)


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
        View()
        .mark_bar(aria=False)
        .encode(
            x=x, x2="last:Q", color=alt.Color("paint:N", scale=None), opacity=dim, tooltip=tooltip(fields),
            description=alt.Description("label:N"),
        )
        .add_params(pick),
        View(alt.NamedData("ends"))
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
        ends = " … ".join(contribution_text(metric, end or 0.0, language) for end in (low, high))
        rows.append(
            {
                "theme": bar.theme, "label": label, "value": value, "low": low, "high": high, "paint": paint,
                "value_text": contribution_text(metric, value or 0.0, language), "range_text": ends,
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
        View(alt.NamedData("zero")).mark_rule(color=colours.faint, aria=False).encode(
            x=alt.X("at:Q", scale=where, axis=None), y=alt.value(0), y2=alt.value("height")
        ),
        View().mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round", aria=False).encode(
            x=alt.X("low:Q", scale=where, axis=None), x2="high:Q", color=colour
        ),
        View().mark_point(size=110, filled=True, opacity=1).encode(
            x=alt.X("value:Q", scale=where, axis=None), color=colour, tooltip=tooltip(fields),
            description=alt.Description("label:N"),
        ).add_params(pick),
        View().mark_text(align="right", baseline="middle", aria=False, fontWeight=600).encode(
            x=alt.value("width"), text="value_text:N"
        ),
    ]  # fmt: skip
    drawing = layer(*parts, shared=encoding(y=_across(labels)))
    return document(drawing, height=_ROW * len(bars) + 70, data="impacts", impacts=rows, zero=[{"at": 0}])
