"""Who bought when: the counts behind retention, repeat purchase and what customers of one mind did afterwards.

Customers are any hashable ids, days are day numbers, amounts are in one currency. Everything is counted from plain
sequences of orders, so each number can be recounted in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cx_core.metrics.outcomes import CLASSES, AnswerClass

#: Without contracts a customer is gone after so many days without an order, unless another window is chosen.
USUAL_WINDOW = 90

Order = tuple[Hashable, int, float]


@dataclass(frozen=True)
class Staying:
    """Customers over two windows of equal length, the later one ending on the last day of the data.

    ``n_start`` bought in the earlier window, ``n_end`` in the later one, ``n_new`` of those only in the later one.
    """

    n_start: int
    n_end: int
    n_new: int


def staying(orders: Iterable[Order], through: int, window: int = USUAL_WINDOW) -> Staying:
    """Count who bought in the window of days that ends on ``through`` and in the one right before it.

    Retention is (n_end - n_new) / n_start. Orders outside both windows do not count, so a customer who comes back
    after a longer break is new to the window. ValueError for a window under one day.

    >>> staying([("a", 1, 10.0), ("a", 11, 10.0), ("b", 2, 10.0), ("c", 15, 10.0)], through=20, window=10)
    Staying(n_start=2, n_end=2, n_new=1)
    """
    if window < 1:
        raise ValueError("a window holds at least one day")
    now: set[Hashable] = set()
    before: set[Hashable] = set()
    for customer, day, _ in orders:
        if through - window < day <= through:
            now.add(customer)
        elif through - 2 * window < day <= through - window:
            before.add(customer)
    return Staying(len(before), len(now), len(now - before))


@dataclass(frozen=True)
class Repeating:
    """Customers whose first order lies far enough back, and those of them with two orders or more."""

    n_customers: int
    n_repeated: int
    n_too_new: int


def repeating(orders: Iterable[Order], through: int, window: int = USUAL_WINDOW) -> Repeating:
    """Count who came back; customers whose first order is younger than ``window`` days are left out and counted.

    They have not had the time, and would pull the rate down the more new customers there are.

    >>> repeating([("a", 1, 5.0), ("a", 30, 5.0), ("b", 2, 5.0), ("c", 95, 5.0)], through=100)
    Repeating(n_customers=2, n_repeated=1, n_too_new=1)
    """
    first: dict[Hashable, int] = {}
    n_orders: dict[Hashable, int] = {}
    for customer, day, _ in orders:
        if day <= through:
            first[customer] = min(day, first.get(customer, day))
            n_orders[customer] = n_orders.get(customer, 0) + 1
    ripe = [customer for customer, day in first.items() if day <= through - window]
    return Repeating(len(ripe), sum(n_orders[customer] > 1 for customer in ripe), len(first) - len(ripe))


def spend_after(
    answers: Iterable[tuple[Hashable, int, AnswerClass]],
    orders: Iterable[Order],
    through: int,
    follow_up: int = USUAL_WINDOW,
) -> Mapping[AnswerClass, tuple[float, ...]]:
    """Return what each customer spent in the ``follow_up`` days strictly after an answer, by class of that answer.

    A customer counts once, with the newest answer that has its whole follow-up in the data, so that nobody had more
    time than others; 0 for who did not come back. Feed it to `outcomes.outcomes_by_class`.

    >>> found = spend_after([("a", 5, "top"), ("b", 5, "bottom")], [("a", 5, 9.0), ("a", 6, 7.0)], through=200)
    >>> found["top"], found["bottom"]
    ((7.0,), (0.0,))
    """
    newest: dict[Hashable, tuple[int, AnswerClass]] = {}
    for customer, day, answered in answers:
        if day + follow_up <= through and (customer not in newest or day > newest[customer][0]):
            newest[customer] = (day, answered)
    spent = dict.fromkeys(newest, 0.0)
    for customer, day, amount in orders:
        if customer in newest and newest[customer][0] < day <= newest[customer][0] + follow_up:
            spent[customer] += amount
    return {one: tuple(spent[who] for who, (_, own) in newest.items() if own == one) for one in CLASSES}


@dataclass(frozen=True)
class AtRisk:
    """The revenue of a span that came from customers whose newest answer was in the bottom class.

    ``share`` is of all revenue with a known customer; None without any. ``n_silent`` customers never answered.
    """

    revenue: float
    all_revenue: float
    n_customers: int
    n_all_customers: int
    n_silent: int

    @property
    def share(self) -> float | None:
        """The part of the revenue that is at risk, 0 to 1."""
        return self.revenue / self.all_revenue if self.all_revenue else None


def at_risk(
    newest_answer: Mapping[int, AnswerClass], orders: Sequence[tuple[int, int, float]], since: int, through: int
) -> AtRisk:
    """Add up the revenue between two days (both included) by whether the customer's newest answer was bad.

    It is what would be missed if all of them left, not what will be lost; customers without an answer are not in it.

    >>> at_risk({1: "bottom", 2: "top"}, [(1, 5, 30.0), (2, 6, 50.0), (3, 7, 20.0)], 1, 10).share
    0.3
    """
    spent: dict[int, float] = {}
    for customer, day, amount in orders:
        if since <= day <= through:
            spent[customer] = spent.get(customer, 0.0) + amount
    bad = [customer for customer in spent if newest_answer.get(customer) == "bottom"]
    return AtRisk(
        sum(spent[customer] for customer in bad),
        sum(spent.values()),
        len(bad),
        len(spent),
        sum(customer not in newest_answer for customer in spent),
    )
