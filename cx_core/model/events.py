"""Things that happened around the numbers: own notes, and the Vietnamese calendar of holidays and sale days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cx_core.model.lunar import FIRST_YEAR, LAST_YEAR, solar_day, tet

EventKind = Literal["own", "holiday", "sale"]


@dataclass(frozen=True)
class Event:
    """One event from ``first`` to ``last``, both included.

    ``title`` is a person's own words for ``own`` events, else the last part of the key ``events.calendar.<title>``.
    """

    first: date
    last: date
    title: str
    kind: EventKind = "own"
    id: str = ""


#: Days of every year: month, day, length in days, key, kind.
_FIXED: tuple[tuple[int, int, int, str, EventKind], ...] = (
    (1, 1, 1, "new_year", "holiday"),
    (2, 14, 1, "valentine", "sale"),
    (3, 8, 1, "women", "sale"),
    (4, 30, 2, "reunification", "holiday"),
    (6, 1, 1, "children", "sale"),
    (6, 6, 1, "double_6", "sale"),
    (7, 7, 1, "double_7", "sale"),
    (8, 8, 1, "double_8", "sale"),
    (9, 2, 2, "national_day", "holiday"),
    (9, 9, 1, "double_9", "sale"),
    (10, 10, 1, "double_10", "sale"),
    (10, 20, 1, "vietnamese_women", "sale"),
    (11, 11, 1, "double_11", "sale"),
    (11, 20, 1, "teachers", "sale"),
    (12, 12, 1, "double_12", "sale"),
    (12, 24, 2, "christmas", "sale"),
)
#: Days of the lunar year: lunar day, lunar month, key, kind.
_LUNAR: tuple[tuple[int, int, str, EventKind], ...] = (
    (10, 3, "hung_kings", "holiday"),
    (15, 7, "vu_lan", "sale"),
    (15, 8, "mid_autumn", "sale"),
)


def vietnamese_calendar(first: date, last: date) -> tuple[Event, ...]:
    """Return the holidays and sale days that touch a span of days, in order.

    Tết stands with its eve and the five days after its first; days of the lunar calendar are known from 2015 to 2040.

    >>> [one.title for one in vietnamese_calendar(date(2026, 11, 1), date(2026, 11, 30))]
    ['double_11', 'teachers', 'black_friday']
    """
    found = [event for year in range(first.year, last.year + 1) for make in _MAKERS for event in make(year)]
    inside = [event for event in found if event.first <= last and event.last >= first]
    return tuple(sorted(inside, key=lambda event: (event.first, event.title)))


def _fixed(year: int) -> list[Event]:
    return [_event(date(year, month, day), length, key, kind) for month, day, length, key, kind in _FIXED]


def _lunar(year: int) -> list[Event]:
    if not FIRST_YEAR <= year < LAST_YEAR:
        return []
    days = [(solar_day(day, month, year), key, kind) for day, month, key, kind in _LUNAR]
    return [_event(day, 1, key, kind) for day, key, kind in days if day]


def _tet(year: int) -> list[Event]:
    day = tet(year)
    return [Event(day - timedelta(days=1), day + timedelta(days=4), "tet", "holiday")] if day else []


def _black_friday(year: int) -> list[Event]:
    november = date(year, 11, 1)
    # The day after the fourth Thursday.
    thursday = november + timedelta(days=(3 - november.weekday()) % 7 + 21)
    return [_event(thursday + timedelta(days=1), 1, "black_friday", "sale")]


_MAKERS: tuple[Callable[[int], list[Event]], ...] = (_fixed, _lunar, _tet, _black_friday)


def _event(day: date, length: int, key: str, kind: EventKind) -> Event:
    return Event(day, day + timedelta(days=length - 1), key, kind)
