"""What customers are worth and whether they stay: orders joined with answers, by pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cx_core.metrics.boxes import box_limits
from cx_core.metrics.buying import USUAL_WINDOW, AtRisk, Repeating, Staying, at_risk, repeating, spend_after, staying
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.lifetime_value import HistoricValue, ValueRange, historic_value, value_range
from cx_core.metrics.outcomes import AnswerClass, Outcome, outcomes_by_class
from cx_core.metrics.registry import SCORE_METRICS
from cx_core.metrics.repeat_buying import MIN_CUSTOMERS
from cx_core.metrics.retention import Cohort, churn_rate, cohorts, repeat_purchase_rate, retention_rate
from cx_core.metrics.rfm import GROUPS, RfmGroup, rfm
from cx_core.model.imports import GivenScore
from cx_core.model.period import day_from_number
from cx_core.store.orders import CustomerEvent, OrderBook, OrderSource, Purchases
from cx_core.workspace.cohort_cell import CohortCell, cohort_cell

_YEAR = 365


@dataclass(frozen=True)
class ValueModel:
    """What a shop assumes: days of silence after which a customer is gone, margin, discount a year (shares of 1)."""

    window: int = USUAL_WINDOW
    margin: float = 1.0
    discount: float = 0.1


@dataclass(frozen=True)
class CustomerValue:
    """The state of a shop's customers on the last day of its orders.

    ``mean_margin`` is what an active customer brings in one window. ``outcomes`` and ``risk`` need answers of
    ``metric`` joined by customer; None of it is causal.
    """

    through: date
    model: ValueModel
    staying: Staying
    retention: Estimate
    churn: Estimate
    repeating: Repeating
    repeat_rate: Estimate
    historic: HistoricValue
    mean_margin: float | None
    simple: ValueRange
    n_orders: int
    n_customers: int
    purchases: Purchases
    metric: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    risk: AtRisk | None = None


@dataclass(frozen=True)
class Forecast:
    """BG/NBD with Gamma-Gamma over the year after the last order; None with a reason when it cannot be fitted.

    ``n_alive`` is the expected number of customers who still buy, ``n_once`` bought once only: the model takes all of
    those for alive. ``correlation`` of frequency and spend should be near 0.
    """

    n_customers: int
    n_alive: float | None = None
    orders_ahead: float | None = None
    revenue_ahead: float | None = None
    n_once: int = 0
    correlation: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class CustomerRow:
    """One customer in a list: pseudonym, orders, revenue of the last year, day and class of the newest answer."""

    pseudonym: str
    n_orders: int
    revenue: float
    last_on: date
    answered_on: date | None
    answered: AnswerClass | None


@dataclass(frozen=True)
class GroupRow:
    """One group by recency and frequency: customers, what they paid so far, its share, and their newest answers."""

    group: RfmGroup
    n_customers: int
    amount: float
    share: float | None
    metric: str | None
    n_answered: int
    n_top: int
    n_bottom: int


class Customers:
    """Questions about customers."""

    def __init__(self, book: OrderBook) -> None:
        self._book = book

    def value(self, model: ValueModel) -> CustomerValue | None:
        """Return what customers are worth; None without a single order that has a customer and a day."""
        bought = self._book.purchases()
        orders = bought.orders
        if not orders:
            return None
        through = orders[-1][1]
        stay, again = staying(orders, through, model.window), repeating(orders, through, model.window)
        retention = retention_rate(stay.n_start, stay.n_end, stay.n_new)
        spent: dict[int, list[float]] = {}
        for customer, _, amount in orders:
            spent.setdefault(customer, []).append(amount)
        margin = _mean_margin(bought, through, model, stay.n_end)
        metric, outcomes, risk = self._joined(bought, through, model.window)
        return CustomerValue(
            day_from_number(through),
            model,
            stay,
            retention,
            churn_rate(stay.n_start, stay.n_end, stay.n_new),
            again,
            repeat_purchase_rate(again.n_repeated, again.n_customers),
            historic_value(list(spent.values())),
            margin,
            _simple(margin, retention, model),
            len(orders),
            len(spent),
            bought,
            metric,
            outcomes,
            risk,
        )

    def cohorts(self) -> tuple[Cohort, ...]:
        """Return the cohorts by month of the first order."""
        orders = self._book.purchases().orders
        if not orders:
            return ()
        days = {(str(customer), day) for customer, day, _ in orders}
        return cohorts(((who, day_from_number(day)) for who, day in days), day_from_number(orders[-1][1]))

    def cohort_cell(self, cohort: str, since: int) -> CohortCell | None:
        """Return who of a cohort (``2026-01``) ordered so many months later, and what the cohort said then."""
        return cohort_cell(self._book, cohort, since)

    def forecast(self, model: ValueModel) -> Forecast:
        """Return the expected purchases of the coming year by BG/NBD, times margin; from 500 customers on."""
        import numpy as np

        from cx_core.metrics.repeat_buying import (
            expected_purchases,
            expected_spend,
            fit_buying,
            fit_spend,
            still_buying,
        )

        orders = self._book.purchases().orders
        table = _frequency_table(orders)
        n = len(table)
        if n < MIN_CUSTOMERS:
            return Forecast(n, reason="too_few_customers")
        repeats, last, age, spend = (np.array(column, dtype=np.float64) for column in zip(*table, strict=True))
        buying = fit_buying(repeats, last, age)
        if buying is None:
            return Forecast(n, reason="too_few_customers")
        ahead = expected_purchases(buying, float(_YEAR), repeats, last, age)
        alive = still_buying(buying, repeats, last, age)
        back, money = repeats > 0, fit_spend(repeats, spend)
        revenue = None
        if money is not None and money.q > 1:
            revenue = float((ahead * expected_spend(money, repeats, spend)).sum()) * model.margin
        correlation = float(np.corrcoef(repeats[back], spend[back])[0, 1]) if back.sum() > 2 else None
        return Forecast(n, float(alive.sum()), float(ahead.sum()), revenue, int((~back).sum()), correlation)

    def rows(self) -> tuple[CustomerRow, ...]:
        """Return every customer who bought, those with a bad newest answer and much revenue first."""
        orders = self._book.purchases().orders
        if not orders:
            return ()
        through, names = orders[-1][1], self._book.pseudonyms()
        _, newest = self._newest_answers()
        found: dict[int, list[Any]] = {}
        for customer, day, amount in orders:
            row = found.setdefault(customer, [0, 0.0, day])
            row[0] += 1
            row[1] += amount if day > through - _YEAR else 0.0
            row[2] = max(row[2], day)
        rows = [
            CustomerRow(
                names[customer],
                n_orders,
                revenue,
                day_from_number(last),
                day_from_number(newest[customer][0]) if customer in newest else None,
                newest[customer][1] if customer in newest else None,
            )
            for customer, (n_orders, revenue, last) in found.items()
        ]
        return tuple(sorted(rows, key=lambda row: (row.answered != "bottom", -row.revenue, row.pseudonym)))

    def groups(self) -> tuple[GroupRow, ...]:
        """Return the groups by recency and frequency with their money and what they last answered, the best first."""
        orders = self._book.purchases().orders
        if not orders:
            return ()
        scored = rfm(orders, orders[-1][1])
        metric, newest = self._newest_answers()
        total = sum(one.amount for one in scored)
        rows = []
        for group in GROUPS:
            members = [one for one in scored if one.group == group]
            answers = [newest[one.customer][1] for one in members if one.customer in newest]
            amount = sum(one.amount for one in members)
            rows.append(
                GroupRow(
                    group, len(members), amount, amount / total if total else None, metric,
                    len(answers), answers.count("top"), answers.count("bottom"),
                )
            )  # fmt: skip
        return tuple(rows)

    def sources(self) -> tuple[OrderSource, ...]:
        """Return where the orders come from."""
        return self._book.sources()

    def order_rows(self) -> tuple[tuple[str, str, date, float | None], ...]:
        """Return every order behind the numbers: code, pseudonym, day, revenue."""
        return self._book.order_rows()

    def timeline(self, pseudonym: str) -> tuple[CustomerEvent, ...]:
        """Return everything that happened with one customer, newest first."""
        return self._book.timeline(pseudonym)

    def _joined(
        self, bought: Purchases, through: int, window: int
    ) -> tuple[str | None, tuple[Outcome, ...], AtRisk | None]:
        metric, _ = self._newest_answers()
        if metric is None:
            return None, (), None
        answers = [(who, day, _class_of(score)) for who, day, score in self._book.answers(metric)]
        newest = {who: answered for who, _, answered in answers}
        spent = spend_after(answers, bought.orders, through, window)
        return metric, outcomes_by_class(spent), at_risk(newest, bought.orders, through - _YEAR + 1, through)

    def _newest_answers(self) -> tuple[str | None, dict[int, tuple[int, AnswerClass]]]:
        """Return the metric that says most about loyalty among those given, and each customer's newest answer to it."""
        for metric in SCORE_METRICS:
            answers = self._book.answers(metric.key)
            if answers:
                return metric.key, {who: (day, _class_of(score)) for who, day, score in answers}
        return None, {}


