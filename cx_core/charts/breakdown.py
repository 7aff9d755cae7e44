"""A metric by group: one dot with its 95 % interval a row, value and n written beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from cx_core.charts.axis import value_domain
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, kept_views, layer, with_domain
from cx_core.charts.row_parts import hit_layer, overall_rule, value_axis
from cx_core.charts.theme import Look
from cx_core.charts.words import (
    capital,
    count_text,
    direction_note,
    interval_text,
    is_drawn,
    measure_sentence,
    metric_name,
    one_line,
    sentences,
    standing,
    unique_labels,
    value_cells,
    value_columns,
    value_text,
)
from cx_core.i18n import translate
from cx_core.i18n.measures import format_value
from cx_core.metrics import metric as metric_of
from cx_core.model.feedback import Scale
from cx_core.model.measure import MIN_N_TESTED, Measure
from cx_core.model.table import Column

#: At most this many rows are drawn; the table holds all of them.
MAX_GROUPS = 40

Order = Literal["value", "given"]

_ROW = 34
_RIGHT = 98


@dataclass(frozen=True)
class Group:
    """One group: its id (what a click gives back), its label and its measure."""

    id: str
    label: str
    measure: Measure


def breakdown(
    groups: Sequence[Group],
    *,
    metric: str,
    dimension: str,
    look: Look,
    context: str = "",
    overall: Measure | None = None,
    order: Order = "value",
) -> Chart:
    """Draw one row a group.

    By value the groups with at least 30 answers stand first, the best on top (``low_is_good`` scales turned round), the
    grey ones follow by n: they are not ranked. Groups under 10 answers are not drawn but listed, and so are groups on
    another scale than most answers have. ``dimension`` is the name of the grouping as shown. ``overall`` draws
    a line. A click gives ``{"pick": [{"group": id}]}``.
    """
    language = look.language
    n = sum(group.measure.n for group in groups)
    scale = _main_scale(groups)
    name = metric_name(metric, language, scale)
    title = translate("charts.breakdown.title", language, metric=name, dimension=dimension)
    drawable = [one for one in groups if is_drawn(one.measure) and one.measure.scale == scale]
    if not drawable:
        key = "charts.reason.all_hidden" if n else "reason.no_answers"
        return Chart(title, n, reason=translate(key, language), **_table(_by_n(groups), metric, dimension, language))
    ordered = _ordered(drawable, order)
    rest = [group for group in groups if group not in drawable]
    drawn = ordered[:MAX_GROUPS]
    said = _alt(title, drawn, overall, language)
    drawing = _draw(drawn, metric, scale, look, dimension, overall)
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        note=_how_to_read(groups, drawn, len(ordered), scale, overall, language),
        picks=("pick",),
        **_table([*ordered, *_by_n(rest)], metric, dimension, language),
    )


def _main_scale(groups: Sequence[Group]) -> Scale | None:
    answers: Counter[Scale | None] = Counter()
    for group in groups:
        if is_drawn(group.measure):
            answers[group.measure.scale] += group.measure.n
    return max(answers, key=lambda scale: answers[scale]) if answers else None


def _ordered(groups: Sequence[Group], order: Order) -> list[Group]:
    if order == "given":
        return list(groups)

    def place(group: Group) -> tuple[bool, float]:
        measure = group.measure
        if measure.n < MIN_N_TESTED:
            return True, -measure.n
        value = measure.value or 0.0
        return False, -value if metric_of(measure.metric).higher_is_better(measure.scale) else value

    return sorted(groups, key=place)


def _table(groups: Sequence[Group], metric: str, dimension: str, language: str) -> dict[str, Any]:
    return {
        "columns": (Column(capital(dimension)), *value_columns(metric, language)),
        "table": tuple((one.label, *value_cells(one.measure, standing(one.measure, language))) for one in groups),
    }


def _by_n(groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: -group.measure.n)


def _draw(
    drawn: Sequence[Group], metric: str, scale: Scale | None, look: Look, dimension: str, overall: Measure | None
) -> dict[str, Any]:
    labels = unique_labels([group.label for group in drawn])
    rows = [_row(group, label, look) for group, label in zip(drawn, labels, strict=True)]
    y = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(labelLimit=120, labelPadding=10, grid=False))
    marks = _mark_layers(metric, look, dimension, has_overall=overall is not None and is_drawn(overall))
    layers = with_domain(marks, "x", _value_domain(drawn, metric, scale, overall))
    drawing = layer(*layers, shared=encoding(y=y))
    whole = [{"value": overall.value}] if overall else []
    return document(drawing, height=_ROW * len(drawn) + 110, data="groups", groups=rows, whole=whole)


def _row(group: Group, label: str, look: Look) -> dict[str, Any]:
    measure, language = group.measure, look.language
    grey = measure.display == "grey"
    return {
        "group": group.id,
        "label": label,
        "name": one_line(group.label),
        "value": measure.value,
        "low": measure.low,
        "high": measure.high,
        "paint": look.colours.small if grey else look.colours.series,
        "ink": look.colours.muted if grey else look.colours.ink,
        "value_text": value_text(measure, language),
        "range_text": interval_text(measure, language),
        "n_text": count_text(measure.n, language),
        "note": standing(measure, language),
    }


def _hit_layer(look: Look, dimension: str) -> alt.Chart:
    language = look.language
    fields = [
        ("name", capital(dimension)),
        ("value_text", translate("charts.column.value", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("n_text", translate("charts.column.n", language)),
        ("note", translate("charts.column.standing", language)),
    ]
    return hit_layer(look, fields)


def _value_domain(
    drawn: Sequence[Group], metric: str, scale: Scale | None, overall: Measure | None
) -> tuple[float, float]:
    measures = [group.measure for group in drawn]
    ends = [end for one in measures for end in (one.low, one.high, one.value)]
    return value_domain(metric_of(metric), scale, [*ends, overall.value if overall else None])


@kept_views
def _mark_layers(metric: str, look: Look, dimension: str, *, has_overall: bool) -> list[alt.Chart]:
    """Return every layer, its values on one scale: a layer without it would draw the axis down to zero."""
    # The right-hand strip is kept free for the value and n of each row.
    where = alt.Scale(domain=[0, 1], range=[6, alt.ExprRef(f"width - {_RIGHT}")], nice=False, zero=False)
    axis = value_axis(metric)
    paint = alt.Color("paint:N", scale=None)
    base = View()
    column: dict[str, Any] = {"aria": False, "baseline": "middle"}
    x = alt.X("value:Q", title=None, scale=where)
    return [
        *([overall_rule(look, alt.NamedData("whole"), x)] if has_overall else []),
        base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round", aria=False).encode(
            x=alt.X("low:Q", scale=where, axis=axis), x2="high:Q", color=paint
        ),
        base.mark_point(filled=True, size=110, opacity=1, aria=False).encode(x=x, color=paint),
        base.mark_text(align="right", fontWeight=600, fontSize=13, **column).encode(
            x=alt.value(alt.ExprRef(f"width - {_RIGHT - 48}")),
            text="value_text:N",
            color=alt.Color("ink:N", scale=None),
        ),
        base.mark_text(align="right", color=look.colours.muted, fontSize=11, **column).encode(
            x=alt.value("width"), text="n_text:N"
        ),
        # On top, since a mark above it would take the pointer.
        _hit_layer(look, dimension),
    ]


def _how_to_read(
    groups: Sequence[Group],
    drawn: Sequence[Group],
    n_drawable: int,
    scale: Scale | None,
    overall: Measure | None,
    language: str,
) -> str:
    parts = [translate("charts.breakdown.note", language), direction_note(scale, language)]
    if overall is not None and is_drawn(overall):
        value = format_value(overall.metric, overall.value, language)
        parts.append(translate("charts.breakdown.note_overall", language, value=value))
    if any(group.measure.display == "grey" for group in drawn):
        parts.append(translate("charts.note.grey", language))
    hidden = [group for group in groups if not is_drawn(group.measure)]
    if hidden:
        parts.append(translate("charts.breakdown.note_hidden", language, groups=_listed(hidden, language)))
    other = [group for group in groups if is_drawn(group.measure) and group.measure.scale != scale]
    if other:
        parts.append(translate("charts.breakdown.note_other_scale", language, groups=_listed(other, language)))
    if n_drawable > len(drawn):
        parts.append(translate("charts.breakdown.note_clipped", language, n=len(drawn), all=n_drawable))
    return sentences(parts)


def _listed(groups: Sequence[Group], language: str) -> str:
    """Name groups with their n; the first dozen, the table has the rest."""
    named = [f"{one_line(group.label)} ({count_text(group.measure.n, language)})" for group in _by_n(groups)]
    rest = ["…"] if len(named) > 12 else []
    return ", ".join([*named[:12], *rest])


def _alt(title: str, drawn: Sequence[Group], overall: Measure | None, language: str) -> str:
    parts = [translate("charts.breakdown.alt", language, title=title, n=len(drawn))]
    if overall is not None:
        parts.append(measure_sentence(overall, translate("charts.breakdown.overall", language), language))
    shown = [group for group in drawn if group.measure.n >= MIN_N_TESTED] or list(drawn)
    for group in dict.fromkeys((shown[0], shown[-1])):
        parts.append(measure_sentence(group.measure, one_line(group.label), language))
    return sentences(parts)
