"""Pictures on the journey page: the panel shows and adds them, the board is told their names."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cx_core.i18n import catalogue
from cx_core.journeys import build
from cx_core.workspace import Workspace
from tests.pages.fire import choose, data_of

Show = Callable[..., AppTest]


@pytest.fixture
def pictured(full: Path) -> tuple[Workspace, str]:
    """A map with one picture at its only touchpoint."""
    workspace = Workspace.open(full)
    point = build.touchpoint("Quầy thu ngân", id="t1")
    journey = workspace.maps.create(build.journey("Mua", [build.stage("Trả tiền", [point])], id="ji"), "An")
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(made, "PNG")
    workspace.map_images.add(journey, journey.touchpoints[0], made.getvalue(), "An")
    return workspace, workspace.maps.journey("ji").touchpoints[0].images[0]


def test_the_board_is_told_names_and_the_page_hands_over_the_picture(show: Show, pictured: tuple[Workspace, str]):
    _, name = pictured
    test = show("journey_map", "vi", journey="ji")
    assert data_of(test, "board-ji")["stages"][0]["touchpoints"][0]["images"] == [name]
    pictures = data_of(test, "pictures-ji")["pictures"]
    assert pictures[name].startswith("data:image/webp;base64,")


def test_the_panel_shows_the_picture_and_takes_it_off(show: Show, pictured: tuple[Workspace, str]):
    workspace, _ = pictured
    test = choose(show("journey_map", "vi", journey="ji"), "board-ji", selected={"kind": "touchpoint", "id": "t1"})
    assert not test.exception
    assert len(test.get("image")) == 1
    words = catalogue("vi")["images.remove"].replace("{place}", "1")
    next(one for one in test.button if one.label == words).click().run()
    assert not test.exception
    assert workspace.maps.journey("ji").touchpoints[0].images == ()


def test_a_viewer_sees_the_picture_and_no_way_to_change_it(show: Show, pictured: tuple[Workspace, str]):
    test = show("journey_map", "vi", journey="ji", view="1")
    test = choose(test, "board-ji", selected={"kind": "touchpoint", "id": "t1"})
    assert len(test.get("image")) == 1
    assert not test.get("file_uploader")
    assert not [one for one in test.button if one.key and one.key.startswith("image_off")]
