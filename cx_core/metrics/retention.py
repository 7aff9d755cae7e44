"""Who stays: retention, churn, repeat purchase, and cohorts by the month of the first order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cx_core.metrics.estimates import Estimate
from cx_core.metrics.intervals import wilson
from cx_core.model.period import Period, periods_between


def retention_rate(n_start: int, n_end: int, n_new: int) -> Estimate:
    """Return the share of the customers at the start who are still there: (end - new) / start, with Wilson's interval.

    None with reason ``no_customers`` when nobody was there at the start; ValueError when more stayed than were there.

    >>> retention_rate(200, 210, 30).value
    0.9
    """
    stayed = n_end - n_new
    if not 0 <= stayed <= n_start:
        raise ValueError("between none and all of the customers at the start can have stayed")
    return _share(stayed, n_start)


def churn_rate(n_start: int, n_end: int, n_new: int) -> Estimate:
    """Return the share of the customers at the start who left: 1 - retention.

    >>> round(churn_rate(200, 210, 30).value, 3)
    0.1
    """
    kept = retention_rate(n_start, n_end, n_new)
    if kept.value is None or kept.low is None or kept.high is None:
        return kept
    return Estimate(1 - kept.value, 1 - kept.high, 1 - kept.low, kept.n, kept.method)


def annual_churn(monthly: float) -> float:
    """Return the yearly churn of a monthly one: 1 - (1 - c)^12, not 12 c. Both 0 to 1.

    >>> round(annual_churn(0.05), 3)
    0.46
    """
    if not 0 <= monthly <= 1:
        raise ValueError("churn is a share from 0 to 1")
    return 1 - (1 - monthly) ** 12


def repeat_purchase_rate(n_repeated: int, n_customers: int) -> Estimate:
    """Return the share of customers with two orders or more among those with one or more, with Wilson's interval.

    >>> repeat_purchase_rate(30, 120).value, repeat_purchase_rate(0, 0).reason
    (0.25, 'no_customers')
    """
    if n_repeated > n_customers:
        raise ValueError("more customers came back than came")
    return _share(n_repeated, n_customers)


@dataclass(frozen=True)
class Cohort:
    """Customers whose first order fell in one month.

    ``active`` counts those who ordered 0, 1, 2, … months after it; the first equals ``size``. A month that the data
    do not cover whole is None, never 0.
    """

    month: Period
    size: int
    active: tuple[int | None, ...]

    def retention(self, months_since: int) -> float | None:
        """Return the share still ordering ``months_since`` months after the first; None where it cannot be known."""
        count = self.active[months_since] if months_since < len(self.active) else None
        return None if count is None or not self.size else count / self.size


def cohorts(orders: Iterable[tuple[str, date]], covered_through: date) -> tuple[Cohort, ...]:
    """Return the cohorts of some orders (customer, day), the earliest month first.

    All cohorts have one column a month up to the month of ``covered_through``; a month is observable when the data
    cover its last day, so a half-seen last month is None. Orders after ``covered_through`` are ignored. Months without
    new customers are left out.

    >>> table = cohorts([("a", date(2026, 1, 5)), ("a", date(2026, 2, 5)), ("b", date(2026, 2, 9))], date(2026, 2, 28))
    >>> [(cohort.month.label, cohort.active) for cohort in table]
    [('2026-01', (1, 1)), ('2026-02', (1, None))]
    """
    months: dict[str, set[Period]] = {}
    for customer, day in orders:
        if day <= covered_through:
            months.setdefault(customer, set()).add(Period.containing(day, "month"))
    if not months:
        return ()
    first_of = {customer: min(active) for customer, active in months.items()}
    calendar = periods_between(min(first_of.values()).first, covered_through, "month")
    place = {month: number for number, month in enumerate(calendar)}
    seen = [month.last <= covered_through for month in calendar]
    found = []
    for month in sorted(set(first_of.values())):
        members = [customer for customer, first in first_of.items() if first == month]
        start = place[month]
        active: list[int | None] = []
        for since in range(len(calendar)):
            there = start + since
            if there >= len(calendar) or not seen[there]:
                active.append(None)
            else:
                active.append(sum(calendar[there] in months[customer] for customer in members))
        found.append(Cohort(month, len(members), tuple(active)))
    return tuple(found)


def _share(part: int, whole: int) -> Estimate:
    interval = wilson(part, whole)
    if interval is None:
        return Estimate(None, reason="no_customers")
    return Estimate(part / whole, interval.low, interval.high, whole, interval.method)
