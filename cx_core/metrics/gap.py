"""Scores and emotions on one axis: what customers expected, what the room believed, what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cx_core.model.feedback import Scale
from cx_core.model.journey import EMOTION_MAX, EMOTION_MIN
from cx_core.model.measure import MIN_N_TESTED, Measure

Standing = Literal["below", "above", "meets", "not_enough_evidence", "unknown"]
Agreement = Literal["room_too_bright", "room_too_dark", "agrees", "not_enough_evidence", "unknown"]

#: Room and data disagree when they are at least this far apart, one step of the five-step emotion scale.
STEP = 1.0
#: An NPS of ±100 is the end of the axis.
_POINTS_PER_STEP = 50.0


@dataclass(frozen=True)
class Gap:
    """How far the measured emotion lies from another one, on the axis from -2 to 2.

    ``gap`` is measured minus the other (negative: customers meet less), ``low`` and ``high`` its 95 % interval.
    All are None, with standing ``unknown``, where the other or the measure is missing. ``meets`` is said only with an
    interval narrow enough (within ± one step) to say so; otherwise it is ``not_enough_evidence``.
    """

    other: float | None
    measured: float | None
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    standing: Standing = "unknown"


@dataclass(frozen=True)
class RoomAgainstData:
    """What the people who drew the map believe against what customers say; ``gap`` is believed minus measured."""

    perceived: float | None
    measured: float | None
    gap: float | None
    n: int
    agreement: Agreement


def to_emotion(measure: Measure) -> float | None:
    """Return a measure as an emotion from -2 (very bad) to 2 (very good); None when it has no value or no scale.

    NPS / 50; for CSAT, CES and ratings the mean score moved linearly from its own scale to -2..2, so 1–5 becomes
    mean - 3, turned round where low is good. For the eye and for gaps: it makes axes comparable, not opinions.

    >>> to_emotion(Measure("nps", -30.0)), to_emotion(Measure("csat", 0.9, mean=4.5, scale=Scale(1, 5)))
    (-0.6, 1.5)
    """
    value = measure.value if measure.metric == "nps" else measure.mean
    if measure.value is None:
        return None
    return _on_axis(measure, value)


def emotion_interval(measure: Measure) -> tuple[float, float] | None:
    """Return the ends of the measure's interval on the emotion axis; None where it has none.

    >>> emotion_interval(Measure("nps", 30.0, 10.0, 50.0))
    (0.2, 1.0)
    """
    is_nps = measure.metric == "nps"
    ends = (measure.low, measure.high) if is_nps else (measure.mean_low, measure.mean_high)
    low, high = (_on_axis(measure, end) for end in ends)
    if low is None or high is None:
        return None
    return min(low, high), max(low, high)


def expectation_gap(expected: float | None, measure: Measure) -> Gap:
    """Return how the measured emotion stands against what was expected at a touchpoint.

    ``below`` or ``above`` only when the interval excludes 0 and at least 30 answers stand behind it.

    >>> met = Measure("csat", 0.2, n=60, mean=2.0, mean_low=1.8, mean_high=2.2, scale=Scale(1, 5))
    >>> gap = expectation_gap(1.0, met)
    >>> gap.gap, gap.standing
    (-2.0, 'below')
    """
    measured, interval = to_emotion(measure), emotion_interval(measure)
    if expected is None or measured is None:
        return Gap(expected, measured, n=measure.n)
    low, high = (interval[0] - expected, interval[1] - expected) if interval else (None, None)
    return Gap(expected, measured, measured - expected, low, high, measure.n, _standing(low, high, measure.n))


def room_against_data(perceived: float | None, measure: Measure) -> RoomAgainstData:
    """Say whether the people in the room see a touchpoint as customers do.

    They disagree when they lie at least one step apart and the interval of the measure excludes the room's value;
    far apart within the interval, or under 30 answers, is ``not_enough_evidence``, never agreement.

    >>> said = Measure("csat", 0.2, n=60, mean=2.0, mean_low=1.8, mean_high=2.2, scale=Scale(1, 5))
    >>> room_against_data(1.0, said).agreement
    'room_too_bright'
    """
    measured, interval = to_emotion(measure), emotion_interval(measure)
    if perceived is None or measured is None:
        return RoomAgainstData(perceived, measured, None, measure.n, "unknown")
    gap = perceived - measured
    agreement: Agreement = "agrees"
    if interval is None or measure.n < MIN_N_TESTED:
        agreement = "not_enough_evidence"
    elif abs(gap) >= STEP:
        is_clear = not interval[0] <= perceived <= interval[1]
        agreement = _disagreement(gap) if is_clear else "not_enough_evidence"
    return RoomAgainstData(perceived, measured, gap, measure.n, agreement)


def _disagreement(gap: float) -> Agreement:
    return "room_too_bright" if gap > 0 else "room_too_dark"


def _standing(low: float | None, high: float | None, n: int) -> Standing:
    if low is None or high is None or n < MIN_N_TESTED:
        return "not_enough_evidence"
    if high < 0:
        return "below"
    if low > 0:
        return "above"
    return "meets" if low > -STEP and high < STEP else "not_enough_evidence"


def _on_axis(measure: Measure, value: float | None) -> float | None:
    if value is None:
        return None
    if measure.metric == "nps":
        emotion = value / _POINTS_PER_STEP
    elif measure.scale is None:
        return None
    else:
        emotion = _linear(value, measure.scale)
    return max(EMOTION_MIN, min(EMOTION_MAX, emotion))


def _linear(score: float, scale: Scale) -> float:
    middle = (scale.minimum + scale.maximum) / 2
    steps = (score - middle) * (EMOTION_MAX - EMOTION_MIN) / (scale.maximum - scale.minimum)
    return 0.0 - steps if scale.direction == "low_is_good" else steps
