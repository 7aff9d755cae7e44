"""The journey page beside the board: suggestions become pain points with quotes, panels show what stands behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.i18n import catalogue
from cx_core.journeys import build
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Persona
from cx_core.model.operation import Operation
from cx_core.workspace import Workspace
from tests.pages.fire import choose, data_of, fire

Show = Callable[..., AppTest]


@pytest.fixture
def hotline(full: Path) -> tuple[Workspace, str]:
    """A map whose only touchpoint has the 40 answers of the hotline, all of them 2 of 10."""
    workspace = Workspace.open(full)
    idea = build.opportunity("Gọi lại trong một giờ", id="o1", impact=4, effort=2, pain_ids=("p1",))
    pain = build.pain_point("Chờ lâu", 5, id="p1", frequency="often")
    point = build.touchpoint("Gọi hotline", [pain], id="t1", channel="phone", expected=1.0, opportunities=(idea,))
    made = workspace.maps.create(build.journey("Gọi", [build.stage("Hỏi", [point])], id="jh"), "An")
    return workspace, made.id


def test_an_opportunity_and_a_pain_point_open_their_panels(show: Show, hotline: tuple[Workspace, str]):
    _, journey_id = hotline
    test = show("journey_map", "vi", journey=journey_id)
    test = choose(test, f"board-{journey_id}", selected={"kind": "opportunity", "id": "o1"})
    assert not test.exception
    words = "\n".join(one.value for one in test.markdown)
    assert "**4/5**" in words
    test = choose(test, f"board-{journey_id}", selected={"kind": "pain_point", "id": "p1"})
    assert not test.exception
    words = "\n".join(one.value for one in test.markdown)
    assert "hạng 1/1" in words


def test_the_board_is_told_lanes_evidence_and_opportunities(show: Show, hotline: tuple[Workspace, str]):
    _, journey_id = hotline
    data = data_of(show("journey_map", "vi", journey=journey_id), f"board-{journey_id}")
    assert "opportunity" in data["lanes"]
    assert "-backstage" in data["lanes"]
    assert data["stages"][0]["touchpoints"][0]["ideas"][0]["impact"] == 4
    assert data["backed"] == "0%"


def test_suggestions_come_from_dissatisfied_customers_and_end_when_accepted(hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    insight = workspace.map_insight
    journey = workspace.maps.journey(journey_id)
    # "Ý 1" and its like are too short to say anything.
    assert insight.suggested_pains(journey) == ()
    assert insight.priorities(journey)["p1"].gap == pytest.approx(-3.0)  # NPS -100 is -2, expected was +1


def test_quotes_are_found_by_the_ids_on_a_card(hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    (word,) = workspace.measuring.verbatims(limit=1)
    fields = {"parent_id": "t1", "text_vi": "Chờ", "quote_ids": [str(word.id), "999999", "x"]}
    workspace.maps.apply(Operation(new_id(), journey_id, "add", "pain_point", "p2", "An", None, fields))
    pain = workspace.maps.journey(journey_id).pain_points[1]
    assert [one.id for one in workspace.map_insight.quotes(pain.quote_ids)] == [word.id]


def test_the_dialog_of_suggestions_opens(show: Show, hotline: tuple[Workspace, str]):
    _, journey_id = hotline
    test = show("journey_map", "vi", journey=journey_id)
    test.button(key="suggest_pains").click().run()
    assert not test.exception
    assert catalogue("vi")["suggest.none"] in [one.value for one in test.info]


def test_lanes_and_opportunities_come_from_the_board_as_operations(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    key = f"board-{journey_id}"
    lanes = {"op_id": "l1", "verb": "edit", "noun": "journey", "target_id": journey_id, "version": 1}
    idea = {"op_id": "l2", "verb": "add", "noun": "opportunity", "target_id": "o9", "version": None}
    ops = [
        lanes | {"fields": {"lanes": ["emotion", "backstage", "-pain"]}},
        idea | {"fields": {"parent_id": "t1", "position": 2.0, "text_vi": "Thêm người trực"}},
    ]
    test = fire(show("journey_map", "vi", journey=journey_id), key, ops=ops)
    data = data_of(test, key)
    assert data["lanes"][:3] == ["emotion", "backstage", "-pain"]
    assert [one["text"] for one in data["stages"][0]["touchpoints"][0]["ideas"]][1] == "Thêm người trực"
    actor = workspace.maps.library.history(journey_id)[0].actor
    for _ in ops:
        workspace.maps.undo(journey_id, actor)
    journey = workspace.maps.journey(journey_id)
    assert (journey.lanes, len(journey.opportunities)) == ((), 1)


def _their_edit(workspace: Workspace, journey_id: str, noun: str, part_id: str, **fields: object) -> None:
    journey = workspace.maps.journey(journey_id)
    parts = (journey, *journey.touchpoints, *journey.pain_points, *journey.opportunities)
    version = next(one.version for one in parts if one.id == part_id)
    workspace.maps.apply(Operation(new_id(), journey_id, "edit", noun, part_id, "Minh", version, dict(fields)))


@pytest.mark.parametrize(
    ("kind", "part_id", "form", "label", "field"),
    [
        ("pain_point", "p1", "pain", "field.text", "text_vi"),
        ("opportunity", "o1", "idea", "field.text", "text_vi"),
        ("touchpoint", "t1", "blueprint", "field.backstage", "backstage_vi"),
    ],
)
def test_every_form_keeps_what_was_typed_and_shows_the_other_text(
    show: Show, hotline: tuple[Workspace, str], kind: str, part_id: str, form: str, label: str, field: str
):
    """The form was open, somebody else saved the same field first; then this one was saved, and saved once more."""
    workspace, journey_id = hotline
    key = f"board-{journey_id}"
    test = show("journey_map", "vi", journey=journey_id)
    test.session_state[f"{form}_{part_id}"] = True
    selected = {"kind": kind, "id": part_id}
    test = choose(test, key, selected=selected)
    _their_edit(workspace, journey_id, kind, part_id, **{field: "Của Minh"})
    words = catalogue("vi")
    named = (
        words["part_form.in_language"].replace("{field}", words[label].capitalize()).replace("{spoken}", "tiếng Việt")
    )

    def box() -> object:
        return next(one for one in test.text_input if one.label == named)

    def save() -> AppTest:
        label_of = words["action.save"]
        button = next(one for one in test.button if one.label == label_of and f":{form}_" in one.key)
        button.set_value(True)
        return choose(test, key, selected=selected)

    def stored() -> str:
        journey = workspace.maps.journey(journey_id)
        parts = (*journey.touchpoints, *journey.pain_points, *journey.opportunities)
        part = next(one for one in parts if one.id == part_id)
        return getattr(part, field.removesuffix("_vi")).vi

    box().set_value("Của tôi")
    test = save()
    assert not test.exception
    assert stored() == "Của Minh"
    assert any("Của Minh" in one.value and "Minh" in one.value for one in test.warning)
    assert box().value == "Của tôi"
    test = save()
    assert stored() == "Của tôi"
    assert not [one for one in test.warning if "Của Minh" in one.value]


def test_emotions_of_a_persona_are_written_in_numbers(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    workspace.journeys.save_persona(Persona("lan", "Chị Lan"), "An", datetime.now(UTC))
    _their_edit(workspace, journey_id, "journey", journey_id, persona_ids=["lan"])
    test = show("journey_map", "vi", journey=journey_id)
    test.session_state["feelings_t1"] = True
    selected = {"kind": "touchpoint", "id": "t1"}
    test = choose(test, f"board-{journey_id}", selected=selected)
    test.number_input(key="feel_perceived_by.lan_None").set_value(-1.5)
    test.number_input(key="feel_perceived_low_by.lan_None").set_value(-2.0)
    next(one for one in test.button if one.key.startswith("FormSubmitter:feelings_")).set_value(True)
    test = choose(test, f"board-{journey_id}", selected=selected)
    assert not test.exception
    place = workspace.maps.journey(journey_id).touchpoints[0]
    assert (place.perceived_by, place.perceived_low_by, place.perceived) == ((("lan", -1.5),), (("lan", -2.0),), None)


def test_hands_are_counted_beside_votes_and_all_are_cleared_at_once(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    _their_edit(workspace, journey_id, "touchpoint", "t1", **{"votes.lan": 2.0})
    selected = {"kind": "touchpoint", "id": "t1"}
    test = choose(show("journey_map", "vi", journey=journey_id), f"board-{journey_id}", selected=selected)
    hands = [one for one in test.number_input if one.form_id.startswith("hands_form_")]
    assert [one.value for one in hands] == [0, 0, 0, 0, 0]
    hands[0].set_value(2)
    hands[2].set_value(1)
    next(one for one in test.button if one.key.startswith("FormSubmitter:hands_form_")).set_value(True)
    test = choose(test, f"board-{journey_id}", selected=selected)
    assert not test.exception
    place = workspace.maps.journey(journey_id).touchpoints[0]
    assert sorted(value for _, value in place.votes) == [-2.0, -2.0, 0.0, 2.0]
    assert (place.perceived, place.perceived_low, place.perceived_high) == (-1.0, -2.0, 0.5)
    next(one for one in test.button if one.key == "clear_votes_t1").set_value(True)
    test = choose(test, f"board-{journey_id}", selected=selected)
    place = workspace.maps.journey(journey_id).touchpoints[0]
    assert (place.votes, place.perceived) == ((), None)


def test_numbers_of_the_map_are_narrowed_by_channel_and_by_segment(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    fields = workspace.measuring.segment_fields()
    test = show("journey_map", "vi", journey=journey_id)
    keys = {one.key for one in test.multiselect}
    assert {"map_channels", *(f"map_filter_{field}" for field in fields)} <= keys


def test_the_language_of_the_map_is_chosen_beside_that_of_the_screen(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    _their_edit(workspace, journey_id, "touchpoint", "t1", name_en="Calls the hotline")
    test = show("journey_map", "vi", journey=journey_id)
    assert data_of(test, f"board-{journey_id}")["language"] == "vi"
    test.segmented_control(key=f"map_spoken_{journey_id}_vi_vi").set_value("en").run()
    assert not test.exception
    data = data_of(test, f"board-{journey_id}")
    assert (data["language"], data["ui"]) == ("en", "vi")
    assert data["stages"][0]["touchpoints"][0]["name"] == "Calls the hotline"
    assert data["stages"][0]["foreign"] == ["name"]


def test_one_persona_or_several_on_the_map(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    for name in ("lan", "minh"):
        workspace.journeys.save_persona(Persona(name, name.title()), "An", datetime.now(UTC))
    _their_edit(workspace, journey_id, "journey", journey_id, persona_ids=["lan", "minh"])
    _their_edit(workspace, journey_id, "touchpoint", "t1", **{"expected_by.lan": -1.0})
    test = show("journey_map", "vi", journey=journey_id)
    test.button_group(key=f"map_people_{journey_id}").set_value(["lan"]).run()
    data = data_of(test, f"board-{journey_id}")
    assert (data["person"], data["stages"][0]["touchpoints"][0]["expected"]) == ("lan", -1.0)
    test.button_group(key=f"map_people_{journey_id}").set_value(["lan", "minh"]).run()
    data = data_of(test, f"board-{journey_id}")
    felt = data["stages"][0]["touchpoints"][0]["felt"]
    assert [one["name"] for one in data["people"]] == ["Lan", "Minh"]
    assert (felt["lan"]["expected"], felt["minh"]["expected"]) == (-1.0, 1.0)


def test_the_numbers_of_the_map_come_from_days_of_ones_own_choice(show: Show, hotline: tuple[Workspace, str]):
    _, journey_id = hotline
    test = show("journey_map", "vi", journey=journey_id)

    def chip() -> dict[str, object]:
        return data_of(test, f"board-{journey_id}")["stages"][0]["touchpoints"][0]["chips"][0]

    assert chip()["n"] == "40"
    test.segmented_control(key="map_span").set_value("custom").run()
    test.date_input(key="map_days").set_value((date(2001, 1, 1), date(2001, 1, 2))).run()
    assert not test.exception
    assert (chip()["state"], chip()["n"]) == ("none", "0"), "nobody answered on these days"


def test_from_a_detailed_map_and_from_a_twin_there_is_a_way_back(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    child = workspace.maps.create(build.journey("Gọi lại", [build.stage("Chờ", [build.touchpoint("Nghe máy")])]), "An")
    wish = workspace.maps.library.duplicate(journey_id, build.text("Gọi, tốt hơn"), "An", "to_be")
    for target in (journey_id, wish.id):
        place = workspace.maps.journey(target).touchpoints[0]
        change = Operation(
            new_id(), target, "edit", "touchpoint", place.id, "An", place.version, {"detail_id": child.id}
        )
        workspace.maps.apply(change)
    links = _links(show("journey_map", "vi", journey=child.id))
    assert links["Chi tiết của “Gọi hotline” trong Gọi"] == f"journey={journey_id}"
    assert links["Chi tiết của “Gọi hotline” trong Gọi, tốt hơn"] == f"journey={wish.id}"
    assert _links(show("journey_map", "en", journey=journey_id))["To-be map: Gọi, tốt hơn"] == f"journey={wish.id}"
    assert _links(show("journey_map", "en", journey=wish.id))["As-is map: Gọi"] == f"journey={journey_id}"
    workspace.maps.library.edit(workspace.maps.journey(wish.id), "An", status="archived")
    assert not [one for one in _links(show("journey_map", "en", journey=journey_id)) if "To-be" in one]


def _links(test: AppTest) -> dict[str, str]:
    return {one.proto.label: one.proto.query_string for one in test.get("page_link")}


def test_an_opportunity_stands_with_its_places_and_with_the_pain_it_eases(show: Show, hotline: tuple[Workspace, str]):
    workspace, journey_id = hotline
    place = build.touchpoint("Chat")
    stage = workspace.maps.journey(journey_id).stages[0]
    add = {"parent_id": stage.id, "position": 9.0, "name_vi": "Chat", "channel": "chat"}
    workspace.maps.apply(Operation(new_id(), journey_id, "add", "touchpoint", place.id, "An", None, add))
    idea = workspace.maps.journey(journey_id).opportunities[0]
    also = {"touchpoint_ids": [place.id]}
    workspace.maps.apply(Operation(new_id(), journey_id, "edit", "opportunity", idea.id, "An", idea.version, also))
    test = show("journey_map", "vi", journey=journey_id)
    for kind, part in (("touchpoint", "t1"), ("touchpoint", place.id), ("pain_point", "p1")):
        test = choose(test, f"board-{journey_id}", selected={"kind": kind, "id": part})
        assert [one.value for one in test.markdown if "Gọi lại trong một giờ · Chưa làm" in one.value], kind
    test = choose(test, f"board-{journey_id}", selected={"kind": "opportunity", "id": "o1"})
    assert [one.value for one in test.caption if one.value == "Liên quan đến: Gọi hotline, Chat"]


def test_every_text_of_the_details_is_written_in_both_languages(show: Show, hotline: tuple[Workspace, str]):
    _, journey_id = hotline
    test = choose(
        show("journey_map", "vi", journey=journey_id),
        f"board-{journey_id}",
        selected={"kind": "touchpoint", "id": "t1"},
    )
    labels = [one.label for one in test.text_input]
    for name in ("name", "action", "expectation", "standard"):
        for spoken in ("vi", "en"):
            assert catalogue("vi")[f"journey_page.details.{name}_{spoken}"] in labels
