"""The journey page: maps made and chosen, the board's requests carried out, the panel beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.journeys.ids import new_id
from cx_core.journeys.templates import template
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.operation import Operation
from cx_core.workspace import Workspace
from tests.pages.fire import choose, data_of, fire
from tests.pages.test_pages import shown
from tests.pages.uploads import press, text

Show = Callable[..., AppTest]


class Board:
    """The board of the only map in the filled workspace, driven as the browser drives it."""

    def __init__(self, test: AppTest, folder: Path) -> None:
        self.page, self.workspace = test, Workspace.open(folder)
        self.id = self.workspace.maps.journeys()[0].id
        self.key = f"board-{self.id}"

    @property
    def journey(self) -> Journey:
        return self.workspace.maps.journey(self.id)

    @property
    def data(self) -> dict[str, Any]:
        return data_of(self.page, self.key)

    def named(self, name: str) -> Touchpoint:
        return next(one for one in self.journey.touchpoints if one.name.vi == name)

    def request(
        self, verb: str, noun: str, target: str, version: int | None = None, **fields: object
    ) -> dict[str, Any]:
        return {
            "op_id": new_id(),
            "verb": verb,
            "noun": noun,
            "target_id": target,
            "version": version,
            "fields": fields,
        }

    def do(self, verb: str, noun: str, target: str, version: int | None = None, **fields: object) -> str:
        """Send one request and return its id; the page must acknowledge it and not fail."""
        request = self.request(verb, noun, target, version, **fields)
        self.send(request)
        return request["op_id"]

    def send(self, *requests: dict[str, Any]) -> None:
        fire(self.page, self.key, ops=list(requests))
        assert not self.page.exception
        assert {one["op_id"] for one in requests} <= set(self.data["acked"])

    def undo(self, step: str = "undo") -> None:
        self.send({"op_id": new_id(), "step": step})

    def select(self, kind: str, thing_id: str, pressing: str = "") -> AppTest:
        """Run the page with something selected, as a browser says again with every run; ``pressing`` a button."""
        for button in self.page.button:
            if pressing and button.label == pressing:
                button.click()
        return choose(self.page, self.key, selected={"kind": kind, "id": thing_id})


@pytest.fixture
def board(show: Show, full: Path) -> Board:
    return Board(show("journey_map"), full)


def titles(test: AppTest) -> list[str]:
    return [one.value for one in test.title]


def make_map(test: AppTest, name: str) -> AppTest:
    next(box for box in test.text_input if box.label == text("journey_page.new_title")).set_value(name)
    return press(test, text("journey_page.new_create"))


def test_each_new_map_is_shown_at_once(show: Show) -> None:
    test = show("journey_map")
    for name in ("Bản đồ một", "Bản đồ hai", "Bản đồ ba"):
        make_map(test, name)
        assert titles(test) == [name]
    first = next(one for one in Workspace.open().maps.journeys() if one.title.vi == "Bản đồ một")
    test.selectbox(key="journey_select").set_value(first.id).run()
    assert titles(test) == ["Bản đồ một"]
    assert test.query_params["journey"] == first.id


def test_maps_of_one_title_can_be_told_apart(show: Show) -> None:
    """Streamlit's list answers with a label: of two equal ones it would always give the first."""
    test = show("journey_map")
    for _ in range(2):
        make_map(test, "Mua (B2C)")
    box = test.selectbox(key="journey_select")
    assert sorted(box.options) == ["Mua (B2C)", "Mua (B2C) (2)"]
    assert box.options[[one.id for one in Workspace.open().maps.journeys()].index(box.value)] == "Mua (B2C) (2)"


def test_the_template_carries_the_measured_score(board: Board) -> None:
    chips = {one["name"]: one["chips"] for stage in board.data["stages"] for one in stage["touchpoints"]}
    # 40 answers of 10 at the cash desk are 40 promoters, 40 answers of 8 about Zalo are 40 passives.
    assert [(chip["text"], chip["n"]) for chip in chips["Giỏ hàng và thanh toán"]] == [("NPS +100", "40")]
    assert [(chip["text"], chip["n"]) for chip in chips["Tư vấn qua tin nhắn"]] == [("NPS 0", "40")]
    assert chips["Giao hàng"] == []


def test_a_stage_is_added_renamed_moved_removed_and_brought_back(board: Board) -> None:
    stage = new_id()
    board.do("add", "stage", stage, parent_id=board.id, position=99.0, name_vi="Chia tay")
    assert board.journey.stages[-1].name.vi == "Chia tay"
    board.do("edit", "stage", stage, board.journey.stage(stage).version, name_vi="Tạm biệt")
    board.do(
        "move", "stage", stage, board.journey.stage(stage).version, parent_id=board.id, position=0.0, after_id=None
    )
    assert board.journey.stages[0].name.vi == "Tạm biệt"
    board.do("remove", "stage", stage, board.journey.stage(stage).version)
    assert board.journey.stage(stage) is None
    board.undo()
    assert board.journey.stages[0].name.vi == "Tạm biệt"
    board.undo("redo")
    assert board.journey.stage(stage) is None


