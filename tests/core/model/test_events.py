"""The Vietnamese calendar around the numbers."""

from datetime import date

from cx_core.i18n import catalogue
from cx_core.model.events import vietnamese_calendar


def test_a_year_has_its_days_in_order():
    year = vietnamese_calendar(date(2026, 1, 1), date(2026, 12, 31))
    days = {event.title: event.first for event in year}
    assert days["tet"] == date(2026, 2, 16)
    assert days["black_friday"] == date(2026, 11, 27)
    assert days["hung_kings"] == date(2026, 4, 26)
    assert [event.first for event in year] == sorted(event.first for event in year)


def test_tet_of_next_year_begins_in_this_span():
    assert [one.title for one in vietnamese_calendar(date(2027, 2, 1), date(2027, 2, 10))] == ["tet"]


def test_every_day_has_a_name_in_both_languages():
    for event in vietnamese_calendar(date(2026, 1, 1), date(2026, 12, 31)):
        for language in ("vi", "en"):
            assert catalogue(language)[f"events.calendar.{event.title}"]
