"""The relation graph in a browser: a click on the drawing opens the panel, and the drawing stays where it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.journeys import build
from cx_core.model.journey import Persona
from cx_core.store.journeys import JourneyStore
from tests.browser.conftest import Server, serving
from tests.browser.person import settled, text, until

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOSTILE = "<img src=x onerror=\"document.title='hacked'\">"

#: Finds a patch of one colour on the canvas and returns a point inside it, in pixels of the canvas element. The fifth
#: pixel along each line is looked at; a run of four such pixels belongs to a box and not to a letter.
_FIND = """(colour) => {
  const canvas = document.querySelector('canvas');
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const is = (x, y) => colour.every((part, at) => data[4 * (y * canvas.width + x) + at] === part);
  for (let y = 0; y < canvas.height; y += 2)
    for (let x = 0; x < canvas.width - 12; x += 2)
      if ([0, 4, 8, 12].every((step) => is(x + step, y)) && is(x, y + 4)) {
        const scale = canvas.getBoundingClientRect().width / canvas.width;
        return [(x + 6) * scale, (y + 4) * scale];
      }
  return null;
}"""
STAGE, PAIN = [0x33, 0x41, 0x3F], [0xFB, 0xED, 0xE4]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("relations")
    _fill(folder / "workspace")
    with serving(folder) as server:
        yield server


def _fill(workspace: Path) -> None:
    workspace.mkdir(exist_ok=True)
    pain = build.pain_point("Chờ lâu ở quầy", 4, id="p1")
    first = build.stage("Đặt hàng", [build.touchpoint(HOSTILE, [pain], id="t1")], id="s1")
    made = build.journey("Mua", [first, build.stage("Nhận", id="s2")], id="map", persona_ids=("lan",))
    JourneyStore.open(workspace).create(made, "Lan", NOW, (Persona("lan", "Chị Lan"),))


def _graph(page: Any) -> Any:
    """Show the relations and return the frame that draws them."""
    settled(page)
    page.get_by_text(text("journey_page.view_relations")).first.click()
    frame = page.frame_locator('iframe[title*="agraph"]').locator("canvas")
    frame.wait_for()
    return next(one for one in page.frames if "agraph" in one.url)


def _click(page: Any, frame: Any, colour: list[int]) -> None:
    spot: list[Any] = []
    until(lambda: spot.append(frame.evaluate(_FIND, colour)) or spot[-1], "a box of this colour")
    frame.locator("canvas").click(position={"x": spot[-1][0], "y": spot[-1][1]})


def test_a_click_opens_the_panel_and_the_drawing_stays(running: Server, open_page: Any, watch: Any) -> None:
    page = open_page(f"{running.url}/journey_map?journey=map", height=1200)
    frame = _graph(page)
    frame.evaluate("() => { window.kept = true }")
    _click(page, frame, STAGE)
    page.get_by_role("heading", name="Đặt hàng").wait_for()
    settled(page)
    # The same document and network are still there: nothing was drawn anew, so nothing jumped.
    assert frame.evaluate("() => window.kept === true")
    _click(page, frame, PAIN)
    page.get_by_text("Chờ lâu ở quầy").first.wait_for()
    settled(page)
    assert frame.evaluate("() => window.kept === true")
    assert page.title() != "hacked"
    expect(frame.locator("img")).to_have_count(0)
    assert watch.errors == []


def test_the_panel_takes_room_and_the_drawing_neither_shrinks_nor_hides_what_was_chosen(
    running: Server, open_page: Any
) -> None:
    page = open_page(f"{running.url}/journey_map?journey=map", width=1150, height=1200)
    frame = _graph(page)
    drawing = page.locator('iframe[title*="agraph"]')
    before = drawing.bounding_box()
    _click(page, frame, PAIN)
    page.get_by_text("Chờ lâu ở quầy").first.wait_for()
    settled(page)
    area = page.locator('[class*="st-key-relations-"][class*="_drawing"]')
    until(lambda: area.bounding_box()["width"] < before["width"], "the panel took room")
    after = drawing.bounding_box()
    assert (after["width"], after["height"], after["y"]) == (before["width"], before["height"], before["y"])
    spot = frame.evaluate(_FIND, PAIN)

    def seen() -> bool:
        left, box = drawing.bounding_box()["x"], area.bounding_box()
        return box["x"] <= left + spot[0] <= box["x"] + box["width"]

    until(seen, "the chosen box in sight")


def test_no_tab_opens_on_a_double_click(running: Server, open_page: Any) -> None:
    page = open_page(f"{running.url}/journey_map?journey=map", height=1200)
    frame = _graph(page)
    spot = None

    def found() -> bool:
        nonlocal spot
        spot = frame.evaluate(_FIND, PAIN)
        return spot is not None

    until(found, "the pain point")
    frame.locator("canvas").dblclick(position={"x": spot[0], "y": spot[1]})
    page.get_by_text("Chờ lâu ở quầy").first.wait_for()
    assert len(page.context.pages) == 1


def test_a_phone_gets_the_list(running: Server, open_page: Any) -> None:
    page = open_page(f"{running.url}/journey_map?journey=map", width=390, height=844)
    settled(page)
    page.get_by_text(text("journey_page.view_relations")).first.click()
    page.get_by_text(text("board.graph.list")).wait_for()
    expect(page.locator('iframe[title*="agraph"]:visible')).to_have_count(0)
