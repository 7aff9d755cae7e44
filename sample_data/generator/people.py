"""The customers of Gác Thóc and what they ordered."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from sample_data.generator.timeline import FIRST_DAY, LAST_DAY, SEED, at_some_time, day_weight, days

N_CUSTOMERS = 2000
N_ORDERS = 9000

TIERS = {"Mới": 0.46, "Bạc": 0.30, "Vàng": 0.18, "Kim cương": 0.06}
REGIONS = {"Miền Nam": 0.5, "Miền Bắc": 0.33, "Miền Trung": 0.17}
STORES = {
    "Miền Nam": ("CH01 Bến Lúa", "CH02 Cầu Gỗ Mới", "CH03 Gò Sen"),
    "Miền Bắc": ("CH04 Hồ Trúc", "CH05 Ngã Tư Đình"),
    "Miền Trung": ("CH06 Bãi Cát Vàng",),
}
_ORDERS_BY_TIER = {"Mới": 1.0, "Bạc": 2.4, "Vàng": 4.6, "Kim cương": 8.0}
_SALES_CHANNELS = {"Cửa hàng": 0.47, "Website": 0.31, "Zalo": 0.12, "Sàn TMĐT": 0.1}


@dataclass(frozen=True)
class Customer:
    """An invented customer: a code, no name. ``mood`` is how kindly they answer, in latent units."""

    code: str
    tier: str
    region: str
    mood: float
    phone: str | None


@dataclass(frozen=True)
class Order:
    """One order with its revenue in whole đồng."""

    code: str
    customer: Customer
    ordered_at: datetime
    channel: str
    store: str | None
    n_items: int
    revenue: int
    status: str


@dataclass
class Company:
    """Everybody and everything: customers, orders in order of time, and each customer's own orders."""

    customers: list[Customer]
    orders: list[Order]
    orders_of: dict[str, list[Order]] = field(default_factory=lambda: defaultdict(list))

    def order_before(self, customer: Customer, day: date, channels: tuple[str, ...]) -> Order | None:
        """Return the customer's last order before a day on one of the channels; None when there is none."""
        earlier = [
            order
            for order in self.orders_of[customer.code]
            if order.ordered_at.date() < day and order.channel in channels
        ]
        return earlier[-1] if earlier else None


def pick(rng: Random, weights: dict[str, float]) -> str:
    """Draw one key of a table of weights."""
    return rng.choices(list(weights), list(weights.values()))[0]


def found_company() -> Company:
    """Make the customers and their orders, the same ones each time."""
    rng = Random(f"{SEED}:people")
    customers = [_customer(rng, number) for number in range(1, N_CUSTOMERS + 1)]
    company = Company(customers, _orders(rng, customers))
    for order in company.orders:
        company.orders_of[order.customer.code].append(order)
    return company


def draw_customer(rng: Random, company: Company, cumulative: list[float]) -> Customer:
    """Draw a customer in proportion to ``cumulative`` weights."""
    return company.customers[bisect_right(cumulative, rng.random() * cumulative[-1])]


def answering_weights(company: Company) -> list[float]:
    """Return cumulative weights: who orders more answers more often."""
    total, cumulative = 0.0, []
    for customer in company.customers:
        total += 1 + len(company.orders_of[customer.code]) ** 0.7
        cumulative.append(total)
    return cumulative


def _customer(rng: Random, number: int) -> Customer:
    tier = pick(rng, TIERS)
    # 0900 followed by three zeros is visibly no subscriber's number.
    phone = f"0900 000 {number % 1000:03d}" if number <= 1000 and rng.random() < 0.3 else None
    return Customer(f"KH{number:05d}", tier, pick(rng, REGIONS), rng.gauss(0, 0.4), phone)


def _orders(rng: Random, customers: list[Customer]) -> list[Order]:
    # Happy customers come back more: the link between scores and orders that the data hold.
    weights = [_ORDERS_BY_TIER[one.tier] * (1.35**one.mood) * (0.4 + rng.random()) for one in customers]
    span = days(FIRST_DAY, LAST_DAY)
    buyers = list(customers) + rng.choices(customers, weights, k=N_ORDERS - len(customers))
    moments = sorted(at_some_time(rng, day) for day in rng.choices(span, [day_weight(day) for day in span], k=N_ORDERS))
    rng.shuffle(buyers)
    counters: dict[date, int] = defaultdict(int)
    return [_order(rng, buyer, moment, counters) for buyer, moment in zip(buyers, moments, strict=True)]


def _order(rng: Random, buyer: Customer, moment: datetime, counters: dict[date, int]) -> Order:
    counters[moment.date()] += 1
    channel = pick(rng, _SALES_CHANNELS)
    n_items = rng.choices((1, 2, 3, 4, 6), (48, 27, 14, 8, 3))[0]
    revenue = max(49_000, round(rng.lognormvariate(12.6, 0.75) * n_items**0.8 / 1000) * 1000)
    return Order(
        code=f"GT{moment:%y%m%d}-{counters[moment.date()]:03d}",
        customer=buyer,
        ordered_at=moment,
        channel=channel,
        store=rng.choice(STORES[buyer.region]) if channel == "Cửa hàng" else None,
        n_items=n_items,
        revenue=revenue,
        status=rng.choices(("Hoàn tất", "Đã hủy", "Hoàn trả"), (94, 4, 2))[0],
    )
