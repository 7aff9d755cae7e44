"""The board in a browser: every way of editing, two people at once, fast hands, a phone, and hostile text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.model.operation import Operation
from tests.browser.conftest import Server
from tests.browser.maps import NOW, Map, focused, touch_drag
from tests.browser.person import drag, middle, until

COMPOSE = ("t", "tr", "trả", "trả g", "trả gó")


@pytest.fixture
def map_(board_server: Server, request: pytest.FixtureRequest, open_page: Callable[..., Any]) -> Map:
    return Map(board_server, request.node.name.replace("_", "-").removeprefix("test-")[:40], open_page)


def test_mouse(map_: Map) -> None:
    page = map_.open(width=1600)
    x, y = middle(page, map_.item("tp", "t3"))
    drag(page, middle(page, map_.item("tp", "t1")), (x + 50, y))
    assert until(lambda: map_.stage_of("t1") == "s2")
    map_.shown(page)
    x, y = middle(page, map_.item("st", "s1"))
    drag(page, middle(page, map_.item("st", "s3")), (x - 40, y))
    assert until(lambda: [one.id[-2:] for one in map_.journey.stages] == ["s3", "s1", "s2"])
    map_.shown(page)
    x, y = middle(page, map_.item("per", "t2"))
    drag(page, (x, y), (x, y - 85))
    assert until(lambda: map_.place("t2").perceived == 2.0)


def test_keyboard(map_: Map) -> None:
    page = map_.open()
    page.locator(map_.item("tp", "t2")).focus()
    page.keyboard.press("Alt+ArrowRight")
    assert until(lambda: map_.stage_of("t2") == "s2")
    assert focused(page) == f"tp:{map_.id}-t2"
    page.keyboard.press("Control+z")
    assert until(lambda: map_.stage_of("t2") == "s1")
    page.keyboard.press("Control+y")
    assert until(lambda: map_.stage_of("t2") == "s2")
    page.keyboard.press("F2")
    page.keyboard.type("Hỏi người thân")
    page.keyboard.press("Enter")
    assert until(lambda: map_.place("t2").name.vi == "Hỏi người thân")
    page.locator(map_.item("exp", "t3")).focus()
    page.keyboard.press("ArrowUp")
    assert until(lambda: map_.place("t3").expected == 1.5)
    page.keyboard.press("Delete")
    assert until(lambda: map_.place("t3").expected is None)
    page.locator(map_.item("pp", "t2p1")).focus()
    page.keyboard.press("5")
    page.keyboard.press("Alt+ArrowDown")
    assert until(lambda: [one.severity for one in map_.place("t2").pain_points] == [3, 5])


def test_removed_by_key_and_brought_back_by_the_note(map_: Map) -> None:
    page = map_.open()
    page.locator(map_.item("tp", "t2")).focus()
    page.keyboard.press("Delete")
    assert until(lambda: map_.place("t2") is None)
    page.locator(".toast button").first.click()
    assert until(lambda: map_.place("t2") is not None)
    assert len(map_.place("t2").pain_points) == 2


def test_forty_of_forty_fast_additions_arrive_in_order(map_: Map) -> None:
    page = map_.open()
    page.locator(f'[data-f="add:pain_point/{map_.id}-t3"]').focus()
    page.keyboard.press("Enter")
    for number in range(40):
        page.keyboard.type(f"đau {number}")
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expected = [f"đau {number}" for number in range(40)]
    assert until(lambda: [one.text.vi for one in map_.place("t3").pain_points] == expected)


def test_vietnamese_input_method(map_: Map) -> None:
    """Enter belongs to the input method while it composes; it ends the word and not the editing."""
    page = map_.open()
    devtools = page.context.new_cdp_session(page)
    page.locator(map_.item("tp", "t1")).focus()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    for part in COMPOSE:
        devtools.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    page.locator("textarea.field").evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'Enter', isComposing: true, bubbles: true, composed: true }))"
    )
    expect(page.locator("textarea.field")).to_have_count(1)
    devtools.send("Input.insertText", {"text": "trả góp"})
    page.keyboard.press("Enter")
    assert until(lambda: map_.place("t1").name.vi == "trả góp")


def test_two_people_on_one_card_lose_neither_text(map_: Map) -> None:
    first, second = map_.open(), map_.open()
    second.locator(map_.item("tp", "t1")).focus()
    second.keyboard.press("F2")
    second.keyboard.type("Bản của hai")
    first.locator(map_.item("tp", "t1")).focus()
    first.keyboard.press("F2")
    first.keyboard.type("Bản của một")
    first.keyboard.press("Enter")
    assert until(lambda: map_.place("t1").name.vi == "Bản của một")
    map_.heard(second)
    # A change from elsewhere does not cut off the typing.
    expect(second.locator("textarea.field")).to_have_value("Bản của hai")
    second.keyboard.press("Enter")
    second.locator(".clash").wait_for()
    for words in ("Bản của một", "Bản của hai"):
        second.locator(".clash-text span", has_text=words).wait_for()
    assert map_.place("t1").name.vi == "Bản của một"
    second.locator(".clash button.strong").click()
    assert until(lambda: map_.place("t1").name.vi == "Bản của hai")
    first.get_by_text("Bản của hai").first.wait_for()


def test_a_presenter_turns_from_stage_to_stage_and_the_name_of_a_stage_stays_in_sight(map_: Map) -> None:
    page = map_.open(width=760, height=700)
    page.locator('[data-f="tool:present"]').click()
    scroll, head = page.locator(".mach-board .scroll"), page.locator(".mach-board .head.first")

    def behind_the_head(selector: str) -> float:
        edge = head.bounding_box()
        return page.locator(selector).bounding_box()["x"] - edge["x"] - edge["width"]

    def begins(stage: str) -> bool:
        return abs(behind_the_head(map_.item("st", stage))) < 12

    assert until(lambda: begins("s1"))
    scroll.evaluate("scroll => { scroll.scrollLeft = 150; }")
    assert until(lambda: behind_the_head(map_.item("st", "s1")) < -100)
    until(lambda: behind_the_head(f"{map_.item('st', 's1')} .name") > 0, "the name in sight while its stage is")
    page.keyboard.press("PageDown")
    assert until(lambda: begins("s2"))
    page.keyboard.press("PageUp")
    assert until(lambda: begins("s1"))


def test_three_people_vote_and_see_the_median(map_: Map) -> None:
    """Each sees the others' votes in the middle of all; undo takes back only the own one; a reload is no new voter."""
    pages = [map_.open() for _ in range(3)]
    for page, presses in zip(pages, ("ArrowDown ArrowDown", "ArrowUp ArrowUp ArrowUp ArrowUp", "ArrowUp"), strict=True):
        page.locator('[data-f="tool:vote"]').click()
        page.locator(map_.item("vote", "t1")).focus()
        for key in presses.split():
            page.keyboard.press(key)
    assert until(lambda: sorted(value for _, value in map_.place("t1").votes) == [-1.0, 0.5, 2.0])
    until(lambda: map_.place("t1").perceived == 0.5, "the middle of the votes")
    for page in pages:
        page.locator(".curve text.votes").get_by_text("3 phiếu").wait_for()
    # What comes from votes is not drawn by hand: whoever tries is offered a vote.
    pages[0].locator('[data-f="tool:per"]').click()
    x, y = middle(pages[0], map_.item("per", "t1"))
    drag(pages[0], (x, y), (x, y + 60))
    pages[0].locator(".toast").get_by_text("Phiếu của tôi").wait_for()
    assert map_.place("t1").perceived == 0.5
    pages[1].locator(map_.item("vote", "t1")).focus()
    for _ in range(4):
        pages[1].keyboard.press("Control+z")
    assert until(lambda: sorted(value for _, value in map_.place("t1").votes) == [-1.0, 0.5])
    pages[2].reload()
    map_.shown(pages[2])
    pages[2].locator('[data-f="tool:vote"]').click()
    pages[2].locator(map_.item("vote", "t1")).focus()
    pages[2].keyboard.press("Home")
    assert until(lambda: sorted(value for _, value in map_.place("t1").votes) == [-1.0, 2.0])


