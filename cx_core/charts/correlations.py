"""Plain correlations of drivers with a score: what can be said where no share of the whole can be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from cx_core.charts.axis import PLAIN_ZERO, tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, layer
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text, one_line, sentences, unique_labels
from cx_core.i18n import format_number, translate
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.table import Column

MAX_DRIVERS = 30
_ROW, _RIGHT = 32, 96


@dataclass(frozen=True)
class Correlation:
    """One driver: its rank correlation with the score over ``n`` pairs, and its interval."""

    name: str
    label: str
    rho: float | None
    low: float | None
    high: float | None
    n: int


def correlations(found: Sequence[Correlation], *, outcome: str, n: int, look: Look, context: str = "") -> Chart:
    """Draw each driver's correlation with its interval, the strongest on top; grey where the interval holds 0.

    Each stands by itself, over the customers who met it; under 10 pairs only the pairs are told, in the table. A click
    gives ``{"pick": [{"driver": name}]}``.
    """
    language = look.language
    title = translate("drivers.correlations.title", language, outcome=outcome)
    columns = (
        Column(translate("drivers.column.driver", language)),
        Column(translate("drivers.column.rho", language), "number"),
        Column(translate("charts.column.low", language), "number"),
        Column(translate("charts.column.high", language), "number"),
        Column(translate("charts.column.n", language), "whole"),
    )
    told = [one if one.n >= MIN_N_SHOWN else replace(one, rho=None, low=None, high=None) for one in found]
    table = tuple((one.label, one.rho, one.low, one.high, one.n) for one in told)
    drawn = [one for one in told if one.low is not None]
    drawn = sorted(drawn, key=lambda one: -(one.rho or 0.0))[:MAX_DRIVERS]
    if not drawn:
        return Chart(
            title,
            n,
            reason=translate("drivers.correlations.none", language, least=MIN_N_SHOWN),
            columns=columns,
            table=table,
        )
    labels = unique_labels([one.label for one in drawn])
    rows = [_row(one, label, look) for one, label in zip(drawn, labels, strict=True)]
    said = sentences(
        [
            translate("drivers.correlations.alt", language, title=title, n=len(drawn)),
            *(f"{one_line(one.label)}: {format_number(one.rho, language, 2)}." for one in drawn[:3]),
        ]
    )
    spec = finish(_draw(rows, labels, look), look, title=title, n=n, context=context, alt=said)
    note = translate("drivers.correlations.note", language)
    return Chart(title, n, spec, said, columns, table, note, picks=("pick",))


def _row(one: Correlation, label: str, look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    low, high = one.low or 0.0, one.high or 0.0
    paint = colours.small if low <= 0 <= high else (colours.good if low > 0 else colours.bad)
    return {
        "driver": one.name,
        "label": label,
        "name": one_line(one.label),
        "rho": one.rho,
        "low": low,
        "high": high,
        "paint": paint,
        "rho_text": format_number(one.rho, language, 2),
        "range_text": f"{format_number(low, language, 2)} – {format_number(high, language, 2)}",
        "n_text": count_text(one.n, language),
    }


def _draw(rows: Sequence[dict[str, Any]], labels: Sequence[str], look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    ends = [row[end] for row in rows for end in ("low", "high")]
    domain = [min(-0.1, *ends), max(0.1, *ends)]
    where = alt.Scale(domain=domain, range=[4, alt.ExprRef(f"width - {_RIGHT}")], nice=False)
    axis = alt.Axis(title=None, format="+.1f", labelExpr=PLAIN_ZERO, tickCount=5)
    pick = alt.selection_point(name="pick", fields=["driver"], toggle=False)
    hover = alt.selection_point(name="hover", fields=["driver"], on="pointerover", clear="pointerout")
    lit = alt.when(pick, empty=False).then(alt.value(0.16)).when(hover, empty=False).then(alt.value(0.07))
    fields = [
        ("name", translate("drivers.column.driver", language)),
        ("rho_text", translate("drivers.column.rho", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("n_text", translate("charts.column.n", language)),
    ]
    y = alt.Y("label:N", sort=list(labels), title=None, axis=alt.Axis(labelLimit=130, labelPadding=8, grid=False))
    base = View().encode(y=y)
    paint = alt.Color("paint:N", scale=None)
    text: dict[str, Any] = {"align": "right", "baseline": "middle", "aria": False}
    layers = [
        # The line at 0 stands in no row: with the rows' axis it would get one of its own.
        View(alt.Data(values=[{"zero": 0}]))
        .mark_rule(color=colours.ink, opacity=0.5, aria=False)
        .encode(x=alt.X("zero:Q", scale=where, axis=axis)),
        base.mark_rule(strokeWidth=4, opacity=0.4, aria=False).encode(
            x=alt.X("low:Q", scale=where), x2="high:Q", color=paint
        ),
        base.mark_point(filled=True, size=90, opacity=1, aria=False).encode(x=alt.X("rho:Q", scale=where), color=paint),
        base.mark_text(fontWeight=600, fontSize=13, color=colours.ink, **text).encode(
            x=alt.value(alt.ExprRef("width - 48")), text="rho_text:N"
        ),
        base.mark_text(fontSize=11, color=colours.muted, **text).encode(x=alt.value("width"), text="n_text:N"),
        # An unseen row over each driver takes the pointer.
        base.mark_bar(color=colours.muted, height={"band": 1}, cornerRadius=4)
        .encode(
            x=alt.value(0),
            x2=alt.value("width"),
            opacity=lit.otherwise(alt.value(0)),
            tooltip=tooltip(fields),
            description=alt.Description("name:N"),
        )
        .add_params(pick, hover),
    ]
    return document(layer(*layers), height=_ROW * len(rows) + 110, data="drivers", drivers=rows)
