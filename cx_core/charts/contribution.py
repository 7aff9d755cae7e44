"""What each group did to a change: one row a group, its parts as bars that grow from 0, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from cx_core.charts.axis import PLAIN_ZERO
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.row_parts import hit_layer
from cx_core.charts.theme import Look
from cx_core.charts.words import capital, count_text, metric_name, one_line, sentences, unique_labels
from cx_core.i18n import format_number, translate
from cx_core.i18n.measures import unit_of
from cx_core.metrics import metric as metric_of
from cx_core.model.feedback import Scale
from cx_core.model.table import Column, ColumnKind

#: At most this many groups are drawn, the largest; the table holds all of them.
MAX_GROUPS = 24
#: ``rate`` and ``mix`` are the two parts of a decomposition, ``carried`` the one part of an attribution.
Kind = Literal["rate", "mix", "carried"]

_ROW, _RIGHT = 42, 58
_DECIMALS = {"points": 1, "share": 1, "score": 2}
_KINDS: dict[str, ColumnKind] = {"points": "points", "share": "share", "score": "number"}


@dataclass(frozen=True)
class Bar:
    """One part of one group's contribution, in the unit of the metric's value; ``low`` None: no interval."""

    group: str
    label: str
    kind: Kind
    value: float
    low: float | None
    high: float | None
    n: int

    @property
    def is_clear(self) -> bool:
        """True when the interval lies on one side of 0; else the bar is pale."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def contribution(
    bars: Sequence[Bar],
    *,
    metric: str,
    dimension: str,
    change: float,
    n: int,
    look: Look,
    scale: Scale | None = None,
    context: str = "",
) -> Chart:
    """Draw the parts of a change by group, the largest group first; all parts together are the change.

    Blue helps, orange hurts (turned round where low is good), pale when the interval holds 0. With two kinds the thick
    bar is the rate and the thin one the mix. ``dimension`` is the grouping's name as shown, ``n`` counts the answers of
    both sides. A click gives ``{"pick": [{"group": id}]}``.
    """
    language = look.language
    title = translate(
        "why.chart.title", language, metric=metric_name(metric, language), dimension=dimension,
        change=contribution_text(metric, change, language),
    )  # fmt: skip
    if not bars:
        return Chart(title, n, reason=translate("reason.no_answers", language))
    order = _order(bars)
    drawn = [bar for bar in bars if bar.group in order[:MAX_GROUPS]]
    said = _alt(title, bars, order, metric, language)
    drawing = _draw(drawn, order[:MAX_GROUPS], metric, scale, look, dimension)
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=_columns(metric, dimension, language),
        table=tuple(
            (bar.label, translate(f"why.chart.kind.{bar.kind}", language), bar.value, bar.low, bar.high, bar.n)
            for bar in sorted(bars, key=lambda one: order.index(one.group))
        ),
        note=_how_to_read(bars, len(order), language),
        picks=("pick",),
    )


def contribution_text(metric: str, value: float, language: str) -> str:
    """Write a contribution with its sign and one decimal more than the value it belongs to.

    >>> contribution_text("nps", -6.24, "vi"), contribution_text("csat", 0.012, "en"), contribution_text("nps", 0, "en")
    ('−6,2', '+1.2', '0')
    """
    unit = unit_of(metric)
    text = format_number(value * 100 if unit == "share" else value, language, _DECIMALS[unit])
    if not any(digit in "123456789" for digit in text):
        return "0"
    return f"+{text}" if value > 0 else text


def _order(bars: Sequence[Bar]) -> list[str]:
    totals: dict[str, float] = {}
    for bar in bars:
        totals[bar.group] = totals.get(bar.group, 0.0) + bar.value
    return sorted(totals, key=lambda group: -abs(totals[group]))


def _columns(metric: str, dimension: str, language: str) -> tuple[Column, ...]:
    kind: ColumnKind = "number" if unit_of(metric) == "points" else _KINDS[unit_of(metric)]
    return (
        Column(capital(dimension)),
        Column(translate("why.chart.part", language)),
        Column(translate("why.chart.contribution", language), kind),
        Column(translate("charts.column.low", language), kind),
        Column(translate("charts.column.high", language), kind),
        Column(translate("charts.column.n", language), "whole"),
    )


def _draw(
    bars: Sequence[Bar], order: Sequence[str], metric: str, scale: Scale | None, look: Look, dimension: str
) -> dict[str, Any]:
    names = {bar.group: bar.label for bar in bars}
    labels = dict(zip(order, unique_labels([names[group] for group in order]), strict=True))
    rows = [_row(bar, labels[bar.group], metric, scale, look) for bar in bars]
    sums = [_sum_row(group, labels[group], bars, metric, look) for group in order]
    y = alt.Y(
        "label:N", sort=list(labels.values()), title=None, axis=alt.Axis(labelLimit=120, labelPadding=10, grid=False)
    )
    layers = [*_bar_layers(rows, metric, look), _sum_layer(), _hit_layer(rows, look, dimension)]
    drawing = layer(*layers, shared=encoding(y=y))
    groups, height = _merged(rows), _ROW * len(order) + 110
    return document(drawing, height=height, bars=rows, zero=[{"zero": 0}], sums=sums, groups=groups)


