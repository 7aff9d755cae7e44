"""Control charts against textbook tables, the alert rule against its promises, breaks against the Nile."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics.alerts import baseline_of, watch, watch_series
from cx_core.metrics.change_points import change_points
from cx_core.metrics.control_charts import cusum, ewma, laney_factor, p_chart, xmr
from cx_core.metrics.trend import build_series
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from cx_core.model.period import Period
from cx_core.model.query import Cell
from tests.benchmarks.alerts import TWENTY_DOWN, YEAR, _weeks, default_rule
from tests.benchmarks.alerts import USUAL as USUAL_SHARES
from tests.core.metrics.answers import counts_of, nps_counts

#: Montgomery, Statistical Quality Control, table 9.1: N(10, 1), from the 21st value N(11, 1).
SHIFTED = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08,
    9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
]  # fmt: skip
#: Yearly flow of the Nile at Aswan 1871-1970, in 10^8 m^3 (Cobb 1978): the level drops after 28 years.
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip


def test_individuals_chart_of_the_textbook():
    # Montgomery § 6.4, cost of processing mortgage loans: mean 300.5, mean moving range 7.79, limits 279.78 to 321.22.
    costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    chart = xmr(costs)
    assert chart.centre == pytest.approx(300.5)
    assert (chart.points[0].low, chart.points[0].high) == (
        pytest.approx(279.78, abs=0.01), pytest.approx(321.22, abs=0.01),
    )  # fmt: skip
    assert not any(point.is_signal for point in chart.points)
    assert xmr([1.0]).reason == "too_few_periods"


def test_p_chart_of_the_textbook():
    # Montgomery § 7.2, orange juice cans: 347 of 30 samples of 50; centre .2313, limits .0524 and .4102.
    cans = [Counts(50, 12, 0, 38)] * 17 + [Counts(50, 11, 0, 39)] * 13
    chart = p_chart(cans)
    assert sum(counts.top for counts in cans) == 347
    assert (round(chart.centre, 4), round(chart.points[0].low, 4), round(chart.points[0].high, 4)) == (
        0.2313, 0.0524, 0.4102,
    )  # fmt: skip
    assert p_chart([Counts()]).reason == "no_answers"
    gap = p_chart([Counts(10, 5, 0, 5), Counts()]).points[1]
    assert (gap.value, gap.is_signal) == (None, False)


def test_cusum_of_the_textbook():
    # Table 9.2: C+ is 5.28 at the 29th value and over H = 5 for the first time.
    points = cusum([value - 10 for value in SHIFTED])
    assert [place for place, point in enumerate(points, start=1) if point.is_signal] == [29, 30]
    assert points[28].above == pytest.approx(5.28, abs=0.005)


def test_ewma_of_the_textbook():
    # Example 9.2, lambda .1 and L 2.7: 9.945, 9.7495 (.1 · 7.99 + .9 · 9.945), limits ±0.27, then ±0.36, at last ±0.62.
    chart = ewma([value - 10 for value in SHIFTED], weight=0.1, limit=2.7)
    assert [point.value + 10 for point in chart.points[:2]] == pytest.approx([9.945, 9.7495])
    assert [round(chart.points[place].high, 2) for place in (0, 1, 29)] == [0.27, 0.36, 0.62]
    # Quiet over the 20 values from N(10, 1), and it does see the shift that follows.
    assert not any(point.is_signal for point in chart.points[:20])
    assert any(point.is_signal for point in chart.points[20:])


@pytest.mark.parametrize(
    ("runs_until_alarm", "mean_run"),
    [
        # Mean time to a false alarm with known parameters: Lucas & Saccucci 1990; Montgomery table 9.3.
        (lambda z: next((t for t, p in enumerate(ewma(z).points) if p.is_signal), None), 500),
        (lambda z: next((t for t, p in enumerate(cusum(z)) if p.is_signal), None), 465),
        (lambda z: next((t for t, p in enumerate(cusum(z, limit=4)) if p.is_signal), None), 168),
        (lambda z: next((t for t, v in enumerate(z) if abs(v) > 3), None), 370.4),
    ],
    ids=["ewma", "cusum 5", "cusum 4", "three sigma"],
)
def test_mean_time_to_a_false_alarm(runs_until_alarm, mean_run):
    # After the start an alarm's time is close to exponential, so P(no alarm within T) tells its mean.
    random, runs, length = np.random.default_rng(11), 250, 200
    quiet = sum(runs_until_alarm(random.normal(size=length).tolist()) is None for _ in range(runs)) / runs
    spread = np.sqrt(quiet * (1 - quiet) / runs)
    assert np.exp(-length / mean_run) == pytest.approx(quiet, abs=3.5 * spread + 0.02)


def test_laney_factor_is_one_for_sampling_noise_and_more_for_wobble():
    random = np.random.default_rng(3)
    calm = random.normal(size=2000)
    assert laney_factor(calm.tolist()) == pytest.approx(1.0, abs=0.05)
    assert laney_factor((2 * calm).tolist()) == pytest.approx(2.0, abs=0.1)
    assert laney_factor([1.0]) == 1.0
    assert laney_factor([0.0] * 30) == 1.0


# --- the rule

USUAL = [nps_counts(50, 30, 20)] * 26


def test_a_jump_is_sudden_and_a_slide_is_drift():
    base = baseline_of("nps", USUAL)
    assert (base.centre, base.wobble, base.is_young) == (pytest.approx(30.0), 1.0, False)
    quiet = watch(base, USUAL)
    assert not any(one.alarm for one in quiet)
    jump = watch(base, [nps_counts(20, 20, 60)])[0]
    assert (jump.alarm, jump.is_worse) == ("sudden", True)
    slide = watch(base, [nps_counts(42, 30, 28)] * 12)
    assert slide[0].alarm is None
    assert slide[-1].alarm == "drift"
    assert slide[-1].is_worse
    assert watch(base, [nps_counts(90, 8, 2)])[0].is_worse is False


def test_limits_widen_with_fewer_answers_and_few_answers_are_never_sudden():
    base = baseline_of("nps", USUAL)
    few, many = watch(base, [nps_counts(0, 0, 9)])[0], watch(base, [nps_counts(0, 0, 90)])[0]
    assert few.high - few.low > many.high - many.low
    assert abs(few.z) > 3
    assert few.alarm != "sudden"


def test_periods_without_answers_are_skipped():
    base = baseline_of("nps", USUAL)
    with_gap = watch(base, [nps_counts(42, 30, 28), Counts(), nps_counts(42, 30, 28)])
    without = watch(base, [nps_counts(42, 30, 28)] * 2)
    assert (with_gap[1].value, with_gap[1].alarm) == (None, None)
    assert with_gap[2].drift == without[1].drift


def test_a_baseline_needs_twelve_periods_of_one_scale_and_some_spread():
    assert baseline_of("nps", USUAL[:11]).reason == "too_few_periods"
    assert baseline_of("nps", USUAL[:12]).is_young
    assert baseline_of("nps", [nps_counts(10, 0, 0)] * 20).reason == "no_spread"
    five, ten = counts_of([3, 4], "csat", Scale(1, 5)), counts_of([3, 4], "csat", Scale(1, 10))
    assert baseline_of("csat", [five] * 10 + [ten] * 10).reason == "mixed_scales"
    assert watch(baseline_of("nps", []), USUAL) == ()


def test_shares_and_means_are_watched_in_their_own_units():
    five = Scale(1, 5)
    usual = [counts_of([5, 4, 4, 3, 2] * 10, "csat", five)] * 26
    worse = counts_of([3, 2, 1, 2, 1] * 10, "csat", five)
    for metric, centre in (("csat", 0.6), ("rating", 3.6)):
        base = baseline_of(metric, usual)
        assert base.centre == pytest.approx(centre)
        assert watch(base, [worse])[0].alarm == "sudden"
    effort = Scale(1, 5, "low_is_good")
    base = baseline_of("ces", [counts_of([1, 2, 2, 3] * 10, "ces", effort)] * 26)
    assert watch(base, [counts_of([4, 5, 4, 4] * 10, "ces", effort)])[0].is_worse


def weekly(*cells):
    first = Period.containing(date(2025, 1, 6), "week")
    weeks = [first]
    while len(weeks) < len(cells):
        weeks.append(weeks[-1].next())
    return [Cell((), week, counts) for week, counts in zip(weeks, cells, strict=True)]


def test_a_series_is_watched_after_its_baseline_and_never_in_an_unfinished_week():
    cells = weekly(*USUAL, nps_counts(50, 30, 20), nps_counts(20, 20, 60), nps_counts(0, 0, 99))
    series = build_series("nps", cells, cells[-2].period.last)
    found = watch_series(series)
    assert [one.alarm for one in found.periods] == [None, "sudden"]
    assert found.latest_alarm.period == cells[-2].period
    frozen = watch_series(series, frozen_until=cells[11].period)
    assert frozen.baseline.n_periods == 12
    assert len(frozen.periods) == 16
    short = watch_series(build_series("nps", cells[:14], cells[13].period.last))
    assert (short.baseline.n_periods, len(short.periods)) == (12, 2)


# --- change points


def test_the_nile_breaks_after_28_years():
    found = change_points(NILE)
    assert found.breaks == (28,)
    assert found.levels[0].mean == pytest.approx(1097.75)
    assert found.levels[1].mean == pytest.approx(849.97, abs=0.01)


def test_noise_seldom_breaks():
    # The note's simulation: 4 % of 24-value series at c = 4, 3 % of 52-value series at c = 3.
    random = np.random.default_rng(5)
    for length in (24, 52):
        broken = sum(bool(change_points(random.normal(size=length).tolist()).breaks) for _ in range(200))
        assert broken / 200 < 0.10


def test_too_little_and_too_much():
    assert change_points([1.0, 2.0, 3.0]).reason == "too_few_periods"
    assert change_points([5.0] * 30).breaks == ()
    with pytest.raises(ValueError, match="too many"):
        change_points([0.0] * 501)


@given(st.lists(st.integers(0, 10), min_size=4, max_size=40))
def test_levels_cover_the_series_in_pieces_of_at_least_two(values):
    levels = change_points([float(v) for v in values]).levels
    assert [level.start for level in levels] == [0, *[level.end for level in levels[:-1]]]
    assert levels[-1].end == len(values)
    assert all(level.end - level.start >= 2 for level in levels)


@given(st.lists(st.integers(0, 10), min_size=6, max_size=30), st.integers(-1000, 1000))
def test_breaks_do_not_depend_on_the_level(values, shift):
    assert change_points(values).breaks == change_points([value + shift for value in values]).breaks


def test_the_rule_keeps_its_promise_on_weekly_nps():
    # The note's simulation, n = 100 a week: 22 % of lines give a false alarm within a year, against 100 % for
    # "5 points less than last week"; a real fall of 20 points is seen in a median of 2 weeks.
    quiet = [_weeks(USUAL_SHARES, YEAR, seed) for seed in range(200)]
    assert 0.12 < sum(default_rule(weeks) is not None for weeks in quiet) / 200 < 0.32
    fallen = [default_rule(_weeks(TWENTY_DOWN, YEAR, 5000 + seed)) for seed in range(60)]
    assert np.median([weeks or YEAR for weeks in fallen]) <= 3
