"""Is a change real? One of three words, and never "no change" where the sample was merely too small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.differences import Difference, mean_difference, net_difference, share_difference
from cx_core.metrics.registry import Unit, metric
from cx_core.model.feedback import Scale
from cx_core.model.measure import MIN_N_TESTED, Counts
from cx_core.model.message import Message

Verdict = Literal["rose", "fell", "not_enough_evidence"]

#: Why a change is not announced: no answers on a side; two scales; fewer than 30 answers on a side; no spread to test
#: with; it may be chance; it is real but smaller than anybody would act on; other sources answered, not other feelings.
Reason = Literal[
    "no_answers", "mixed_scales", "too_few_answers", "no_spread", "within_noise", "too_small", "other_sources"
]

SIGNIFICANCE = 0.05
#: The practical floor: 5 NPS points, 5 percentage points, 5 % of the scale's length.
FLOOR_POINTS, FLOOR_SHARE = 5.0, 0.05


@dataclass(frozen=True)
class Comparison:
    """What became of a metric between two groups of answers, in the unit of the metric's value.

    ``difference`` is after minus before, None when a side has no value; ``low`` and ``high`` its 95 % interval.
    ``verdict`` is ``rose`` or ``fell`` only when the change is announced: p (adjusted where several were looked at)
    passes, the change reaches ``floor``, and both sides have 30 answers. Otherwise it is ``not_enough_evidence`` and
    ``reason`` says what is missing. ``detectable`` is the smallest change the two samples could have shown.
    ``better`` tells whether the difference is good news, None when there is none.
    """

    metric: str
    difference: float | None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    verdict: Verdict = "not_enough_evidence"
    reason: Reason | None = None
    detectable: float | None = None
    better: bool | None = None
    n_before: int = 0
    n_after: int = 0
    floor: float = 0.0
    p_adjusted: float | None = None
    method: str | None = None
    scale: Scale | None = None

    @property
    def announced(self) -> bool:
        """True when the change may be called a rise or a fall."""
        return self.verdict != "not_enough_evidence"

    @property
    def message(self) -> Message:
        """The verdict as one word."""
        return Message.of(f"verdict.{self.verdict}")


_DIFFERENCES: dict[Unit, Callable[[Counts, Counts], Difference | None]] = {
    "points": net_difference,
    "share": share_difference,
    "score": mean_difference,
}


def compare(metric_key: str, before: Counts, after: Counts, floor: float | None = None) -> Comparison:
    """Compare one metric between two groups of different answers.

    NPS: two-sample adjusted test; shares: Newcombe; means: Welch (see `differences`). ``floor`` overrides
    `practical_floor`. Counts on two scales are not compared (reason ``mixed_scales``).

    >>> compare("nps", Counts(100, 60, 20, 20), Counts(100, 35, 30, 35)).verdict
    'fell'
    >>> compare("nps", Counts(9, 9, 0, 0), Counts(9, 0, 0, 9)).reason
    'too_few_answers'
    """
    scale = after.scale or before.scale
    found = Comparison(
        metric_key,
        None,
        n_before=before.n,
        n_after=after.n,
        floor=practical_floor(metric_key, scale) if floor is None else floor,
        scale=scale,
    )
    if before.scale and after.scale and before.scale != after.scale:
        return replace(found, reason="mixed_scales")
    difference = _DIFFERENCES[metric(metric_key).unit](before, after)
    return with_difference(found, difference)


def with_difference(found: Comparison, difference: Difference | None) -> Comparison:
    """Return ``found`` with a tested difference and its verdict; without one, reason ``no_answers``.

    >>> with_difference(Comparison("nps", None), None).reason
    'no_answers'
    """
    if difference is None:
        return replace(found, reason="no_answers")
    better = None
    if difference.value:
        better = (difference.value > 0) == metric(found.metric).higher_is_better(found.scale)
    tested = replace(
        found,
        difference=difference.value,
        low=difference.low,
        high=difference.high,
        p_value=difference.p_value,
        detectable=difference.detectable,
        better=better,
        method=difference.method,
    )
    return judge(tested)


def judge(found: Comparison, p_adjusted: float | None = None, discovery_rate: float = 1.0) -> Comparison:
    """Return the comparison with its verdict under the announce rule.

    The comparison's own p-value must reach 5 %. Where it was one of several (`multiple.confirm`), ``p_adjusted``
    must reach ``discovery_rate`` as well, so that no change is announced on less evidence than it would need alone.

    >>> real = compare("nps", Counts(100, 60, 20, 20), Counts(100, 35, 30, 35))
    >>> judge(real, p_adjusted=0.3, discovery_rate=0.1).reason
    'within_noise'
    """
    is_chance = p_adjusted is not None and p_adjusted > discovery_rate
    reason = _reason(found, is_chance)
    verdict: Verdict = "not_enough_evidence"
    if reason is None and found.difference:
        verdict = "rose" if found.difference > 0 else "fell"
    return replace(found, verdict=verdict, reason=reason, p_adjusted=p_adjusted)


def practical_floor(metric_key: str, scale: Scale | None) -> float:
    """Return the smallest change worth announcing, in the unit of the metric's value.

    5 points, a share of 0.05, or 5 % of the scale's length (0.2 on 1–5, 0.3 on 1–7).

    >>> practical_floor("nps", None), practical_floor("csat", None), practical_floor("ces", Scale(1, 7))
    (5.0, 0.05, 0.3)
    """
    unit = metric(metric_key).unit
    if unit == "points":
        return FLOOR_POINTS
    if unit == "share" or scale is None:
        return FLOOR_SHARE
    return (scale.maximum - scale.minimum) * FLOOR_POINTS / HUNDREDTHS


def _reason(found: Comparison, is_chance: bool) -> Reason | None:
    if found.difference is None:
        return found.reason or "no_answers"
    if min(found.n_before, found.n_after) < MIN_N_TESTED:
        return "too_few_answers"
    if found.p_value is None:
        return "no_spread"
    if is_chance or found.p_value > SIGNIFICANCE:
        return "within_noise"
    # A hair of tolerance: 0.6 - 0.55 is a hair under 0.05 in floating point.
    return "too_small" if abs(found.difference) < found.floor * (1 - 1e-9) else None