def _row(bar: Bar, label: str, metric: str, scale: Scale | None, look: Look) -> dict[str, Any]:
    colours, language = look.colours, look.language
    is_good = (bar.value > 0) == metric_of(metric).higher_is_better(scale)
    ends = (
        translate(
            "unit.range", language, low=contribution_text(metric, bar.low, language),
            high=contribution_text(metric, bar.high, language),
        )
        if bar.low is not None and bar.high is not None
        else "–"
    )  # fmt: skip
    factor = 100 if unit_of(metric) == "share" else 1
    return {
        "group": bar.group,
        "label": label,
        "name": one_line(bar.label),
        "kind": bar.kind,
        "kind_text": translate(f"why.chart.kind.{bar.kind}", language),
        "value": bar.value * factor,
        "low": None if bar.low is None else bar.low * factor,
        "high": None if bar.high is None else bar.high * factor,
        "paint": colours.good if is_good else colours.bad,
        "strength": 0.9 if bar.is_clear else 0.32,
        "value_text": contribution_text(metric, bar.value, language),
        "range_text": ends,
        "n_text": count_text(bar.n, language),
    }


def _sum_row(group: str, label: str, bars: Sequence[Bar], metric: str, look: Look) -> dict[str, Any]:
    own = [bar for bar in bars if bar.group == group]
    is_clear = any(bar.is_clear for bar in own)
    return {
        "label": label,
        "text": contribution_text(metric, sum(bar.value for bar in own), look.language),
        "ink": look.colours.ink if is_clear else look.colours.muted,
    }


def _bar_layers(rows: Sequence[dict[str, Any]], metric: str, look: Look) -> list[alt.Chart]:
    ends = [0.0, *(end for row in rows for end in (row["value"], row["low"], row["high"]) if end is not None)]
    air = max(0.05 * (max(ends) - min(ends)), 0.01)
    where = alt.Scale(
        domain=[min(ends) - air, max(ends) + air], range=[6, alt.ExprRef(f"width - {_RIGHT}")], nice=False
    )
    decimals = 0 if max(map(abs, ends)) >= 3 else 2
    axis = alt.Axis(
        title=None, format=f"+.{decimals}f", tickCount=5, labelExpr=PLAIN_ZERO, labelOverlap="greedy", grid=True
    )
    base = View(alt.NamedData("bars"))
    paint, strength = alt.Color("paint:N", scale=None), alt.Opacity("strength:Q", scale=None)
    layers = []
    for kinds, height, shift in (("rate", "carried"), 13, -5), (("mix",), 6, 10):
        chosen = " || ".join(f"datum.kind == '{kind}'" for kind in kinds)
        is_alone = not any(row["kind"] == "mix" for row in rows)
        offset: dict[str, Any] = {"yOffset": 0 if is_alone else shift}
        part = base.transform_filter(chosen)
        layers += [
            part.mark_bar(height=height, cornerRadius=2, aria=False, **offset).encode(
                x=alt.X("value:Q", scale=where, axis=axis, stack=None), x2=alt.X2Datum(0), color=paint, opacity=strength
            ),
            part.mark_rule(strokeWidth=1.5, color=look.colours.ink, aria=False, **offset)
            .transform_filter("isValid(datum.low)")
            .encode(x=alt.X("low:Q", scale=where, axis=axis, title=None), x2="high:Q", opacity=alt.value(0.65)),
        ]
    zero = View(alt.NamedData("zero")).mark_rule(color=look.colours.ink, opacity=0.6, aria=False)
    return [*layers, zero.encode(x=alt.X("zero:Q", title=None), y=alt.value(0), y2=alt.value("height"))]


def _sum_layer() -> alt.Chart:
    text = View(alt.NamedData("sums")).mark_text(
        align="right", baseline="middle", fontWeight=600, fontSize=13, aria=False
    )
    return text.encode(x=alt.value("width"), text="text:N", color=alt.Color("ink:N", scale=None))


def _hit_layer(rows: Sequence[dict[str, Any]], look: Look, dimension: str) -> alt.Chart:
    """Draw an unseen row over each group: it takes the pointer, lights up, and tells what is behind it."""
    language = look.language
    kinds = [kind for kind in ("carried", "rate", "mix") if any(row["kind"] == kind for row in rows)]
    fields = [
        ("name", capital(dimension)),
        *((kind, translate(f"why.chart.kind.{kind}", language)) for kind in kinds),
        ("n_text", translate("charts.column.n", language)),
    ]
    return hit_layer(look, fields, alt.NamedData("groups"))


def _merged(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row a group, with what the pointer tells of each of its parts."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = merged.setdefault(row["group"], {key: row[key] for key in ("group", "label", "name", "n_text")})
        one[row["kind"]] = f"{row['value_text']} ({row['range_text']})"
    return list(merged.values())


def _how_to_read(bars: Sequence[Bar], n_groups: int, language: str) -> str:
    is_split = any(bar.kind == "mix" for bar in bars)
    parts = [translate(f"why.chart.note_{'split' if is_split else 'carried'}", language)]
    parts.append(translate("why.chart.note", language))
    if n_groups > MAX_GROUPS:
        parts.append(translate("charts.breakdown.note_clipped", language, n=MAX_GROUPS, all=n_groups))
    return sentences(parts)


def _alt(title: str, bars: Sequence[Bar], order: Sequence[str], metric: str, language: str) -> str:
    parts = [translate("why.chart.alt", language, title=title, n=len(order))]
    for group in order[:3]:
        for bar in (one for one in bars if one.group == group):
            kind = translate(f"why.chart.kind.{bar.kind}", language)
            parts.append(f"{one_line(bar.label)}, {kind}: {contribution_text(metric, bar.value, language)}.")
    return sentences(parts)
