"""Smooth paths through known points, and the ground between two of them; nothing is drawn where nothing is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cx_core.formats.svg_text import number

Point = tuple[float, float]
#: The ground between two curves is cut into so many strips from one touchpoint to the next.
_STRIPS = 24


def tangents(spots: Sequence[Point]) -> list[float]:
    """Return the slopes of a smooth curve at points that it never swings past (Fritsch and Carlson, 1980).

    >>> tangents([(0, 0), (10, 10), (20, 10)])
    [1.0, 0.0, 0.0]
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(spots)]
    found = [slopes[0], *(_tangent(a, b) for a, b in pairwise(slopes)), slopes[-1]]
    for at, slope in enumerate(slopes):
        if slope == 0:
            found[at] = found[at + 1] = 0.0
            continue
        steep = math.hypot(found[at] / slope, found[at + 1] / slope)
        if steep > 3:
            found[at] *= 3 / steep
            found[at + 1] *= 3 / steep
    return found


def _tangent(before: float, after: float) -> float:
    return 0.0 if before * after <= 0 else (before + after) / 2


def monotone_path(spots: Sequence[Point]) -> str:
    """Return the smooth path through points.

    >>> monotone_path([(0, 0), (10, 10)])
    'M0 0C3.3 3.3 6.7 6.7 10 10'
    """
    steep = tangents(spots)
    path = [f"M{number(spots[0][0])} {number(spots[0][1])}"]
    for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(spots)):
        third = (x1 - x0) / 3
        handles = (x0 + third, y0 + third * steep[at], x1 - third, y1 - third * steep[at + 1], x1, y1)
        path.append("C" + " ".join(number(value) for value in handles))
    return "".join(path)


@dataclass(frozen=True)
class Piece:
    """The smooth curve between two neighbouring points, with its slopes at both ends."""

    start: Point
    stop: Point
    slope_in: float
    slope_out: float

    def at(self, share: float) -> Point:
        """Return the point at a share of the way, 0 to 1.

        >>> Piece((0, 0), (10, 10), 1, 1).at(0.5)
        (5.0, 5.0)
        """
        (x0, y0), (x1, y1) = self.start, self.stop
        wide, two, three = x1 - x0, share**2, share**3
        height = (
            (2 * three - 3 * two + 1) * y0
            + (three - 2 * two + share) * wide * self.slope_in
            + (3 * two - 2 * three) * y1
            + (three - two) * wide * self.slope_out
        )
        return x0 + wide * share, height


def pieces(runs: Sequence[Sequence[tuple[int, Point]]]) -> dict[int, Piece]:
    """Return the pieces of a curve by the number of the point they begin at; runs hold numbered points."""
    found: dict[int, Piece] = {}
    for run in runs:
        if len(run) < 2:
            continue
        steep = tangents([spot for _, spot in run])
        for at, ((number_, start), (_, stop)) in enumerate(pairwise(run)):
            found[number_] = Piece(start, stop, steep[at], steep[at + 1])
    return found


def ground(wanted: Piece, met: Piece) -> tuple[str, str]:
    """Return the ground between two curves as two paths: where ``met`` runs below ``wanted``, and where above it.

    Below is further down on the sheet, a larger y.
    """
    strips = [(wanted.at(step / _STRIPS), met.at(step / _STRIPS)) for step in range(_STRIPS + 1)]
    below: list[str] = []
    above: list[str] = []
    run: list[tuple[Point, Point]] = []
    side = _is_below(strips[0], strips[1])
    for one, other in pairwise(strips):
        if _is_below(one, other) is not side:
            (below if side else above).append(_area(run))
            run, side = [], not side
        run = [*run, one, other] if not run else [*run, other]
    (below if side else above).append(_area(run))
    return "".join(below), "".join(above)


def over(wanted: Piece, before: Piece, met: Piece) -> tuple[str, str]:
    """Return the ground where reality goes over from one curve to another, from felt to measured, as `ground` does."""
    if before.stop == met.start:
        return "", ""
    corners = (wanted.start, before.stop, met.start)
    area = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"
    return (area, "") if before.stop[1] + met.start[1] > 2 * wanted.start[1] else ("", area)


def _is_below(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    return one[1][1] + other[1][1] > one[0][1] + other[0][1]


def _area(strips: Sequence[tuple[Point, Point]]) -> str:
    around = [want for want, _ in strips] + [got for _, got in reversed(strips)]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in around) + "Z"
