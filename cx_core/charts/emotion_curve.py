"""The emotion curve of a journey: what customers expect, what the map says they meet, what they answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from cx_core.charts.axis import LEGEND_COLUMNS, tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import Drawing, View, document, encoding, layer
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text, one_line, sentences, unique_labels
from cx_core.i18n import format_number, translate
from cx_core.model.journey import EMOTION_MAX, EMOTION_MIN
from cx_core.model.measure import MIN_N_SHOWN, MIN_N_TESTED
from cx_core.model.table import Column

Series = Literal["expected", "perceived", "measured"]
SERIES: tuple[Series, ...] = ("expected", "perceived", "measured")

#: Three lines over this many touchpoints stay under the limit of marks.
MAX_TOUCHPOINTS = 120

_HEIGHT = 420
_TOP = 34


@dataclass(frozen=True)
class CurvePoint:
    """One touchpoint in journey order. Emotions run from -2 to 2, None where nobody has said or answered.

    ``measured`` with ``low`` and ``high`` is the score of its ``n`` answers on the same axis (metrics: gap).
    """

    touchpoint_id: str
    label: str
    stage: str
    expected: float | None = None
    perceived: float | None = None
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0

    def value(self, series: Series) -> float | None:
        """Return one of the three values; a measured one under ten answers may not be shown and is None."""
        if series == "measured" and self.n < MIN_N_SHOWN:
            return None
        return {"expected": self.expected, "perceived": self.perceived, "measured": self.measured}[series]


def emotion_curve(points: Sequence[CurvePoint], *, journey: str, look: Look, context: str = "") -> Chart:
    """Draw the three lines over the touchpoints, stages shaded in turn, the measured line with its intervals.

    A touchpoint without a value leaves a gap. Lines differ by dash and by shape of point, not by colour alone.
    ``journey`` is the title of the map. A click gives ``{"pick": [{"touchpoint": id}]}``.
    """
    language = look.language
    title = translate("charts.emotion.title", language, journey=one_line(journey))
    n = sum(point.n for point in points)
    drawn = list(points)[:MAX_TOUCHPOINTS]
    present = [series for series in SERIES if any(point.value(series) is not None for point in drawn)]
    if not present:
        return Chart(title, n, reason=translate("charts.emotion.reason", language))
    said = _alt(title, drawn, language)
    return Chart(
        title=title,
        n=n,
        spec=finish(_draw(drawn, present, look), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=_columns(language),
        table=tuple(
            (one.stage, one.label, one.expected, one.perceived, one.value("measured"), *_ends(one), one.n)
            for one in points
        ),
        note=_how_to_read(points, drawn, language),
        picks=("pick",),
    )


def _ends(point: CurvePoint) -> tuple[float | None, float | None]:
    return (None, None) if point.value("measured") is None else (point.low, point.high)


def _columns(language: str) -> tuple[Column, ...]:
    named = [
        Column(translate("charts.column.stage", language)),
        Column(translate("charts.column.touchpoint", language)),
    ]
    named += [Column(translate(f"charts.emotion.{series}", language), "number") for series in SERIES]
    named += [Column(translate(f"charts.column.{end}", language), "number") for end in ("low", "high")]
    return (*named, Column(translate("charts.column.n", language), "whole"))


def _draw(points: Sequence[CurvePoint], present: Sequence[Series], look: Look) -> dict[str, Any]:
    labels = unique_labels([point.label for point in points])
    places = [_place(point, label, look) for point, label in zip(points, labels, strict=True)]
    values = [row for series in present for row in _series_rows(points, labels, series, look)]
    angle = 0 if len(points) <= 4 else -38
    axis = alt.Axis(
        title=None, labelAngle=angle, labelLimit=120, labelOverlap=False, labelAlign="center" if angle == 0 else "right"
    )
    # One field and one explicit order in every layer: without it Vega sorts places by name.
    x = alt.X("label:N", sort=labels, axis=axis, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    # The unseen columns lie on top: a mark above them would take the pointer.
    layers = (_stages(len(points), look), _lines(present, look), _hit_columns(look))
    drawing = layer(*layers, shared=encoding(x=x), independent=["opacity"])
    return document(drawing, height=_HEIGHT, stages=_stage_rows(points, labels), places=places, values=values)


def _place(point: CurvePoint, label: str, look: Look) -> dict[str, Any]:
    language = look.language
    texts = {f"{series}_text": format_number(point.value(series), language, 1) for series in SERIES}
    n_text = count_text(point.n, language)
    return {
        "touchpoint": point.touchpoint_id,
        "label": label,
        "stage": one_line(point.stage),
        "n_text": n_text,
        **texts,
    }


def _stage_rows(points: Sequence[CurvePoint], labels: Sequence[str]) -> list[dict[str, Any]]:
    """Return one row a touchpoint with its stage's turn in the shading; the first of a stage carries its name."""
    rows: list[dict[str, Any]] = []
    turn, start = -1, 0
    for index, (point, label) in enumerate(zip(points, labels, strict=True)):
        first = index == 0 or points[index - 1].stage != point.stage
        turn += first
        if first:
            start = index
            rows.append({"label": label, "shade": turn % 2, "stage": one_line(point.stage), "length": 0})
        else:
            rows.append({"label": label, "shade": turn % 2, "stage": "", "length": 0})
        rows[start]["length"] += 1
    return rows


