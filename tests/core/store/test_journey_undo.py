"""Undo and redo belong to an actor, and never overwrite what somebody else has done since."""

from datetime import UTC, datetime

import pytest

from cx_core.journeys import build
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.store.journeys import JourneyStore

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = JourneyStore.open(tmp_path)
    stage = build.stage(
        "Mua",
        [build.touchpoint("A", id="a"), build.touchpoint("B", id="b"), build.touchpoint("C", id="c")],
        id="s1",
    )
    store.create(build.journey("Mua hàng", [stage, build.stage("Sau", id="s2")], id="j1"), "An", NOW)
    return store


_count = iter(range(10_000))


def do(store, verb, noun, target, actor="An", **fields):
    journey = store.journey("j1")
    parts = [*journey.stages, *journey.touchpoints, *journey.pain_points, journey]
    version = None if verb == "add" else next(part.version for part in parts if part.id == target)
    done = store.apply(Operation(f"op{next(_count)}", "j1", verb, noun, target, actor, version, fields), NOW)
    assert isinstance(done, Applied)
    return done


def name(store, touchpoint_id):
    return store.journey("j1").touchpoint(touchpoint_id).name.vi


def order(store, stage=0):
    return "".join(point.id for point in store.journey("j1").stages[stage].touchpoints)


def test_nothing_to_undo_or_redo(store):
    assert store.undo("j1", "An", NOW) is None
    assert store.redo("j1", "An", NOW) is None


def test_undo_goes_back_step_by_step_and_redo_forward(store):
    for text in ("A1", "A2", "A3"):
        do(store, "edit", "touchpoint", "a", name_vi=text)
    seen = []
    while store.undo("j1", "An", NOW):
        seen.append(name(store, "a"))
    while store.redo("j1", "An", NOW):
        seen.append(name(store, "a"))
    assert seen == ["A2", "A1", "A", "A1", "A2", "A3"]


def test_undo_after_redo_works_again(store):
    do(store, "edit", "touchpoint", "a", name_vi="A1")
    for _ in range(3):
        assert isinstance(store.undo("j1", "An", NOW), Applied)
        assert name(store, "a") == "A"
        assert isinstance(store.redo("j1", "An", NOW), Applied)
        assert name(store, "a") == "A1"


def test_something_new_ends_the_redo(store):
    do(store, "edit", "touchpoint", "a", name_vi="A1")
    store.undo("j1", "An", NOW)
    do(store, "edit", "touchpoint", "b", name_vi="B1")
    assert store.redo("j1", "An", NOW) is None


def test_undo_is_each_actors_own(store):
    do(store, "edit", "touchpoint", "a", actor="An", name_vi="A1")
    do(store, "edit", "touchpoint", "b", actor="Bình", name_vi="B1")
    store.undo("j1", "An", NOW)
    assert (name(store, "a"), name(store, "b")) == ("A", "B1")
    assert store.undo("j1", "An", NOW) is None


def test_what_another_has_changed_since_is_a_conflict_and_is_passed_over(store):
    do(store, "edit", "touchpoint", "b", actor="An", name_vi="B1")
    do(store, "edit", "touchpoint", "a", actor="An", name_vi="A1")
    do(store, "edit", "touchpoint", "a", actor="Bình", name_vi="A2")
    answer = store.undo("j1", "An", NOW)
    assert isinstance(answer, Conflict)
    assert (answer.current["name_vi"], answer.changed_by) == ("A2", "Bình")
    assert name(store, "a") == "A2"
    assert isinstance(store.undo("j1", "An", NOW), Applied)
    assert name(store, "b") == "B"


def test_once_the_other_has_taken_back_the_change_is_free_again(store):
    do(store, "edit", "touchpoint", "a", actor="An", name_vi="A1")
    do(store, "edit", "touchpoint", "a", actor="Bình", name_vi="A2")
    store.undo("j1", "Bình", NOW)
    assert isinstance(store.undo("j1", "An", NOW), Applied)
    assert name(store, "a") == "A"


def test_redo_over_a_newer_change_is_a_conflict(store):
    do(store, "edit", "touchpoint", "a", actor="An", name_vi="A1")
    store.undo("j1", "An", NOW)
    do(store, "edit", "touchpoint", "a", actor="Bình", name_vi="A2")
    assert isinstance(store.redo("j1", "An", NOW), Conflict)
    assert name(store, "a") == "A2"


def test_add_and_remove_are_undone(store):
    do(store, "add", "touchpoint", "d", parent_id="s1", name_vi="D")
    do(store, "remove", "touchpoint", "a")
    assert order(store) == "bcd"
    store.undo("j1", "An", NOW)
    assert order(store) == "abcd"
    store.undo("j1", "An", NOW)
    assert order(store) == "abc"
    store.redo("j1", "An", NOW)
    assert order(store) == "abcd"


def test_taking_back_a_new_stage_does_not_hide_what_others_put_in_it(store):
    do(store, "add", "stage", "s3", actor="An", name_vi="Mới")
    do(store, "add", "touchpoint", "d", actor="Bình", parent_id="s3", name_vi="D")
    assert isinstance(store.undo("j1", "An", NOW), Conflict)
    assert order(store, 2) == "d"


def test_a_move_finds_its_place_again_after_a_renumbering(store):
    """C goes between A and B, so close that the siblings are numbered anew; B must not change places with it."""
    point = store.journey("j1").touchpoint("a")
    do(store, "move", "touchpoint", "c", parent_id="s1", position=point.position + 1e-9)
    assert order(store) == "acb"
    assert [one.position for one in store.journey("j1").stages[0].touchpoints] == [1.0, 2.0, 3.0]
    store.undo("j1", "An", NOW)
    assert order(store) == "abc"


def test_a_move_to_another_stage_is_undone(store):
    do(store, "move", "touchpoint", "b", parent_id="s2")
    assert (order(store), order(store, 1)) == ("ac", "b")
    store.undo("j1", "An", NOW)
    assert (order(store), order(store, 1)) == ("abc", "")


def test_undo_into_a_removed_stage_is_a_conflict(store):
    do(store, "move", "touchpoint", "b", actor="An", parent_id="s2")
    do(store, "remove", "stage", "s1", actor="Bình")
    answer = store.undo("j1", "An", NOW)
    assert isinstance(answer, Conflict)
    assert answer.gone
