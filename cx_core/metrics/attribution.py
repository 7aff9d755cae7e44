"""Which place carries how much of a total: a value shared out over groups from counts alone, and its change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.estimates import Estimate, around
from cx_core.metrics.intervals import POINTS
from cx_core.metrics.registry import Unit, metric
from cx_core.model.measure import Counts


@dataclass(frozen=True)
class Carried:
    """What one group carries of a total before and after, and the change, in the unit of the metric's value.

    ``group`` None holds the answers without one. ``change`` = ``after`` - ``before``, with its interval.
    """

    group: str | None
    before: float
    after: float
    change: Estimate
    n_before: int
    n_after: int


def carried_change(
    metric_key: str, before: Mapping[str | None, Counts], after: Mapping[str | None, Counts]
) -> tuple[Carried, ...]:
    """Share out the change of a total over groups; the parts add up to it exactly, the largest (either sign) first.

    A group carries (sum of its answers' codes) / n over *all* answers: 100 (P - D) / n for points, top / n for a share,
    sum of scores / n for a mean. Every answer belongs to one group, those without any to None. With x the answer's
    code inside the group and 0 outside, SE² = Σ over both sides of (mean of x² - (mean of x)²) / n. Empty where one
    side has no answers or scales differ. It is `themes.attribute_change` where no answer is in two groups.

    >>> before = {"store": Counts(50, 40, 0, 10), "web": Counts(50, 30, 0, 20)}
    >>> after = {"store": Counts(50, 10, 0, 40), "web": Counts(50, 30, 0, 20)}
    >>> [(one.group, one.before, one.after, one.change.value) for one in carried_change("nps", before, after)]
    [('store', 30.0, -30.0, -60.0), ('web', 10.0, 10.0, 0.0)]
    """
    return shared_change(
        metric_key, *({group: {1: counts} for group, counts in side.items()} for side in (before, after))
    )


def shared_change(
    metric_key: str,
    before: Mapping[str | None, Mapping[int, Counts]],
    after: Mapping[str | None, Mapping[int, Counts]],
) -> tuple[Carried, ...]:
    """Share out the change of a total over groups where an answer may be in several, as a comment's themes are.

    Each group maps k, the number of groups that an answer is in, to the counts of its answers; such an answer gives
    1/k of its code to each. The parts add up to the change of the total exactly, since an answer's shares do.
    As `carried_change`, with x = code/k; ``n_before`` and ``n_after`` count the answers that are in the group.

    >>> before = {"staff": {1: Counts(1, 1)}, None: {1: Counts(1, 0, 1)}}
    >>> after = {"staff": {2: Counts(1, 0, 0, 1)}, "price": {2: Counts(1, 0, 0, 1)}, None: {1: Counts(1, 0, 1)}}
    >>> [(one.group, one.change.value) for one in shared_change("nps", before, after)]
    [('staff', -75.0), ('price', -25.0), (None, 0.0)]
    """
    n_before, n_after = (_answers(side) for side in (before, after))
    cells = [counts for side in (before, after) for by_k in side.values() for counts in by_k.values()]
    scales = {counts.scale for counts in cells if counts.scale}
    if not n_before or not n_after or len(scales) > 1:
        return ()
    found = []
    for group in dict.fromkeys((*before, *after)):
        one, two = before.get(group, {}), after.get(group, {})
        n_one, n_two = (sum(counts.n for counts in side.values()) for side in (one, two))
        if not n_one and not n_two:
            continue
        old, old_variance = _moments(metric_key, one, n_before)
        new, new_variance = _moments(metric_key, two, n_after)
        error = math.sqrt(old_variance / n_before + new_variance / n_after)
        change = around(new - old, error, n_one + n_two, "attribution")
        found.append(Carried(group, old, new, change, n_one, n_two))
    return tuple(sorted(found, key=lambda one: (-abs(one.change.value or 0.0), str(one.group))))


def _answers(side: Mapping[str | None, Mapping[int, Counts]]) -> int:
    """Return how many answers a side has: each stands in k groups of it."""
    by_k: dict[int, int] = {}
    for groups in side.values():
        for k, counts in groups.items():
            by_k[k] = by_k.get(k, 0) + counts.n
    return sum(n // k for k, n in by_k.items())


def _moments(metric_key: str, by_k: Mapping[int, Counts], n: int) -> tuple[float, float]:
    """Return the mean over all n answers of the group's shares of codes, and the variance of one answer's share."""
    unit = metric(metric_key).unit
    mean = math.fsum(_sum(unit, counts) / k for k, counts in by_k.items()) / n
    square = math.fsum(_squares(unit, counts) / k**2 for k, counts in by_k.items()) / n
    return mean, max(0.0, square - mean**2)


def _sum(unit: Unit, counts: Counts) -> float:
    """Return the sum of the answers' codes in the unit of the value."""
    if unit == "points":
        return POINTS * (counts.top - counts.bottom)
    return counts.top if unit == "share" else counts.total / HUNDREDTHS


def _squares(unit: Unit, counts: Counts) -> float:
    """Return the sum of the squares of the answers' codes."""
    if unit == "points":
        return POINTS**2 * (counts.top + counts.bottom)
    return counts.top if unit == "share" else counts.squares / HUNDREDTHS**2
