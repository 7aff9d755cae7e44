"""The emotion curve of a map: expected, perceived and measured points in order, broken where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from cx_core.journeys.gaps import Gap, MeasuredEmotion, gaps
from cx_core.model.journey import Journey

Series = Literal["expected", "perceived", "measured"]
SERIES: tuple[Series, ...] = ("expected", "perceived", "measured")


@dataclass(frozen=True)
class CurvePoint:
    """One touchpoint on the curve. Emotions lie from -2 to 2; None is unknown and is never drawn or bridged.

    ``order`` counts touchpoints from 0. ``measured`` is there whenever anybody answered; ``is_hollow`` says that too
    few did for it to be shown filled. ``low`` and ``high`` are its 95 % interval.
    """

    touchpoint_id: str
    stage_id: str
    order: int
    expected: float | None
    perceived: float | None
    measured: float | None
    low: float | None
    high: float | None
    n: int
    is_hollow: bool
    gap: Gap

    def value(self, series: Series) -> float | None:
        """Return the point's value on one of the three curves."""
        values = {"expected": self.expected, "perceived": self.perceived, "measured": self.measured}
        return values[series]


@dataclass(frozen=True)
class Drop:
    """The steepest fall between two neighbouring touchpoints, in steps of emotion below 0."""

    before_id: str
    after_id: str
    value: float


@dataclass(frozen=True)
class Curve:
    """The three curves of a map over its touchpoints, in order."""

    points: tuple[CurvePoint, ...]

    def runs(self, series: Series) -> tuple[tuple[CurvePoint, ...], ...]:
        """Return the stretches of a curve without a hole; each is drawn as one line, and nothing joins two of them."""
        runs: list[list[CurvePoint]] = [[]]
        for point in self.points:
            if point.value(series) is None:
                runs.append([])
            else:
                runs[-1].append(point)
        return tuple(tuple(run) for run in runs if run)

    def peak(self, series: Series) -> CurvePoint | None:
        """Return the highest point of a curve, the first of equals; None when it has no point."""
        known = [point for point in self.points if point.value(series) is not None]
        return max(known, key=lambda point: point.value(series) or 0.0, default=None)

    def low_point(self, series: Series) -> CurvePoint | None:
        """Return the lowest point of a curve, the first of equals; None when it has no point."""
        known = [point for point in self.points if point.value(series) is not None]
        return min(known, key=lambda point: point.value(series) or 0.0, default=None)

    def end(self, series: Series) -> CurvePoint | None:
        """Return the last point of a curve: with the peak, what people remember; None when it has no point."""
        known = [point for point in self.points if point.value(series) is not None]
        return known[-1] if known else None

    def steepest_drop(self, series: Series) -> Drop | None:
        """Return the steepest fall between neighbours that are both known; None when the curve never falls."""
        drops = [
            Drop(
                before.touchpoint_id, after.touchpoint_id, (after.value(series) or 0.0) - (before.value(series) or 0.0)
            )
            for run in self.runs(series)
            for before, after in pairwise(run)
        ]
        steepest = min(drops, key=lambda drop: drop.value, default=None)
        return steepest if steepest is not None and steepest.value < 0 else None


def curve(journey: Journey, measured: Mapping[str, MeasuredEmotion] | None = None) -> Curve:
    """Return the emotion curve of a map.

    ``measured`` holds measured emotions by touchpoint id; a touchpoint that is missing there has no answers.
    """
    found = measured or {}
    points = []
    for order, (touchpoint, gap) in enumerate(zip(journey.touchpoints, gaps(journey, found), strict=True)):
        score = found.get(touchpoint.id, MeasuredEmotion(None))
        points.append(
            CurvePoint(
                touchpoint_id=touchpoint.id,
                stage_id=touchpoint.stage_id,
                order=order,
                expected=touchpoint.expected,
                perceived=touchpoint.perceived,
                measured=score.value,
                low=score.low,
                high=score.high,
                n=score.n,
                is_hollow=score.value is not None and not score.is_shown,
                gap=gap,
            )
        )
    return Curve(tuple(points))
