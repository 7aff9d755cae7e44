"""What a person does with a page, and what a person waits for. Nothing here sleeps for a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error

from cx_core.i18n import catalogue

#: True when the page has been drawn to its end, nothing of it is a placeholder, and it has stayed so for a moment: what
#: was just clicked is first on its way to the server.
_SETTLED = """(call) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const drawn = app && app.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid="stMain"]')?.innerText.trim()
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]');
  if (!drawn || window.calm?.call !== call) window.calm = { call, since: performance.now() };
  return drawn && performance.now() - window.calm.since > 200;
}"""
_calls = count()


def text(key: str, language: str = "vi") -> str:
    """Return a text of the screen."""
    return catalogue(language)[key]


def settled(page: Any) -> Any:
    """Wait until the page has been drawn to its end, and return it."""
    page.wait_for_function(_SETTLED, arg=next(_calls), timeout=60_000)
    return page


def until(holds: Callable[[], object], what: str = "what comes of it", seconds: float = 40) -> bool:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.05)
    return True


def go(page: Any, name: str) -> Any:
    """Follow a link of the menu, also where the menu is folded away, as on a phone. Quicker than loading the app anew."""
    path = "/" if name == "home" else f"/{name}"
    links = page.locator('[data-testid="stSidebarNavLink"]')
    links.first.wait_for(state="attached")
    links.evaluate_all("(links, path) => links.find((link) => new URL(link.href).pathname === path).click()", path)
    page.wait_for_url(lambda url: urlsplit(url).path == path)
    return settled(page)


def press(page: Any, button: Any, opened: Any) -> None:
    """Press a button until what it opens is seen: a redraw of the page's own takes a click, and a person presses again."""

    def is_open() -> bool:
        if not opened.count():
            settled(page)
            with suppress(Error):
                button.click(timeout=3_000)
                opened.first.wait_for(timeout=3_000)
        return bool(opened.count())

    until(is_open, "what the button opens", 90)


def dismiss(page: Any) -> None:
    """Close the dialog with Escape. The key goes to the dialog itself: what had the focus may be gone with a redraw."""
    dialog = page.get_by_role("dialog")

    def is_gone() -> bool:
        if dialog.count():
            settled(page)
            with suppress(Error):
                dialog.press("Escape", timeout=3_000)
                dialog.wait_for(state="detached", timeout=3_000)
        return not dialog.count()

    until(is_gone, "the dialog closed", 90)


def middle(page: Any, selector: str) -> tuple[float, float]:
    """Return where a thing is. It is asked for again while a redraw replaces it."""
    found: list[dict[str, float]] = []

    def look() -> bool:
        box = page.locator(selector).first.bounding_box()
        if box:
            found.append(box)
        return bool(box)

    until(look, f"something to see of {selector}", 10)
    box = found[-1]
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def stage_of(page: Any, touchpoint: str) -> str | None:
    """Return the id of the stage in whose column a touchpoint's card stands on this screen."""
    card = page.locator(f'.mach-board [data-drag="touchpoint"][data-id="{touchpoint}"]')
    if card.count() == 0:
        return None
    return card.first.evaluate("card => card.closest('[data-stage]').dataset.stage")
