"""Every page in both languages, on a desk and on a phone, in light and dark, full of text that means harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from components.shell import PAGES
from tests.browser.conftest import Server, Watch, serving
from tests.browser.hostile import FILE_NAME, PLACE, RUNS, file_with_questions, fill
from tests.browser.looks import faults
from tests.browser.person import go, press, settled, text

#: Each width in both languages and both colours; the four together cover every pair.
LOOKS = [(1400, "vi", "light"), (1400, "en", "dark"), (390, "vi", "dark"), (390, "en", "light")]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a workspace in which every name and every comment is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    fill(folder / "workspace", folder)
    with serving(folder) as server:
        yield server


@pytest.mark.parametrize(("width", "language", "scheme"), LOOKS)
def test_every_page(
    hostile: Server, open_page: Callable[..., Any], watch: Watch, width: int, language: str, scheme: str
) -> None:
    locale = {"vi": "vi-VN", "en": "en-US"}[language]
    page = settled(open_page(hostile.url, width=width, locale=locale, color_scheme=scheme))
    found = {}
    for entry in PAGES:
        found[entry.name] = faults(go(page, entry.name), language, scheme)
    assert {name: some for name, some in found.items() if some} == {}
    assert watch.errors == []


def test_hostile_text_stays_text_wherever_it_is_opened(
    hostile: Server, open_page: Callable[..., Any], watch: Watch
) -> None:
    page = go(settled(open_page(hostile.url)), "journey_map")
    page.locator('.mach-board [data-drag="touchpoint"]').first.click()
    page.get_by_role("heading", name=PLACE.split("http")[0]).wait_for()
    page.get_by_text(text("journey_page.details.title")).click()
    page.get_by_label(text("journey_page.details.owner")).wait_for()
    assert faults(settled(page), "vi", "light") == []

    page.get_by_text(text("journey_page.view_relations")).click()
    page.frame_locator("iframe").locator("canvas").wait_for()
    graph = next(frame for frame in page.frames if frame.parent_frame)
    assert graph.evaluate("window.pwned ?? null") is None
    assert faults(settled(page), "vi", "light") == []

    go(page, "assign").get_by_role("tab").nth(1).click()
    page.get_by_label(text("assign.to")).last.click()
    page.get_by_role("option").first.wait_for()
    expect(page.get_by_role("option").first).to_have_text(PLACE)
    assert faults(page, "vi", "light") == []

    go(page, "trends").get_by_role("button", name=text("filters.more")).click()
    page.get_by_label(text("filters.fields.touchpoint")).click()
    page.get_by_role("option", name=PLACE).click()
    page.get_by_text(PLACE).first.wait_for()
    assert faults(settled(page), "vi", "light") == []

    go(page, "import_data").get_by_text(RUNS).first.click()
    named = page.get_by_role("dialog").get_by_text(FILE_NAME.split("http")[0])
    press(page, page.get_by_role("button", name=text("import.history.undo")).first, named)
    assert faults(settled(page), "vi", "light") == []
    page.get_by_role("dialog").get_by_role("button", name=text("action.cancel")).click()
    page.locator('input[type="file"]').set_input_files(
        {"name": "![f](\\\\evil.example\\f).csv", "mimeType": "text/csv", "buffer": file_with_questions()}
    )
    questions = page.locator('[data-testid="stForm"]')
    questions.get_by_text(text("question.date_order.choice.day_first"), exact=True).click()
    questions.get_by_text(text("question.role.choice.nps"), exact=True).click()
    page.get_by_text(text("import.columns.title")).click()
    page.get_by_text(text("import.columns.help")).wait_for()
    assert faults(settled(page), "vi", "light") == []
    questions.get_by_role("button", name=text("import.questions.submit")).click()
    page.get_by_role("button", name=text("import.start").replace("{n}", "12")).click()
    page.locator('[data-testid="stMetricValue"]').first.wait_for()
    assert faults(settled(page), "vi", "light") == []

    go(page, "feedback").get_by_text(RUNS).first.wait_for()
    assert faults(settled(page), "vi", "light") == []
    assert watch.errors == []
