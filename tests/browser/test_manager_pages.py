"""The manager's pages in a browser: filters redraw, clicks drill, views come back, charts leave as pictures."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from cx_core.workspace import Workspace
from tests.browser.conftest import Server, Watch, serving
from tests.browser.person import go, settled, text, until
from tests.core.store.answer_builders import take

#: Eighteen months, each with 60 answers in the shop and 44 on Zalo: n is 104, except in the last with its 12 more.
N_MONTHS = 18
SHOP, ZALO = [10] * 30 + [8] * 18 + [3] * 12, [9] * 11 + [7] * 22 + [2] * 11
FRAME = "[class*='st-key-frame_trend-month']"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a workspace of eighteen whole months."""
    folder = tmp_path_factory.mktemp("company")
    rows = []
    for place in range(N_MONTHS):
        year, month = divmod(place + 3, 12)
        at = datetime(2025 + year, month + 1, 5, 5, tzinfo=UTC)
        given = (("Store", SHOP), ("Zalo", ZALO + ([9] * 12 if place == N_MONTHS - 1 else [])))
        for channel, scores in given:
            rows += [
                {
                    "responded_at": at.replace(day=28 if channel == "Zalo" and number == 0 else 5).isoformat(),
                    "channel": channel,
                    "touchpoint": f"{channel} desk",
                    "nps": score,
                    "verbatim": f"{channel} said {score} in month {place}",
                    "identity": f"{channel} {place} {number}",
                }
                for number, score in enumerate(scores)
            ]
    take(Workspace.open(folder / "workspace").responses, *rows)
    with serving(folder) as server:
        yield server


def drawn(page: Any, words: str) -> Any:
    """Wait until a chart on the page holds some words, and return the page."""
    page.locator("svg.marks text", has_text=words).first.wait_for(state="attached")
    return settled(page)


def test_n_stands_under_every_point_on_a_phone(company: Server, open_page: Callable[..., Any]) -> None:
    page = drawn(settled(open_page(f"{company.url}/trends?every=month", width=390)), "104")
    numbers = page.evaluate(
        f"""() => [...document.querySelectorAll("{FRAME} svg.marks text")]
            .filter((one) => /^1(04|16)$/.test(one.textContent) && one.getAttribute("opacity") !== "0")
            .map((one) => {{
                const box = one.getBoundingClientRect()
                return {{ middle: (box.left + box.right) / 2, wide: box.width, tall: box.height,
                          size: parseFloat(one.getAttribute("font-size")) }}
            }})"""
    )
    assert len(numbers) == N_MONTHS
    # They stand upright: taller than wide. A digit is drawn about 0.7 of its font's size, so that much is needed.
    assert all(one["tall"] > one["wide"] for one in numbers)
    steps = [
        after["middle"] - before["middle"] for before, after in pairwise(sorted(numbers, key=lambda n: n["middle"]))
    ]
    assert min(steps) > 0.8 * numbers[0]["size"]


def test_another_metric_redraws_and_a_click_on_a_point_shows_its_words(
    company: Server, open_page: Callable[..., Any], watch: Watch
) -> None:
    page = drawn(settled(open_page(f"{company.url}/trends?every=month", height=1600)), "NPS theo tháng")
    page.locator(f"{FRAME} svg.marks [aria-label='tháng 9/2026']").first.click(force=True)
    page.get_by_text("in month 17").first.wait_for()
    expect(page.get_by_text("in month 16")).to_have_count(0)

    page.get_by_role("radio", name=text("metric.detractors.short")).click()
    drawn(page, text("metric.detractors.short"))
    until(lambda: "metric=detractors" in page.url, "the metric in the address")
    # The chart is the same one with another drawing: what was clicked in it still is.
    page.get_by_text("in month 17").first.wait_for()
    expect(page.get_by_text("in month 16")).to_have_count(0)
    expect(page.locator(f"{FRAME} svg.marks [aria-label='tháng 9/2026']").first).to_be_attached()
    assert watch.errors == []


def test_a_view_comes_back_from_home_with_the_choices_of_its_page(
    company: Server, open_page: Callable[..., Any]
) -> None:
    page = drawn(settled(open_page(f"{company.url}/trends?every=month&channel=Zalo&by=touchpoint")), "NPS theo tháng")
    page.get_by_text(text("views.saved")).click()
    page.get_by_label(text("views.name")).fill("Zalo theo điểm chạm")
    page.get_by_text(text("views.pin")).last.click()
    page.get_by_test_id("stBaseButton-primaryFormSubmit").first.click()
    until(lambda: Workspace.open(company.workspace).notes.views(), "a kept view")
    go(page, "home").get_by_role("link", name="Zalo theo điểm chạm").click()
    page.wait_for_url("**/trends?**")
    drawn(settled(page), "Zalo desk")
    kept = parse_qs(urlsplit(page.url).query)
    assert (kept["channel"], kept["by"], kept["every"]) == (["Zalo"], ["touchpoint"], ["month"])


def test_a_chart_leaves_as_a_picture(company: Server, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = drawn(settled(open_page(f"{company.url}/trends?every=month", height=1600)), "NPS theo tháng")
    page.locator(FRAME).get_by_text(text("ui.chart.download")).click()
    for kind in ("png", "svg"):
        with page.expect_download() as download:
            page.get_by_role("button", name=text(f"ui.chart.{kind}"), exact=True).click()
        download.value.save_as(tmp_path / f"chart.{kind}")
        assert download.value.suggested_filename == f"nps-theo-thang.{kind}"
    picture = (tmp_path / "chart.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    # Twice the size on the page, and its margins.
    assert (width > 800, height > 700) == (True, True)
    drawing = (tmp_path / "chart.svg").read_text("utf-8")
    assert "NPS theo tháng" in drawing
    assert "data:font/woff2" in drawing
