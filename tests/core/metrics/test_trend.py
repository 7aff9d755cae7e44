"""Series: gaps, completeness, the change of the last complete period, grains and windows."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics.slope import slope
from cx_core.metrics.trend import (
    build_series,
    build_series_by_group,
    change_on_year,
    choose_grain,
    is_complete,
    rolling,
    same_days_of_previous,
    year_before,
)
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from cx_core.model.period import Period
from cx_core.model.query import Cell
from tests.core.metrics.answers import counts_of, nps_counts


def month(year, number):
    return Period.containing(date(year, number, 1), "month")


def monthly(*classes, first=(2026, 1)):
    """One NPS cell a month: (promoters, passives, detractors), None for a month without a cell."""
    cells, period = [], month(*first)
    for counts in classes:
        if counts:
            cells.append(Cell((), period, nps_counts(*counts)))
        period = period.next()
    return cells


def test_a_month_without_answers_is_a_gap_and_not_a_zero():
    series = build_series("nps", monthly((1, 0, 0), None, (0, 0, 1)), date(2026, 3, 31))
    assert [point.measure.value for point in series.points] == [100.0, None, -100.0]
    assert series.points[1].measure.reason == "no_answers"
    assert series.points[1].measure.low is None


def test_a_silent_source_leaves_gaps_up_to_the_day_the_data_cover():
    series = build_series("nps", monthly((5, 3, 2)), date(2026, 4, 10))
    assert [point.n for point in series.points] == [10, 0, 0, 0]
    assert [point.complete for point in series.points] == [True, True, True, False]


def test_the_unfinished_month_takes_no_part_in_the_change():
    cells = monthly((60, 20, 20), (35, 30, 35), (0, 0, 40))
    series = build_series("nps", cells, date(2026, 3, 30))
    assert not series.points[2].complete
    assert series.latest.period == month(2026, 2)
    assert series.previous.period == month(2026, 1)
    assert (series.change.difference, series.change.verdict) == (pytest.approx(-40.0), "fell")
    whole = build_series("nps", cells, date(2026, 3, 31))
    assert whole.latest.period == month(2026, 3)
    assert whole.change.difference == pytest.approx(-100.0)


def test_the_change_is_against_the_period_right_before_even_when_it_is_empty():
    series = build_series("nps", monthly((60, 20, 20), None, (35, 30, 35)), date(2026, 3, 31))
    assert (series.change.difference, series.change.reason) == (None, "no_answers")


def test_a_filter_that_cuts_into_the_first_month_makes_it_incomplete():
    cells = monthly((60, 20, 20), (35, 30, 35))
    series = build_series("nps", cells, date(2026, 2, 28), covered_from=date(2026, 1, 15))
    assert [point.complete for point in series.points] == [False, True]
    assert series.change is None


def test_nothing_is_known_to_be_complete_without_a_last_day():
    assert not is_complete(month(2026, 1), None)
    series = build_series("nps", monthly((1, 1, 1)), None)
    assert (series.latest, series.previous, series.change) == (None, None, None)
    assert build_series("nps", [], date(2026, 1, 1)).points == ()
    with pytest.raises(ValueError, match="period"):
        build_series("nps", [Cell((), None, nps_counts(1, 0, 0))], None)


def test_a_change_of_scale_breaks_the_comparison():
    january = Cell((), month(2026, 1), counts_of([5] * 40, "csat", Scale(1, 5)))
    both = [
        Cell((), month(2026, 2), counts_of([4] * 20, "csat", Scale(1, 5))),
        Cell((), month(2026, 2), counts_of([9] * 20, "csat", Scale(1, 10))),
    ]
    march = Cell((), month(2026, 3), counts_of([8] * 40, "csat", Scale(1, 10)))
    series = build_series("csat", [january, *both], date(2026, 2, 28))
    assert series.points[1].measure.reason == "mixed_scales"
    assert series.change.reason == "mixed_scales"
    later = build_series("csat", [january, march], date(2026, 3, 31))
    assert later.change.reason == "no_answers"
    assert rolling(later, 3)[0].measure.reason == "mixed_scales"


def test_one_series_a_group():
    cells = [
        Cell((("channel", name),), month(2026, number), nps_counts(n, 0, 0))
        for name, number, n in [("zalo", 1, 3), ("store", 1, 2), ("zalo", 2, 5)]
    ]
    found = build_series_by_group("nps", cells, date(2026, 2, 28))
    assert [(dict(group)["channel"], [p.n for p in series.points]) for group, series in found] == [
        ("zalo", [3, 5]),
        ("store", [2, 0]),
    ]


def test_rolling_window_pools_counts():
    # 1 promoter, then 9 detractors: pooled -80, not the mean of +100 and -100.
    series = build_series("nps", monthly((1, 0, 0), (0, 0, 9), (1, 0, 0)), date(2026, 3, 31))
    first, second = rolling(series, 2)
    assert (first.measure.value, first.n, first.period) == (pytest.approx(-80.0), 10, month(2026, 2))
    assert second.n == 10
    with pytest.raises(ValueError, match="at least one"):
        rolling(series, 0)


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=1, max_size=12), st.integers(1, 12))
def test_a_window_of_all_periods_is_the_whole(classes, window):
    cells = [Cell((), month(2025 + place // 12, place % 12 + 1), nps_counts(*c)) for place, c in enumerate(classes)]
    series = build_series("nps", cells, date(2030, 1, 1))
    windows = rolling(series, window)
    assert len(windows) == max(0, len(series.points) - window + 1)
    assert sum(point.n for point in rolling(series, 1)) == sum(map(sum, classes))


# --- grains and calendars


def test_the_finest_grain_with_fifty_answers_in_half_of_the_periods():
    first = date(2026, 1, 1).toordinal()
    days = [date.fromordinal(first + place) for place in range(182)]
    assert choose_grain(dict.fromkeys(days, 8)) == "week"  # 56 a week
    assert choose_grain(dict.fromkeys(days, 7)) == "month"  # 49 a week, 210 a month
    assert choose_grain(dict.fromkeys(days[::4], 1)) == "quarter"  # 8 a month
    assert choose_grain({}) == "month"
    # Weeks without answers count: 60 answers in one week of four are a month's worth.
    assert choose_grain(dict.fromkeys(days[::28], 60)) == "month"


def test_calendar_neighbours():
    march = month(2026, 3)
    assert same_days_of_previous(march, date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert year_before(march) == month(2025, 3)
    week = Period.containing(date(2026, 3, 4), "week")
    assert year_before(week).first.weekday() == 0
    assert year_before(week).label == "2025-W10"


def test_change_on_year():
    cells = monthly((60, 20, 20), *[(10, 10, 10)] * 11, (35, 30, 35), first=(2025, 1))
    series = build_series("nps", cells, date(2026, 1, 31))
    assert change_on_year(series).difference == pytest.approx(-40.0)
    assert change_on_year(build_series("nps", monthly((60, 20, 20)), date(2026, 1, 31))) is None


# --- slope


def test_slope_is_weighted_least_squares():
    classes = [(10, 5, 5), (20, 5, 5), (30, 10, 5), (25, 5, 20), (40, 5, 5)]
    series = build_series("nps", monthly(*classes), date(2026, 5, 31))
    values = [100 * (p - d) / (p + m + d) for p, m, d in classes]
    weights = [sum(one) for one in classes]
    (b, _), cov = np.polyfit(range(5), values, 1, w=np.sqrt(weights), cov=True)
    found = slope(series)
    assert found.per_period == pytest.approx(b)
    half = (found.high - found.low) / 2
    assert half == pytest.approx(3.182446 * np.sqrt(cov[0, 0]), rel=1e-4)  # t.975 with 3 degrees
    assert (found.n_periods, found.n) == (5, sum(weights))


def test_slope_leaves_out_gaps_and_the_unfinished_period():
    cells = monthly((10, 0, 0), None, (10, 0, 10), (0, 0, 10), (10, 0, 10), (0, 0, 9))
    found = slope(build_series("nps", cells, date(2026, 6, 1)))
    assert found.n_periods == 4
    assert slope(build_series("nps", cells[:3], date(2026, 6, 1))).reason == "too_few_periods"
    flat = monthly(*[(5, 0, 5)] * 5)
    assert slope(build_series("nps", flat, date(2026, 5, 31))).reason == "no_spread"


def test_empty_counts_make_a_gap():
    series = build_series("nps", [Cell((), month(2026, 1), Counts())], date(2026, 1, 31))
    assert series.points[0].measure.reason == "no_answers"
