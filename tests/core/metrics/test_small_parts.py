"""The small parts that larger statistics rest on, each held to a fixture counted by hand or to a law of its own."""

import math
import statistics
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cx_core.metrics.buying import spend_after
from cx_core.metrics.compare import Comparison, compare, with_difference
from cx_core.metrics.control_charts import mean_moving_range, score_spread
from cx_core.metrics.differences import Difference
from cx_core.metrics.estimates import around
from cx_core.metrics.intervals import mean_score, net_moments
from cx_core.metrics.means import measure_mean
from cx_core.metrics.registry import ALL_METRICS, SCORE_METRICS, score_role
from cx_core.metrics.rfm import GROUPS, group_of
from cx_core.metrics.trend import build_series, compare_points
from cx_core.model.feedback import SCORE_ROLES, Scale
from cx_core.model.measure import Counts
from cx_core.model.period import Period
from cx_core.model.query import Cell
from tests.core.metrics.answers import counts_by_customer, counts_of, nps_counts, nps_scores

FIVE, SEVEN_EFFORT = Scale(1, 5), Scale(1, 7, "low_is_good")
values = st.lists(st.floats(-100, 100), min_size=2, max_size=30)


# --- mean_moving_range ------------------------------------------------------------------------------------------------


def test_the_moving_range_is_the_mean_step_between_neighbours():
    # Steps of 3, 2 and 7.
    assert mean_moving_range([1, 4, 2, 9]) == 4.0
    assert mean_moving_range([5.0]) == mean_moving_range([]) == 0.0


@given(values, st.floats(-50, 50), st.floats(0.1, 10))
def test_the_moving_range_knows_no_level_no_direction_and_scales(steps, shift, factor):
    own = mean_moving_range(steps)
    assert mean_moving_range([one + shift for one in steps]) == pytest.approx(own, abs=1e-9)
    assert mean_moving_range(steps[::-1]) == pytest.approx(own)
    assert mean_moving_range([factor * one for one in steps]) == pytest.approx(factor * own, abs=1e-9)
    assert abs(steps[-1] - steps[0]) <= own * (len(steps) - 1) + 1e-6


# --- score_spread, mean_score -----------------------------------------------------------------------------------------


@given(nps_scores)
def test_mean_and_spread_are_those_of_the_scores_themselves(scores):
    counts = counts_of(scores)
    assert mean_score(counts) == pytest.approx(statistics.fmean(scores))
    assert score_spread(counts) == pytest.approx(statistics.pvariance(scores), abs=1e-9)


def test_without_answers_there_is_neither_mean_nor_spread_and_half_points_count():
    assert mean_score(Counts()) is score_spread(Counts()) is None
    halves = counts_of([4.5, 3.5], "rating", FIVE)
    assert (mean_score(halves), score_spread(halves)) == (4.0, 0.25)


@given(nps_scores, nps_scores)
def test_the_mean_of_pooled_answers_lies_between_the_means(one, two):
    means = sorted((mean_score(counts_of(one)), mean_score(counts_of(two))))
    assert means[0] - 1e-9 <= mean_score(counts_of(one) + counts_of(two)) <= means[1] + 1e-9


# --- net_moments ------------------------------------------------------------------------------------------------------


def test_three_pseudo_answers_are_added_before_the_moments():
    # 6 promoters, 2 passives, 1 detractor become 6.75, 3.5, 1.75 of 12: m = 5/12, V = 8.5/12 - (5/12)^2.
    found = net_moments(nps_counts(6, 2, 1))
    assert found.n == 12
    assert found.mean == pytest.approx(float(Fraction(5, 12)))
    assert found.variance == pytest.approx(float(Fraction(17, 24) - Fraction(25, 144)))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_moments_mirror_with_the_classes_and_never_lose_their_error(top, middle, bottom):
    assume(top + middle + bottom)
    one, other = net_moments(nps_counts(top, middle, bottom)), net_moments(nps_counts(bottom, middle, top))
    assert one.mean == pytest.approx(-other.mean, abs=1e-12)
    assert one.variance == pytest.approx(other.variance)
    assert one.error > 0


def test_answers_of_few_customers_count_as_fewer_answers():
    # Ten customers, each ten times of one mind, tell little more than ten answers would.
    many = counts_by_customer([(f"c{at}", 10 if at < 6 else 2) for at in range(10) for _ in range(10)])
    alone = counts_by_customer([(f"c{at}", 10 if at < 60 else 2) for at in range(100)])
    assert net_moments(many).n < net_moments(alone).n == 103
    assert net_moments(many).error > 2 * net_moments(alone).error


# --- measure_mean -----------------------------------------------------------------------------------------------------


def test_a_mean_has_the_share_of_its_good_class_beside_it():
    # Box of a rating out of five: 4 and 5. Four answers, three of them in it; mean 4, s = sqrt(2), t(3) = 3.182.
    counts = counts_of([5, 5, 4, 2], "rating", FIVE)
    found = measure_mean("rating", counts, net=50.0)
    assert (found.value, found.mean, found.share_top, found.net, found.n) == (4.0, 4.0, 0.75, 50.0, 4)
    # The interval keeps to the scale: 4 + 3.182 * sqrt(2) / 2 would be 6.25.
    assert found.high == 5.0
    assert found.low == pytest.approx(4 - 3.182446 * math.sqrt(2) / 2, abs=1e-5)


