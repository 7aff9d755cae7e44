"""The themes as people edit them in a browser: tried, added, renamed, split, merged, removed, by Excel, and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from cx_core.text import DEFAULT
from cx_core.workspace import Workspace
from tests.browser.conftest import Server, Watch, serving
from tests.browser.person import settled, text, until
from tests.core.store.answer_builders import take

playwright = pytest.importorskip("playwright.sync_api")

COMMENTS = ("Chỗ gửi xe chật", "Gửi xe miễn phí, thích", "Giao hàng chậm", "Nhân viên vui vẻ")
STEP = "themes_page.edit.{}.title"


@pytest.fixture
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a workspace of four comments that were read."""
    folder = tmp_path_factory.mktemp("themes")
    workspace = Workspace.open(folder / "workspace")
    rows = [
        {"responded_at": datetime(2026, 5, 5, tzinfo=UTC).isoformat(), "nps": 3, "verbatim": one, "identity": one}
        for one in COMMENTS
    ]
    take(workspace.responses, *rows)
    workspace.analysing.run()
    with serving(folder) as server:
        yield server


def pick(page: Any, label: str, option: str) -> None:
    """Choose a value of a list; while a redraw takes the open list away, open it again."""
    wanted = page.get_by_role("option", name=option, exact=True)

    def is_chosen() -> bool:
        try:
            page.get_by_label(label, exact=True).last.click(timeout=3_000)
            page.keyboard.type(option)  # a long list draws only what is near
            wanted.click(timeout=3_000)
        except playwright.Error:
            page.keyboard.press("Escape")
            return False
        return True

    until(is_chosen, f"the list with {option}", 60)
    page.keyboard.press("Escape")
    settled(page)


#: What shows that a step is drawn: two of them have a choice with the same label.
SHOWN = {"add": "add.words", "rename": "rename.en", "split": "split.do", "merge": "merge.do", "files": "files.upload"}


def step(page: Any, name: str) -> None:
    pick(page, text("themes_page.edit.what"), text(STEP.format(name)))
    page.get_by_text(text(f"themes_page.edit.{SHOWN[name]}"), exact=True).first.wait_for()
    settled(page)


def press(page: Any, key: str) -> None:
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name=text(key), exact=True).click()
    settled(page)


def test_themes_are_edited_step_by_step(shop: Server, open_page: Callable[..., Any], watch: Watch) -> None:
    kept = Workspace.open(shop.workspace).taxonomies
    page = settled(open_page(f"{shop.url}/themes?part=edit", height=1800))

    # A word is tried: two comments speak of it, and both are shown.
    tried = page.get_by_label(text("themes_page.edit.try.word"), exact=True)
    tried.fill("gửi xe")
    tried.press("Enter")
    page.get_by_text("Gửi xe miễn phí").first.wait_for()
    page.get_by_text("Chỗ gửi xe chật").first.wait_for()

    step(page, "add")
    page.get_by_label(text("themes_page.edit.name"), exact=True).fill("Gửi xe")
    page.get_by_label(text("themes_page.edit.add.words"), exact=True).fill("gửi xe\nbãi xe")
    press(page, "action.add")
    until(lambda: "gui_xe" in kept.current().keys, "a theme of our own")
    assert kept.current().theme("gui_xe").vi == ("gửi xe", "bãi xe")

    step(page, "rename")
    pick(page, text("themes_page.column.theme"), "Gửi xe")
    page.locator(".st-key-rename_gui_xe_en input").fill("Parking")
    press(page, "action.save")
    until(lambda: kept.names("en").get("gui_xe") == "Parking", "the new name")

    step(page, "split")
    pick(page, text("themes_page.column.theme"), "Gửi xe")
    page.locator(".st-key-split_gui_xe_words").wait_for()
    pick(page, text("themes_page.edit.split.words"), "bãi xe")
    page.locator(".st-key-split_gui_xe_name input").fill("Bãi xe")
    press(page, "themes_page.edit.split.do")
    until(lambda: "bai_xe" in kept.current().keys, "the part that was split off")
    assert kept.current().theme("gui_xe").vi == ("gửi xe",)

    step(page, "merge")
    pick(page, text("themes_page.edit.merge.these"), "Bãi xe")
    pick(page, text("themes_page.edit.merge.into"), "Gửi xe")
    press(page, "themes_page.edit.merge.do")
    until(lambda: "bai_xe" not in kept.current().keys, "two themes as one")
    assert set(kept.current().theme("gui_xe").vi) == {"gửi xe", "bãi xe"}

    step(page, "split")
    pick(page, text("themes_page.column.theme"), "Gửi xe")
    page.locator(".st-key-remove_gui_xe button").click()
    until(lambda: "gui_xe" not in kept.current().keys, "a theme that is gone")
    press(page, "themes_page.edit.take_back")
    until(lambda: "gui_xe" in kept.current().keys, "the theme again")

    settled(page)
    press(page, "themes_page.edit.reset")
    until(kept.is_as_shipped, "the themes that come with the program")
    expect(page.locator(".st-key-taxonomy_reset button").first).to_be_disabled()
    press(page, "themes_page.edit.take_back")
    until(lambda: "gui_xe" in kept.current().keys, "our own theme again")
    assert watch.errors == []


def test_themes_go_to_excel_and_come_back(
    shop: Server, open_page: Callable[..., Any], watch: Watch, tmp_path: Path
) -> None:
    kept = Workspace.open(shop.workspace).taxonomies
    page = settled(open_page(f"{shop.url}/themes?part=edit", height=1800))
    step(page, "files")
    with page.expect_download() as begun:
        page.get_by_role("button", name=text("ui.chart.xlsx"), exact=True).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(begun.value.path()).read_bytes()))
    sheet = book.active
    titles = [cell.value for cell in sheet[1]]
    delivery = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "delivery")
    assert delivery[1].value == text("theme.delivery.name")
    delivery[titles.index(text("themes_page.sheet.words_vi"))].value += "; shipper ơi"
    edited = tmp_path / "themes.xlsx"
    book.save(edited)

    page.locator('input[type="file"]').set_input_files(edited)
    page.get_by_role("button", name=text("themes_page.edit.files.use"), exact=True).click()
    until(lambda: "shipper ơi" in kept.current().theme("delivery").vi, "the words of the sheet")
    assert kept.current().keys == DEFAULT.keys
    assert kept.current().theme("staff") == DEFAULT.theme("staff")
    settled(page)

    # A sheet that is none changes nothing and is told in words.
    other = openpyxl.Workbook()
    content = io.BytesIO()
    other.save(content)
    before = kept.current()
    page.locator('input[type="file"]').set_input_files(
        {"name": "other.xlsx", "mimeType": "application/octet-stream", "buffer": content.getvalue()}
    )
    page.get_by_text(text("refusal.taxonomy_unreadable.what")).first.wait_for()
    assert kept.current() == before
    assert watch.errors == []
