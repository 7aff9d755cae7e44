"""A click on a chart opens what stands behind it: a heat map's cell, a cohort's month, a period of a theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.workspace import Workspace
from tests.browser.conftest import Server, Watch, serving
from tests.browser.person import go, press, settled, text, until
from tests.core.store.answer_builders import take

MONTHS = (3, 4, 5, 6)
WORDS = {"Store": (10, "Nhân viên rất nhiệt tình"), "Zalo": (2, "Giao hàng quá chậm")}


def on(month: int, day: int = 5) -> str:
    return datetime(2026, month, day, 5, tzinfo=UTC).isoformat()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on four months: twelve customers answer each month at each channel; all buy in March, four in May."""
    folder = tmp_path_factory.mktemp("shop")
    workspace = Workspace.open(folder / "workspace")
    answers = [
        {
            "responded_at": on(month, 10 + number),
            "channel": channel,
            "touchpoint": f"{channel} desk",
            "customer": f"c{number}",
            "nps": score,
            "verbatim": f"{words} tháng {month} khách {number}",
            "identity": f"{channel} {month} {number}",
        }
        for month in MONTHS
        for channel, (score, words) in WORDS.items()
        for number in range(12)
    ]
    take(workspace.responses, *answers)
    bought = [(3, number) for number in range(12)] + [(5, number) for number in range(4)] + [(6, 11)]
    orders = [
        {"responded_at": on(month, 30), "customer": f"c{who}", "order": f"o{month} {who}", "revenue": 100,
         "identity": f"o{month} {who}"}
        for month, who in bought
    ]  # fmt: skip
    take(workspace.responses, *orders, fingerprint="orders", name="orders.xlsx")
    workspace.analysing.run()
    with serving(folder) as server:
        yield server


def click_mark(page: Any, label: str) -> Any:
    """Click the mark of a chart that goes by a label, once it is drawn."""
    mark = page.locator(f"svg.marks [aria-label='{label}']").first
    mark.wait_for(state="attached")
    settled(page)
    mark.click(force=True)
    return settled(page)


def test_a_cell_of_the_heat_map_opens_its_words_and_its_trend(
    shop: Server, open_page: Callable[..., Any], watch: Watch
) -> None:
    page = settled(open_page(f"{shop.url}/touchpoints", height=2400))
    click_mark(page, "Zalo desk")
    # The words of everybody stand there before: those of other places go.
    until(lambda: not page.get_by_text("Nhân viên rất nhiệt tình").count(), "only the words of the cell")
    page.get_by_text("Giao hàng quá chậm tháng 6 khách 11").first.wait_for()
    page.get_by_role("link", name=text("touchpoints.to_trends").format(what="Zalo desk × Zalo")).click()
    page.wait_for_url("**/trends?**channel=Zalo**")
    settled(page).get_by_text("−100").first.wait_for()
    assert watch.errors == []


def test_the_menu_is_followed_while_a_bubble_is_open(shop: Server, open_page: Callable[..., Any], watch: Watch) -> None:
    page = settled(open_page(f"{shop.url}/trends"))
    press(page, page.locator(".st-key-formula button"), page.get_by_test_id("stPopoverBody"))
    go(settled(page), "library")
    # What the closed bubble tells the server came before: nobody is taken back.
    expect(page.get_by_role("heading", name=text("nav.library"), exact=True)).to_be_visible()
    expect(page.locator(".st-key-formula")).to_have_count(0)
    assert watch.errors == []


def test_a_cell_of_the_cohorts_opens_who_came_back_and_what_they_said(
    shop: Server, open_page: Callable[..., Any], watch: Watch, tmp_path: Path
) -> None:
    page = settled(open_page(f"{shop.url}/customers", height=2400))
    click_mark(page, f"tháng 3/2026, {text('customers.cohorts.month').format(n=2)}")
    cell = page.locator(".st-key-cohort_cell")
    cell.get_by_text("4 trong 12").wait_for()
    cell.get_by_text("tháng 5 khách 11").first.wait_for()
    expect(cell.get_by_text("tháng 4 khách")).to_have_count(0)

    # The chart gives its orders away, as every chart does the rows it counts.
    page.locator("[class*='st-key-frame_cohorts']").get_by_text(text("ui.chart.download")).click()
    with page.expect_download() as download:
        page.get_by_test_id("stPopoverBody").get_by_role("button", name="CSV", exact=True).last.click()
    download.value.save_as(tmp_path / "orders.csv")
    rows = (tmp_path / "orders.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 12 + 4 + 1
    assert watch.errors == []


def test_a_period_of_a_theme_opens_its_words(shop: Server, open_page: Callable[..., Any], watch: Watch) -> None:
    page = settled(open_page(f"{shop.url}/themes?every=month", height=2600))
    click_mark(page, "tháng 4/2026")
    page.get_by_text(text("themes_page.quotes_of").format(period="tháng 4/2026")).wait_for()
    page.get_by_text("tháng 4 khách 11").first.wait_for()
    page.get_by_role("link", name=text("themes_page.to_all")).click()
    page.wait_for_url("**/feedback?**since=2026-04-01**")
    assert watch.errors == []


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on 400 answers with three scores: NPS follows ease closely and satisfaction loosely."""
    folder = tmp_path_factory.mktemp("surveyed")
    random = Random(7)
    rows = []
    for number in range(400):
        ease, csat = random.randint(1, 7), random.randint(3, 5)
        nps = max(0, min(10, round(1.2 * ease + 0.7 * csat - 1 + random.gauss(0, 1))))
        rows.append(
            {
                "responded_at": on(1 + number % 6, 1 + number % 28),
                "channel": "Store",
                "touchpoint": "Desk",
                "nps": nps,
                "csat": csat,
                "ces": ease,
                "verbatim": f"ease {ease} answer {number}",
                "identity": f"s{number}",
            }
        )
    take(Workspace.open(folder / "workspace").responses, *rows)
    with serving(folder) as server:
        yield server


@pytest.mark.parametrize("width", [1400, 390])
def test_the_importance_map_is_drawn_and_a_point_opens_its_words(
    surveyed: Server, open_page: Callable[..., Any], watch: Watch, width: int
) -> None:
    page = settled(open_page(f"{surveyed.url}/drivers", width=width, height=2600))
    frame = page.locator("[class*='st-key-frame_importance-map']")
    frame.locator("svg.marks text", has_text=text("quadrant.concentrate_here")).first.wait_for(state="attached")
    marks = frame.locator("svg.marks [aria-label='CES']")
    marks.last.wait_for(state="attached")
    marks.last.click(force=True)
    settled(page).locator(".st-key-driver_clicked").get_by_text("answer 167").first.wait_for()
    page.get_by_role("link", name=text("drivers.to_trend").format(name="CES")).click()
    page.wait_for_url("**/trends?**metric=ces**")
    assert watch.errors == []
