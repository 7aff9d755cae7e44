"""Spans of days with a name: day, ISO week, month, quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "week", "month", "quarter"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter")

_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the days since 1970-01-01: the one form in which a day is stored and grouped.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - _EPOCH).days


def day_from_number(number: int) -> date:
    """Return the date of a day number.

    >>> day_from_number(0)
    datetime.date(1970, 1, 1)
    """
    return _EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, order=True)
class Period:
    """One period of a grain, by its first and last day (both included).

    >>> Period.containing(date(2026, 1, 1), "week").label
    '2026-W01'
    >>> Period.containing(date(2026, 11, 21), "quarter").label
    '2026-Q4'
    """

    first: date
    last: date
    grain: Grain

    @classmethod
    def containing(cls, day: date, grain: Grain) -> Period:
        """Return the period of ``grain`` that ``day`` falls in. Weeks start on Monday (ISO 8601)."""
        if grain == "day":
            return cls(day, day, grain)
        if grain == "week":
            first = day - timedelta(days=day.weekday())
            return cls(first, first + timedelta(days=6), grain)
        if grain == "month":
            first = day.replace(day=1)
            return cls(first, _first_of_month_after(first, 1) - timedelta(days=1), grain)
        first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        return cls(first, _first_of_month_after(first, 3) - timedelta(days=1), grain)

    @property
    def label(self) -> str:
        """The period's stable name: 2026-11-21, 2026-W47, 2026-11 or 2026-Q4."""
        if self.grain == "day":
            return self.first.isoformat()
        if self.grain == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02d}"
        if self.grain == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-Q{(self.first.month - 1) // 3 + 1}"

    def next(self) -> Period:
        """Return the period right after this one."""
        return Period.containing(self.last + timedelta(days=1), self.grain)

    def previous(self) -> Period:
        """Return the period right before this one."""
        return Period.containing(self.first - timedelta(days=1), self.grain)


def _first_of_month_after(first: date, months: int) -> date:
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def periods_between(first: date, last: date, grain: Grain) -> tuple[Period, ...]:
    """Return every period from the one holding ``first`` to the one holding ``last``, in order.

    >>> [p.label for p in periods_between(date(2026, 1, 31), date(2026, 3, 1), "month")]
    ['2026-01', '2026-02', '2026-03']
    """
    periods = [Period.containing(first, grain)]
    while periods[-1].last < last:
        periods.append(periods[-1].next())
    return tuple(periods)
