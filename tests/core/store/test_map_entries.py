"""Own lanes and emotions of single personas: each entry is written, undone and fought over on its own."""

from datetime import UTC, datetime

import pytest

from cx_core.journeys import build
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Text
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal
from cx_core.store.journeys import JourneyStore

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    made = JourneyStore.open(tmp_path)
    point = build.touchpoint("Giao hàng", id="t1", perceived=1.0)
    made.create(build.journey("Mua", [build.stage("Nhận", [point], id="s1")], id="j1"), "An", NOW)
    return made


def edit(store, noun, target, version, actor="An", **fields):
    fields = {key.replace("__", "."): value for key, value in fields.items()}
    return store.apply(Operation(new_id(), "j1", "edit", noun, target, actor, version, fields), NOW)


def test_a_lane_of_its_own_is_added_written_renamed_and_taken_back(store):
    edit(store, "journey", "j1", 1, own_lanes__l1_vi="Cam kết", lanes=["action", "own:l1"])
    edit(store, "touchpoint", "t1", 1, notes__l1_vi="Giao trong hai giờ")
    edit(store, "stage", "s1", 1, notes__l1_en="Within the day")
    edit(store, "journey", "j1", 2, own_lanes__l1_en="Promise")
    journey = store.journey("j1")
    assert journey.own_lanes == (("l1", Text("Cam kết", "Promise")),)
    assert journey.touchpoints[0].notes == (("l1", Text("Giao trong hai giờ")),)
    assert journey.stages[0].notes == (("l1", Text("", "Within the day")),)
    for _ in range(4):
        assert isinstance(store.undo("j1", "An", NOW), Applied)
    journey = store.journey("j1")
    assert (journey.own_lanes, journey.lanes, journey.touchpoints[0].notes, journey.stages[0].notes) == ((), (), (), ())


def test_an_entry_that_is_emptied_goes(store):
    edit(store, "touchpoint", "t1", 1, expected_by__lan=-1.5, notes__l1_vi="x")
    edit(store, "touchpoint", "t1", 2, expected_by__lan=None, notes__l1_vi="")
    point = store.journey("j1").touchpoints[0]
    assert (point.expected_by, point.notes) == ((), ())


def test_entries_of_one_field_do_not_disturb_each_other(store):
    edit(store, "touchpoint", "t1", 1, perceived_by__lan=-1.0)
    edit(store, "touchpoint", "t1", 2, "Bình", perceived_by__minh=2.0)
    assert isinstance(store.undo("j1", "Bình", NOW), Applied)
    assert store.journey("j1").touchpoints[0].perceived_by == (("lan", -1.0),)


def test_an_id_that_ends_like_a_language_is_an_id_like_any_other(store):
    edit(store, "touchpoint", "t1", 1, perceived_by__p=1.0)
    edit(store, "touchpoint", "t1", 2, perceived_by__p_en=-1.0)
    store.undo("j1", "An", NOW)
    assert store.journey("j1").touchpoints[0].perceived_by == (("p", 1.0),)


def test_a_conflict_shows_what_stands_in_the_entry(store):
    edit(store, "touchpoint", "t1", 1, "Bình", notes__l1_vi="Của Bình")
    outcome = edit(store, "touchpoint", "t1", 1, notes__l1_vi="Của An")
    assert isinstance(outcome, Conflict)
    assert outcome.current["notes.l1_vi"] == "Của Bình"
    assert store.journey("j1").touchpoints[0].notes == (("l1", Text("Của Bình")),)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"notes.l1": "x"}, "field_unknown"),
        ({"notes.a b_vi": "x"}, "field_unknown"),
        ({"name.l1_vi": "x"}, "field_unknown"),
        ({"expected_by.": 1.0}, "field_unknown"),
        ({"expected_by.lan": 3}, "value_bad"),
        ({"expected_by": {"lan": "x"}}, "value_bad"),
        ({"notes": {"l1": "x"}}, "value_bad"),
        ({"notes": {f"l{n}": {"vi": "x"} for n in range(31)}}, "value_bad"),
    ],
)
def test_what_cannot_be_an_entry_is_refused(store, fields, kind):
    with pytest.raises(Refusal) as refused:
        store.apply(Operation(new_id(), "j1", "edit", "touchpoint", "t1", "An", 1, fields), NOW)
    assert refused.value.kind == kind
    assert store.journey("j1").revision == 1


def test_one_entry_too_many_is_refused(store):
    full = {f"l{n}": {"vi": "x"} for n in range(30)}
    edit(store, "touchpoint", "t1", 1, notes=full)
    with pytest.raises(Refusal):
        edit(store, "touchpoint", "t1", 2, notes__m_vi="x")
    assert len(store.journey("j1").touchpoints[0].notes) == 30


def test_going_back_to_an_earlier_state_brings_entries_back_and_takes_new_ones_away(store):
    edit(store, "touchpoint", "t1", 1, notes__l1_vi="Trước", expected_by__lan=1.0)
    edit(store, "journey", "j1", 1, own_lanes__l1_vi="Cam kết")
    before = store.journey("j1")
    edit(store, "touchpoint", "t1", 2, notes__l1_vi="Sau", notes__l2_vi="Mới", expected_by__lan=None)
    edit(store, "journey", "j1", 2, own_lanes__l2_vi="Làn mới")
    assert store.restore(before, "An", NOW) == 2
    after = store.journey("j1")
    assert (after.own_lanes, after.touchpoints[0].notes, after.touchpoints[0].expected_by) == (
        before.own_lanes, before.touchpoints[0].notes, before.touchpoints[0].expected_by,
    )  # fmt: skip
