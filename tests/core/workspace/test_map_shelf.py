"""The shelf says what needs another look, what a map rests on, and finds it by any word on it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cx_core.journeys import build
from cx_core.model.journey import Persona, Text
from cx_core.workspace import Workspace
from cx_core.workspace.map_shelf import compared, shelf

TODAY = date(2026, 11, 21)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.open(tmp_path)
    points = [
        build.touchpoint("Gọi hotline", [build.pain_point("Chờ quá lâu", evidence="survey")], evidence="assumption"),
        build.touchpoint("Zalo", evidence="observed"),
        build.touchpoint("Web"),
    ]
    journey = build.journey("Mua hàng", [build.stage("Hỏi", points)], id="j1", owner="Lan", persona_ids=("p1",))
    made.journeys.create(journey, "An", datetime(2026, 11, 1, tzinfo=UTC), (Persona("p1", "Chị Hạnh"),))
    return made


def test_a_map_shows_what_it_rests_on(workspace):
    (one,) = shelf(workspace.maps, TODAY)
    assert one.evidence == 0.5  # 2 of 4 cards: a pain from a survey, a touchpoint that was observed
    assert [person.name for person in one.personas] == ["Chị Hạnh"]
    assert one.worst is None


@pytest.mark.parametrize("search", ["", "mua", "HOTLINE cho", "lan", "hanh", "Hỏi"])
def test_a_map_is_found_by_any_word_on_it(workspace, search):
    (one,) = shelf(workspace.maps, TODAY)
    assert one.holds(search)
    assert not one.holds(f"{search} xe đạp")


def test_a_review_date_that_has_passed_makes_a_map_stale(workspace):
    assert shelf(workspace.maps, TODAY)[0].staleness is None
    assert shelf(workspace.maps, TODAY + timedelta(days=365))[0].staleness == "untouched"
    workspace.maps.library.edit(workspace.maps.journey("j1"), "An", review_on="2026-11-20")
    assert shelf(workspace.maps, TODAY)[0].staleness == "review_due"
    workspace.maps.library.edit(workspace.maps.journey("j1"), "An", status="archived")
    assert shelf(workspace.maps, TODAY)[0].staleness is None


def test_a_to_be_copy_is_paired_and_compared_with_what_it_came_from(workspace):
    maps = workspace.maps
    copy = maps.library.duplicate("j1", Text("Mua hàng (tương lai)"), "An", "to_be")
    assert copy.pair_id == "j1"
    assert {one.kind for one in compared(maps, maps.journey("j1"), copy).changes} == {"same"}
