"""Customers by how recently, how often and for how much they bought: fifths of each, and six groups with names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

RfmGroup = Literal["champions", "loyal", "new", "at_risk", "sleeping", "others"]
GROUPS: tuple[RfmGroup, ...] = ("champions", "loyal", "new", "at_risk", "sleeping", "others")

_FIFTHS = 5


@dataclass(frozen=True)
class Rfm:
    """One customer: scores 1 (worst fifth) to 5 (best fifth) of recency, frequency and money, and what they rest on."""

    customer: int
    recency: int
    frequency: int
    money: int
    days_since: int
    n_orders: int
    amount: float

    @property
    def group(self) -> RfmGroup:
        """The named group, by recency and frequency alone: money follows frequency in most shops."""
        return group_of(self.recency, self.frequency)


def rfm(orders: Iterable[tuple[int, int, float]], through: int) -> tuple[Rfm, ...]:
    """Score every customer of some orders (customer, day, amount) as of the day ``through``, in order of customer.

    A score is 1 + the fifth in which the value lies: the share of customers with a smaller value, times five. Equal
    values score equally, so a fifth may hold more than a fifth of the customers. Source: Hughes, Strategic Database
    Marketing, 1994.

    >>> [(one.customer, one.recency, one.frequency) for one in rfm([(1, 1, 5.0), (2, 9, 5.0), (2, 8, 5.0)], 10)]
    [(1, 1, 1), (2, 3, 3)]
    """
    last: dict[int, int] = {}
    n_orders: dict[int, int] = {}
    amount: dict[int, float] = {}
    for customer, day, paid in orders:
        if day <= through:
            last[customer] = max(day, last.get(customer, day))
            n_orders[customer] = n_orders.get(customer, 0) + 1
            amount[customer] = amount.get(customer, 0.0) + paid
    days, counts, sums = sorted(last.values()), sorted(n_orders.values()), sorted(amount.values())
    return tuple(
        Rfm(
            customer,
            _fifth(last[customer], days),
            _fifth(n_orders[customer], counts),
            _fifth(amount[customer], sums),
            through - last[customer],
            n_orders[customer],
            amount[customer],
        )
        for customer in sorted(last)
    )


def group_of(recency: int, frequency: int) -> RfmGroup:
    """Return the named group of two scores from 1 to 5.

    >>> group_of(5, 5), group_of(1, 5), group_of(5, 1), group_of(1, 1)
    ('champions', 'at_risk', 'new', 'sleeping')
    """
    if recency >= 4:
        return "champions" if frequency >= 4 else ("new" if frequency <= 2 else "loyal")
    if recency <= 2:
        return "at_risk" if frequency >= 3 else "sleeping"
    return "loyal" if frequency >= 4 else "others"


def _fifth(value: float, ordered: list[int] | list[float]) -> int:
    return 1 + _FIFTHS * bisect_left(ordered, value) // len(ordered)
