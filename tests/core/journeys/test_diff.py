"""Two maps of three touchpoints each, whose differences can be counted by hand."""

from dataclasses import replace

from cx_core.journeys import build
from cx_core.journeys.diff import difference
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.model.journey import Text


def shop(*stages):
    return build.journey("Mua hàng", [build.stage(name, list(points)) for name, points in stages])


BEFORE = shop(
    ("Tìm hiểu", [build.touchpoint("Trang web", id="w", expected=1.0)]),
    ("Mua", [build.touchpoint("Hotline", [build.pain_point("Chờ lâu")], perceived=-1.0), build.touchpoint("Fax")]),
)
AFTER = shop(
    ("Tìm hiểu", [build.touchpoint("Trang chủ", id="w", expected=1.0)]),
    ("Hỗ trợ", [build.touchpoint("HOT LINE", perceived=1.0), build.touchpoint("hotline", perceived=1.0)]),
    ("Mua", [build.touchpoint("Zalo")]),
)


def kinds(result):
    return {(one.after or one.before).name.vi: one.kind for one in result.changes}


def test_touchpoints_are_matched_by_id_then_by_name():
    assert kinds(difference(BEFORE, AFTER)) == {
        "Trang chủ": "changed", "HOT LINE": "added", "hotline": "changed", "Zalo": "added", "Fax": "removed",
    }  # fmt: skip


def test_a_change_says_what_differs():
    by_name = {(one.after or one.before).name.vi: one for one in difference(BEFORE, AFTER).changes}
    assert by_name["Trang chủ"].fields == ("name",)
    hotline = by_name["hotline"]
    assert hotline.fields == ("stage", "name")
    assert (hotline.perceived.before, hotline.perceived.after, hotline.perceived.value) == (-1.0, 1.0, 2.0)
    assert [pain.text.vi for pain in hotline.pains_removed] == ["Chờ lâu"]
    assert hotline.pains_added == ()


def test_measured_emotions_of_too_few_answers_are_not_compared():
    old = {BEFORE.touchpoints[0].id: MeasuredEmotion(-1.0, n=50)}
    few, many = MeasuredEmotion(1.0, n=9), MeasuredEmotion(1.0, n=10)
    assert difference(BEFORE, AFTER, old, {"w": few}).changes[0].measured.value is None
    assert difference(BEFORE, AFTER, old, {"w": many}).changes[0].measured.value == 2.0


def test_a_map_and_itself_are_the_same():
    assert {one.kind for one in difference(AFTER, AFTER).changes} == {"same"}


def test_ideas_severities_targets_and_lanes_of_the_map_count_too():
    """One pain point grew from 2 to 4, one idea came and one went, a target was set, a note was written."""
    old = build.touchpoint(
        "A", [build.pain_point("Ồn", 2)], opportunities=(build.opportunity("Thêm ghế"), build.opportunity("Cách âm"))
    )
    new = replace(
        build.touchpoint(
            "A",
            [build.pain_point("ồn", 4)],
            opportunities=(build.opportunity("cách âm"), build.opportunity("Nhạc nhẹ")),
        ),
        targets=("nps:40",),
        notes=(("l1", Text("Hỏi lại")),),
    )
    change = difference(shop(("S", [old])), shop(("S", [new]))).changes[0]
    assert (change.kind, change.fields) == ("changed", ("targets", "notes", "severity"))
    assert [one.text.vi for one in change.ideas_added] == ["Nhạc nhẹ"]
    assert [one.text.vi for one in change.ideas_removed] == ["Thêm ghế"]
    assert (change.pains_added, change.pains_removed) == ((), ())


def test_reordering_alone_is_no_change():
    stage = BEFORE.stages[1]
    turned = replace(BEFORE, stages=(BEFORE.stages[0], replace(stage, touchpoints=stage.touchpoints[::-1])))
    assert {one.kind for one in difference(BEFORE, turned).changes} == {"same"}
