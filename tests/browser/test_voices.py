"""What customers say, as a person works with it: found without diacritics, corrected, followed up, met from a theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.browser.conftest import Server, Watch
from tests.browser.person import go, press, settled, text, until

HEADER = "Ngày,Kênh,Điểm chạm,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"
SLOW = "Giao hàng quá chậm"


@pytest.fixture
def spoken(tmp_path: Path, request: pytest.FixtureRequest) -> Server:
    """A server on a workspace with fifteen comments, all read: one slow delivery, one late one, praise of the staff."""
    lines = [HEADER, f"2026-06-02,Zalo,Tư vấn Zalo,2,{SLOW}", "2026-06-01,Zalo,Tư vấn Zalo,1,giao hang k dung hen"]
    lines += [f"2026-05-{n + 1:02d},Cửa hàng,Thanh toán,10,Nhân viên rất nhiệt tình lần {n}" for n in range(13)]
    file = tmp_path / "y_kien.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace.open(tmp_path / "workspace")
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    workspace.analysing.run()
    return request.getfixturevalue("server")


def pick(page: Any, key: str, option: str) -> None:
    """Open a menu and choose in it."""
    # Streamlit draws a button with a hint twice, of which one is seen.
    page.locator(f".st-key-{key} button").first.click()
    page.get_by_role("menuitem", name=option).or_(page.get_by_role("option", name=option)).first.click()


def n_found(page: Any, n: int) -> None:
    page.get_by_text(text("feedback.found").replace("{n}", str(n)), exact=True).wait_for()
    # What was shown before stays a moment longer.
    settled(page)


def search(page: Any, words: str) -> None:
    box = page.get_by_role("textbox", name=text("feedback.search"))
    box.fill(words)
    box.press("Enter")


def test_found_corrected_followed_up_and_met_from_a_theme(
    spoken: Server, open_page: Callable[..., Any], watch: Watch
) -> None:
    page = settled(open_page(f"{spoken.url}/feedback"))
    search(page, "qua cham")
    n_found(page, 1)
    search(page, "không đúng hẹn")
    n_found(page, 1)
    page.get_by_text("giao hang k dung hen").wait_for()

    search(page, "giao hang cham")
    page.get_by_text(text("feedback.apart")).wait_for()
    n_found(page, 1)
    search(page, "giao hang bang tau")
    n_found(page, 0)
    search(page, "hàng quá chậm")
    n_found(page, 1)
    workspace = Workspace.open(spoken.workspace)
    (comment,) = workspace.responses.verbatims(search="hàng quá chậm")
    positive = page.locator(f".st-key-feeling_{comment.id}_positive")
    press(page, page.locator(f".st-key-feeling_{comment.id}_negative").get_by_role("radio").first, positive)
    page.reload()
    settled(page)
    search(page, "hàng quá chậm")
    n_found(page, 1)
    page.locator(f".st-key-feeling_{comment.id}_positive").wait_for()

    pick(page, f"mark_{comment.id}_0", text("feedback.mark.on_case"))
    page.locator(f".st-key-case_{comment.id} button").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name=text("cases.owner")).fill("Minh")
    dialog.get_by_role("textbox", name=text("cases.note")).fill("Đã gọi xin lỗi")
    dialog.get_by_role("button", name=text("cases.save"), exact=True).click()
    until(lambda: [case.owner for case in workspace.cases()] == ["Minh"], "the case kept")
    page.get_by_role("radio", name=text("feedback.list.cases")).first.click()
    settled(page)
    search(page, "")
    page.get_by_text("Đã gọi xin lỗi").wait_for()

    go(page, "themes")
    page.get_by_text(text("themes_page.quotes"), exact=True).wait_for()
    page.get_by_role("link", name=text("themes_page.to_all")).first.click()
    page.wait_for_url("**/feedback**")
    n_found(settled(page), 13)
    expect(page.get_by_text("Nhân viên rất nhiệt tình lần 12")).to_have_count(1)

    assert watch.errors == []


def test_a_link_and_a_reload_show_the_same_list(spoken: Server, open_page: Callable[..., Any]) -> None:
    # The first request of a server: the address must survive it whole, also a name that stands in it twice.
    page = settled(open_page(f"{spoken.url}/feedback?theme=delivery&theme=staff"))
    n_found(page, 15)
    search(page, "giao hang")
    n_found(page, 2)
    page.reload()
    n_found(settled(page), 2)
    expect(page.get_by_role("textbox", name=text("feedback.search"))).to_have_value("giao hang")
