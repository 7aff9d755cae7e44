"""Drivers of a score: their shares of what is explained, and importance against performance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from cx_core.charts.axis import tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.theme import Look
from cx_core.charts.words import one_line, sentences, unique_labels
from cx_core.i18n import format_number, format_share, translate
from cx_core.model.table import Column

MAX_DRIVERS = 30
_ROW, _RIGHT = 34, 96
_LONGEST = 22
_MAP_HEIGHT = 380
#: A name is this high, and each of its letters this wide.
_NAME_HEIGHT, _LETTER = 14, 6.2
#: Of the map's height: the title and the axis, and the room above and below the points.
_AROUND, _AIR = 108, 48
#: Where the name of a point may stand, in pixels below it, the best place first.
_NAME_PLACES = (-14, 18, -30, 34, -46)
#: How wide the map is taken to be where names are placed: on a desk, and on a phone, which is narrower than the third.
_WIDE, _NARROW, _PHONE = 640, 210, 450
_PICKS = (
    alt.selection_point(name="pick", fields=["driver"], toggle=False),
    alt.selection_point(name="hover", fields=["driver"], on="pointerover", clear="pointerout"),
)


@dataclass(frozen=True)
class DriverBar:
    """One driver: share of R² with interval, plain correlation, answers; ``share`` None: not in the model."""

    name: str
    label: str
    share: float | None
    low: float | None
    high: float | None
    rho: float | None
    n: int
    places: str = ""
    remark: str = ""


@dataclass(frozen=True)
class MapSpot:
    """One driver on the map: performance (0 to 100) and importance (share of R²) with intervals, and its quadrant."""

    label: str
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float
    quadrant: str
    name: str = ""


def driver_shares(bars: Sequence[DriverBar], *, outcome: str, n: int, look: Look, context: str = "") -> Chart:
    """Draw the shares of R², the largest on top, with bootstrap intervals; correlations and places stand beside.

    A click gives ``{"pick": [{"driver": name}]}``.
    """
    language = look.language
    title = translate("drivers.chart.title", language, outcome=outcome)
    columns = (
        Column(translate("drivers.column.driver", language)),
        Column(translate("drivers.column.share", language), "share"),
        Column(translate("charts.column.low", language), "share"),
        Column(translate("charts.column.high", language), "share"),
        Column(translate("drivers.column.rho", language), "number"),
        Column(translate("drivers.column.places", language)),
        Column(translate("charts.column.n", language), "whole"),
        Column(translate("charts.column.standing", language)),
    )
    table = tuple((b.label, b.share, b.low, b.high, b.rho, b.places, b.n, b.remark) for b in bars)
    modelled = [bar for bar in bars if bar.share is not None][:MAX_DRIVERS]
    if not modelled:
        return Chart(title, n, reason=translate("drivers.chart.none", language), columns=columns, table=table)
    labels = unique_labels([bar.label for bar in modelled])
    rows = [
        {
            "driver": bar.name,
            "label": label,
            "name": one_line(bar.label),
            "share": bar.share,
            "low": bar.low,
            "high": bar.high,
            "share_text": format_share(bar.share, language),
            "range_text": f"{format_share(bar.low, language)} – {format_share(bar.high, language)}",
            "rho_text": f"r {format_number(bar.rho, language, 2)}",
        }
        for bar, label in zip(modelled, labels, strict=True)
    ]
    most = max(bar.high or bar.share or 0.0 for bar in modelled) or 1.0
    where = alt.Scale(domain=[0, most * 1.05], range=[2, alt.ExprRef(f"width - {_RIGHT}")], nice=False)
    axis = alt.Axis(title=None, format=".0%", tickCount=4)
    fields = [
        ("name", translate("drivers.column.driver", language)),
        ("share_text", translate("drivers.column.share", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("rho_text", translate("drivers.column.rho", language)),
    ]
    base = View()
    text: dict[str, Any] = {"align": "right", "baseline": "middle", "aria": False}
    layers = [
        base.mark_bar(height=14, cornerRadius=2, color=look.colours.series, opacity=0.85, aria=False).encode(
            x=alt.X("share:Q", scale=where, axis=axis)
        ),
        base.mark_rule(strokeWidth=1.5, color=look.colours.ink, opacity=0.7, aria=False).encode(
            x=alt.X("low:Q", scale=where, title=None), x2="high:Q"
        ),
        base.mark_text(fontWeight=600, fontSize=13, color=look.colours.ink, **text).encode(
            x=alt.value(alt.ExprRef("width - 52")), text="share_text:N"
        ),
        base.mark_text(fontSize=11, color=look.colours.muted, **text).encode(x=alt.value("width"), text="rho_text:N"),
        # An unseen row over each driver takes the pointer.
        base.mark_bar(color=look.colours.muted, height={"band": 1}, cornerRadius=4)
        .encode(
            x=alt.value(0),
            x2=alt.value("width"),
            opacity=_lit(),
            tooltip=tooltip(fields),
            description=alt.Description("name:N"),
        )
        .add_params(*_PICKS),
    ]
    y = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(labelLimit=130, labelPadding=8, grid=False))
    height = _ROW * len(modelled) + 110
    drawing = document(layer(*layers, shared=encoding(y=y)), height=height, data="drivers", drivers=rows)
    said = sentences(
        [
            translate("drivers.chart.alt", language, title=title, n=len(modelled)),
            *(f"{one_line(bar.label)}: {format_share(bar.share, language)}." for bar in modelled[:3]),
        ]
    )
    return Chart(
        title, n, finish(drawing, look, title=title, n=n, context=context, alt=said), said, columns, table,
        note=translate("drivers.chart.note", language), picks=("pick",),
    )  # fmt: skip


def importance_map(
    spots: Sequence[MapSpot], *, cut_x: float, cut_y: float, outcome: str, n: int, look: Look, context: str = ""
) -> Chart:
    """Draw importance over performance with the cuts at the means; a cross that touches a cut is undecided and grey.

    A click on a point gives ``{"pick": [{"driver": name}]}``.
    """
    language = look.language
    title = translate("drivers.map.title", language, outcome=outcome)
    colours = look.colours
    paints = {
        "concentrate_here": colours.bad,
        "keep_up": colours.good,
        "low_priority": colours.middle,
        "possible_overkill": colours.second,
        "undecided": colours.small,
    }
    rows = [
        {
            "driver": spot.name,
            "label": one_line(spot.label)[:_LONGEST],
            "name": one_line(spot.label),
            "x": spot.x, "x_low": spot.x_low, "x_high": spot.x_high,
            "y": spot.y, "y_low": spot.y_low, "y_high": spot.y_high,
            "paint": paints[spot.quadrant],
            "quadrant": translate(f"quadrant.{spot.quadrant}", language),
            "x_text": format_number(spot.x, language, 0),
            "y_text": format_share(spot.y, language),
            "wide": wide,
            "narrow": narrow,
        }
        for spot, wide, narrow in zip(spots, _shifts(spots, _WIDE), _shifts(spots, _NARROW), strict=True)
    ]  # fmt: skip
    # Room above and below for the names of the four fields, which no point may cover; no share lies outside 0 to 1.
    air, tall = alt.Scale(zero=False, nice=True, padding=16), alt.Scale(zero=False, nice=False, padding=_AIR)
    shares = alt.Axis(format=".0%", labelExpr="datum.value < 0 || datum.value > 1 ? '' : datum.label")
    base = View()
    paint = alt.Color("paint:N", scale=None)
    fields = [
        ("name", translate("drivers.column.driver", language)),
        ("x_text", translate("drivers.map.performance", language)),
        ("y_text", translate("drivers.map.importance", language)),
        ("quadrant", translate("drivers.map.quadrant", language)),
    ]
    x = alt.X("x:Q", title=translate("drivers.map.performance", language), scale=air)
    y = alt.Y("y:Q", title=translate("drivers.map.importance", language), scale=tall, axis=shares)
    cuts = View(alt.Data(values=[{"x": cut_x, "y": cut_y}])).mark_rule(
        strokeDash=[4, 4], color=colours.ink, opacity=0.6, aria=False
    )
    arm = base.mark_rule(strokeWidth=2, opacity=0.5, aria=False)
    layers = [
        *_corners(look),
        arm.encode(x=alt.X("x_low:Q", scale=air), x2="x_high:Q", y=y, color=paint),
        arm.encode(x=x, y=alt.Y("y_low:Q", scale=tall), y2="y_high:Q", color=paint),
        cuts.encode(x=x),
        cuts.encode(y=y),
        base.mark_text(dy=alt.ExprRef(f"width < {_PHONE} ? datum.narrow : datum.wide"), fontSize=12, aria=False).encode(
            x=x, y=y, text="label:N"
        ),
        base.mark_point(filled=True, size=130, opacity=1)
        .encode(x=x, y=y, color=paint, tooltip=tooltip(fields), description=alt.Description("name:N"))
        .add_params(_PICKS[0]),
    ]
    drawing = document(layer(*layers), height=_MAP_HEIGHT, data="spots", spots=rows)
    said = sentences(
        [
            translate("drivers.map.alt", language, title=title, n=len(spots)),
            *(f"{one_line(s.label)}: {translate(f'quadrant.{s.quadrant}', language)}." for s in spots[:8]),
        ]
    )
    return Chart(
        title,
        n,
        finish(drawing, look, title=title, n=n, context=context, alt=said),
        said,
        (
            Column(translate("drivers.column.driver", language)),
            Column(translate("drivers.map.performance", language), "number"),
            Column(translate("drivers.map.importance", language), "share"),
            Column(translate("drivers.map.quadrant", language)),
        ),
        tuple((s.label, s.x, s.y, translate(f"quadrant.{s.quadrant}", language)) for s in spots),
        translate("drivers.map.note", language),
        picks=("pick",),
    )


def _shifts(spots: Sequence[MapSpot], width: int) -> list[int]:
    """Return how far below its point each name stands, in pixels, so that names of near points keep apart.

    Estimated for a drawing of this ``width``; a name that finds no free place stands above its point.
    """
    across = max(one.x_high for one in spots) - min(one.x_low for one in spots) or 1.0
    along = max(one.y_high for one in spots) - min(one.y_low for one in spots) or 1.0
    taken: list[tuple[float, float, float]] = []
    shifts = {}
    for index in sorted(range(len(spots)), key=lambda at: (spots[at].x, at)):
        one = spots[index]
        x, y = one.x / across * width, -one.y / along * (_MAP_HEIGHT - _AROUND - 2 * _AIR)
        half = len(one.label[:_LONGEST]) * _LETTER / 2
        shift = next(
            (
                each
                for each in _NAME_PLACES
                if all(abs(x - a) >= half + b or abs(y + each - c) >= _NAME_HEIGHT for a, b, c in taken)
            ),
            _NAME_PLACES[0],
        )
        taken.append((x, half, y + shift))
        shifts[index] = shift
    return [shifts[index] for index in range(len(spots))]


def _lit() -> Any:
    pick, hover = _PICKS
    lit = alt.when(pick, empty=False).then(alt.value(0.16)).when(hover, empty=False).then(alt.value(0.07))
    return lit.otherwise(alt.value(0))


def _corners(look: Look) -> list[alt.Chart]:
    """Name the four fields of the map in its corners."""
    places: tuple[tuple[str, Literal["left", "right"], Literal["top", "bottom"]], ...] = (
        ("concentrate_here", "left", "top"), ("keep_up", "right", "top"), ("low_priority", "left", "bottom"),
        ("possible_overkill", "right", "bottom"),
    )  # fmt: skip
    return [
        View(alt.Data(values=[{"said": translate(f"quadrant.{name}", look.language)}]))
        .mark_text(align=side, baseline=end, fontSize=11, fontStyle="italic", color=look.colours.muted, aria=False)
        .encode(
            x=alt.value(4 if side == "left" else alt.ExprRef("width - 4")),
            y=alt.value(4 if end == "top" else alt.ExprRef("height - 4")),
            text="said:N",
        )
        for name, side, end in places
    ]
