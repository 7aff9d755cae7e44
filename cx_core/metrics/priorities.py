"""Where to act first: importance against performance, moments of truth, pain points in order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics.drivers import Drivers

Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill", "undecided"]

#: A gap between "without" and "with" of this many NPS points is as wide as it can be.
_WIDEST_GAP = 200.0


@dataclass(frozen=True)
class Spot:
    """One part of the experience: its performance (0 to 100) and its importance (share of R²), with intervals."""

    name: str
    performance: float
    performance_low: float
    performance_high: float
    importance: float
    importance_low: float
    importance_high: float


@dataclass(frozen=True)
class PlacedSpot:
    """A spot with its quadrant; ``undecided`` when its interval crosses a cut."""

    spot: Spot
    quadrant: Quadrant


@dataclass(frozen=True)
class ImportanceMap:
    """The importance-performance map: the cuts are the means of both axes, None without spots."""

    cut_performance: float | None
    cut_importance: float | None
    spots: tuple[PlacedSpot, ...] = ()


def importance_performance(spots: Sequence[Spot]) -> ImportanceMap:
    """Place parts of the experience in the four quadrants of importance and performance.

    Important and weak: concentrate here; important and strong: keep up; unimportant and weak: low priority;
    unimportant and strong: possible overkill. Only derived importance (shares of R²): never mixed with what customers
    say is important. Source: Martilla & James, Journal of Marketing 41, 1977.

    >>> importance_performance([]).cut_importance is None
    True
    """
    if not spots:
        return ImportanceMap(None, None)
    cut_x = math.fsum(spot.performance for spot in spots) / len(spots)
    cut_y = math.fsum(spot.importance for spot in spots) / len(spots)
    return ImportanceMap(cut_x, cut_y, tuple(PlacedSpot(spot, _quadrant(spot, cut_x, cut_y)) for spot in spots))


def _quadrant(spot: Spot, cut_x: float, cut_y: float) -> Quadrant:
    crosses_x = spot.performance_low <= cut_x <= spot.performance_high
    crosses_y = spot.importance_low <= cut_y <= spot.importance_high
    if crosses_x or crosses_y:
        return "undecided"
    if spot.importance > cut_y:
        return "keep_up" if spot.performance > cut_x else "concentrate_here"
    return "possible_overkill" if spot.performance > cut_x else "low_priority"


@dataclass(frozen=True)
class MomentOfTruth:
    """A touchpoint that stands out: its share of R², its performance (0 to 100) and whether it hurts."""

    name: str
    share: float
    performance: float | None
    is_painful: bool


def moments_of_truth(drivers: Drivers, performance: dict[str, float]) -> tuple[MomentOfTruth, ...]:
    """Return the touchpoints whose share of R² is certainly above an equal share, the largest first.

    The lower bootstrap bound must exceed R² / k for k drivers in the model. Painful: performance (0 to 100) under
    the mean of all. Empty: no moment of truth stands out. Performance of an unknown touchpoint is None and not
    painful.

    >>> moments_of_truth(Drivers((), None, 0, 0), {})
    ()
    """
    modelled = [driver for driver in drivers.drivers if driver.share is not None]
    if not modelled or drivers.explained is None:
        return ()
    equal = drivers.explained / len(modelled)
    mean = math.fsum(performance.values()) / len(performance) if performance else 0.0
    found = []
    for driver in modelled:
        if driver.low is not None and driver.low > equal:
            own = performance.get(driver.name)
            found.append(MomentOfTruth(driver.name, driver.share or 0.0, own, own is not None and own < mean))
    return tuple(sorted(found, key=lambda one: -one.share))


@dataclass(frozen=True)
class Pain:
    """What is known of a pain point.

    ``frequency`` is the share of customers who meet it, ``severity`` 0 to 1 (coded, or mean (10 - score) / 10),
    ``gap`` NPS without minus NPS with it, in points. ``impact_low`` is the lower bound of its impact, for ties.
    """

    name: str
    frequency: float
    severity: float
    gap: float
    impact_low: float | None = None

    @property
    def priority(self) -> float:
        """100 · f · s · clip(gap, 0, 200) / 200, 0 to 100."""
        return 100.0 * self.frequency * self.severity * min(max(self.gap, 0.0), _WIDEST_GAP) / _WIDEST_GAP


def rank_pains(pains: Sequence[Pain]) -> tuple[Pain, ...]:
    """Return pain points, the worst first, ties by the lower bound of their impact.

    priority = 100 · frequency · severity · clip(gap, 0, 200) / 200. Frequency is not multiplied by impact, which
    contains it already. Show the three factors beside the order: the product has no unit.

    >>> [pain.name for pain in rank_pains([Pain("a", 0.1, 0.5, 40), Pain("b", 0.5, 0.5, 40)])]
    ['b', 'a']
    """
    return tuple(sorted(pains, key=lambda pain: (-pain.priority, -(pain.impact_low or 0.0), pain.name)))
