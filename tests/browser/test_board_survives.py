"""The board through a reload, and through a server that dies and comes back while somebody edits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cx_core.journeys.templates import template
from cx_core.model.journey import Journey
from cx_core.workspace import Workspace
from tests.browser.conftest import Watch, start_server, stop_server
from tests.browser.person import go, settled, text, until


class Restartable:
    """A server that can be killed in the middle of something and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder / "workspace", folder / "server.log"
        self.workspace = Workspace.open(self.folder)
        self.journey_id = self.workspace.maps.create(template("online_shop").journey(), "Lan").id
        self.server = start_server(self.folder, self.log)

    @property
    def journey(self) -> Journey:
        return self.workspace.maps.journey(self.journey_id)

    def kill(self) -> None:
        self.server.process.kill()
        self.server.process.wait(10)

    def start(self) -> None:
        port = int(self.server.url.rsplit(":", 1)[1])
        self.server = start_server(self.folder, self.log, port)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Restartable]:
    found = Restartable(tmp_path)
    yield found
    stop_server(found.server)


def rename(page: Any, touchpoint: str, name: str) -> None:
    """Rename a touchpoint by keyboard."""
    page.locator(f'.mach-board [data-f="tp:{touchpoint}"]').focus()
    page.keyboard.press("F2")
    page.locator(".mach-board textarea.field").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def shown_names(page: Any) -> list[str]:
    return page.locator('.mach-board [data-drag="touchpoint"] [data-text]').all_inner_texts()


def status(page: Any) -> str:
    return page.locator(".mach-board .status[data-state]").get_attribute("data-state")


def test_what_was_edited_while_the_server_was_down_arrives(
    running: Restartable, open_page: Callable[..., Any], watch: Watch
) -> None:
    page = settled(open_page(f"{running.server.url}/journey_map?journey={running.journey_id}"))
    page.locator(".mach-board .card").first.wait_for()
    first, second = running.journey.touchpoints[:2]
    rename(page, first.id, "Trước khi máy chủ dừng")
    until(lambda: running.journey.touchpoint(first.id).name.vi == "Trước khi máy chủ dừng", "the first name stored")
    until(lambda: status(page) == "saved", "the first name acknowledged")

    running.kill()
    rename(page, second.id, "Trong lúc máy chủ dừng")
    until(lambda: "Trong lúc máy chủ dừng" in shown_names(page), "what was typed on the screen, server or not")
    assert status(page) != "saved"
    assert running.journey.touchpoint(second.id).name.vi == second.name.vi

    running.start()
    until(lambda: running.journey.touchpoint(second.id).name.vi == "Trong lúc máy chủ dừng", "the edit arriving", 60)
    until(lambda: status(page) == "saved", "the edit acknowledged", 60)
    assert running.journey.touchpoint(second.id).version == second.version + 1, "it was carried out once"

    # Everything stands after a reload, and undo still knows whose change was the last.
    page.reload()
    settled(page).locator(".mach-board .card").first.wait_for()
    until(lambda: {"Trước khi máy chủ dừng", "Trong lúc máy chủ dừng"} <= set(shown_names(page)), "both names again")
    assert watch.errors == []


def test_undo_takes_back_the_own_change_and_a_reload_keeps_it(
    running: Restartable, open_page: Callable[..., Any], watch: Watch
) -> None:
    address = f"{running.server.url}/journey_map?journey={running.journey_id}"
    page, other = settled(open_page(address)), settled(open_page(address))
    for one in (page, other):
        one.locator(".mach-board .card").first.wait_for()
    first, second = running.journey.touchpoints[:2]
    rename(page, first.id, "Của tôi")
    until(lambda: "Của tôi" in shown_names(other), "my change in the other browser")
    rename(other, second.id, "Của bạn")
    until(lambda: "Của bạn" in shown_names(page), "the other's change in mine")

    page.get_by_role("button", name=text("board.ui.undo")).click()
    until(lambda: "Của tôi" not in shown_names(other), "my change taken back in both")
    assert "Của bạn" in shown_names(other), "only the own change is taken back"
    page.reload()
    until(lambda: shown_names(settled(page))[:2] == [first.name.vi, "Của bạn"], "the map after a reload")
    go(page, "trends")
    go(page, "journey_map")
    until(lambda: shown_names(page)[:2] == [first.name.vi, "Của bạn"], "the map after another page")
    assert watch.errors == []