def _class_of(score: GivenScore) -> AnswerClass:
    box = box_limits(score.metric, score.scale)
    if box.holds_top(score.hundredths):
        return "top"
    return "bottom" if box.holds_bottom(score.hundredths) else "middle"


def _mean_margin(bought: Purchases, through: int, model: ValueModel, n_active: int) -> float | None:
    """Return what an active customer brings in the latest window; None when nobody bought or no amount is known."""
    if not n_active or bought.n_unknown_revenue == len(bought.orders):
        return None
    total = sum(amount for _, day, amount in bought.orders if day > through - model.window)
    return total * model.margin / n_active


def _simple(margin: float | None, retention: Estimate, model: ValueModel) -> ValueRange:
    if margin is None or retention.value is None or retention.low is None or retention.high is None:
        return ValueRange(None, None, None)
    discount = (1 + model.discount) ** (model.window / _YEAR) - 1
    return value_range(margin, (retention.value, retention.low, retention.high), discount, "now")


def _frequency_table(orders: tuple[tuple[int, int, float], ...]) -> list[tuple[float, float, float, float]]:
    """Return a row a customer: days with an order after the first, first to last, first to the end, mean spend a day.

    Days and not orders: two orders on one day are one decision to buy.
    """
    through = orders[-1][1] if orders else 0
    days: dict[int, dict[int, float]] = {}
    for customer, day, amount in orders:
        own = days.setdefault(customer, {})
        own[day] = own.get(day, 0.0) + amount
    rows = []
    for own in days.values():
        first, last = min(own), max(own)
        later = [amount for day, amount in own.items() if day > first]
        mean = sum(later) / len(later) if later else 0.0
        rows.append((float(len(later)), float(last - first), float(through - first), mean))
    return rows