def test_text_of_people_stays_text(map_: Map) -> None:
    page = map_.open()
    hostile = '<img src=x onerror="document.title=666">'
    page.locator(map_.item("tp", "t1")).focus()
    page.keyboard.press("F2")
    page.keyboard.type(hostile)
    page.keyboard.press("Enter")
    assert until(lambda: map_.place("t1").name.vi == hostile)
    map_.shown(page)
    assert page.title() != "666"
    expect(page.locator(".mach-board img")).to_have_count(0)


def test_a_viewer_can_look_and_not_touch(map_: Map) -> None:
    page = map_.open(query="&view=1")
    page.locator(map_.item("tp", "t1")).focus()
    for key in ("F2", "Delete", "Alt+ArrowRight"):
        page.keyboard.press(key)
    # Had anything been sent, it would have come before this change of somebody else's reached the page.
    place = map_.place("t2")
    theirs = Operation("o1", map_.id, "edit", "touchpoint", place.id, "Lan", place.version, {"name_vi": "Hỏi Lan"})
    map_.store.apply(theirs, NOW)
    page.get_by_text("Hỏi Lan").first.wait_for()
    expect(page.locator(".mach-board textarea, .mach-board .add, .mach-board [role=slider]")).to_have_count(0)
    assert map_.journey.revision == 2


def test_phone(map_: Map) -> None:
    page = map_.open(width=390, height=1700, has_touch=True, is_mobile=True)
    expect(page.locator(".card.touchpoint:visible")).to_have_count(2)  # one stage at a time
    start = middle(page, f"{map_.item('tp', 't2')} [data-grip]")
    x, y = middle(page, map_.item("tp", "t1"))
    touch_drag(page, start, (x - 40, y))
    assert until(lambda: [one.id[-2:] for one in map_.journey.stages[0].touchpoints] == ["t2", "t1"])
    map_.shown(page)
    # Held over the arrow the board turns to the next stage, where the card is let go.
    arrow = middle(page, '[data-turn="1"]')
    second = page.locator(".switcher .where").get_by_text("2/3")
    touch_drag(
        page,
        middle(page, f"{map_.item('tp', 't2')} [data-grip]"),
        arrow,
        (60, arrow[1] + 110),
        rest=lambda: second.wait_for(),
    )
    assert until(lambda: map_.stage_of("t2") != "s1")
    map_.shown(page)
    page.locator(map_.item("per", "t2") + ":visible").tap()
    page.locator(".stepper button").nth(1).tap()
    assert until(lambda: map_.place("t2").perceived == 0.5)
    # The panel of what was tapped comes up over the map, where it is seen at once.
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(f"{map_.item('tp', 't2')}:visible .name").tap()
    panel = page.locator(".st-key-map_panel")
    panel.wait_for()
    assert until(lambda: panel.bounding_box()["y"] > 200 and panel.bounding_box()["y"] < 844)
