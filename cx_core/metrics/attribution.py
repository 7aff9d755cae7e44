"""Which place carries how much of a total: a value shared out over groups from counts alone, and its change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.estimates import Estimate, around
from cx_core.metrics.intervals import POINTS
from cx_core.metrics.registry import metric
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
    n_before, n_after = (sum(counts.n for counts in side.values()) for side in (before, after))
    scales = {counts.scale for side in (before, after) for counts in side.values() if counts.scale}
    if not n_before or not n_after or len(scales) > 1:
        return ()
    found = []
    for group in dict.fromkeys((*before, *after)):
        one, two = before.get(group, Counts()), after.get(group, Counts())
        if not one.n and not two.n:
            continue
        old, old_variance = _moments(metric_key, one, n_before)
        new, new_variance = _moments(metric_key, two, n_after)
        error = math.sqrt(old_variance / n_before + new_variance / n_after)
        change = around(new - old, error, one.n + two.n, "attribution")
        found.append(Carried(group, old, new, change, one.n, two.n))
    return tuple(sorted(found, key=lambda one: (-abs(one.change.value or 0.0), str(one.group))))


def _moments(metric_key: str, counts: Counts, n: int) -> tuple[float, float]:
    """Return the mean over all n answers of the group's codes, and the variance of one answer's code."""
    unit = metric(metric_key).unit
    if unit == "points":
        mean = (counts.top - counts.bottom) / n
        return POINTS * mean, POINTS**2 * ((counts.top + counts.bottom) / n - mean**2)
    if unit == "share":
        share = counts.top / n
        return share, share * (1 - share)
    mean = counts.total / HUNDREDTHS / n
    return mean, max(0.0, counts.squares / HUNDREDTHS**2 / n - mean**2)