def test_a_touchpoint_is_added_edited_moved_and_removed(board: Board) -> None:
    first, second = board.journey.stages[:2]
    touchpoint = new_id()
    board.do("add", "touchpoint", touchpoint, parent_id=first.id, position=9.0, name_vi="Hỏi bạn bè", channel="other")
    board.do("edit", "touchpoint", touchpoint, 1, channel="word_of_mouth", moment_of_truth="zmot")
    board.do("move", "touchpoint", touchpoint, 2, parent_id=second.id, position=0.0, after_id=None)
    found = board.journey.touchpoint(touchpoint)
    assert (found.stage_id, found.channel, found.moment_of_truth) == (second.id, "word_of_mouth", "zmot")
    assert board.data["stages"][1]["touchpoints"][0]["name"] == "Hỏi bạn bè"
    board.do("remove", "touchpoint", touchpoint, found.version)
    assert board.journey.touchpoint(touchpoint) is None


def test_pain_points_and_emotions(board: Board) -> None:
    place, pain = board.named("Giao hàng"), new_id()
    board.do("add", "pain_point", pain, parent_id=place.id, position=1.0, text_vi="Giao trễ", severity=3)
    board.do("edit", "pain_point", pain, 1, severity=5)
    board.do("edit", "touchpoint", place.id, board.named("Giao hàng").version, expected=1.5, perceived=-1.0)
    found = board.named("Giao hàng")
    assert [(one.text.vi, one.severity) for one in found.pain_points] == [("Giao trễ", 5)]
    assert (found.expected, found.perceived) == (1.5, -1.0)
    board.undo()
    assert (board.named("Giao hàng").expected, board.named("Giao hàng").perceived) == (None, None)
    board.do("remove", "pain_point", pain, 2)
    assert board.named("Giao hàng").pain_points == ()


def test_a_request_that_comes_twice_is_done_once(board: Board) -> None:
    request = board.request(
        "add", "touchpoint", new_id(), parent_id=board.journey.stages[0].id, position=9.0, name_vi="Một lần"
    )
    board.send(request)
    board.send(request)
    assert [one.name.vi for one in board.journey.touchpoints].count("Một lần") == 1


def test_two_people_on_one_thing_see_both_texts(board: Board) -> None:
    place = board.named("Giao hàng")
    other = Operation(
        new_id(), board.id, "edit", "touchpoint", place.id, "Minh", place.version, {"name_vi": "Giao tận nhà"}
    )
    board.workspace.maps.apply(other)
    refused = board.do("edit", "touchpoint", place.id, place.version, name_vi="Giao nhanh")
    (conflict,) = board.data["conflicts"]
    assert (conflict["refused"], conflict["current"], conflict["by"]) == (
        {"name_vi": "Giao nhanh"}, {"name_vi": "Giao tận nhà"}, "Minh",
    )  # fmt: skip
    board.send({"op_id": new_id(), "step": "dismiss", "target_id": refused})
    assert board.data["conflicts"] == []


def test_nonsense_from_a_browser_changes_nothing(board: Board) -> None:
    before = board.journey
    for sent in (["?"], "x", [{"op_id": "1"}], [board.request("edit", "stage", "nobody", 1, name_vi="x")]):
        fire(board.page, board.key, ops=sent)
        assert not board.page.exception
    assert board.journey == before


def test_a_viewer_changes_nothing(show: Show, full: Path) -> None:
    board = Board(show("journey_map", view="1"), full)
    before = board.journey
    stage = before.stages[0]
    fire(board.page, board.key, ops=[board.request("remove", "stage", stage.id, stage.version)])
    assert board.journey == before
    assert board.data["readonly"] is True
    assert not [box for box in board.page.text_input if box.label == text("journey_page.new_title")]


def test_the_panel_shows_what_stands_behind_a_touchpoint(board: Board) -> None:
    page = board.select("touchpoint", board.named("Giỏ hàng và thanh toán").id)
    words = shown(page)
    assert "Giỏ hàng và thanh toán" in words
    assert "+100" in words
    assert "Ý 117" in words, "the newest comment from the cash desk"
    assert "Ý 119" not in words, "that one was about Zalo"
    page = board.select("touchpoint", board.named("Giao hàng").id)
    assert text("journey_page.panel.no_data") in shown(page)


