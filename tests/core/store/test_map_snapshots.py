"""A snapshot brings a map back whole, in one change that one undo takes back; names stand on what others changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cx_core.journeys import build
from cx_core.model.journey import Text
from cx_core.model.operation import Applied, Operation
from cx_core.model.problem import Refusal
from cx_core.store.journeys import JourneyStore
from cx_core.workspace.map_library import MapLibrary

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = JourneyStore.open(tmp_path)
    stages = [
        build.stage("Tìm", [build.touchpoint("Web", [build.pain_point("Chậm", id="p1")], id="t1")], id="s1"),
        build.stage("Mua", [build.touchpoint("Ví", id="t2"), build.touchpoint("Thẻ", id="t3")], id="s2"),
    ]
    store.create(build.journey("Mua hàng", stages, id="j1"), "An", NOW)
    return store


@pytest.fixture
def library(store):
    return MapLibrary(store)


_count = iter(range(10_000))


def do(store, verb, noun, target, actor="An", **fields):
    journey = store.journey("j1")
    parts = [journey, *journey.stages, *journey.touchpoints, *journey.pain_points]
    version = None if verb == "add" else next(part.version for part in parts if part.id == target)
    done = store.apply(Operation(f"op{next(_count)}", "j1", verb, noun, target, actor, version, fields), NOW)
    assert isinstance(done, Applied)


def bare(journey):
    """The map without what counts its changes, positions as an order."""
    placed = build.place(journey)
    stages = tuple(
        replace(
            stage,
            version=0,
            touchpoints=tuple(
                replace(one, version=0, pain_points=tuple(replace(pain, version=0) for pain in one.pain_points))
                for one in stage.touchpoints
            ),
        )
        for stage in placed.stages
    )
    return replace(placed, stages=stages, revision=0, version=0, updated_at=None)


def turn_upside_down(store):
    do(store, "edit", "touchpoint", "t1", name_vi="Trang chủ")
    do(store, "move", "touchpoint", "t3", parent_id="s1")
    do(store, "remove", "stage", "s2")
    do(store, "remove", "pain_point", "p1")
    do(store, "add", "stage", "s9", name_vi="Mới")
    do(store, "add", "touchpoint", "t9", parent_id="s9", name_vi="Thêm")
    do(store, "move", "touchpoint", "t1", parent_id="s9")


def test_restoring_brings_back_everything_and_one_undo_takes_it_back(store, library):
    before = bare(store.journey("j1"))
    snapshot = library.take_snapshot("j1", "Trước buổi họp", "An")
    turn_upside_down(store)
    after = bare(store.journey("j1"))
    assert after != before
    assert library.restore(snapshot.id, "An") > 3
    assert bare(store.journey("j1")) == before
    assert isinstance(store.undo("j1", "An", NOW), Applied)
    assert bare(store.journey("j1")) == after
    assert isinstance(store.redo("j1", "An", NOW), Applied)
    assert bare(store.journey("j1")) == before


def test_restoring_what_is_there_already_changes_nothing(store, library):
    snapshot = library.take_snapshot("j1", "Như cũ", "An")
    revision = store.revision("j1")
    assert library.restore(snapshot.id, "An") == 0
    assert store.revision("j1") == revision


def test_a_part_whose_stage_went_too_comes_back(store, library):
    snapshot = library.take_snapshot("j1", "Đủ", "An")
    before = bare(store.journey("j1"))
    do(store, "add", "stage", "s9", name_vi="Mới")
    do(store, "move", "touchpoint", "t2", parent_id="s9")
    do(store, "remove", "touchpoint", "t2")
    do(store, "remove", "stage", "s9")
    library.restore(snapshot.id, "Bình")
    assert bare(store.journey("j1")) == before


def test_snapshots_are_listed_newest_first_and_need_a_name(store, library):
    first = library.take_snapshot("j1", "Một", "An")
    second = library.take_snapshot("j1", "Hai", "Bình")
    assert [(one.name, one.actor) for one in library.snapshots("j1")] == [("Hai", "Bình"), ("Một", "An")]
    assert {first.revision, second.revision} == {1}
    with pytest.raises(Refusal, match="name_empty"):
        library.take_snapshot("j1", "  ", "An")
    with pytest.raises(Refusal, match="snapshot_unknown"):
        library.restore("nope", "An")


def test_a_copy_keeps_content_and_assigned_feedback_under_new_ids(store, library):
    store.assign("j1", {"zalo||": "t1", "sms||": None}, "An", NOW)
    copy = library.duplicate("j1", Text("Bản sao"), "An", state="to_be")
    assert (copy.title.vi, copy.state, copy.status) == ("Bản sao", "to_be", "draft")
    assert [one.name.vi for one in copy.touchpoints] == ["Web", "Ví", "Thẻ"]
    assert store.assignments(copy.id) == {"zalo||": copy.touchpoints[0].id, "sms||": None}
    assert not {one.id for one in copy.touchpoints} & {"t1", "t2", "t3"}


def test_archiving_is_a_change_like_any_other(store, library):
    library.edit(store.journey("j1"), "An", status="archived")
    assert store.journey("j1").status == "archived"
    store.undo("j1", "An", NOW)
    assert store.journey("j1").status == "draft"


def test_undo_and_redo_are_offered_only_where_there_is_something(store):
    assert store.can_step("j1", "An") == (False, False)
    do(store, "edit", "touchpoint", "t1", name_vi="Trang chủ")
    assert store.can_step("j1", "An") == (True, False)
    assert store.can_step("j1", "Bình") == (False, False)
    store.undo("j1", "An", NOW)
    assert store.can_step("j1", "An") == (False, True)


def test_names_stand_on_what_others_changed_lately(store):
    assert store.authors("j1", NOW - timedelta(minutes=10), "Chi") == {}
    do(store, "edit", "touchpoint", "t1", actor="Bình", name_vi="Trang chủ")
    do(store, "edit", "touchpoint", "t2", actor="Chi", name_vi="Ví điện tử")
    assert store.authors("j1", NOW - timedelta(minutes=10), "Chi") == {"t1": "Bình"}
    assert store.authors("j1", NOW + timedelta(minutes=1), "Chi") == {}


def test_every_field_of_every_part_is_kept_copied_and_restored(store, library):
    idea = build.opportunity("Gọi trước", id="o1", impact=5, effort=2, due_on=date(2027, 1, 2), pain_ids=("p9",))
    point = build.touchpoint(
        "Giao hàng",
        [build.pain_point("Trễ", 5, id="p9", kind="barrier", frequency="often", quote_ids=("12",))],
        id="t9",
        opportunities=(idea,),
        backstage=Text("Xếp tuyến", "Routing"),
        duration_minutes=30.0,
        links=("loop:t9",),
        targets=("nps:40",),
        images=(f"{'a' * 32}.png",),
        detail_id="j1",
        perceived_low=-1.0,
        perceived_high=0.5,
    )
    journey = build.journey("Nhận", [build.stage("Chờ", [point])], id="j9", lanes=("emotion", "-owner"), pair_id="j1")
    stored = store.create(journey, "An", NOW)
    assert bare(stored) == bare(journey)
    snapshot = library.take_snapshot("j9", "Đủ", "An")
    remove = Operation("x1", "j9", "remove", "opportunity", "o1", "An", 1)
    edit = Operation("x2", "j9", "edit", "touchpoint", "t9", "An", 1, {"links": [], "duration_minutes": None})
    for operation in (remove, edit):
        assert isinstance(store.apply(operation, NOW), Applied)
    assert library.restore(snapshot.id, "An") == 2
    assert bare_ideas(store.journey("j9")) == bare_ideas(journey)
    copy = library.duplicate("j9", Text("Bản sao"), "An")
    (twin,) = copy.touchpoints
    assert twin.links == (f"loop:{twin.id}",)
    assert twin.opportunities[0].pain_ids == (twin.pain_points[0].id,)


def bare_ideas(journey):
    plain = bare(journey)
    stages = tuple(
        replace(
            stage,
            touchpoints=tuple(
                replace(one, opportunities=tuple(replace(idea, version=0) for idea in one.opportunities))
                for one in stage.touchpoints
            ),
        )
        for stage in plain.stages
    )
    return replace(plain, stages=stages)
