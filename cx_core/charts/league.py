"""A fair ranking: each group's shrunken value with its interval, its raw value hollow beside, its possible places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cx_core.charts.axis import value_domain
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.row_parts import hit_layer, overall_rule, value_axis
from cx_core.charts.theme import Look
from cx_core.charts.words import capital, count_text, metric_name, one_line, sentences, unique_labels
from cx_core.i18n import translate
from cx_core.i18n.measures import format_range, format_value, unit_of
from cx_core.metrics import metric as metric_of
from cx_core.model.feedback import Scale
from cx_core.model.table import Column, ColumnKind

MAX_GROUPS = 30
_ROW, _RIGHT = 34, 126
_KINDS: dict[str, ColumnKind] = {"points": "points", "share": "share", "score": "number"}


@dataclass(frozen=True)
class Rank:
    """One ranked group: raw and shrunken value with interval, n, the places it may hold, and where it stands.

    ``verdict`` is ``above``, ``below`` or ``not_enough_evidence`` against all groups together.
    """

    id: str
    label: str
    raw: float
    value: float
    low: float
    high: float
    n: int
    best_place: int
    worst_place: int
    verdict: str


def league_chart(
    ranks: Sequence[Rank],
    *,
    metric: str,
    dimension: str,
    look: Look,
    overall: float | None = None,
    scale: Scale | None = None,
    context: str = "",
) -> Chart:
    """Draw groups in the order given, the best on top; fewer than two cannot be ranked.

    Blue and orange only for groups that stand apart from all together, and their places are written beside. A click
    gives ``{"pick": [{"group": id}]}``.
    """
    language = look.language
    title = translate("touchpoints.chart.title", language, metric=metric_name(metric, language), dimension=dimension)
    n = sum(rank.n for rank in ranks)
    if len(ranks) < 2:
        return Chart(title, n, reason=translate("reason.too_few_groups", language))
    drawn = ranks[:MAX_GROUPS]
    said = _alt(title, drawn, metric, language)
    drawing = _draw(drawn, metric, scale, look, dimension, overall)
    notes = [translate("touchpoints.chart.note", language)]
    if overall is not None:
        notes.append(
            translate("charts.breakdown.note_overall", language, value=format_value(metric, overall, language))
        )
    if len(ranks) > MAX_GROUPS:
        notes.append(translate("charts.breakdown.note_clipped", language, n=MAX_GROUPS, all=len(ranks)))
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=_columns(metric, dimension, language),
        table=tuple(_cells(rank, language) for rank in ranks),
        note=sentences(notes),
        picks=("pick",),
    )


def places_text(best: int, worst: int) -> str:
    """Write the places that a group may hold.

    >>> places_text(1, 1), places_text(2, 5)
    ('1', '2–5')
    """
    return str(best) if best == worst else f"{best}–{worst}"


def _columns(metric: str, dimension: str, language: str) -> tuple[Column, ...]:
    kind = _KINDS[unit_of(metric)]
    words = {name: translate(f"touchpoints.column.{name}", language) for name in ("raw", "shrunk", "places", "verdict")}
    return (
        Column(capital(dimension)),
        Column(words["places"]),
        Column(words["shrunk"], kind),
        Column(translate("charts.column.low", language), kind),
        Column(translate("charts.column.high", language), kind),
        Column(words["raw"], kind),
        Column(translate("charts.column.n", language), "whole"),
        Column(words["verdict"]),
    )


def _cells(rank: Rank, language: str) -> tuple[str | float | int, ...]:
    return (
        rank.label,
        places_text(rank.best_place, rank.worst_place),
        rank.value,
        rank.low,
        rank.high,
        rank.raw,
        rank.n,
        translate(f"standing.{rank.verdict}", language),
    )


def _draw(
    ranks: Sequence[Rank], metric: str, scale: Scale | None, look: Look, dimension: str, overall: float | None
) -> dict[str, Any]:
    labels = unique_labels([rank.label for rank in ranks])
    rows = [_row(rank, label, metric, scale, look) for rank, label in zip(ranks, labels, strict=True)]
    ends = [end for rank in ranks for end in (rank.low, rank.high, rank.raw)]
    domain = value_domain(metric_of(metric), scale, [*ends, overall])
    where = alt.Scale(domain=list(domain), range=[6, alt.ExprRef(f"width - {_RIGHT}")], nice=False)
    axis = value_axis(metric)
    paint, base = alt.Color("paint:N", scale=None), View()
    text: dict[str, Any] = {"align": "right", "baseline": "middle", "aria": False}
    layers = [
        *_overall(overall, where, axis, look),
        base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round", aria=False).encode(
            x=alt.X("low:Q", scale=where, axis=axis, title=None), x2="high:Q", color=paint
        ),
        base.mark_point(size=60, filled=False, strokeWidth=1.5, color=look.colours.muted, aria=False).encode(
            x=alt.X("raw:Q", scale=where, title=None)
        ),
        base.mark_point(size=110, filled=True, opacity=1, aria=False).encode(
            x=alt.X("value:Q", scale=where, title=None), color=paint
        ),
        base.mark_text(fontWeight=600, fontSize=13, **text).encode(
            x=alt.value(alt.ExprRef(f"width - {_RIGHT - 48}")), text="value_text:N"
        ),
        base.mark_text(fontSize=11, color=look.colours.muted, **text).encode(
            x=alt.value(alt.ExprRef(f"width - {_RIGHT - 88}")), text="places:N"
        ),
        base.mark_text(fontSize=11, color=look.colours.muted, **text).encode(x=alt.value("width"), text="n_text:N"),
        _hit_layer(look, dimension),
    ]
    y = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(labelLimit=120, labelPadding=10, grid=False))
    drawing = layer(*layers, shared=encoding(y=y))
    whole = [] if overall is None else [{"overall": overall}]
    return document(drawing, height=_ROW * len(ranks) + 110, data="ranks", ranks=rows, whole=whole)


def _row(rank: Rank, label: str, metric: str, scale: Scale | None, look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    is_better = (rank.verdict == "above") == metric_of(metric).higher_is_better(scale)
    paint = colours.small
    if rank.verdict in ("above", "below"):
        paint = colours.good if is_better else colours.bad
    return {
        "group": rank.id,
        "label": label,
        "name": one_line(rank.label),
        "raw": rank.raw,
        "value": rank.value,
        "low": rank.low,
        "high": rank.high,
        "paint": paint,
        "value_text": format_value(metric, rank.value, language),
        "raw_text": format_value(metric, rank.raw, language),
        "range_text": format_range(metric, rank.low, rank.high, language),
        "places": f"#{places_text(rank.best_place, rank.worst_place)}",
        "n_text": count_text(rank.n, language),
        "note": translate(f"standing.{rank.verdict}", language),
    }


def _overall(overall: float | None, where: alt.Scale, axis: alt.Axis, look: Look) -> list[alt.Chart]:
    if overall is None:
        return []
    x = alt.X("overall:Q", title=None, scale=where, axis=axis)
    return [overall_rule(look, alt.NamedData("whole"), x)]


def _hit_layer(look: Look, dimension: str) -> alt.Chart:
    language = look.language
    fields = [
        ("name", capital(dimension)),
        ("value_text", translate("touchpoints.column.shrunk", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("raw_text", translate("touchpoints.column.raw", language)),
        ("places", translate("touchpoints.column.places", language)),
        ("n_text", translate("charts.column.n", language)),
        ("note", translate("touchpoints.column.verdict", language)),
    ]
    return hit_layer(look, fields)


def _alt(title: str, ranks: Sequence[Rank], metric: str, language: str) -> str:
    parts = [translate("touchpoints.chart.alt", language, title=title, n=len(ranks))]
    for rank in dict.fromkeys((ranks[0], ranks[-1])):
        parts.append(
            translate(
                "touchpoints.chart.alt_rank", language, name=one_line(rank.label),
                value=format_value(metric, rank.value, language), n=rank.n,
                places=places_text(rank.best_place, rank.worst_place),
            )
        )  # fmt: skip
    return sentences(parts)