def test_the_gap_to_what_is_expected_has_a_card_of_its_own(board: Board) -> None:
    place = board.named("Giỏ hàng và thanh toán")
    board.workspace.maps.apply(
        Operation(new_id(), board.id, "edit", "touchpoint", place.id, "Minh", place.version, {"expected": 1})
    )
    board.page.session_state["formula_gap"] = True
    page = board.select("touchpoint", place.id)
    words = shown(page)
    for part in ("name", "definition", "denominator", "exclusions"):
        assert text(f"formula.derived.gap.{part}") in words
    # The 40 answers from the cash desk are assigned here.
    assert "khao_sat: 40 lượt trả lời" in words.replace("\\", "")
    assert text("formula.derived.gap.excel") in [one.value for one in page.code]


def test_details_are_edited_in_the_panel(board: Board) -> None:
    place = board.named("Giao hàng")
    page = board.select("touchpoint", place.id)
    next(box for box in page.text_input if box.label == text("journey_page.details.owner")).set_value("Chị Hoa")
    next(box for box in page.text_area if box.label == text("journey_page.details.aliases")).set_value("Gọi hotline")
    board.select("touchpoint", place.id, pressing=text("action.save"))
    found = board.named("Giao hàng")
    assert (found.owner, found.aliases) == ("Chị Hoa", ("Gọi hotline",))


def test_a_form_that_met_another_change_keeps_both_texts(board: Board) -> None:
    """The form was opened, somebody else changed the name and the owner, then it was saved with another name."""
    place = board.named("Giao hàng")
    board.page.session_state[f"details_{place.id}"] = True
    page = board.select("touchpoint", place.id)
    theirs = {"name_vi": "Giao tận nhà", "owner": "Anh Nam"}
    board.workspace.maps.apply(
        Operation(new_id(), board.id, "edit", "touchpoint", place.id, "Minh", place.version, theirs)
    )
    lines = {box.label: box for box in page.text_input}
    lines[text("journey_page.details.name_vi")].set_value("Giao nhanh")
    page = board.select("touchpoint", place.id, pressing=text("action.save"))
    now = board.journey.touchpoint(place.id)
    assert (now.name.vi, now.owner) == ("Giao tận nhà", "Anh Nam")
    assert "Giao tận nhà" in page.warning[0].value
    lines = {box.label: box.value for box in page.text_input}
    assert lines[text("journey_page.details.name_vi")] == "Giao nhanh"
    assert lines[text("journey_page.details.owner")] == "Anh Nam"
    board.select("touchpoint", place.id, pressing=text("action.save"))
    now = board.journey.touchpoint(place.id)
    assert (now.name.vi, now.owner) == ("Giao nhanh", "Anh Nam")


def test_a_form_does_not_mind_changes_of_other_fields(board: Board) -> None:
    place = board.named("Giao hàng")
    board.page.session_state[f"details_{place.id}"] = True
    page = board.select("touchpoint", place.id)
    theirs = {"expected": 1.0, "name_vi": "Giao tận nhà"}
    board.workspace.maps.apply(
        Operation(new_id(), board.id, "edit", "touchpoint", place.id, "Minh", place.version, theirs)
    )
    next(box for box in page.text_input if box.label == text("journey_page.details.owner")).set_value("Chị Hoa")
    board.select("touchpoint", place.id, pressing=text("action.save"))
    now = board.journey.touchpoint(place.id)
    assert (now.name.vi, now.owner, now.expected) == ("Giao tận nhà", "Chị Hoa", 1.0)


def test_a_new_touchpoint_finds_its_answers_at_once(board: Board) -> None:
    board.do(
        "add", "touchpoint", new_id(), parent_id=board.journey.stages[0].id, position=9.0, name_vi="Gọi hotline"
    )  # fmt: skip
    chips = {one["name"]: one["chips"] for stage in board.data["stages"] for one in stage["touchpoints"]}
    # 40 answers of 2: everybody is a detractor.
    assert [(chip["text"], chip["n"]) for chip in chips["Gọi hotline"]] == [("NPS −100", "40")]


def test_what_was_selected_on_one_map_is_not_selected_on_another(board: Board) -> None:
    other = board.workspace.maps.create(template("empty").journey(), "Minh")
    board.page.run()
    place = board.named("Giao hàng")
    board.select("touchpoint", place.id)
    assert "Giao hàng" in [one.value for one in board.page.subheader]
    board.page.selectbox(key="journey_select").set_value(other.id)
    choose(board.page, board.key, selected={"kind": "touchpoint", "id": place.id})
    assert titles(board.page) == [other.title.vi]
    assert text("journey_page.panel.gone") not in shown(board.page)
    assert not [one for one in board.page.button if one.key == "close_panel"]


def test_the_relations_show_the_same_map(board: Board) -> None:
    board.page.segmented_control(key="map_view").set_value("relations").run()
    assert not board.page.exception
    box = board.page.selectbox(key=f"relations-{board.id}_list")
    box.set_value(f"touchpoint:{board.named('Giao hàng').id}").run()
    assert "Giao hàng" in [one.value for one in board.page.subheader]
