"""Expectation against reality, and the room against the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cx_core.model.journey import Journey
from cx_core.model.measure import MIN_N_SHOWN

#: Room and data disagree from here on: one whole step of the emotion scale.
DISAGREEMENT = 1.0

Source = Literal["measured", "perceived"]


@dataclass(frozen=True)
class MeasuredEmotion:
    """A measured score on the emotion axis from -2 to 2, with its 95 % interval and the answers behind it."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    metric: str = ""

    @property
    def is_shown(self) -> bool:
        """True when enough answers stand behind it to be shown as a number."""
        return self.value is not None and self.n >= MIN_N_SHOWN


@dataclass(frozen=True)
class Gap:
    """What customers meet minus what they expect at a touchpoint, in steps of emotion (-4 to 4).

    ``value`` below 0 means that reality falls short. ``source`` says whose reality: ``measured`` where at least
    `MIN_N_SHOWN` answers are there, else what the room perceives. ``value`` is None, and ``source`` too, while either
    side is unknown. ``disagreement`` is measured minus perceived, None when one is unknown.
    """

    touchpoint_id: str
    expected: float | None
    actual: float | None
    value: float | None
    source: Source | None
    n: int
    disagreement: float | None

    @property
    def room_and_data_disagree(self) -> bool:
        """True when what was drawn and what was measured lie a whole step apart."""
        return self.disagreement is not None and abs(self.disagreement) >= DISAGREEMENT


def gaps(journey: Journey, measured: Mapping[str, MeasuredEmotion] | None = None) -> tuple[Gap, ...]:
    """Return the gap of every touchpoint, in the order of the map.

    ``measured`` holds measured emotions by touchpoint id; a touchpoint that is missing there has no answers.

    >>> from cx_core.journeys import build
    >>> one = build.touchpoint("Giao hàng", id="t", expected=1.0, perceived=0.5)
    >>> gaps(build.journey("x", [build.stage("y", [one])]), {"t": MeasuredEmotion(-1.0, n=40)})[0].value
    -2.0
    """
    found = measured or {}
    return tuple(
        _gap(touchpoint.id, touchpoint.expected, touchpoint.perceived, found.get(touchpoint.id))
        for touchpoint in journey.touchpoints
    )


def worst_gaps(all_gaps: tuple[Gap, ...], limit: int = 3) -> tuple[Gap, ...]:
    """Return the gaps where reality falls short, the widest first."""
    short = [gap for gap in all_gaps if gap.value is not None and gap.value < 0]
    return tuple(sorted(short, key=lambda gap: (gap.value or 0.0, gap.touchpoint_id))[:limit])


def widest_disagreements(all_gaps: tuple[Gap, ...], limit: int = 3) -> tuple[Gap, ...]:
    """Return where room and data disagree, the widest first."""
    apart = [gap for gap in all_gaps if gap.room_and_data_disagree]
    return tuple(sorted(apart, key=lambda gap: (-abs(gap.disagreement or 0.0), gap.touchpoint_id))[:limit])


def _gap(touchpoint_id: str, expected: float | None, perceived: float | None, measured: MeasuredEmotion | None) -> Gap:
    shown = measured.value if measured is not None and measured.is_shown else None
    actual = shown if shown is not None else perceived
    source: Source | None = "measured" if shown is not None else "perceived" if perceived is not None else None
    return Gap(
        touchpoint_id=touchpoint_id,
        expected=expected,
        actual=actual,
        value=None if expected is None or actual is None else actual - expected,
        source=source,
        n=measured.n if measured else 0,
        disagreement=None if shown is None or perceived is None else shown - perceived,
    )
