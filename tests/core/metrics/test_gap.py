"""Scores on the emotion axis, and the gaps between what was expected, believed and measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics import measure
from cx_core.metrics.gap import emotion_interval, expectation_gap, room_against_data, to_emotion
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts, Measure
from tests.core.metrics.answers import counts_of, nps_counts

FIVE = Scale(1, 5)


@pytest.mark.parametrize(
    ("metric", "scale", "scores", "emotion"),
    [
        ("csat", FIVE, [1], -2.0),
        ("csat", FIVE, [3], 0.0),
        ("csat", FIVE, [4, 5], 1.5),
        ("csat", Scale(1, 10), [10], 2.0),
        ("rating", Scale(0, 10), [5], 0.0),
        ("ces", Scale(1, 7), [7, 4], 1.0),
        ("ces", Scale(1, 5, "low_is_good"), [1], 2.0),
        ("ces", Scale(1, 5, "low_is_good"), [4], -1.0),
    ],
)
def test_means_on_the_emotion_axis(metric, scale, scores, emotion):
    assert to_emotion(measure(metric, counts_of(scores, metric, scale))) == pytest.approx(emotion)


def test_nps_on_the_emotion_axis():
    assert to_emotion(measure("nps", counts_of([10, 0, 0]))) == pytest.approx(-2 / 3)
    assert to_emotion(measure("nps", counts_of([10]))) == 2.0


@pytest.mark.parametrize("metric", ["nps", "csat", "ces", "rating"])
def test_no_answers_are_no_emotion(metric):
    empty = measure(metric, Counts())
    assert to_emotion(empty) is None
    assert emotion_interval(empty) is None
    assert expectation_gap(1.0, empty).standing == "unknown"
    assert room_against_data(1.0, empty).agreement == "unknown"


def test_mixed_scales_are_no_emotion():
    assert to_emotion(Measure("csat", None, reason="mixed_scales", n=40)) is None


@given(st.lists(st.integers(1, 5), min_size=2, max_size=50))
def test_emotion_and_interval_stay_on_the_axis_and_turn_with_the_direction(scores):
    up = measure("ces", counts_of(scores, "ces", FIVE))
    down = measure("ces", counts_of([6 - s for s in scores], "ces", Scale(1, 5, "low_is_good")))
    assert to_emotion(up) == pytest.approx(to_emotion(down))
    interval = emotion_interval(up)
    if interval:
        assert -2 <= interval[0] <= to_emotion(up) <= interval[1] <= 2


def test_expectation_is_missed_only_on_evidence():
    unhappy = counts_of([2, 2, 1, 3] * 20, "csat", FIVE)
    gap = expectation_gap(1.0, measure("csat", unhappy))
    assert (gap.measured, gap.gap, gap.standing) == (-1.0, -2.0, "below")
    assert gap.low < gap.gap < gap.high < 0
    few = expectation_gap(1.0, measure("csat", counts_of([2, 2, 1, 3], "csat", FIVE)))
    assert (few.gap, few.standing) == (-2.0, "not_enough_evidence")
    assert expectation_gap(-1.5, measure("csat", unhappy)).standing == "above"
    assert expectation_gap(-1.0, measure("csat", unhappy)).standing == "meets"
    assert expectation_gap(None, measure("csat", unhappy)).standing == "unknown"


def test_the_room_and_the_customers():
    happy, unhappy = measure("nps", nps_counts(70, 20, 10)), measure("nps", nps_counts(10, 20, 70))
    assert room_against_data(1.0, happy).agreement == "agrees"
    assert room_against_data(-1.0, happy).agreement == "room_too_dark"
    assert room_against_data(1.0, unhappy).agreement == "room_too_bright"
    assert room_against_data(1.0, measure("nps", nps_counts(1, 2, 7))).agreement == "not_enough_evidence"
    assert room_against_data(None, happy).agreement == "unknown"
