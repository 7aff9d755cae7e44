"""New maps and files: a template, the feedback or a file is looked at first; what a format leaves out is said first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.formats.registry import ALL_FORMATS
from cx_core.i18n import translate
from cx_core.workspace import Workspace
from tests.pages.test_pages import shown
from tests.pages.uploads import text

Show = Callable[..., AppTest]


def way(test: AppTest, name: str) -> AppTest:
    return test.segmented_control(key="map_start_way").set_value(name).run()


def maps() -> list[str]:
    return [one.title.vi for one in Workspace.open().maps.journeys()]


def test_a_template_is_previewed_with_its_questions(show: Show) -> None:
    test = show("journey_map")
    box = next(one for one in test.selectbox if one.label == text("journey_page.new_template"))
    box.set_value("cafe").run()
    assert "Bạn thấy không gian quán thế nào?" in shown(test)
    assert maps() == []


def test_without_feedback_there_is_nothing_to_draw_from(show: Show) -> None:
    test = way(show("journey_map"), "data")
    assert text("map_start.no_answers") in shown(test)
    assert not [one for one in test.button if one.key == "create_from_data"]


def test_a_map_is_drawn_from_the_feedback_and_has_its_answers_at_once(show: Show, full: Path) -> None:
    """120 answers at three touchpoints: the till, the hotline, Zalo."""
    test = way(show("journey_map"), "data")
    assert "**120**" in shown(test)
    assert len(maps()) == 1
    test.button(key="create_from_data").click().run()
    assert not test.exception
    newest = Workspace.open().maps.journeys()[0]
    made = Workspace.open().maps.journey(newest.id)
    assert [(stage.name.vi, [one.name.vi for one in stage.touchpoints]) for stage in made.stages] == [
        ("Tìm hiểu", ["Tư vấn Zalo"]),
        ("Mua và đặt chỗ", ["Thanh toán"]),
        ("Hỗ trợ và hậu mãi", ["Gọi hotline"]),
    ]
    measured = Workspace.open().maps.measures(made.id, "nps")
    assert {made.touchpoint(one).name.vi: measure.n for one, measure in measured.items()} == {
        "Tư vấn Zalo": 40, "Thanh toán": 40, "Gọi hotline": 40,
    }  # fmt: skip
    assert [entry.name for entry in Workspace.open().maps.library.history(made.id)] == ["add_journey"]


def put(test: AppTest, name: str, data: str) -> AppTest:
    return way(test, "file").file_uploader(key="map_file").set_value((name, data.encode(), "text/plain")).run()


def test_a_file_is_looked_at_and_then_taken(show: Show) -> None:
    test = put(show("journey_map"), "a.mmd", "journey\n title Mua\n section Tìm\n Xem: 4: Lan\n")
    assert "**Mua**" in shown(test)
    assert maps() == []
    test.button(key="create_from_file").click().run()
    assert maps() == ["Mua"]


def test_a_file_that_cannot_be_read_whole_names_the_line_and_changes_nothing(show: Show) -> None:
    test = put(show("journey_map"), "a.mmd", "journey\n title Mua\n section Tìm\n Xem: abc: Lan\n Hỏi: 4: Lan\n")
    assert "dòng 4" in shown(test)
    assert not [one for one in test.button if one.key == "create_from_file"]
    assert maps() == []
    test.checkbox(key="map_file_tolerant").check().run()
    test.button(key="create_from_file").click().run()
    assert maps() == ["Mua"]
    made = Workspace.open().maps.journey(Workspace.open().maps.journeys()[0].id)
    assert [(one.name.vi, one.perceived) for one in made.touchpoints] == [("Xem", None), ("Hỏi", 1.0)]


def test_another_kind_of_file_is_refused(show: Show) -> None:
    test = put(show("journey_map"), "a.json", "{}")
    assert text("refusal.journey_file_foreign.what") in shown(test)
    assert maps() == []


@pytest.mark.parametrize("key", [one.key for one in ALL_FORMATS if one.write])
def test_what_a_format_leaves_out_is_said_before_the_file_is_taken(show: Show, full: Path, key: str) -> None:
    test = show("journey_map")
    test.selectbox(key="export_format").set_value(key).run()
    said = shown(test)
    journey = Workspace.open().maps.journey(Workspace.open().maps.journeys()[0].id)
    lost = next(one for one in ALL_FORMATS if one.key == key).loses(journey)
    assert (text("formats.loses_title") in said) == bool(lost)
    assert (text("formats.keeps_all") in said) == (not lost)


def test_hidden_lanes_are_named_and_can_be_drawn_too(show: Show, full: Path) -> None:
    """The template says what customers do everywhere; that lane is hidden."""
    library = Workspace.open().maps
    journey = library.journey(library.journeys()[0].id)
    library.library.edit(journey, "Lan", lanes=["emotion", "-action"])
    test = show("journey_map")
    test.selectbox(key="export_format").set_value("svg").run()
    named = translate("formats.loses.hidden_lanes", "vi", n=1)
    assert named in shown(test)
    test.checkbox(key="export_all_lanes").check().run()
    assert named not in shown(test)
    said = journey.touchpoints[0].customer_action.vi.split()[0]
    action = f">{said}"
    assert action not in library.export(journey.id, "svg", "vi")[1].decode()
    assert action in library.export(journey.id, "svg", "vi", all_lanes=True)[1].decode()
    assert not [one for one in test.selectbox(key="export_format").set_value("json").run().checkbox]
