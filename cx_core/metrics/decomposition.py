"""Why did it move: other customers (mix), or other experiences (rate)? The two add up exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics.estimates import Estimate, around, value_and_error
from cx_core.metrics.intervals import POINTS, mean_score
from cx_core.metrics.registry import metric
from cx_core.model.measure import Counts

#: ``against``: every segment moved against the total; ``turned``: the sum of the segments' moves did.
Alarm = Literal["against", "turned"]


@dataclass(frozen=True)
class Part:
    """What one segment did to the total, in the unit of the metric's value.

    ``mix`` comes from its share of the answers, ``rate`` from its own value. ``value_before`` is None for a new
    segment and ``value_after`` for a vanished one: both are pure mix.
    """

    segment: str | None
    share_before: float
    share_after: float
    value_before: float | None
    value_after: float | None
    mix: Estimate
    rate: Estimate

    @property
    def total(self) -> float:
        """The segment's whole contribution."""
        return (self.mix.value or 0.0) + (self.rate.value or 0.0)


@dataclass(frozen=True)
class Decomposition:
    """The change of a total as mix + rate, largest contributions first. None of it is rounded, nothing is left over.

    ``change`` is None with a reason where one side has no answers or scales differ. ``alarm`` says that total and
    segments tell opposite stories (Simpson's paradox).
    """

    metric: str
    change: float | None
    mix: Estimate
    rate: Estimate
    parts: tuple[Part, ...] = ()
    alarm: Alarm | None = None
    reason: str | None = None


def decompose(
    metric_key: str, before: Mapping[str | None, Counts], after: Mapping[str | None, Counts]
) -> Decomposition:
    """Split the change of a total into its segments' mix and rate.

    With w = segment share, s = segment value and R the mean of both totals: change = Σ (w1 - w0)((s0 + s1)/2 - R)
    [mix] + Σ (w0 + w1)/2 · (s1 - s0) [rate]. A new segment has s0 := s1, a vanished one s1 := s0. Answers without a
    segment are a segment of their own (key None), else the sum would break. SE(rate) = sqrt(Σ ((w0 + w1)/2)² (se0²
    + se1²)), and of a segment's mix |(s0 + s1)/2 - R| sqrt(w0(1 - w0)/n0 + w1(1 - w1)/n1). Sources: Kitagawa, JASA
    50, 1955; Das Gupta 1993 for the symmetric form.

    >>> before = {"new": Counts(10, 0, 0, 10), "old": Counts(90, 90, 0, 0)}
    >>> after = {"new": Counts(50, 0, 0, 50), "old": Counts(50, 50, 0, 0)}
    >>> found = decompose("nps", before, after)
    >>> round(found.change), round(found.mix.value), round(found.rate.value)
    (-80, -80, 0)
    """
    n_before, n_after = (sum(counts.n for counts in side.values()) for side in (before, after))
    nothing = Estimate(None)
    if not n_before or not n_after:
        return Decomposition(metric_key, None, nothing, nothing, reason="no_answers")
    if len({counts.scale for side in (before, after) for counts in side.values() if counts.scale}) > 1:
        return Decomposition(metric_key, None, nothing, nothing, reason="mixed_scales")
    totals = [
        math.fsum(_value(metric_key, counts) * counts.n for counts in side.values() if counts.n) / n
        for side, n in ((before, n_before), (after, n_after))
    ]
    middle = sum(totals) / 2
    segments = [one for one in dict.fromkeys((*before, *after)) if _n(before, one) + _n(after, one)]
    parts = [
        _part(metric_key, one, before.get(one, Counts()), after.get(one, Counts()), n_before, n_after, middle)
        for one in segments
    ]
    rate = _sum_of([part.rate for part in parts], n_before + n_after)
    mix = _sum_of([part.mix for part in parts], n_before + n_after, with_interval=False)
    parts.sort(key=lambda part: -abs(part.total))
    change = totals[1] - totals[0]
    return Decomposition(metric_key, change, mix, rate, tuple(parts), _alarm(change, rate.value or 0.0, parts))


def _n(side: Mapping[str | None, Counts], segment: str | None) -> int:
    return side[segment].n if segment in side else 0


def _value(metric_key: str, counts: Counts) -> float:
    unit = metric(metric_key).unit
    if unit == "points":
        return POINTS * (counts.top - counts.bottom) / counts.n
    return counts.top / counts.n if unit == "share" else mean_score(counts) or 0.0


def _part(
    metric_key: str, segment: str | None, one: Counts, two: Counts, n_before: int, n_after: int, middle: float
) -> Part:
    w_one, w_two = one.n / n_before, two.n / n_after
    s_one = _value(metric_key, one) if one.n else None
    s_two = _value(metric_key, two) if two.n else None
    known_one = s_one if s_one is not None else s_two or 0.0
    known_two = s_two if s_two is not None else s_one or 0.0
    distance = (known_one + known_two) / 2 - middle
    mix_error = abs(distance) * math.sqrt(w_one * (1 - w_one) / n_before + w_two * (1 - w_two) / n_after)
    weight = (w_one + w_two) / 2
    n = one.n + two.n
    return Part(
        segment,
        w_one,
        w_two,
        s_one,
        s_two,
        around((w_two - w_one) * distance, mix_error, n, "kitagawa"),
        _rate(metric_key, weight, weight * (known_two - known_one), one, two),
    )


def _rate(metric_key: str, weight: float, value: float, one: Counts, two: Counts) -> Estimate:
    n = one.n + two.n
    if not one.n or not two.n:
        return Estimate(0.0, 0.0, 0.0, n, "kitagawa")
    errors = [value_and_error(metric_key, counts) for counts in (one, two)]
    known = [found.error for found in errors if found is not None]
    if len(known) < 2:
        return Estimate(value, None, None, n, "kitagawa")
    return around(value, weight * math.hypot(*known), n, "kitagawa")


def _sum_of(parts: list[Estimate], n: int, with_interval: bool = True) -> Estimate:
    value = math.fsum(part.value or 0.0 for part in parts)
    ends = [(part.low, part.high) for part in parts]
    if not with_interval or any(low is None or high is None for low, high in ends):
        return Estimate(value, None, None, n, "kitagawa")
    # Segments hold different answers, so their rates are independent and squared half-widths add up.
    half = math.sqrt(math.fsum(((high or 0.0) - (low or 0.0)) ** 2 for low, high in ends)) / 2
    return Estimate(value, value - half, value + half, n, "kitagawa")


def _alarm(change: float, rate: float, parts: list[Part]) -> Alarm | None:
    moves = [
        part.value_after - part.value_before
        for part in parts
        if part.value_before is not None and part.value_after is not None
    ]
    if change and moves and all(move * change < 0 for move in moves):
        return "against"
    # A rate of nothing but rounding noise has no direction.
    return "turned" if rate * change < -1e-9 * change**2 else None
