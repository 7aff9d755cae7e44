"""Lanes: what an untouched map shows, what a map says itself, and what it forgets to mention."""

import pytest

from cx_core.journeys.lanes import LINE_ABOVE, lane_order, shown_lanes
from cx_core.model.journey import LANES, USUAL_LANES, Journey, Text


def test_an_untouched_map_shows_the_usual_lanes():
    assert shown_lanes(Journey("j", Text("x"))) == USUAL_LANES


@pytest.mark.parametrize("lanes", [(), ("pain",), ("-action", "emotion"), LANES])
def test_every_lane_is_there_once(lanes):
    order = lane_order(Journey("j", Text("x"), lanes=lanes))
    assert sorted(one.removeprefix("-") for one in order) == sorted(LANES)


def test_a_map_decides_order_and_what_is_hidden():
    assert shown_lanes(Journey("j", Text("x"), lanes=("support", "-pain", "emotion"))) == ("support", "emotion")


def test_the_lines_stand_above_lanes():
    assert set(LINE_ABOVE) <= set(LANES)


def test_lanes_of_the_map_itself_stand_where_it_says_and_end_with_their_name():
    own = (("a", Text("Cam kết")), ("b", Text("Mục tiêu")))
    journey = Journey("j", Text("x"), lanes=("pain", "-stage:b", "own:gone", "emotion"), own_lanes=own)
    assert lane_order(journey)[:4] == ("pain", "-stage:b", "emotion", "own:a")
    assert shown_lanes(journey) == ("pain", "emotion", "own:a")