def test_answers_that_agree_have_a_mean_and_no_interval():
    for scores in ([4], [4, 4, 4]):
        found = measure_mean("rating", counts_of(scores, "rating", FIVE))
        assert (found.value, found.low, found.high, found.method) == (4.0, None, None, None)
    nothing = measure_mean("rating", Counts())
    assert (nothing.value, nothing.reason) == (None, "no_answers")


# --- around -----------------------------------------------------------------------------------------------------------


def test_an_interval_is_about_two_errors_to_each_side():
    found = around(10.0, 5.0, 40, "did")
    assert (found.low, found.high) == (pytest.approx(10 - 1.959964 * 5), pytest.approx(10 + 1.959964 * 5))
    assert found.is_clear
    assert not around(9.0, 5.0, 40, "did").is_clear


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0.5, 0.98))
def test_the_value_stands_in_the_middle_and_more_confidence_is_wider(value, error, confidence):
    narrow, wide = around(value, error, 9, "m", confidence), around(value, error, 9, "m", 0.99)
    assert (narrow.low + narrow.high) / 2 == pytest.approx(value, abs=1e-9)
    assert wide.low <= narrow.low <= value <= narrow.high <= wide.high


# --- with_difference, compare_points ----------------------------------------------------------------------------------


def difference(value):
    return Difference(value, value - 4, value + 4, 0.001, 6.0, "welch")


def test_a_difference_is_good_news_by_the_direction_of_its_metric():
    effort = Comparison("ces", None, n_before=90, n_after=90, floor=0.3, scale=SEVEN_EFFORT)
    assert [with_difference(effort, difference(one)).better for one in (1.0, -1.0)] == [False, True]
    nps = Comparison("nps", None, n_before=90, n_after=90, floor=5.0)
    assert [with_difference(nps, difference(one)).verdict for one in (9.0, -9.0)] == ["rose", "fell"]


def test_what_is_certain_is_not_announced_under_the_floor_or_on_few_answers():
    assert with_difference(Comparison("nps", None, n_before=90, n_after=90, floor=10.0), difference(9.0)).reason == (
        "too_small"
    )
    assert with_difference(Comparison("nps", None, n_before=29, n_after=90, floor=5.0), difference(9.0)).reason == (
        "too_few_answers"
    )
    nothing = with_difference(Comparison("nps", None), None)
    assert (nothing.reason, nothing.difference, nothing.better) == ("no_answers", None, None)


def test_points_are_compared_like_their_counts_and_not_across_scales():
    june, july = (Period.containing(date(2026, month, 1), "month") for month in (6, 7))
    before, after = nps_counts(60, 20, 20), nps_counts(35, 30, 35)
    series = build_series("nps", [Cell((), june, before), Cell((), july, after)], date(2026, 7, 31))
    assert compare_points("nps", *series.points) == compare("nps", before, after)
    fives, tens = counts_of([5] * 40, "csat", FIVE), counts_of([9] * 40, "csat", Scale(1, 10))
    cells = [Cell((), june, fives), Cell((), july, fives), Cell((), july, tens)]
    mixed = compare_points("csat", *build_series("csat", cells, date(2026, 7, 31)).points)
    assert (mixed.difference, mixed.reason, mixed.n_before, mixed.n_after) == (None, "mixed_scales", 40, 80)


# --- score_role, group_of ---------------------------------------------------------------------------------------------


def test_every_score_metric_names_a_score_of_the_answers():
    assert {one.key: score_role(one.key) for one in SCORE_METRICS} == {
        "nps": "nps", "csat": "csat", "ces": "ces", "rating": "rating",
    }  # fmt: skip
    assert {score_role(one.key) for one in ALL_METRICS} <= {*SCORE_ROLES, None}
    with pytest.raises(KeyError):
        score_role("loyalty")


def test_every_pair_of_fifths_has_a_group_and_every_group_has_pairs():
    # How recently (rows, best first) and how often (columns, 1 to 5), drawn as a map.
    drawn = {
        5: "new new loyal champions champions", 4: "new new loyal champions champions",
        3: "others others others loyal loyal",
        2: "sleeping sleeping at_risk at_risk at_risk", 1: "sleeping sleeping at_risk at_risk at_risk",
    }  # fmt: skip
    for recency, row in drawn.items():
        assert [group_of(recency, frequency) for frequency in range(1, 6)] == row.split()
    assert {one for row in drawn.values() for one in row.split()} == set(GROUPS)


# --- spend_after ------------------------------------------------------------------------------------------------------


def test_only_what_was_bought_after_an_answer_and_within_the_span_counts():
    answers = [("an", 10, "top"), ("binh", 10, "bottom"), ("chi", 10, "middle")]
    orders = [
        ("an", 10, 100.0),  # on the day itself: not after
        ("an", 11, 1.0), ("an", 20, 2.0),  # within ten days, both ends of the span
        ("an", 21, 100.0),  # too late
        ("binh", 9, 100.0),  # before
        ("dung", 12, 100.0),  # never answered
    ]  # fmt: skip
    found = spend_after(answers, orders, through=20, follow_up=10)
    assert dict(found) == {"top": (3.0,), "middle": (0.0,), "bottom": (0.0,)}


def test_of_several_answers_the_newest_with_a_whole_span_counts():
    answers = [("an", 1, "bottom"), ("an", 10, "top"), ("an", 11, "bottom"), ("binh", 11, "top")]
    # Of day 11 the ten days reach to 21: the data end on 20.
    found = spend_after(answers, [("an", 12, 5.0), ("an", 2, 7.0)], through=20, follow_up=10)
    assert dict(found) == {"top": (5.0,), "middle": (), "bottom": ()}
