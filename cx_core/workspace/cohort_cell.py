"""One cell of the cohort grid from near: who came back in that month, and what the cohort said in it."""

from __future__ import annotations

from dataclasses import dataclass

from cx_core.model.period import Period, day_from_number, day_number, periods_between
from cx_core.store.orders import CustomerEvent, OrderBook

#: So many of the newest answers stand in a cell.
_SAID = 12


@dataclass(frozen=True)
class CohortBuyer:
    """A customer of the cohort who ordered in the month: the orders in it and what they brought."""

    pseudonym: str
    n_orders: int
    revenue: float


@dataclass(frozen=True)
class CohortCell:
    """A cohort (month of the first order, its size) in one later month: its buyers, and its newest answers there."""

    cohort: Period
    month: Period
    size: int
    buyers: tuple[CohortBuyer, ...]
    said: tuple[CustomerEvent, ...]


def cohort_cell(book: OrderBook, cohort: str, since: int) -> CohortCell | None:
    """Return the cell of a cohort (``2026-01``) so many months after its first order; None where there is none.

    The buyers with most revenue come first; the answers are those of the whole cohort, the silent ones as well.
    """
    orders = book.purchases().orders
    if not orders:
        return None
    first: dict[int, int] = {}
    for customer, day, _ in orders:
        first.setdefault(customer, day)
    calendar = periods_between(day_from_number(orders[0][1]), day_from_number(orders[-1][1]), "month")
    place = next((number for number, one in enumerate(calendar) if one.label == cohort), None)
    if place is None or since < 0 or place + since >= len(calendar):
        return None
    start, month = calendar[place], calendar[place + since]
    members = {who for who, day in first.items() if start.first <= day_from_number(day) <= start.last}
    if not members:
        return None
    low, high = day_number(month.first), day_number(month.last)
    bought: dict[int, list[float]] = {}
    for customer, day, amount in orders:
        if customer in members and low <= day <= high:
            bought.setdefault(customer, []).append(amount)
    names = book.pseudonyms()
    buyers = [CohortBuyer(names[who], len(amounts), sum(amounts)) for who, amounts in bought.items()]
    return CohortCell(
        start,
        month,
        len(members),
        tuple(sorted(buyers, key=lambda one: (-one.revenue, one.pseudonym))),
        book.said(members, low, high, _SAID),
    )
