"""Maps are made, copied and checked as a whole."""

from dataclasses import replace

import pytest

from cx_core.journeys import build
from cx_core.journeys.fields import FIELDS, flatten, unflatten
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona, Stage, Text, Touchpoint
from cx_core.model.problem import Refusal

SHOP = build.journey(
    "Mua hàng",
    [
        build.stage("Tìm hiểu", [build.touchpoint("Trang web"), build.touchpoint("Zalo")]),
        build.stage("Nhận", [build.touchpoint("Giao hàng", [build.pain_point("Trễ"), build.pain_point("Vỡ", 5)])]),
    ],
)


def test_parents_and_positions_are_set_all_the_way_down():
    assert [stage.position for stage in SHOP.stages] == [1.0, 2.0]
    assert {stage.journey_id for stage in SHOP.stages} == {SHOP.id}
    delivery = SHOP.touchpoints[2]
    assert delivery.stage_id == SHOP.stages[1].id
    assert [(pain.touchpoint_id, pain.position) for pain in delivery.pain_points] == [
        (delivery.id, 1.0),
        (delivery.id, 2.0),
    ]


def test_a_copy_shares_no_id():
    def ids(one):
        return {one.id, *(part.id for part in (*one.stages, *one.touchpoints, *one.pain_points))}

    copy = build.with_new_ids(SHOP)
    assert not ids(copy) & ids(SHOP)
    assert [point.name for point in copy.touchpoints] == [point.name for point in SHOP.touchpoints]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (replace(SHOP, title=Text()), "name_empty"),
        (replace(SHOP, id="a b"), "id_bad"),
        (replace(SHOP, stages=(SHOP.stages[0], SHOP.stages[0])), "id_bad"),
        (build.journey("x", [build.stage("y", [build.touchpoint("z", expected=3.0)])]), "value_bad"),
        (build.journey("x", [build.stage("y" * 501)]), "text_too_long"),
        (build.journey("x", [build.stage(str(n)) for n in range(2001)]), "map_too_large"),
    ],
)
def test_a_map_that_cannot_be_is_refused(broken, kind):
    with pytest.raises(Refusal) as refused:
        build.checked(broken)
    assert refused.value.kind == kind


def test_a_sound_map_passes_unchanged():
    assert build.checked(SHOP) == SHOP


def test_a_persona_needs_a_name():
    with pytest.raises(Refusal, match="name_empty"):
        build.checked_persona(Persona("p1", " "))


@pytest.mark.parametrize(
    ("noun", "model"),
    [
        ("journey", Journey),
        ("stage", Stage),
        ("touchpoint", Touchpoint),
        ("pain_point", PainPoint),
        ("opportunity", Opportunity),
    ],
)
def test_every_field_of_the_model_is_in_the_list_of_fields(noun, model):
    """Ids, places, children and counters are not fields; all the rest can be edited and exported."""
    structure = {"id", "journey_id", "stage_id", "touchpoint_id", "position", "stages", "touchpoints", "pain_points"}
    structure |= {"opportunities"}
    counters = {"version", "revision", "updated_at"}
    names = set(model.__dataclass_fields__) - structure - counters
    assert {field.name for field in FIELDS[noun]} == names


def test_flattening_and_back():
    point = build.touchpoint(
        Text("Zalo", "Zalo chat"), channel="zalo", aliases=("OA",), expected=1.0, moment_of_truth="zmot"
    )
    assert replace(Touchpoint("", "", Text()), **unflatten("touchpoint", flatten("touchpoint", point))) == replace(
        point, id="", stage_id=""
    )