def _stages(n_touchpoints: int, look: Look) -> Drawing:
    """Shade every second stage and name each above its first touchpoint."""
    colours = look.colours
    shaded = View(alt.NamedData("stages"))
    shade = alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.07]), legend=None)
    names = shaded.transform_filter("datum.stage != ''").mark_text(
        align="left",
        baseline="top",
        fontSize=12,
        fontWeight=600,
        color=colours.muted,
        limit=alt.ExprRef(f"max(10, datum.length * width / {n_touchpoints} - 8)"),
        dx=alt.ExprRef(f"4 - width / {2 * n_touchpoints}"),
        aria=False,
    )
    return layer(
        shaded.mark_rect(color=colours.muted, aria=False).encode(y=alt.value(0), y2=alt.value("height"), opacity=shade),
        names.encode(y=alt.value(6), text="stage:N"),
    )


def _hit_columns(look: Look) -> alt.Chart:
    """Draw an unseen column over each touchpoint: it takes the pointer, shows the tooltip, and lights up."""
    language = look.language
    pick = alt.selection_point(name="pick", fields=["touchpoint"], toggle=False)
    hover = alt.selection_point(name="hover", fields=["touchpoint"], on="pointerover", clear="pointerout")
    lit = alt.when(pick, empty=False).then(alt.value(0.2)).when(hover, empty=False).then(alt.value(0.09))
    fields = [
        ("label", translate("charts.column.touchpoint", language)),
        ("stage", translate("charts.column.stage", language)),
        *((f"{series}_text", translate(f"charts.emotion.{series}", language)) for series in SERIES),
        ("n_text", translate("charts.column.n", language)),
    ]
    return (
        View(alt.NamedData("places"))
        .mark_rect(color=look.colours.muted)
        .encode(
            y=alt.value(0),
            y2=alt.value("height"),
            opacity=lit.otherwise(alt.value(0)),
            tooltip=tooltip(fields),
            description=alt.Description("label:N"),
        )
        .add_params(pick, hover)
    )


def _series_rows(
    points: Sequence[CurvePoint], labels: Sequence[str], series: Series, look: Look
) -> list[dict[str, Any]]:
    name = translate(f"charts.emotion.{series}", look.language)
    rows, run, before = [], 0, False
    for index, (point, label) in enumerate(zip(points, labels, strict=True)):
        value = point.value(series)
        run += value is not None and not before
        before = value is not None
        if value is None:
            continue
        measured = series == "measured"
        rows.append(
            {
                "label": label,
                "place": index,
                "kind": series,
                "series": name,
                "run": f"{series}{run}",
                "value": value,
                "low": max(point.low, EMOTION_MIN) if measured and point.low is not None else None,
                "high": min(point.high, EMOTION_MAX) if measured and point.high is not None else None,
                "pale": measured and point.n < MIN_N_TESTED,
            }
        )
    return rows


