"""The Vietnamese lunar calendar: when Tết falls, and the solar day of a lunar day, in Vietnam's own time zone.

Vietnam reckons at UTC+7 and China at UTC+8, so the two calendars differ now and then: Tết 2030 is a day apart.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

#: The first day of the first lunar month, 2015 to 2040.
_TET: dict[int, tuple[int, int]] = {
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26),
    2029: (2, 13), 2030: (2, 2), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
    2036: (1, 28), 2037: (2, 15), 2038: (2, 4), 2039: (1, 24), 2040: (2, 12),
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = min(_TET), max(_TET)

#: A span this near to Tết is compared with the one equally far from last year's.
NEAR_DAYS = 45

_MONTH = 29.530588861
#: Julian day number of 1 January 1970.
_EPOCH_JULIAN = 2440588
_ZONE = 7 / 24


def tet(year: int) -> date | None:
    """Return the first day of Tết in a solar year; None outside 2015 to 2040.

    >>> tet(2026), tet(2014)
    (datetime.date(2026, 2, 17), None)
    """
    return date(year, *_TET[year]) if year in _TET else None


def nearest_tet(day: date) -> date | None:
    """Return the Tết nearest to a day; None where no year around it is known.

    >>> nearest_tet(date(2026, 12, 31))
    datetime.date(2027, 2, 6)
    """
    known = [found for year in (day.year - 1, day.year, day.year + 1) if (found := tet(year))]
    return min(known, key=lambda found: abs((found - day).days), default=None)


def year_before_by_tet(first: date, last: date) -> tuple[date, date] | None:
    """Return the span that lay to the Tết before as this one lies to its nearest; None where a Tết is not known.

    January 2026, two weeks and more before Tết, is then not held against January 2025, which had Tết in it.

    >>> year_before_by_tet(date(2026, 2, 1), date(2026, 2, 28))
    (datetime.date(2025, 1, 13), datetime.date(2025, 2, 9))
    """
    middle = first + (last - first) / 2
    this = nearest_tet(middle)
    before = tet(this.year - 1) if this else None
    if this is None or before is None:
        return None
    shift = this - before
    return first - shift, last - shift


def is_near_tet(first: date, last: date) -> bool:
    """Tell whether a span lies within `NEAR_DAYS` of Tết, so that the plain year before misleads.

    >>> is_near_tet(date(2026, 3, 1), date(2026, 3, 31)), is_near_tet(date(2026, 8, 1), date(2026, 8, 31))
    (True, False)
    """
    found = nearest_tet(first + (last - first) / 2)
    return found is not None and first - timedelta(NEAR_DAYS) <= found <= last + timedelta(NEAR_DAYS)


def solar_day(lunar_day: int, lunar_month: int, year: int) -> date | None:
    """Return the solar day of a lunar one in the lunar year that begins with Tết of ``year``; None where not known.

    Months are counted on from Tết by astronomical new moons; a leap month, the one in which the sun enters no new
    twelfth of its course, is passed over. Source for both: Meeus, Astronomical Algorithms, chapters 25 and 49.

    >>> solar_day(15, 8, 2025), solar_day(10, 3, 2026)
    (datetime.date(2025, 10, 6), datetime.date(2026, 4, 26))
    """
    start, following = tet(year), tet(year + 1)
    if start is None or following is None:
        return None
    lunation = round((_julian(start) - 2415021.076998695) / _MONTH)
    months = [new_moon_day(lunation + place) for place in range(14)]
    months = [day for day in months if day < following]
    leap = _leap(months, following) if len(months) == 13 else None
    ordinary = [day for place, day in enumerate(months) if place != leap]
    return ordinary[lunar_month - 1] + timedelta(days=lunar_day - 1)


def new_moon_day(lunation: int) -> date:
    """Return Vietnam's day of a new moon, counted in lunations from 1 January 1900. Accurate to a few minutes.

    >>> new_moon_day(1559)
    datetime.date(2026, 1, 19)
    """
    t = lunation / 1236.85
    instant = 2415020.75933 + 29.53058868 * lunation + 1.178e-4 * t * t - 1.55e-7 * t**3
    instant += 3.3e-4 * _sin(166.56 + 132.87 * t - 0.009173 * t * t)
    sun = 359.2242 + 29.10535608 * lunation - 3.33e-5 * t * t
    moon = 306.0253 + 385.81691806 * lunation + 0.0107306 * t * t
    latitude = 21.2964 + 390.67050646 * lunation - 0.0016528 * t * t
    shift = (0.1734 - 3.93e-4 * t) * _sin(sun) + 0.0021 * _sin(2 * sun) - 0.4068 * _sin(moon) + 0.0161 * _sin(2 * moon)
    shift += -4e-4 * _sin(3 * moon) + 0.0104 * _sin(2 * latitude) - 0.0051 * _sin(sun + moon)
    shift += -0.0074 * _sin(sun - moon) + 4e-4 * _sin(2 * latitude + sun) - 4e-4 * _sin(2 * latitude - sun)
    shift += -6e-4 * _sin(2 * latitude + moon) + 1e-3 * _sin(2 * latitude - moon) + 5e-4 * _sin(sun + 2 * moon)
    delta = -2.78e-4 + 2.65e-4 * t + 2.62e-4 * t * t
    return _day(math.floor(instant + shift - delta + 0.5 + _ZONE))


def _leap(months: list[date], following: date) -> int | None:
    ends = [*months[1:], following]
    for place, (start, end) in enumerate(zip(months, ends, strict=True)):
        if _twelfth(start) == _twelfth(end):
            return place
    return None


def _twelfth(day: date) -> int:
    """Return in which twelfth of its course the sun stands as a day begins in Vietnam."""
    t = (_julian(day) - 0.5 - _ZONE - 2451545.0) / 36525
    anomaly = 357.5291 + 35999.0503 * t - 1.559e-4 * t * t
    longitude = 280.46645 + 36000.76983 * t + 3.032e-4 * t * t
    longitude += (1.9146 - 0.004817 * t) * _sin(anomaly) + 0.019993 * _sin(2 * anomaly) + 2.9e-4 * _sin(3 * anomaly)
    return math.floor(longitude % 360 / 30)


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _julian(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal() + _EPOCH_JULIAN


def _day(julian: int) -> date:
    return date.fromordinal(julian - _EPOCH_JULIAN + date(1970, 1, 1).toordinal())
