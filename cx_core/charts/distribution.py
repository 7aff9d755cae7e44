"""How the scores of a metric are spread: one bar a score, coloured and named by the class it falls in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from cx_core.charts.axis import LEGEND_COLUMNS, tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text, metric_name, sentences
from cx_core.i18n import format_number, format_share, translate
from cx_core.model.feedback import Scale
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.table import Column

ScoreClass = Literal["top", "middle", "bottom"]
CLASSES: tuple[ScoreClass, ...] = ("top", "middle", "bottom")

_HEIGHT = 340


@dataclass(frozen=True)
class ScoreBar:
    """The answers with one score, and the class that the metric puts this score in."""

    score: float
    n: int
    score_class: ScoreClass


def distribution(
    bars: Sequence[ScoreBar], *, metric: str, look: Look, context: str = "", scale: Scale | None = None
) -> Chart:
    """Draw one bar a score, in the order of the scale, scores nobody gave included when they are passed with n = 0.

    Each bar carries its share; the legend names the classes and their shares, so that colour is never alone. Under ten
    answers nothing is drawn. A click gives ``{"pick": [{"score": 9}]}``.
    """
    language = look.language
    title = translate("charts.distribution.title", language, metric=metric_name(metric, language, scale))
    n = sum(bar.n for bar in bars)
    if n < MIN_N_SHOWN:
        key = "charts.standing.hidden" if n else "reason.no_answers"
        return Chart(title, n, reason=translate(key, language, n=n, least=MIN_N_SHOWN))
    ordered = sorted(bars, key=lambda bar: bar.score)
    classes = {one: _class_text(ordered, one, metric, n, language) for one in CLASSES if _class_n(ordered, one)}
    said = sentences([translate("charts.distribution.alt", language, title=title, n=n), ". ".join(classes.values())])
    drawing = _draw(ordered, classes, n, look)
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=_columns(language),
        table=tuple((bar.score, class_name(metric, bar.score_class, language), bar.n, bar.n / n) for bar in ordered),
        note=translate("charts.distribution.note", language),
        picks=("pick",),
    )


def share_text(part: int, whole: int, language: str) -> str:
    """Write a share; what is there but rounds to nothing is less than one per cent, not none.

    >>> share_text(0, 1000, "vi"), share_text(3, 1000, "vi"), share_text(5, 10, "vi")
    ('0%', '<1%', '50%')
    """
    return "<1%" if 0 < part / whole < 0.005 else format_share(part / whole, language)


def class_name(metric: str, score_class: ScoreClass, language: str) -> str:
    """Name a class of answers: promoters, satisfied, found it easy."""
    return translate(f"charts.class.{metric}.{score_class}", language)


def class_colour(score_class: ScoreClass, look: Look) -> str:
    """Return the colour of a class."""
    colours = look.colours
    return {"top": colours.good, "middle": colours.middle, "bottom": colours.bad}[score_class]


def _class_n(bars: Sequence[ScoreBar], score_class: ScoreClass) -> int:
    return sum(bar.n for bar in bars if bar.score_class == score_class)


def _class_text(bars: Sequence[ScoreBar], score_class: ScoreClass, metric: str, n: int, language: str) -> str:
    share = share_text(_class_n(bars, score_class), n, language)
    return f"{class_name(metric, score_class, language)} {share}"


def _columns(language: str) -> tuple[Column, ...]:
    return (
        Column(translate("charts.column.score", language), "number"),
        Column(translate("charts.column.class", language)),
        Column(translate("charts.column.n", language), "whole"),
        Column(translate("charts.column.share", language), "share"),
    )


def _draw(bars: Sequence[ScoreBar], classes: dict[ScoreClass, str], n: int, look: Look) -> dict[str, Any]:
    language = look.language
    rows = [
        {
            "score": bar.score,
            "label": format_number(bar.score, language),
            "n": bar.n,
            "class_text": classes.get(bar.score_class, ""),
            "n_text": count_text(bar.n, language),
            "share_text": share_text(bar.n, n, language),
        }
        for bar in bars
    ]
    pick = alt.selection_point(name="pick", fields=["score"], toggle=False)
    dimmed = alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.4))
    colours = alt.Color(
        "class_text:N",
        scale=alt.Scale(domain=list(classes.values()), range=[class_colour(one, look) for one in classes]),
        legend=alt.Legend(
            title=None, orient="top", direction="horizontal", symbolType="square", columns=LEGEND_COLUMNS
        ),
    )
    fields = [
        ("label", translate("charts.column.score", language)),
        ("class_text", translate("charts.column.class", language)),
        ("n_text", translate("charts.column.n", language)),
        ("share_text", translate("charts.column.share", language)),
    ]
    x = alt.X(
        "label:N",
        sort=[format_number(bar.score, language) for bar in bars],
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=False),
        scale=alt.Scale(paddingInner=0.18, paddingOuter=0.1),
    )
    y = alt.Y("n:Q", axis=None, scale=alt.Scale(domain=[0, max(bar.n for bar in bars)]))
    columns = (
        View()
        .mark_bar(cornerRadiusTopLeft=3, cornerRadiusTopRight=3)
        .encode(
            color=colours,
            opacity=dimmed,
            tooltip=tooltip(fields),
            description=alt.Description("label:N"),
        )
        .add_params(pick)
    )
    texts = View().mark_text(dy=-8, fontSize=12, color=look.colours.ink, aria=False)
    drawing = layer(columns, texts.encode(text="share_text:N"), shared=encoding(x=x, y=y))
    return document(drawing, height=_HEIGHT, data="scores", scores=rows)
