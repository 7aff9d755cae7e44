"""The emotion lane of a drawn map: three curves, broken where nothing is known, and the gap to the expectation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from cx_core.formats.svg_text import escaped, lines_at, number
from cx_core.i18n import format_number, translate
from cx_core.journeys.curve import Curve, CurvePoint, Series
from cx_core.journeys.labels import emotion_word

#: Emotions from very bad to very good: 4.5 : 1 or more on white, apart for protan, deutan and tritan eyes.
EMOTION_COLOURS = {
    "very_bad": "#9A3412",
    "bad": "#C2570C",
    "neutral": "#6B7280",
    "good": "#2B7BBA",
    "very_good": "#084594",
}
EXPECTED, PERCEIVED, MEASURED = "#6B7280", "#1F2937", "#0B6E99"
LANE_HEIGHT = 220.0
_MARGIN, _SCALE = 26.0, 2.0
_MOUTHS = {"very_bad": -4.5, "bad": -2.5, "neutral": 0.0, "good": 2.5, "very_good": 4.5}

Point = tuple[float, float]


def draw_curve(curve: Curve, centres: dict[str, float], left: float, right: float, top: float, language: str) -> str:
    """Return the lane: bands and zero line, gaps, three curves, faces, peak, end and steepest drop.

    ``centres`` holds the middle of each touchpoint's column.
    """

    def at(point: CurvePoint, value: float) -> Point:
        return centres[point.touchpoint_id], _height(top, value)

    parts = [_ground(left, right, top, language)]
    parts += [_gap(point, centres[point.touchpoint_id], top) for point in curve.points]
    for series in ("expected", "perceived", "measured"):
        for run in curve.runs(series):
            spots = [at(point, point.value(series) or 0.0) for point in run]
            parts.append(_line(spots, series))
    parts += [_measured(point, *at(point, point.measured), top) for point in curve.points if point.measured is not None]
    parts += [_face(point, *at(point, point.perceived)) for point in curve.points if point.perceived is not None]
    parts += _labels(curve, centres, top, language)
    return "".join(parts)


def _height(top: float, value: float) -> float:
    room = (LANE_HEIGHT - 2 * _MARGIN) / 2
    return top + LANE_HEIGHT / 2 - max(-_SCALE, min(_SCALE, value)) / _SCALE * room


def _ground(left: float, right: float, top: float, language: str) -> str:
    middle = _height(top, 0)
    wide, half = number(right - left), number(LANE_HEIGHT / 2)
    ends = [
        lines_at([f"{sign} {translate(f'emotion.{word}', language)}"], left - 10, y, 12, anchor="end", style=_MUTED)
        for sign, word, y in (
            ("+2", "very_good", _height(top, 2) - 8),
            ("0", "neutral", middle - 8),
            ("−2", "very_bad", _height(top, -2) - 8),
        )
    ]
    return (
        f'<rect x="{number(left)}" y="{number(top)}" width="{wide}" height="{half}" fill="#EFF6FC"/>'
        f'<rect x="{number(left)}" y="{number(middle)}" width="{wide}" height="{half}" fill="#FDF3EC"/>'
        f'<line x1="{number(left)}" x2="{number(right)}" y1="{number(middle)}" y2="{number(middle)}" '
        f'stroke="#6B7280" stroke-width="1.5"/>{"".join(ends)}'
    )


_HALO = ' font-weight="700" paint-order="stroke" stroke="#FFFFFF" stroke-width="4"'
_MUTED = ' fill="#4B5563"'


def _gap(point: CurvePoint, x: float, top: float) -> str:
    """Draw a bar between expected and actual: hatched where reality falls short, plain where it is better."""
    gap = point.gap
    if gap.value is None or gap.value == 0 or gap.expected is None or gap.actual is None:
        return ""
    high, low = sorted((_height(top, gap.expected), _height(top, gap.actual)))
    fill = "url(#short)" if gap.value < 0 else "#2B7BBA"
    opacity = "1" if gap.value < 0 else "0.25"
    return (
        f'<rect x="{number(x - 16)}" y="{number(high)}" width="32" height="{number(low - high)}" '
        f'fill="{fill}" fill-opacity="{opacity}"/>'
    )


def _line(spots: Sequence[Point], series: Series) -> str:
    if len(spots) < 2 and series != "expected":
        return ""
    style = {
        "expected": f'stroke="{EXPECTED}" stroke-width="2" stroke-dasharray="6 4"',
        "perceived": f'stroke="{PERCEIVED}" stroke-width="3"',
        "measured": f'stroke="{MEASURED}" stroke-width="3"',
    }[series]
    if len(spots) == 1:
        x, y = spots[0]
        spots = [(x - 16, y), (x + 16, y)]
    return f'<path d="{monotone_path(spots)}" fill="none" {style}/>'


def _measured(point: CurvePoint, x: float, y: float, top: float) -> str:
    bar = ""
    if point.low is not None and point.high is not None:
        low, high = _height(top, point.low), _height(top, point.high)
        bar = (
            f'<path d="M{number(x)} {number(high)}V{number(low)}M{number(x - 5)} {number(high)}h10'
            f'M{number(x - 5)} {number(low)}h10" stroke="{MEASURED}" stroke-width="1.5" fill="none"/>'
        )
    fill = "#FFFFFF" if point.is_hollow else MEASURED
    return (
        f'{bar}<rect x="{number(x - 6)}" y="{number(y - 6)}" width="12" height="12" fill="{fill}" '
        f'stroke="{MEASURED}" stroke-width="2"/>'
    )


def _face(point: CurvePoint, x: float, y: float) -> str:
    word = emotion_word(point.perceived) or "neutral"
    return f'<g transform="translate({number(x)} {number(y)})">{face(word)}</g>'


def face(word: str) -> str:
    """Return a round face of radius 9 around the origin; the mouth says the same as the colour."""
    bend = _MOUTHS[word]
    return (
        f'<circle r="9" fill="{EMOTION_COLOURS[word]}" stroke="#FFFFFF" stroke-width="1.5"/>'
        '<circle cx="-3" cy="-2.5" r="1.2" fill="#FFFFFF"/><circle cx="3" cy="-2.5" r="1.2" fill="#FFFFFF"/>'
        f'<path d="M-4 {number(3 - bend / 4)}Q0 {number(3 + bend)} 4 {number(3 - bend / 4)}" fill="none" '
        'stroke="#FFFFFF" stroke-width="1.5" stroke-linecap="round"/>'
    )


def _labels(curve: Curve, centres: dict[str, float], top: float, language: str) -> list[str]:
    """Name the peak, the end and the steepest drop of what is perceived: what people remember."""
    parts = []
    peak, end, drop = curve.peak("perceived"), curve.end("perceived"), curve.steepest_drop("perceived")
    named = [("formats.svg.peak", peak)] if peak is not None else []
    named += [("formats.svg.end", end)] if end is not None and end is not peak else []
    for key, point in named:
        x, y = centres[point.touchpoint_id], _height(top, point.perceived or 0.0)
        parts.append(lines_at([translate(key, language)], x, y - 27, 12, anchor="middle", style=_HALO))
    if drop is not None:
        after = next(point for point in curve.points if point.touchpoint_id == drop.after_id)
        x, y = centres[drop.after_id], _height(top, after.perceived or 0.0)
        # A drawn triangle: fonts that lack the letter would change the face of the number beside it.
        colour = EMOTION_COLOURS["very_bad"]
        parts.append(
            f'<path d="M{number(x - 24)} {number(y + 15)}h10l-5 9Z" fill="{colour}"/>'
            f'<text x="{number(x + 4)}" y="{number(y + 24)}" font-size="13" font-weight="700" text-anchor="middle" '
            f'fill="{colour}">{escaped(format_number(drop.value, language))}</text>'
        )
    return parts


def monotone_path(spots: Sequence[Point]) -> str:
    """Return a smooth path through points that never swings past them (Fritsch and Carlson, 1980).

    >>> monotone_path([(0, 0), (10, 10)])
    'M0 0C3.3 3.3 6.7 6.7 10 10'
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(spots)]
    tangents = [slopes[0], *(_tangent(a, b) for a, b in pairwise(slopes)), slopes[-1]]
    for at, slope in enumerate(slopes):
        if slope == 0:
            tangents[at] = tangents[at + 1] = 0.0
            continue
        steep = math.hypot(tangents[at] / slope, tangents[at + 1] / slope)
        if steep > 3:
            tangents[at] *= 3 / steep
            tangents[at + 1] *= 3 / steep
    path = [f"M{number(spots[0][0])} {number(spots[0][1])}"]
    for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(spots)):
        third = (x1 - x0) / 3
        handles = (x0 + third, y0 + third * tangents[at], x1 - third, y1 - third * tangents[at + 1], x1, y1)
        path.append("C" + " ".join(number(value) for value in handles))
    return "".join(path)


def _tangent(before: float, after: float) -> float:
    return 0.0 if before * after <= 0 else (before + after) / 2
