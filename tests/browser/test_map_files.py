"""Maps as files in a browser: taken, looked at as a drawing, brought back; a broken one changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.formats import svg
from cx_core.formats.overlay import Overlay
from cx_core.journeys import build
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.model.journey import CHANNELS, Persona, Text
from tests.browser.conftest import Server
from tests.browser.maps import Map
from tests.browser.person import settled, text, until

LONG = "Chờ lâu vào giờ cao điểm buổi sáng, nhất là cuối tuần, mà không ai báo trước phải chờ bao nhiêu phút. " * 2
LAN = Persona(
    "lan", "Chị Lan", role=Text("Kế toán trưởng của một công ty xây dựng"), goals=Text(LONG), quote=Text(LONG)
)


@pytest.fixture
def map_(board_server: Server, request: pytest.FixtureRequest, open_page: Callable[..., Any]) -> Map:
    return Map(board_server, request.node.name.replace("_", "-").removeprefix("test-")[:40], open_page)


def taken(page: Any, key: str, folder: Path) -> Path:
    """Choose a format in the export box and take the file."""
    box = page.get_by_role("button", name=text("journey_page.export"))
    format_ = page.get_by_role("combobox", name=text("map_files.format"))
    if not format_.is_visible():
        box.click()
    format_.click()
    page.get_by_role("option", name=text(f"formats.{key}.name"), exact=True).click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=text("map_files.take").format(format=text(f"formats.{key}.name"))).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def bring(page: Any, name: str, data: bytes) -> None:
    """Offer a file in the box for new maps."""
    page.get_by_role("button", name=text("journey_page.new"), exact=True).click()
    page.get_by_role("radio", name=text("map_start.ways.file")).click()
    field = page.locator("input[type=file]").first
    field.wait_for(state="attached")
    field.set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})


def test_a_map_is_taken_as_files_and_comes_back(map_: Map, tmp_path: Path) -> None:
    page = map_.open(width=1600)
    drawing = taken(page, "svg", tmp_path).read_text("utf-8")
    assert drawing.startswith("<svg")
    assert "Hỏi bạn bè" in drawing
    lines = taken(page, "csv", tmp_path)
    before = {one.id for one in map_.store.journeys()}
    page.keyboard.press("Escape")
    bring(page, "ban_do.csv", lines.read_bytes())
    page.get_by_role("button", name=text("map_start.take")).click()
    assert until(lambda: len(map_.store.journeys()) == len(before) + 1)
    made = next(one.id for one in map_.store.journeys() if one.id not in before)
    assert [one.name for one in map_.store.journey(made).touchpoints] == [one.name for one in map_.journey.touchpoints]


def test_a_file_that_cannot_be_read_whole_names_the_line_and_changes_nothing(map_: Map) -> None:
    page = map_.open(width=1600)
    before = len(map_.store.journeys())
    bring(page, "hong.mmd", b"journey\n  section Mua\n    Web: 5: Lan\n    Zalo: 3,5: Lan\n")
    page.get_by_text("dòng 4").first.wait_for()
    page.get_by_text("3.5").first.wait_for()
    expect(page.get_by_role("button", name=text("map_start.take"))).to_have_count(0)
    assert len(map_.store.journeys()) == before


def full_map() -> Any:
    """Twenty-two touchpoints on every channel with long words wherever a map has words."""
    words = Text(LONG)
    points = [
        replace(
            build.touchpoint(
                f"Trò chuyện với nhân viên chăm sóc khách hàng {at}",
                [build.pain_point(LONG, 5, frequency="always")],
                id=f"t{at}",
                channel=channel,
                initiator="third_party",
                moment_of_truth="zmot",
                evidence="validated",
                customer_action=words,
                thought=words,
                perceived=float(at % 5 - 2),
                expected=1.0,
                expectation=words,
                service_standard=words,
                owner="Phòng chăm sóc khách hàng và bảo hành sản phẩm toàn quốc",
                frontstage=words,
                opportunities=(build.opportunity(LONG, impact=5, effort=5, owner="Phòng công nghệ thông tin"),),
                notes=(("l1", words),),
            ),
            targets=("nps:40", "csat:85"),
            links=(f"skip:t{at + 3}",),
        )
        for at, channel in enumerate(CHANNELS)
    ]
    stages = [
        build.stage(f"Giai đoạn có tên rất dài số {at}", points[at * 4 : at * 4 + 4], customer_goal=words)
        for at in range(6)
    ]
    made = build.journey(
        "Bản đồ", stages, scenario=words, goal=words, own_lanes=(("l1", Text("Làn riêng có tên rất dài")),)
    )
    return replace(made, persona_ids=("lan",))


#: For each piece of text, the box it stands in: its card's, else its lane's column; what sticks out sideways.
_STICKING_OUT = """() => [...document.querySelectorAll('g')].flatMap((group) => {
  const frame = [...group.children].find((one) => one.tagName === 'rect' && one.getAttribute('rx') === '8')
    ?? [...group.children].find((one) => one.tagName === 'rect' && one.getAttribute('rx') === '6');
  if (!frame) return [];
  const box = frame.getBoundingClientRect();
  return [...group.querySelectorAll('text')].filter((one) => {
    const inner = one.getBoundingClientRect();
    return inner.left < box.left || inner.right > box.right || inner.top < box.top - 1 || inner.bottom > box.bottom + 1;
  }).map((one) => one.textContent);
})"""
#: Lines of text that stand on each other: a piece's box, a little smaller than its letters', meets another's.
_ON_EACH_OTHER = """() => {
  const spans = [...document.querySelectorAll('tspan')].map((one) => {
    const box = one.getBoundingClientRect();
    return { top: box.top + box.height * 0.25, bottom: box.bottom - box.height * 0.25, left: box.left, right: box.right, text: one.textContent };
  });
  const found = [];
  for (let i = 0; i < spans.length; i += 1) for (let j = i + 1; j < spans.length; j += 1) {
    const [a, b] = [spans[i], spans[j]];
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom) found.push([a.text, b.text]);
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_letters_stay_in_their_boxes_and_off_each_other(open_page: Callable[..., Any], language: str) -> None:
    """In the face that this browser has; the widths that lines are broken by are estimates."""
    journey = full_map()
    numbers = {one.id: "CSAT 79%\nn = 1.355\nChưa đạt chỉ tiêu 85%" for one in journey.touchpoints}
    measured = {one.id: MeasuredEmotion(-1.0, -1.5, 0.5, n=40) for one in journey.touchpoints[::2]}
    page = open_page("about:blank", width=1512, height=1047)
    page.set_content(f"<body style='margin:0'>{svg.draw(journey, language, (LAN,), Overlay(measured, numbers))}</body>")
    assert page.evaluate(_STICKING_OUT) == []
    assert page.evaluate(_ON_EACH_OTHER) == []
