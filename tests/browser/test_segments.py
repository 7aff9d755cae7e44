"""A segment as a person uses it: built, a filter of the trend, and the filter taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import TimeoutError, expect

from cx_core.model.segment import Condition, Segment
from cx_core.workspace import Workspace
from tests.browser.conftest import Server, Watch, serving
from tests.browser.person import dismiss, settled, text, until
from tests.core.store.answer_builders import take

#: Two months: 40 promoters in the shop, 40 detractors on Zalo, each month.
ANSWERS = (("Store", 10), ("Zalo", 2))
NAME = "Khách cửa hàng"
NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a workspace of two months."""
    folder = tmp_path_factory.mktemp("segments")
    rows = [
        {
            "responded_at": datetime(2026, month, 5, 5, tzinfo=UTC).isoformat(),
            "channel": channel,
            "touchpoint": f"{channel} desk",
            "nps": score,
            "identity": f"{channel} {month} {number}",
        }
        for month in (5, 6)
        for channel, score in ANSWERS
        for number in range(40)
    ]
    take(Workspace.open(folder / "workspace").responses, *rows)
    with serving(folder) as server:
        yield server


def opened_segments(page: Any) -> Any:
    """Open the dialog of the segments and return it."""
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name=text("views.more"), exact=True).click()
    page.get_by_role("button", name=text("segments.title")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=text("segments.new")).wait_for()
    return dialog


def pick(page: Any, box: Any, option: str) -> None:
    """Choose one value of a list, which an answer of the server may close again before it is chosen."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(3):
        box.click()
        with suppress(TimeoutError):
            wanted.wait_for(timeout=5_000)
            break
        page.mouse.click(1000, 20)
    wanted.click()
    # The list of several values stays open; Escape would empty it.
    page.mouse.click(1000, 20)


def test_a_segment_is_built_and_used_as_a_filter(company: Server, open_page: Callable[..., Any], watch: Watch) -> None:
    page = settled(open_page(f"{company.url}/trends?every=month", height=1600))
    kept = Workspace.open(company.workspace).segments

    dialog = opened_segments(page)
    dialog.get_by_role("button", name=text("segments.new")).click()
    box = dialog.get_by_label(text("segments.values"), exact=True)
    box.click()
    page.get_by_role("option", name="Store", exact=True).click()
    dialog.get_by_text("80").first.wait_for()
    name = dialog.get_by_label(text("segments.name"), exact=True)
    name.fill(NAME)
    name.press("Enter")
    dialog.get_by_role("button", name=text("segments.save")).click()
    until(kept.all, "a saved segment")
    dialog.get_by_role("button", name=NAME).first.wait_for()
    dismiss(page)

    # A filter: only the shop's 80 promoters are left.
    page.get_by_role("button", name=text("filters.more")).click()
    pick(page, page.get_by_label(text("filters.fields.saved_segment")), NAME)
    page.wait_for_url("**saved_segment=**")
    settled(page).get_by_text("+100").first.wait_for()

    # Taken away again, from the row beside the other tools.
    page.get_by_role("button", name=text("filters.clear")).click()
    page.wait_for_url(lambda url: "saved_segment=" not in url)
    settled(page)
    assert watch.errors == []


def test_a_segment_is_compared_removed_and_brought_back(
    company: Server, open_page: Callable[..., Any], watch: Watch
) -> None:
    kept = Workspace.open(company.workspace).segments
    kept.save(Segment("", NAME, ((Condition("channel", ("Store",)),),)), NOW)
    page = settled(open_page(f"{company.url}/touchpoints", height=2600))

    # Compared: the shop's promoters, +100, against Zalo's detractors, -100.
    fields, values = (page.get_by_label(text(f"touchpoints.{name}"), exact=True) for name in ("field", "values"))
    pick(page, fields.nth(0), text("filters.fields.saved_segment"))
    pick(settled(page), values.nth(0), NAME)
    pick(settled(page), values.nth(1), "Zalo")
    verdict = settled(page).get_by_test_id("stAlert").filter(has_text=NAME)
    verdict.wait_for()
    expect(verdict).to_contain_text("200")

    # The link shows the same comparison to whoever opens it.
    page.wait_for_url("**slice_b_values**")
    page = settled(open_page(page.url, height=2600))
    page.get_by_test_id("stAlert").filter(has_text=NAME).wait_for()

    # Removed, and brought back; the list to compare follows.
    dialog = opened_segments(page)
    dialog.get_by_role("button", name=text("segments.remove").format(name=NAME)).click()
    dialog.get_by_text(text("segments.removed").format(name=NAME)).wait_for()
    assert kept.all() == ()
    dialog.get_by_role("button", name=text("segments.restore")).click()
    dialog.get_by_role("button", name=NAME).first.wait_for()
    assert [one.name for one in kept.all()] == [NAME]
    assert watch.errors == []
