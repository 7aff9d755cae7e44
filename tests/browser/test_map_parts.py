"""The parts of a map in a browser: own lanes, pictures, personas, both languages, forms of two people, the back row."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from cx_core.journeys.ids import new_id
from cx_core.model.journey import Journey, Persona, Text
from cx_core.model.operation import Applied, Operation
from tests.browser.conftest import Server
from tests.browser.maps import NOW, Map
from tests.browser.person import settled, text, until


@pytest.fixture
def map_(board_server: Server, request: pytest.FixtureRequest, open_page: Callable[..., Any]) -> Map:
    return Map(board_server, request.node.name.replace("_", "-").removeprefix("test-")[:40], open_page)


def edit(map_: Map, noun: str, part: str, **fields: object) -> None:
    """Somebody else's change."""
    journey = map_.journey
    parts = {one.id: one for one in (journey, *journey.touchpoints, *journey.pain_points)}
    named = {key.replace("__", "."): value for key, value in fields.items()}
    change = Operation(new_id(), map_.id, "edit", noun, part, "Minh", parts[part].version, named)
    assert isinstance(map_.store.apply(change, NOW), Applied)


def test_a_lane_of_its_own_by_keyboard_and_what_a_screen_reader_hears(map_: Map) -> None:
    page = map_.open()
    page.locator('[data-f="tool:lanes"]').focus()
    page.keyboard.press("Enter")
    page.locator('[data-new-lane="own"]').press("Enter")
    page.keyboard.type("Cam kết với khách")
    page.keyboard.press("Enter")
    assert until(lambda: [name.vi for _, name in map_.journey.own_lanes] == ["Cam kết với khách"])
    (lane, _) = map_.journey.own_lanes[0]
    page.keyboard.press("Escape")
    note = page.locator(f'[data-f="nt-{lane}:{map_.id}-t1"]')
    note.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Trả lời trong hai giờ")
    page.keyboard.press("Enter")
    assert until(lambda: [words.vi for _, words in map_.place("t1").notes] == ["Trả lời trong hai giờ"])
    map_.shown(page)
    expect(note).to_have_attribute("aria-label", "Cam kết với khách, Xem quảng cáo: Trả lời trong hai giờ")
    table = page.locator(".mach-board table")
    assert until(lambda: "Cam kết với khách" in table.locator("th[scope=col]").all_text_contents())
    assert until(lambda: "Trả lời trong hai giờ" in table.locator("td").all_text_contents())
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert until(lambda: map_.journey.own_lanes == () and map_.place("t1").notes == ())


def test_personas_pictures_and_the_other_language(map_: Map) -> None:
    for name in ("lan", "minh"):
        map_.store.save_persona(Persona(f"{map_.id}-{name}", f"Khách {name}"), "An", NOW)
    lan, minh = f"{map_.id}-lan", f"{map_.id}-minh"
    edit(map_, "journey", map_.id, persona_ids=[lan, minh], lanes=["action", "image", "emotion", "pain"])
    edit(map_, "touchpoint", f"{map_.id}-t1", **{f"perceived_by.{minh}": 2.0, "name_en": "Sees the advertisement"})
    page = map_.open()
    page.get_by_role("button", name="Khách lan").click()
    page.locator(".mach-board .legend", has_text="Khách lan").wait_for()
    page.locator(map_.item("per", "t1")).focus()
    page.keyboard.press("ArrowDown")
    assert until(lambda: dict(map_.place("t1").perceived_by) == {lan: -0.5, minh: 2.0})
    assert map_.place("t1").perceived == 0.0, "the shared emotion stays"
    page.get_by_role("button", name="Khách minh").click()
    page.locator(".mach-board .line.person").nth(1).wait_for(state="attached")
    marks = page.locator(".mach-board .curve .person-mark").evaluate_all(
        "all => all.map((one) => one.getAttribute('d'))"
    )
    assert len(set(marks)) == 2, "the marks differ, not only their colours"
    page.get_by_role("radio", name="EN", exact=True).click()
    page.locator(map_.item("tp", "t1")).get_by_text("Sees the advertisement").wait_for()
    expect(page.locator(map_.item("tp", "t2")).locator("[data-other=VI]")).to_have_text("Hỏi bạn bè")
    page.locator(map_.item("im", "t2")).click()
    settled(page)
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(made, "PNG")
    box = page.locator('[data-testid="stExpander"]', has_text=text("images.title"))
    box.locator("summary").first.click()
    box.locator("input[type=file]").set_input_files(
        {"name": "../../x.png", "mimeType": "image/png", "buffer": made.getvalue()}
    )
    box.get_by_text("x.png").first.wait_for()
    box.get_by_role("button", name=text("images.save")).click()
    assert until(lambda: len(map_.place("t2").images) == 1)
    picture = page.locator(f"{map_.item('im', 't2')} img")
    picture.wait_for()
    expect(picture).to_have_attribute("alt", "Ảnh 1 tại Hỏi bạn bè")


