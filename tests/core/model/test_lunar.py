"""Tết as the calendars printed it, against new moons computed; lunar days against published ones."""

from datetime import date

import pytest

from cx_core.model.lunar import (
    FIRST_YEAR,
    LAST_YEAR,
    new_moon_day,
    solar_day,
    tet,
    year_before_by_tet,
)


def test_tet_is_the_day_of_a_new_moon_in_vietnam():
    # Lunations from 1 January 1900; Tết 2015 is the 1424th.
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days = {new_moon_day(1423 + place) for place in range(-2, 330)}
        assert tet(year) in days, year


def test_tet_lies_between_21_january_and_21_february():
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        assert date(year, 1, 20) < tet(year) < date(year, 2, 22)


@pytest.mark.parametrize(
    ("year", "day"),
    # Public holidays of Vietnam, as announced each year.
    [
        (2020, date(2020, 1, 25)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
    ],
)
def test_known_tet(year, day):
    assert tet(year) == day


def test_vietnam_and_china_part_in_2030():
    # The new moon comes at 16:07 UTC: before midnight in Hà Nội, after it in Beijing (3 February).
    assert tet(2030) == date(2030, 2, 2)


@pytest.mark.parametrize(
    ("lunar", "year", "day"),
    [
        ((10, 3), 2023, date(2023, 4, 29)),  # a leap second month stands before it
        ((10, 3), 2024, date(2024, 4, 18)),
        ((10, 3), 2025, date(2025, 4, 7)),
        ((15, 8), 2020, date(2020, 10, 1)),  # a leap fourth month stands before it
        ((15, 8), 2024, date(2024, 9, 17)),
        ((15, 8), 2025, date(2025, 10, 6)),  # a leap sixth month stands before it
    ],
)
def test_published_days_of_the_lunar_year(lunar, year, day):
    assert solar_day(*lunar, year) == day


def test_the_year_before_keeps_the_distance_to_tet():
    before = year_before_by_tet(date(2026, 2, 10), date(2026, 2, 16))
    # The week that ends on the eve of Tết, both years.
    assert before == (date(2025, 1, 22), date(2025, 1, 28))


def test_what_the_table_does_not_know_is_none():
    assert tet(2041) is None
    assert year_before_by_tet(date(2015, 3, 1), date(2015, 3, 7)) is None
    assert solar_day(10, 3, 2040) is None
