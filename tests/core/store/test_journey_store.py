"""A map is stored whole, read back equal, listed, and edited one operation at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cx_core.journeys import build
from cx_core.model.journey import Persona, Text
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Refusal
from cx_core.store.journeys import JourneyStore

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return JourneyStore.open(tmp_path)


@pytest.fixture
def shop(store):
    """A map of two stages, three touchpoints and one pain point."""
    made = build.journey(
        Text("Mua hàng", "Buying"),
        [
            build.stage(
                "Tìm hiểu",
                [
                    build.touchpoint(
                        "Trang web", channel="web", expected=1.0, aliases=("website", "web shop"), id="t1"
                    ),
                    build.touchpoint("Tư vấn Zalo", channel="zalo", id="t2"),
                ],
                id="s1",
            ),
            build.stage(
                "Nhận hàng",
                [
                    build.touchpoint(
                        "Giao hàng", [build.pain_point("Giao trễ", 5, id="p1")], channel="delivery", id="t3"
                    )
                ],
                id="s2",
            ),
        ],
        id="j1",
        owner="Lan",
        review_on=date(2027, 1, 15),
    )
    return store.create(made, "An", NOW)


_count = iter(range(10_000))


def op(verb, noun, target, version=None, actor="An", **fields):
    return Operation(f"op{next(_count)}", "j1", verb, noun, target, actor, version, fields)


def shape(journey):
    return [(stage.id, [touchpoint.id for touchpoint in stage.touchpoints]) for stage in journey.stages]


def content(journey):
    """The map without what counts its changes."""
    return replace(
        journey,
        revision=0,
        version=0,
        updated_at=None,
        stages=tuple(
            replace(
                stage,
                version=0,
                touchpoints=tuple(
                    replace(point, version=0, pain_points=tuple(replace(pain, version=0) for pain in point.pain_points))
                    for point in stage.touchpoints
                ),
            )
            for stage in journey.stages
        ),
    )


def test_a_map_is_read_back_as_it_was_made(store, shop):
    assert store.journey("j1") == shop
    assert shape(shop) == [("s1", ["t1", "t2"]), ("s2", ["t3"])]
    assert shop.touchpoints[0].aliases == ("website", "web shop")
    assert shop.pain_points[0].severity == 5
    assert shop.review_on == date(2027, 1, 15)
    assert (shop.revision, shop.version, shop.updated_at) == (1, 1, NOW)


def test_the_list_of_maps_counts_what_is_there(store, shop):
    store.apply(op("remove", "stage", "s2", 1), LATER)
    (summary,) = store.journeys()
    assert (summary.id, summary.title.vi, summary.owner) == ("j1", "Mua hàng", "Lan")
    assert (summary.n_stages, summary.n_touchpoints) == (1, 2)
    assert (summary.updated_at, summary.revision) == (LATER, 2)


def test_a_second_map_with_the_same_id_is_refused(store, shop):
    with pytest.raises(Refusal, match="journey_exists"):
        store.create(shop, "An", NOW)
    assert store.create(build.with_new_ids(shop), "An", NOW).id != "j1"


def test_a_refused_map_leaves_nothing(store, shop):
    half = build.journey("Khác", [build.stage("A", id="s9"), build.stage("B", id="s1")], id="j2")
    with pytest.raises(Refusal, match="id_taken"):
        store.create(half, "An", NOW)
    assert [summary.id for summary in store.journeys()] == ["j1"]


def test_no_map_is_a_refusal_and_revision_zero(store):
    assert store.revision("nowhere") == 0
    with pytest.raises(Refusal, match="journey_unknown"):
        store.journey("nowhere")


def test_an_edit_raises_version_and_revision_by_one(store, shop):
    done = store.apply(op("edit", "touchpoint", "t1", 1, name_en="Web site", expected=-0.5), LATER)
    assert isinstance(done, Applied)
    assert (done.revision, done.version, done.repeated) == (2, 2, False)
    point = store.journey("j1").touchpoint("t1")
    assert (point.name, point.expected, point.version) == (Text("Trang web", "Web site"), -0.5, 2)
    assert store.journey("j1").updated_at == LATER
    assert store.revision("j1") == 2


def test_the_same_operation_twice_is_applied_once(store, shop):
    move = op("move", "touchpoint", "t1", 1, parent_id="s2", position=0.5)
    first, second = store.apply(move, NOW), store.apply(move, LATER)
    assert (first.repeated, second.repeated) == (False, True)
    assert replace(second, repeated=False) == first
    assert store.revision("j1") == 2
    assert shape(store.journey("j1")) == [("s1", ["t2"]), ("s2", ["t1", "t3"])]


def test_an_operation_on_an_old_version_meets_the_new_text(store, shop):
    store.apply(op("edit", "stage", "s1", 1, name_vi="Tìm hiểu và so sánh", actor="Bình"), NOW)
    mine = op("edit", "stage", "s1", 1, name_vi="Khám phá")
    answer = store.apply(mine, LATER)
    assert isinstance(answer, Conflict)
    assert answer.current["name_vi"] == "Tìm hiểu và so sánh"
    assert answer.operation.fields["name_vi"] == "Khám phá"
    assert (answer.changed_by, answer.changed_at, answer.gone) == ("Bình", NOW, False)
    assert store.revision("j1") == 2


def test_what_somebody_removed_is_gone_for_an_edit(store, shop):
    store.apply(op("remove", "stage", "s2", 1, actor="Bình"), NOW)
    answer = store.apply(op("edit", "touchpoint", "t3", 1, name_vi="Giao tận nhà"), LATER)
    assert isinstance(answer, Conflict)
    assert answer.gone


def test_nothing_is_added_or_moved_into_a_removed_stage(store, shop):
    store.apply(op("remove", "stage", "s2", 1), NOW)
    added = store.apply(op("add", "touchpoint", "t9", parent_id="s2", name_vi="Mở hộp"), NOW)
    moved = store.apply(op("move", "touchpoint", "t1", 1, parent_id="s2", position=1), NOW)
    assert added.gone
    assert moved.gone
    assert shape(store.journey("j1")) == [("s1", ["t1", "t2"])]


def test_a_removed_stage_comes_back_with_its_children(store, shop):
    gone = store.apply(op("remove", "stage", "s2", 1), NOW)
    assert shape(store.journey("j1")) == [("s1", ["t1", "t2"])]
    back = store.apply(op("restore", "stage", "s2", gone.version), NOW)
    assert back.version == 3
    assert content(store.journey("j1")) == content(shop)


def test_a_child_removed_before_its_stage_stays_removed(store, shop):
    store.apply(op("remove", "pain_point", "p1", 1), NOW)
    gone = store.apply(op("remove", "stage", "s2", 1), NOW)
    store.apply(op("restore", "stage", "s2", gone.version), NOW)
    assert store.journey("j1").pain_points == ()


def test_a_removed_map_leaves_the_list_and_comes_back(store, shop):
    gone = store.apply(op("remove", "journey", "j1", 1), NOW)
    assert store.journeys() == ()
    assert store.revision("j1") == 0
    store.apply(op("restore", "journey", "j1", gone.version), NOW)
    assert content(store.journey("j1")) == content(shop)


def test_parts_are_added_at_the_end_or_where_asked(store, shop):
    store.apply(op("add", "touchpoint", "t4", parent_id="s1", name_vi="Gọi tổng đài"), NOW)
    store.apply(op("add", "touchpoint", "t5", parent_id="s1", name_vi="Quảng cáo", position=0.5), NOW)
    store.apply(op("add", "touchpoint", "t6", parent_id="s1", name_vi="So giá", after_id="t1"), NOW)
    store.apply(op("add", "stage", "s3", name_vi="Giới thiệu"), NOW)
    assert shape(store.journey("j1")) == [("s1", ["t5", "t1", "t6", "t2", "t4"]), ("s2", ["t3"]), ("s3", [])]


def test_a_whole_map_can_be_drawn_by_operations(store):
    store.apply(op("add", "journey", "j1", title_vi="Khám bệnh"), NOW)
    store.apply(op("add", "stage", "s1", name_vi="Đặt lịch"), NOW)
    store.apply(op("add", "touchpoint", "t1", parent_id="s1", name_vi="Gọi tổng đài", channel="phone"), NOW)
    store.apply(op("add", "pain_point", "p1", parent_id="t1", text_vi="Máy bận", severity=4), NOW)
    journey = store.journey("j1")
    assert (journey.title.vi, journey.revision, journey.pain_points[0].text.vi) == ("Khám bệnh", 4, "Máy bận")


def test_moving_ever_closer_renumbers_and_keeps_the_order(store, shop):
    store.apply(op("add", "touchpoint", "t4", parent_id="s1", name_vi="Gọi"), NOW)
    for turn in range(60):
        order = [point.id for point in store.journey("j1").stages[0].touchpoints]
        last = store.journey("j1").touchpoint(order[-1])
        first, second = store.journey("j1").touchpoint(order[0]), store.journey("j1").touchpoint(order[1])
        middle = (first.position + second.position) / 2
        store.apply(op("move", "touchpoint", last.id, last.version, parent_id="s1", position=middle), NOW)
        assert [point.id for point in store.journey("j1").stages[0].touchpoints] == [order[0], order[2], order[1]], turn


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        (op("edit", "touchpoint", "nowhere", 1, name_vi="x"), "target_unknown"),
        (op("add", "touchpoint", "t9", parent_id="nowhere", name_vi="x"), "parent_bad"),
        (op("add", "touchpoint", "t9", parent_id="t1", name_vi="x"), "parent_bad"),
        (op("add", "touchpoint", "t1", parent_id="s1", name_vi="x"), "id_taken"),
        (op("edit", "touchpoint", "t1", 1, name_vi=""), "name_empty"),
        (op("edit", "journey", "j1", 1, persona_ids=["nobody"]), "persona_unknown"),
        (op("add", "stage", "s9", parent_id="j2", name_vi="x"), "parent_bad"),
    ],
)
def test_a_refused_operation_changes_nothing(store, shop, operation, kind):
    with pytest.raises(Refusal, match=kind):
        store.apply(operation, LATER)
    assert store.journey("j1") == shop


def test_a_part_of_another_map_is_unknown(store, shop):
    store.create(build.journey("Khác", [build.stage("A", id="s9")], id="j2"), "An", NOW)
    with pytest.raises(Refusal, match="target_unknown"):
        store.apply(op("edit", "stage", "s9", 1, name_vi="B"), NOW)


def test_a_map_that_has_not_changed_is_not_read_again(store, shop):
    assert store.journey(shop.id) is store.journey(shop.id)


def test_a_change_by_another_process_is_seen_at_once(store, shop, tmp_path):
    other = JourneyStore.open(tmp_path)
    before = store.journey(shop.id)
    other.apply(op("edit", "touchpoint", "t1", 1, owner="Tú"), LATER)
    assert store.journey(shop.id).touchpoint("t1").owner == "Tú"
    assert before.touchpoint("t1").owner == ""
    other.assign(shop.id, {"zalo||": "t2"}, "An", LATER)
    assert store.journey(shop.id).revision == other.revision(shop.id)


def test_personas_are_kept_once_and_used_by_maps(store, shop):
    lan = store.save_persona(Persona("lan", "Chị Lan", segment_filter=(("segment", ("VIP",)),)), "An", NOW)
    store.apply(op("edit", "journey", "j1", 1, persona_ids=["lan"]), NOW)
    assert store.personas() == (lan,)
    assert store.journey("j1").persona_ids == ("lan",)
    newer = store.save_persona(replace(lan, age_range="30–40"), "An", LATER)
    assert newer.version == 2
    with pytest.raises(Refusal, match="persona_changed"):
        store.save_persona(replace(lan, age_range="50+"), "Bình", LATER)
    store.remove_persona("lan", "An", LATER)
    assert store.personas() == ()
    assert store.journey("j1").persona_ids == ()


def test_a_map_brings_its_personas(store):
    made = build.journey("Mua", id="j1", persona_ids=("lan",))
    with pytest.raises(Refusal, match="persona_unknown"):
        store.create(made, "An", NOW)
    store.create(made, "An", NOW, [Persona("lan", "Chị Lan")])
    assert [persona.name for persona in store.personas()] == ["Chị Lan"]


def test_assignments_are_remembered_and_outlive_a_removed_touchpoint(store, shop):
    store.assign("j1", {"hotline||": "t2", "zalo|khac|": None}, "An", NOW)
    assert store.revision("j1") == 2
    store.apply(op("remove", "touchpoint", "t2", 1), NOW)
    assert store.assignments("j1") == {"hotline||": "t2", "zalo|khac|": None}
    store.forget("j1", ["zalo|khac|"], NOW)
    assert store.assignments("j1") == {"hotline||": "t2"}
    with pytest.raises(Refusal, match="target_unknown"):
        store.assign("j1", {"a||": "nowhere"}, "An", NOW)


def test_the_history_says_who_did_what_when(store, shop):
    store.apply(op("edit", "touchpoint", "t1", 1, name_vi="Trang bán hàng", actor="Bình"), LATER)
    store.undo("j1", "Bình", LATER)
    undone, edit, created = store.history("j1")
    assert (created.name, created.kind, created.actor, created.revision) == ("add_journey", "create", "An", 1)
    assert (edit.name, edit.actor, edit.at, edit.is_undone) == ("edit_touchpoint", "Bình", LATER, True)
    assert (edit.fields, created.fields) == (("name",), ())
    assert (undone.kind, undone.target_name.vi) == ("undo", "Trang web")
    assert edit.message("vi").key == "operation.do"
    assert len(store.history("j1", limit=1)) == 1


def test_opening_twice_keeps_everything(tmp_path, store, shop):
    assert JourneyStore.open(tmp_path).journey("j1") == shop