def test_a_form_shows_both_texts_when_somebody_else_saved_first(map_: Map) -> None:
    page = map_.open()
    page.locator(map_.item("pp", "t2p1")).click()
    form = page.locator('[data-testid="stExpander"]', has_text=text("part_form.edit")).first
    form.locator("summary").first.click()
    label = text("part_form.in_language").format(
        field=text("field.text").capitalize(), spoken=text("formats.in_language.vi")
    )
    box = form.get_by_label(label, exact=True)
    box.fill("Bản của tôi")
    edit(map_, "pain_point", f"{map_.id}-t2p1", text_vi="Bản của Minh")
    page.locator(map_.item("pp", "t2p1")).get_by_text("Bản của Minh").wait_for()
    expect(box).to_have_value("Bản của tôi")  # a change from elsewhere does not cut off the typing
    form.get_by_role("button", name=text("action.save")).click()
    form.locator('[data-testid="stAlert"]', has_text="Bản của Minh").wait_for()
    expect(box).to_have_value("Bản của tôi")
    assert map_.journey.pain_points[0].text.vi == "Bản của Minh"
    form.get_by_role("button", name=text("action.save")).click()
    assert until(lambda: map_.journey.pain_points[0].text.vi == "Bản của tôi")


def test_the_back_row_can_read_it(map_: Map) -> None:
    edit(map_, "journey", map_.id, own_lanes__l1_vi="Cam kết", lanes=["own:l1", "emotion", "pain", "measure"])
    edit(map_, "touchpoint", f"{map_.id}-t1", notes__l1_vi="Trong hai giờ")
    page = map_.open()
    page.locator('[data-f="tool:present"]').click()
    page.locator(".mach-board[data-present]").wait_for()
    sizes = page.locator(".mach-board .grid").evaluate(
        """grid => [...grid.querySelectorAll('.name, .words, .title, .chip .value, .mark span')]
          .filter((node) => node.getClientRects().length && node.textContent.trim())
          .map((node) => [parseFloat(getComputedStyle(node).fontSize), node.textContent])"""
    )
    assert sizes
    assert [one for one in sizes if one[0] < 18] == []
    stage = page.locator(".band .name").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert stage >= 28
    expect(page.locator(".mach-board .add:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator(".mach-board:not([data-present])").wait_for()


def test_links_are_arcs_whose_words_cover_nothing_and_lead_out_of_a_phone_too(map_: Map) -> None:
    edit(map_, "touchpoint", f"{map_.id}-t1", links=[f"next:{map_.id}-t2", f"skip:{map_.id}-t3"])
    edit(map_, "touchpoint", f"{map_.id}-t3", links=[f"loop:{map_.id}-t1"])
    page = map_.open()
    expect(page.locator(".curve path.link")).to_have_count(3)
    for kind in ("next", "skip", "loop"):
        expect(page.locator(f".curve path.link.{kind}")).to_have_count(1)
    covered = """words => words.map(one => one.getBBox()).some((one, at, all) => all.slice(at + 1).some(other =>
      one.x < other.x + other.width && other.x < one.x + one.width
      && one.y < other.y + other.height && other.y < one.y + one.height))"""
    assert until(lambda: page.locator(".curve :is(.link-word, .memory)").evaluate_all(covered) is False)
    phone = map_.open(width=390, height=1700, has_touch=True, is_mobile=True)
    third = map_.place("t3")
    assert third is not None
    assert map_.stage_of("t3") != "s1"
    # What leads to another stage ends at the edge and names its goal.
    words = phone.locator(".curve text.link-word")
    expect(words).to_have_count(2)
    expect(words.nth(1)).to_have_text(f"{text('board.ui.link_skip')}: {third.name.vi}")


def test_a_detailed_map_is_opened_and_left_again_and_the_address_follows(map_: Map) -> None:
    child = f"{map_.id}-child"
    map_.store.create(Journey(child, Text(vi="Xem kỹ hơn")), "Lan", NOW)
    edit(map_, "touchpoint", f"{map_.id}-t1", detail_id=child)
    page = map_.open()
    page.locator(f"{map_.item('tp', 't1')} .name").click()
    page.locator(f'.st-key-map_panel a[href*="journey={child}"]').click()
    page.wait_for_url(f"**/journey_map?*journey={child}*")
    back = page.locator(f'.st-key-map_relatives a[href*="journey={map_.id}"]')
    expect(back).to_contain_text("Xem quảng cáo")
    back.click()
    page.wait_for_url(lambda url: url.endswith(f"journey={map_.id}"))
    page.locator(map_.item("tp", "t1")).wait_for()
