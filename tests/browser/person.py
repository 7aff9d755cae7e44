"""What a person does with a page, and what a person waits for. Nothing here sleeps for a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from cx_core.i18n import catalogue

#: True when the page has been drawn to its end and nothing of it is a placeholder any more.
_SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid="stMain"]')?.innerText.trim()
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]');
}"""


def text(key: str, language: str = "vi") -> str:
    """Return a text of the screen."""
    return catalogue(language)[key]


def settled(page: Any) -> Any:
    """Wait until the page has been drawn to its end, and return it."""
    page.wait_for_function(_SETTLED, timeout=60_000)
    return page


def until(holds: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.1)


def go(page: Any, name: str) -> Any:
    """Follow a link of the menu, on a phone after opening it."""
    link = page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name=text(f"nav.{name}"), exact=True)
    link.click()
    page.wait_for_url(f"**/{'' if name == 'home' else name}*")
    return settled(page)


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
