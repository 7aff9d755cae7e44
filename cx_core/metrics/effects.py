"""Did the action work? Difference in differences, a verdict at the review date, and the traps on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cx_core.metrics.differences import net_difference
from cx_core.metrics.distributions import normal_p_value, student_p_value
from cx_core.metrics.estimates import Estimate, around, value_and_error
from cx_core.metrics.league import league
from cx_core.model.measure import MIN_N_TESTED, Counts

EffectVerdict = Literal["worked", "no_evidence", "got_worse", "too_early", "cannot_tell"]

SIGNIFICANCE = 0.05
#: Whoever looks every week for a quarter needs this z, or 5 % false success becomes 18 %.
PEEKING_Z = 2.7
MIN_PRE_PERIODS = 4


@dataclass(frozen=True)
class Effect:
    """The effect of an action in the unit of the metric's value, with its interval.

    ``value`` is (T1 - T0) - (C1 - C0), None with ``reason`` ``no_comparison`` or ``no_answers``. ``naive`` is
    the plain before/after change of the treated group, shown beside it and never announced.
    """

    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    naive: float | None
    n: int
    reason: str | None = None

    @property
    def estimate(self) -> Estimate:
        """The effect as an estimate."""
        return Estimate(self.value, self.low, self.high, self.n, "did", self.reason)


def difference_in_differences(
    metric_key: str, before: Counts, after: Counts, control_before: Counts, control_after: Counts
) -> Effect:
    """Return how much more a treated group changed than its comparison group.

    (T1 - T0) - (C1 - C0), SE = sqrt(sum of the four squared errors), NPS cells adjusted by 3/4, 3/2, 3/4. Assumes
    that both would have moved alike without the action: check `parallel_trends`. A 10-point NPS effect needs about
    1,915 answers in each cell for 80 % power. Source: Card & Krueger, American Economic Review 84, 1994.

    >>> same = Counts(100, 50, 30, 20)
    >>> difference_in_differences("nps", same, same, same, same).value
    0.0
    """
    cells = [value_and_error(metric_key, counts) for counts in (before, after, control_before, control_after)]
    n = before.n + after.n + control_before.n + control_after.n
    treated = [one for one in cells[:2] if one is not None]
    naive = treated[1].value - treated[0].value if len(treated) == 2 else None
    if not control_before.n and not control_after.n:
        return Effect(None, None, None, None, naive, n, "no_comparison")
    known = [one for one in cells if one is not None]
    if len(known) < 4:
        return Effect(None, None, None, None, naive, n, "no_answers")
    t_before, t_after, c_before, c_after = (one.value for one in known)
    value = (t_after - t_before) - (c_after - c_before)
    error = math.sqrt(math.fsum(one.error**2 for one in known))
    found = around(value, error, n, "did")
    return Effect(value, found.low, found.high, normal_p_value(value / error), naive, n)


def verdict(
    effect: Effect, n_smallest_cell: int, today: date, review_on: date, higher_is_better: bool = True
) -> EffectVerdict:
    """Return the verdict on an action, registered before it began.

    Before the review date ``too_early``: the interval may be shown, a verdict not. Without a comparison group, or
    with fewer than 30 answers in a cell, ``cannot_tell``. Else ``worked`` or ``got_worse`` at 5 %, or
    ``no_evidence``.

    >>> verdict(Effect(20.0, 5.0, 35.0, 0.009, 25.0, 900), 200, date(2026, 3, 1), date(2026, 2, 1))
    'worked'
    """
    if today < review_on:
        return "too_early"
    if effect.value is None or effect.p_value is None or n_smallest_cell < MIN_N_TESTED:
        return "cannot_tell"
    if effect.p_value > SIGNIFICANCE:
        return "no_evidence"
    return "worked" if (effect.value > 0) == higher_is_better else "got_worse"


def survives_peeking(effect: Effect) -> bool:
    """Tell whether an effect looked at every week may be called real: |z| > 2.7 instead of 1.96.

    Testing weekly for 12 weeks turns 5 % into 18 % false success; this bound keeps it at 3.4 %.

    >>> survives_peeking(Effect(20.0, 5.0, 35.0, 0.009, 25.0, 900))
    False
    """
    return effect.p_value is not None and effect.p_value < normal_p_value(PEEKING_Z)


@dataclass(frozen=True)
class ParallelTrends:
    """Whether treated and comparison group moved alike before the action.

    ``drift`` is the change of their difference per period. ``looks_parallel`` is None with a reason for fewer
    than four periods before; True only says that no drift was seen.
    """

    drift: float | None
    p_value: float | None
    n_periods: int
    looks_parallel: bool | None
    reason: str | None = None


def parallel_trends(metric_key: str, treated: Sequence[Counts], control: Sequence[Counts]) -> ParallelTrends:
    """Check the periods before an action: does the difference of the two groups drift?

    Weighted least squares of (treated - control) on time, weights 1/se², tested by the larger of the model's and
    the cells' own error. Periods in which either is empty are skipped. Source: Angrist & Pischke, Mostly Harmless
    Econometrics, § 5.2.

    >>> parallel_trends("nps", [], []).reason
    'too_few_periods'
    """
    rows: list[tuple[float, float, float]] = []
    for place, (one, two) in enumerate(zip(treated, control, strict=True)):
        left, right = value_and_error(metric_key, one), value_and_error(metric_key, two)
        if left is not None and right is not None:
            rows.append((float(place), left.value - right.value, 1 / (left.error**2 + right.error**2)))
    if len(rows) < MIN_PRE_PERIODS:
        return ParallelTrends(None, None, len(rows), None, "too_few_periods")
    total = math.fsum(w for _, _, w in rows)
    mean_t = math.fsum(w * t for t, _, w in rows) / total
    mean_d = math.fsum(w * d for _, d, w in rows) / total
    spread = math.fsum(w * (t - mean_t) ** 2 for t, _, w in rows)
    drift = math.fsum(w * (t - mean_t) * (d - mean_d) for t, d, w in rows) / spread
    left_over = math.fsum(w * (d - mean_d - drift * (t - mean_t)) ** 2 for t, d, w in rows) / (len(rows) - 2)
    error = math.sqrt(max(1.0, left_over) / spread)
    p_value = student_p_value(drift / error, len(rows) - 2)
    return ParallelTrends(drift, p_value, len(rows), p_value > SIGNIFICANCE)


def baseline_before(periods: Sequence[Counts], trigger: int) -> Counts:
    """Return the pooled periods before the one that made somebody act; the triggering period is left out.

    An action that starts because a segment looked worst "gains" without doing anything: the worst of 12 equal
    segments of 50 answers gains 18 NPS points. ``trigger`` is the place of that period. Empty counts when nothing
    comes before.

    >>> baseline_before([Counts(10, 5, 3, 2), Counts(10, 0, 0, 10)], trigger=1).n
    10
    """
    return sum(periods[:trigger], Counts())


def expected_rebound(metric_key: str, groups: Mapping[str, Counts], chosen: str) -> float | None:
    """Return the gain that a chosen group shows next time on average without any action, in the unit of the metric.

    Its empirical-Bayes value (`league`) minus its raw value: what luck took will be given back. None when the
    group has no place in the league.

    >>> worst = {"a": Counts(50, 15, 15, 20), "b": Counts(50, 25, 15, 10), "c": Counts(50, 24, 15, 11)}
    >>> expected_rebound("nps", worst, "a") > 5
    True
    """
    standing = next((one for one in league(metric_key, groups).standings if one.group == chosen), None)
    if standing is None or standing.shrunk.value is None:
        return None
    return standing.shrunk.value - standing.raw


def naive_change(before: Counts, after: Counts) -> Estimate:
    """Return the plain before/after change of an NPS, to show beside the effect with its warning.

    With a trend of half a point a month it is "significant" 92 % of the time without any effect.

    >>> naive_change(Counts(), Counts()).reason
    'no_answers'
    """
    found = net_difference(before, after)
    if found is None:
        return Estimate(None, reason="no_answers")
    return Estimate(found.value, found.low, found.high, before.n + after.n, found.method)
