"""What a customer is worth: the simple formula, and what they have spent so far."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FirstMargin = Literal["now", "a_period_later"]


def lifetime_value(
    margin: float, retention: float, discount: float, first: FirstMargin = "a_period_later"
) -> float | None:
    """Return the discounted value of a customer who brings ``margin`` each period and stays with ``retention``.

    m r / (1 + d - r) when the first margin comes a period later, m (1 + d) / (1 + d - r) when it comes now; in the
    unit of ``margin``. None when it has no end (retention 1 without discount). Very sensitive near retention 1:
    show `value_range`. Source: Gupta & Lehmann, Journal of Interactive Marketing 17, 2003.

    >>> round(lifetime_value(100.0, 0.8, 0.1)), round(lifetime_value(100.0, 0.8, 0.1, "now"))
    (267, 367)
    """
    if not 0 <= retention <= 1 or discount < 0:
        raise ValueError("retention is a share from 0 to 1, the discount rate is not negative")
    left = 1 + discount - retention
    if left <= 0:
        return None
    return margin * (retention if first == "a_period_later" else 1 + discount) / left


@dataclass(frozen=True)
class ValueRange:
    """A lifetime value, and what it would be at the ends of the retention's interval; None where it has no end."""

    value: float | None
    low: float | None
    high: float | None


def value_range(
    margin: float,
    retention: tuple[float, float, float],
    discount: float,
    first: FirstMargin = "a_period_later",
) -> ValueRange:
    """Return the lifetime value at a retention (value, low, high).

    >>> round(value_range(100.0, (0.8, 0.7, 0.9), 0.1).low)
    175
    """
    value, low, high = (lifetime_value(margin, r, discount, first) for r in retention)
    return ValueRange(value, low, high)


@dataclass(frozen=True)
class HistoricValue:
    """What customers have brought so far, in the unit of the amounts; all None for no customers.

    The median stands first: a few large customers pull the mean.
    """

    median: float | None
    mean: float | None
    n_customers: int


def historic_value(amounts_by_customer: Sequence[Sequence[float]]) -> HistoricValue:
    """Return the median and mean of each customer's sum of margins (revenue where margins are unknown: say so).

    >>> historic_value([[100.0, 50.0], [30.0], [20.0]])
    HistoricValue(median=30.0, mean=66.66666666666667, n_customers=3)
    """
    totals = [sum(amounts) for amounts in amounts_by_customer]
    if not totals:
        return HistoricValue(None, None, 0)
    return HistoricValue(statistics.median(totals), statistics.fmean(totals), len(totals))
