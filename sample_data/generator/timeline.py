"""When things happen at Gác Thóc, and by how much they move how customers feel.

Feelings are latent units: 0 is the company's ordinary day, one unit is about 1.7 points of a 0-10 score.
Everything that a correct analysis must find stands in this file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

SEED = "gac-thoc-2038"

FIRST_DAY = date(2025, 3, 1)
LAST_DAY = date(2026, 10, 31)
#: Nobody has exported the marketplace's ratings since: the source that has gone stale.
MARKETPLACE_LAST_DAY = date(2026, 9, 11)

#: Planted improvement: parcels go to another carrier.
CARRIER_CHANGED_ON = date(2026, 8, 1)
#: Planted deterioration: the hotline's evening shift is dropped, calls wait.
HOTLINE_CUT_ON = date(2026, 8, 3)
#: Planted in the words alone: a new website that fails people, and swindlers who write in the company's name.
WEBSITE_RELAUNCHED_ON = date(2026, 10, 5)
SWINDLERS_SINCE = date(2026, 10, 7)
#: Tết Bính Ngọ is 17 February 2026. Orders pile up before it, and what is delivered is late until the end of the month.
TET_DAY = date(2026, 2, 17)
TET_RUSH = (date(2026, 1, 19), date(2026, 2, 14))
TET_CLOSED = (date(2026, 2, 15), date(2026, 2, 20))
TET_STRAIN = (date(2026, 1, 26), date(2026, 3, 1))

BASE = {
    "store": 0.3, "cashier": 0.15, "website": 0.1, "payment": 0.05, "delivery": -0.4, "hotline": 0.05, "zalo": 0.3,
    "webchat": -0.05, "returns": -0.5, "installation": 0.0, "discovery": 0.1, "loyalty": 0.0, "marketplace": 0.2,
}  # fmt: skip
DELIVERY_AFTER = 0.4
HOTLINE_AFTER = -0.85
TET_EFFECT = {"delivery": -0.6, "store": -0.25, "cashier": -0.45, "website": -0.2, "installation": -0.4}
TIER_EFFECT = {"Mới": -0.2, "Bạc": 0.0, "Vàng": 0.2, "Kim cương": 0.35}
#: Parcels to the Central region are slower, before and after the change of carrier alike.
CENTRAL_DELIVERY_EFFECT = -0.35

_WEEKDAY_WEIGHTS = (0.9, 0.85, 0.9, 0.95, 1.1, 1.25, 1.2)
_HOUR_WEIGHTS = {8: 3, 9: 6, 10: 8, 11: 7, 12: 6, 13: 5, 14: 6, 15: 6, 16: 6, 17: 6, 18: 5, 19: 7, 20: 9, 21: 8, 22: 4}


def within(day: date, span: tuple[date, date]) -> bool:
    """Tell whether a day lies in a span, ends included."""
    return span[0] <= day <= span[1]


def is_after_change(place: str, day: date) -> bool:
    """Tell whether the planted change at a place has happened by that day."""
    return (place == "delivery" and day >= CARRIER_CHANGED_ON) or (place == "hotline" and day >= HOTLINE_CUT_ON)


def place_effect(place: str, day: date, tier: str, region: str) -> float:
    """Return how an ordinary customer of that tier and region feels at a place on a day, in latent units."""
    effect = BASE[place] + TIER_EFFECT[tier]
    if is_after_change(place, day):
        effect = TIER_EFFECT[tier] + (DELIVERY_AFTER if place == "delivery" else HOTLINE_AFTER)
    if place == "delivery" and region == "Miền Trung":
        effect += CENTRAL_DELIVERY_EFFECT
    if within(day, TET_STRAIN):
        effect += TET_EFFECT.get(place, 0.0)
    return effect


def day_weight(day: date) -> float:
    """Return how busy a day is: weekends more, the weeks before Tết much more, the holiday almost nothing."""
    weight = _WEEKDAY_WEIGHTS[day.weekday()] * (1 + 0.012 * ((day - FIRST_DAY).days / 30))
    if within(day, TET_RUSH):
        weight *= 1.8
    if within(day, TET_CLOSED):
        weight *= 0.08
    return weight


def days(first: date, last: date) -> list[date]:
    """Return every day from first to last, ends included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def draw_days(
    rng: Random, count: int, last: date = LAST_DAY, extra: Callable[[date], float] | None = None
) -> list[date]:
    """Draw days in order, the first and the last among them.

    Busier days come more often; ``extra`` multiplies a day's weight.
    """
    span = days(FIRST_DAY, last)
    weights = [day_weight(day) * (extra(day) if extra else 1.0) for day in span]
    return [FIRST_DAY, *sorted(rng.choices(span, weights, k=count - 2)), last]


def at_some_time(rng: Random, day: date) -> datetime:
    """Give a day a believable time of day: local time without a zone, as the exporting tools write it."""
    hour = rng.choices(list(_HOUR_WEIGHTS), list(_HOUR_WEIGHTS.values()))[0]
    return datetime(day.year, day.month, day.day, hour, int(rng.random() * 60), int(rng.random() * 60))  # noqa: DTZ001
