"""From how a customer feels to the number they tick."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Literal

from sample_data.generator.people import Customer
from sample_data.generator.timeline import place_effect

Mood = Literal["good", "ok", "bad"]


def feel(rng: Random, customer: Customer, place: str, day: date) -> float:
    """Return how this customer felt there that day, in latent units: what is planted, the person, and chance."""
    return place_effect(place, day, customer.tier, customer.region) + customer.mood + rng.gauss(0, 0.95)


def nps_score(rng: Random, feeling: float) -> int:
    """Return 0-10. The very angry tick a 0 rather than a 3."""
    score = _within(round(8.1 + 1.75 * feeling), 0, 10)
    return rng.choice((0, 0, 1, 2, 3)) if score <= 4 and rng.random() < 0.5 else score


def csat_score(rng: Random, feeling: float) -> int:
    """Return 1-5. Some of the dissatisfied tick the lowest box."""
    score = _within(round(4.0 + 1.0 * feeling), 1, 5)
    return 1 if score == 2 and rng.random() < 0.4 else score


def ease_score(rng: Random, feeling: float) -> int:
    """Return 1-7, 7 is easiest; ease follows satisfaction with some looseness."""
    return _within(round(5.2 + 1.15 * feeling + rng.gauss(0, 0.6)), 1, 7)


def seven_score(feeling: float) -> int:
    """Return satisfaction 1-7."""
    return _within(round(5.3 + 1.1 * feeling), 1, 7)


def ten_score(feeling: float) -> int:
    """Return 1-10, as a shop assistant notes it down."""
    return _within(round(8.3 + 1.4 * feeling), 1, 10)


def half_stars(feeling: float) -> float:
    """Return 1-5 in halves."""
    return _within(round(2 * (4.3 + 0.75 * feeling)), 2, 10) / 2


def marketplace_stars(feeling: float) -> int:
    """Return 1-5 as on marketplaces: nearly everybody gives five."""
    return 5 if feeling > -1.0 else _within(round(5.6 + 1.5 * feeling), 1, 4)


def mood_of(feeling: float) -> Mood:
    """Return the tone of what the customer will write."""
    if feeling > 0.25:
        return "good"
    return "ok" if feeling > -0.75 else "bad"


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
