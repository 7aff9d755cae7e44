"""The classes of each metric, against the definitions that the trade publishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics.boxes import Box, box_limits
from cx_core.model.feedback import Scale


def _points(box: Box) -> tuple[int, int, int, int]:
    return tuple(limit // 100 for limit in (box.top_min, box.top_max, box.bottom_min, box.bottom_max))


@pytest.mark.parametrize(
    ("metric", "scale", "expected"),
    [
        ("nps", Scale(0, 10), (9, 10, 0, 6)),  # Reichheld 2003
        ("nps", Scale(1, 10), (9, 10, 1, 6)),  # a 1-10 file keeps the cuts
        ("csat", Scale(1, 5), (4, 5, 1, 2)),  # top two of five
        ("csat", Scale(1, 7), (6, 7, 1, 3)),
        ("csat", Scale(1, 10), (9, 10, 1, 5)),
        ("csat", Scale(0, 10), (9, 10, 0, 4)),
        ("csat", Scale(1, 4), (3, 4, 1, 2)),
        ("csat", Scale(1, 3), (3, 3, 1, 1)),  # help desks with three smileys: only the best is good
        ("csat", Scale(1, 2), (2, 2, 1, 1)),
        ("csat", Scale(0, 1), (1, 1, 0, 0)),  # good / bad
        ("csat", Scale(0, 100), (80, 100, 0, 49)),
        ("csat", Scale(1, 5, "low_is_good"), (1, 2, 4, 5)),
        ("rating", Scale(1, 5), (4, 5, 1, 2)),
        ("ces", Scale(1, 7), (5, 7, 1, 3)),  # CES 2.0: agree that it was easy
        ("ces", Scale(1, 5, "low_is_good"), (1, 2, 4, 5)),  # CES 1.0: how much effort
        ("ces", Scale(1, 5), (4, 5, 1, 2)),
        ("ces", Scale(0, 10), (6, 10, 0, 4)),
        ("ces", Scale(1, 10), (6, 10, 1, 5)),
    ],
)
def test_classes_by_scale(metric, scale, expected):
    assert _points(box_limits(metric, scale)) == expected


@pytest.mark.parametrize("scale", [Scale(1, 5), Scale(1, 7), Scale(0, 100), Scale(0, 10, "low_is_good")])
def test_a_score_on_another_scale_is_never_turned_into_nps(scale):
    with pytest.raises(ValueError, match="0 to 10"):
        box_limits("nps", scale)


def test_zero_is_a_detractor_and_a_half_point_between_classes_is_in_the_middle():
    nps, stars = box_limits("nps", Scale(0, 10)), box_limits("rating", Scale(1, 5))
    assert nps.holds_bottom(0)
    assert stars.holds_top(450)
    assert not stars.holds_top(350)
    assert not stars.holds_bottom(250)


@given(
    metric=st.sampled_from(["csat", "ces", "rating"]),
    minimum=st.integers(0, 1),
    length=st.integers(1, 100),
    score=st.integers(0, 101),
)
def test_classes_never_overlap_lie_on_the_scale_and_mirror_with_the_direction(metric, minimum, length, score):
    upward = Scale(minimum, minimum + length)
    downward = Scale(minimum, minimum + length, "low_is_good")
    up, down = box_limits(metric, upward), box_limits(metric, downward)
    assert upward.minimum * 100 == up.bottom_min <= up.bottom_max < up.top_min <= up.top_max == upward.maximum * 100
    mirrored = 100 * (upward.minimum + upward.maximum - score)
    assert up.holds_top(100 * score) == down.holds_top(mirrored)
    assert up.holds_bottom(100 * score) == down.holds_bottom(mirrored)