def _lines(present: Sequence[Series], look: Look) -> Drawing:
    language, colours = look.language, look.colours
    names = [translate(f"charts.emotion.{series}", language) for series in present]
    paint = {"expected": colours.muted, "perceived": colours.second, "measured": colours.series}
    shapes = {"expected": "diamond", "perceived": "square", "measured": "circle"}
    legend = alt.Legend(title=None, orient="top", symbolSize=90, symbolOpacity=1, columns=LEGEND_COLUMNS)
    colour = alt.Color("series:N", scale=alt.Scale(domain=names, range=[paint[one] for one in present]), legend=legend)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=names, range=[shapes[one] for one in present]), legend=legend)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[EMOTION_MIN, EMOTION_MAX], range=[alt.ExprRef("height - 8"), _TOP], nice=False),
        axis=alt.Axis(title=None, values=[-2, -1, 0, 1, 2], labelExpr=_feelings(language), labelLimit=90),
    )
    data = View(alt.NamedData("values"))
    solid = alt.when("datum.pale").then(alt.value(0.45)).otherwise(alt.value(1))
    line = data.mark_line(strokeWidth=2.5, aria=False).encode(y=y, color=colour, detail="run:N", order="place:Q")
    dashed = data.mark_line(strokeWidth=2.5, strokeDash=[5, 4], aria=False)
    return layer(
        data.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2, opacity=0.4, aria=False)
        .encode(y=alt.Y("low:Q", title=None), y2="high:Q", color=colour),
        dashed.transform_filter("datum.kind == 'expected'").encode(y=y, color=colour, detail="run:N", order="place:Q"),
        line.transform_filter("datum.kind != 'expected'"),
        data.mark_point(filled=True, size=75, aria=False).encode(y=y, color=colour, shape=shape, opacity=solid),
    )


def _feelings(language: str) -> str:
    """Return the axis labels, from very bad to very good, as a Vega expression."""
    words = [translate(f"charts.emotion.level_{level}", language) for level in range(5)]
    return f"{json.dumps(words, ensure_ascii=False)}[datum.value + 2]"


def _how_to_read(points: Sequence[CurvePoint], drawn: Sequence[CurvePoint], language: str) -> str:
    parts = [translate("charts.emotion.note", language)]
    if any(MIN_N_SHOWN <= point.n < MIN_N_TESTED for point in drawn):
        parts.append(translate("charts.emotion.note_pale", language))
    hidden = sum(point.measured is not None and point.value("measured") is None for point in drawn)
    if hidden:
        parts.append(translate("charts.emotion.note_hidden", language, n=hidden))
    if len(points) > len(drawn):
        parts.append(translate("charts.emotion.note_clipped", language, n=len(drawn), all=len(points)))
    return sentences(parts)


def _alt(title: str, points: Sequence[CurvePoint], language: str) -> str:
    parts = [translate("charts.emotion.alt", language, title=title, n=len(points))]
    gaps = [(gap, point) for point in points if (gap := _gap(point)) is not None]
    if gaps:
        gap, point = min(gaps, key=lambda pair: pair[0])
        key = "charts.emotion.alt_gap" if gap < 0 else "charts.emotion.alt_no_gap"
        size = format_number(abs(gap), language, 1)
        parts.append(translate(key, language, name=one_line(point.label), gap=size))
    return sentences(parts)


def _gap(point: CurvePoint) -> float | None:
    """Return measured minus expected; None where one of them is missing."""
    expected, measured = point.value("expected"), point.value("measured")
    return None if expected is None or measured is None else measured - expected
