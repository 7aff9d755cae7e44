"""The emotion lane of a drawn map: three curves, broken where nothing is known, and the gap to the expectation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from cx_core.formats.svg_canvas import EDGE, FADED, GAP, RULE, Canvas
from cx_core.formats.svg_path import Piece, Point, ground, monotone_path, over, pieces
from cx_core.formats.svg_people import felt_people, person_entry, person_marks
from cx_core.formats.svg_text import escaped, lines_at, number, width
from cx_core.i18n import format_number
from cx_core.journeys.curve import Curve, CurvePoint, Series, curve
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.journeys.labels import EMOTION_WORDS, emotion_word

#: Emotions from very bad to very good: 4.5 : 1 or more on white, apart for protan, deutan and tritan eyes.
EMOTION_COLOURS = {
    "very_bad": "#9A3412",
    "bad": "#C2570C",
    "neutral": "#6B7280",
    "good": "#2B7BBA",
    "very_good": "#084594",
}
EXPECTED, PERCEIVED, MEASURED = "#6B7280", "#1F2937", "#0B6E99"
LANE_HEIGHT = 240.0
_MARGIN, _SCALE = 28.0, 2.0
_MOUTHS = {"very_bad": -4.5, "bad": -2.5, "neutral": 0.0, "good": 2.5, "very_good": 4.5}
#: The three curves stand a little beside each other, so that equal values can all be seen.
_BESIDE: dict[Series, float] = {"expected": -13.0, "perceived": 0.0, "measured": 13.0}
_STROKES: dict[Series, str] = {
    "expected": f'stroke="{EXPECTED}" stroke-width="2" stroke-dasharray="6 4"',
    "perceived": f'stroke="{PERCEIVED}" stroke-width="3"',
    "measured": f'stroke="{MEASURED}" stroke-width="3"',
}


def draw_emotions(canvas: Canvas, measured: Mapping[str, MeasuredEmotion]) -> None:
    """Draw the lane and, under it, what its signs mean."""
    lane = _Lane(canvas, curve(canvas.journey, measured))
    canvas.add(lane.drawn())
    canvas.lane(canvas.say("board.ui.lane_emotion"), LANE_HEIGHT, ruled=False)
    _draw_legend(canvas, lane)


class _Lane:
    """The lane with its top where the canvas stands now."""

    def __init__(self, canvas: Canvas, made: Curve) -> None:
        self.canvas = canvas
        self.curve = made
        self.top = canvas.y
        self.centres = {one.id: column.centre for column, one in canvas.points()}
        self.people = felt_people(canvas)
        known = {one.id: one for _, one in canvas.points()}
        self.spreads = [
            (point.order, self.centres[point.touchpoint_id], low, high)
            for point in made.points
            if (low := known[point.touchpoint_id].perceived_low) is not None
            and (high := known[point.touchpoint_id].perceived_high) is not None
        ]

    def y(self, value: float) -> float:
        """Return the height of an emotion."""
        room = (LANE_HEIGHT - 2 * _MARGIN) / 2
        return self.top + LANE_HEIGHT / 2 - max(-_SCALE, min(_SCALE, value)) / _SCALE * room

    def spot(self, point: CurvePoint, series: Series) -> Point:
        """Return where a point of a curve stands."""
        return self.centres[point.touchpoint_id] + _BESIDE[series], self.y(point.value(series) or 0.0)

    def drawn(self) -> str:
        """Return the lane as SVG."""
        parts = [self._ground(), self._moments(), self._gaps(), self._spread()]
        parts += [person_marks(one, at, self.centres, self.y) for at, one in enumerate(self.people)]
        for series in _STROKES:
            for run in self.curve.runs(series):
                parts.append(_line([self.spot(point, series) for point in run], series))
        points = self.curve.points
        parts += [_ring(*self.spot(point, "expected")) for point in points if point.expected is not None]
        parts += [self._measured(point) for point in points if point.measured is not None]
        for point in points:
            if point.perceived is not None:
                x, y = self.spot(point, "perceived")
                word = emotion_word(point.perceived) or "neutral"
                parts.append(f'<g class="felt" transform="translate({number(x)} {number(y)})">{face(word)}</g>')
        return "".join([*parts, *self._labels(), *self._voters()])

    def _ground(self) -> str:
        left, right = self.canvas.left, self.canvas.right
        wide, half, middle = number(right - left), number(LANE_HEIGHT / 2), self.y(0)
        scale = []
        for value, word in EMOTION_WORDS.items():
            y = self.y(value)
            scale.append(
                f'<g transform="translate({number(left - 18)} {number(y)}) scale(0.8)">{face(word)}</g>'
                + lines_at([self.canvas.say(f"emotion.{word}")], left - 32, y - 8, 12, anchor="end", style=FADED)
            )
            if value:
                scale.append(
                    f'<path d="M{number(left)} {number(y)}H{number(right)}" stroke="#C9D1DA" stroke-dasharray="1 5"/>'
                )
        return (
            f'<rect x="{number(left)}" y="{number(self.top)}" width="{wide}" height="{half}" fill="#EFF6FC"/>'
            f'<rect x="{number(left)}" y="{number(middle)}" width="{wide}" height="{half}" fill="#FDF3EC"/>'
            f'<line x1="{number(left)}" x2="{number(right)}" y1="{number(middle)}" y2="{number(middle)}" '
            f'stroke="#6B7280" stroke-width="1.5"/>{"".join(scale)}'
        )

    def _moments(self) -> str:
        lines = [
            f'<path d="M{number(column.centre)} {number(self.top + 4)}v{number(LANE_HEIGHT - 8)}" stroke="#9AA3AE" '
            'stroke-width="1.5" stroke-dasharray="2 3"/>'
            for column, one in self.canvas.points()
            if one.moment_of_truth
        ]
        return "".join(lines)

    def _gaps(self) -> str:
        """Fill the ground between expected and actual: hatched where reality falls short, plain where it is better."""
        wanted, felt, met = (self._pieces(series) for series in _STROKES)
        filled: list[tuple[str, str]] = []
        joined: set[int] = set()
        before: Piece | None = None
        for at, want in wanted.items():
            both = all(point.gap.source == "measured" for point in self.curve.points[at : at + 2])
            got = met.get(at) if both else felt.get(at)
            if got is not None:
                joined |= {at, at + 1}
                filled.append(ground(want, got))
                filled.append(over(want, before, got) if before and at - 1 in wanted else ("", ""))
            before = got
        alone = [point for point in self.curve.points if point.order not in joined]
        filled += [self._bar(point) for point in alone]
        # One path for all: a pattern is costly to begin with.
        return _fill("".join(short for short, _ in filled), "".join(beyond for _, beyond in filled))

    def _pieces(self, series: Series) -> dict[int, Piece]:
        runs = self.curve.runs(series)
        return pieces([[(point.order, self.spot(point, series)) for point in run] for run in runs])

    def _bar(self, point: CurvePoint) -> tuple[str, str]:
        """Return the gap of a touchpoint whose neighbours are not known, as `ground` does."""
        gap = point.gap
        if gap.value is None or gap.value == 0 or gap.expected is None or gap.actual is None:
            return "", ""
        x = self.centres[point.touchpoint_id]
        high, low = sorted((self.y(gap.expected), self.y(gap.actual)))
        box = f"M{number(x - 16)} {number(high)}h32V{number(low)}h-32Z"
        return (box, "") if gap.value < 0 else ("", box)

    def _spread(self) -> str:
        """Return the middle half of what several people felt: a band between neighbours, and a bar at each place."""
        area = ""
        for (at, x, low, high), (after, other, other_low, other_high) in pairwise(self.spreads):
            if after == at + 1:
                corners = ((x, high), (other, other_high), (other, other_low), (x, low))
                area += "M" + "L".join(f"{number(one)} {number(self.y(value))}" for one, value in corners) + "Z"
        bars = "".join(
            f'<path d="M{number(x)} {number(self.y(high))}V{number(self.y(low))}" stroke="{PERCEIVED}" '
            'stroke-width="6" stroke-opacity="0.25"/>'
            for _, x, low, high in self.spreads
        )
        band = f'<path d="{area}" fill="{PERCEIVED}" fill-opacity="0.12"/>' if area else ""
        return band + bars

    def _measured(self, point: CurvePoint) -> str:
        x, y = self.spot(point, "measured")
        bar = ""
        if point.low is not None and point.high is not None:
            low, high = self.y(point.low), self.y(point.high)
            bar = (
                f'<path d="M{number(x)} {number(high)}V{number(low)}M{number(x - 5)} {number(high)}h10'
                f'M{number(x - 5)} {number(low)}h10" stroke="{MEASURED}" stroke-width="1.5" fill="none"/>'
            )
        return f'<g class="measured">{bar}{_square(x, y, is_hollow=point.is_hollow)}</g>'

    def _labels(self) -> list[str]:
        """Name the peak, the end and the steepest drop of what is perceived: what people remember."""
        parts = []
        peak, end, drop = (
            self.curve.peak("perceived"), self.curve.end("perceived"), self.curve.steepest_drop("perceived")
        )  # fmt: skip
        named = [("formats.svg.peak", peak)] if peak is not None else []
        named += [("formats.svg.end", end)] if end is not None and end is not peak else []
        for key, point in named:
            x, y = self.spot(point, "perceived")
            parts.append(lines_at([self.canvas.say(key)], x, y - 27, 12, anchor="middle", style=_HALO))
        if drop is not None:
            after = next(point for point in self.curve.points if point.touchpoint_id == drop.after_id)
            parts.append(self._drop(*self.spot(after, "perceived"), drop.value))
        return parts

    def _voters(self) -> list[str]:
        """Say how many votes stand behind what is perceived, at the foot of the lane."""
        foot = self.top + LANE_HEIGHT - 17
        return [
            lines_at([self.canvas.say("board.ui.votes", count=len(one.votes))], column.centre, foot, 11.5,
                     anchor="middle", style=FADED)
            for column, one in self.canvas.points()
            if one.votes
        ]  # fmt: skip

    def _drop(self, x: float, y: float, value: float) -> str:
        # A drawn triangle: fonts that lack the letter would change the face of the number beside it.
        colour = EMOTION_COLOURS["very_bad"]
        said = self.canvas.say("formats.svg.drop", value=format_number(value, self.canvas.language))
        half = len(said) * _LETTER / 2
        return (
            f'<path d="M{number(x - half - 10)} {number(y + 15)}h10l-5 9Z" fill="{colour}"/>'
            f'<text x="{number(x + 4)}" y="{number(y + 24)}" font-size="13" text-anchor="middle" '
            f'fill="{colour}"{_HALO}>'
            f"{escaped(said)}</text>"
        )


#: About how wide a bold letter of 13 is, on the average.
_LETTER = 6.2
_HALO = ' font-weight="700" paint-order="stroke" stroke="#FFFFFF" stroke-width="4"'


def _fill(short: str, beyond: str) -> str:
    drawn = f'<path d="{short}" fill="url(#short)" fill-opacity="0.85"/>' if short else ""
    return drawn + (f'<path d="{beyond}" fill="#2B7BBA" fill-opacity="0.2"/>' if beyond else "")


def _line(spots: Sequence[Point], series: Series) -> str:
    if len(spots) < 2 and series != "expected":
        return ""
    if len(spots) == 1:
        x, y = spots[0]
        spots = [(x - 16, y), (x + 16, y)]
    return f'<path d="{monotone_path(spots)}" fill="none" {_STROKES[series]}/>'


def _ring(x: float, y: float) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="5" fill="#FFFFFF" stroke="{EXPECTED}" stroke-width="2"/>'


def _square(x: float, y: float, *, is_hollow: bool = False) -> str:
    fill = "#FFFFFF" if is_hollow else MEASURED
    return (
        f'<rect x="{number(x - 6)}" y="{number(y - 6)}" width="12" height="12" fill="{fill}" '
        f'stroke="{MEASURED}" stroke-width="2"/>'
    )


def face(word: str) -> str:
    """Return a round face of radius 9 around the origin; the mouth says the same as the colour."""
    bend = _MOUTHS[word]
    return (
        f'<circle r="9" fill="{EMOTION_COLOURS[word]}" stroke="#FFFFFF" stroke-width="1.5"/>'
        '<circle cx="-3" cy="-2.5" r="1.2" fill="#FFFFFF"/><circle cx="3" cy="-2.5" r="1.2" fill="#FFFFFF"/>'
        f'<path d="M-4 {number(3 - bend / 4)}Q0 {number(3 + bend)} 4 {number(3 - bend / 4)}" fill="none" '
        'stroke="#FFFFFF" stroke-width="1.5" stroke-linecap="round"/>'
    )


def _draw_legend(canvas: Canvas, lane: _Lane) -> None:
    """Say what the signs of the lane mean; only of those that are there."""
    x = canvas.left
    for sign, words in _entries(canvas, lane):
        wide = 40 + width(words, 13) + 22
        if x + wide > canvas.right and x > canvas.left:
            x, canvas.y = canvas.left, canvas.y + 22
        canvas.add(
            f'<g transform="translate({number(x)} {number(canvas.y + 9)})">{sign}</g>'
            + lines_at([words], x + 36, canvas.y - 1, 13)
        )
        x += wide
    canvas.y += 24 + GAP
    canvas.add(f'<path d="M{number(EDGE)} {number(canvas.y - GAP / 2)}H{number(canvas.right)}" stroke="{RULE}"/>')


def _entries(canvas: Canvas, lane: _Lane) -> list[tuple[str, str]]:
    points = lane.curve.points
    gaps = [point.gap.value or 0.0 for point in points]
    line = "<path d='M0 0h28' {}/>".replace("'", '"')
    shown = [point for point in points if point.measured is not None]
    entries = (
        (True, line.format(_STROKES["expected"]) + _ring(14, 0), "emotion.expected"),
        (True, line.format(_STROKES["perceived"]) + f'<g transform="translate(14 0)">{face("good")}</g>',
         "emotion.perceived"),
        (bool(lane.spreads), f'<rect y="-7" width="28" height="14" fill="{PERCEIVED}" fill-opacity="0.12"/>'
         f'<path d="M14 -7v14" stroke="{PERCEIVED}" stroke-width="6" stroke-opacity="0.25"/>', "formats.svg.spread"),
        (bool(shown), line.format(_STROKES["measured"]) + _square(14, 0), "formats.svg.measured"),
        (any(point.is_hollow for point in shown), _square(14, 0, is_hollow=True), "formats.svg.hollow"),
        (min(gaps, default=0) < 0, '<rect y="-8" width="28" height="16" fill="url(#short)"/>', "board.ui.gap_below"),
        (max(gaps, default=0) > 0, '<rect y="-8" width="28" height="16" fill="#2B7BBA" fill-opacity="0.2"/>',
         "board.ui.gap_above"),
    )  # fmt: skip
    found = [(sign, canvas.say(key)) for is_there, sign, key in entries if is_there]
    return found + [person_entry(canvas, one, at) for at, one in enumerate(lane.people)]
