"""Do promoters stay longer and spend more? What customers did after they answered, by what they answered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cx_core.metrics.distributions import student_quantile
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.intervals import wilson

AnswerClass = Literal["top", "middle", "bottom"]
CLASSES: tuple[AnswerClass, ...] = ("top", "middle", "bottom")


@dataclass(frozen=True)
class Outcome:
    """What the customers of one class did, measured strictly after their answer.

    ``returned`` is the share who bought again (Wilson), ``spent`` the mean spend (t interval, None where it has
    none), in the unit of the amounts. Association only: "each point is worth" is never said.
    """

    answered: AnswerClass
    n: int
    returned: Estimate
    spent: Estimate


def outcomes_by_class(spend_after: Mapping[AnswerClass, Sequence[float]]) -> tuple[Outcome, ...]:
    """Return later behaviour by class of answer, promoters first.

    ``spend_after`` holds, for every customer of a class, the sum of their orders after the answer; 0 for those who did
    not come back. Evidence on NPS and growth is mixed (Keiningham et al., Journal of Marketing 71, 2007; Baehre et al.
    2021), so this table is of the company's own customers.

    >>> table = outcomes_by_class({"top": [100.0, 0.0, 50.0], "bottom": [0.0, 0.0]})
    >>> [(row.answered, row.returned.value, row.spent.value) for row in table if row.n]
    [('top', 0.6666666666666666, 50.0), ('bottom', 0.0, 0.0)]
    """
    return tuple(_outcome(one, spend_after.get(one, ())) for one in CLASSES)


def _outcome(answered: AnswerClass, amounts: Sequence[float]) -> Outcome:
    n = len(amounts)
    interval = wilson(sum(amount > 0 for amount in amounts), n)
    if interval is None:
        nothing = Estimate(None, reason="no_customers")
        return Outcome(answered, 0, nothing, nothing)
    share = sum(amount > 0 for amount in amounts) / n
    returned = Estimate(share, interval.low, interval.high, n, interval.method)
    mean = math.fsum(amounts) / n
    variance = math.fsum((amount - mean) ** 2 for amount in amounts) / (n - 1) if n > 1 else 0.0
    if variance <= 0:
        return Outcome(answered, n, returned, Estimate(mean, n=n, method="t"))
    half = student_quantile(n - 1) * math.sqrt(variance / n)
    return Outcome(answered, n, returned, Estimate(mean, mean - half, mean + half, n, "t"))
