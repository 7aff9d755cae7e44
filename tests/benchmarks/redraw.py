"""From a click on a control of the trends page to the redrawn chart, in Chromium, over many answers.

Every click asks something that was not asked before, so no cache answers it. The clock runs in the browser: from the
click to the first frame in which the drawing is another one and no part of the page is waiting.
"""

from __future__ import annotations

import importlib.util
import statistics
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cx_core.workspace import Workspace
from tests.benchmarks.answers import CHANNELS, store_with
from tests.benchmarks.pages import ROOT, benchmark_map, served
from tests.benchmarks.rows import Row, within

_CHART = "[class*='st-key-frame_trend-'] svg.marks"
#: One after the other on each page; each changes what is counted.
_CLICKS = ("metric.csat.short", "metric.detractors.short")
_REDRAWN = """(control) => new Promise((resolve, reject) => {
  const drawing = () => [...document.querySelectorAll("CHART")].map((one) => one.outerHTML).join("");
  const waits = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState !== "notRunning";
  const before = drawing(), began = performance.now();
  const look = () => {
    const now = performance.now() - began;
    if (now > 20000) reject(new Error("the chart stayed as it was"));
    else if (drawing() && drawing() !== before && !waits()) resolve(now);
    else requestAnimationFrame(look);
  };
  control.click();
  requestAnimationFrame(look);
})""".replace("CHART", _CHART.replace('"', "'"))


def run(large: bool) -> list[Row]:
    """Measure at a hundred thousand answers, or a million; one line that says why where there is no browser."""
    n = 1_000_000 if large else 100_000
    what = f"from a click to the redrawn chart, {n:,} answers"
    if importlib.util.find_spec("playwright") is None:
        return [Row(what, float("nan"), "500 ms", "Playwright is not installed", "G12")]
    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    if CHROMIUM is None:
        return [Row(what, float("nan"), "500 ms", "Chromium is not installed", "G12")]
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store_with(n, Path(folder))
        Workspace.open(Path(folder)).maps.create(benchmark_map(), "benchmark")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(ROOT / "app.py", Path(folder)) as url:
            taken = _clicks(browser.new_page(locale="vi-VN", viewport={"width": 1400, "height": 900}), url)
        browser.close()
    slowest = (
        f"{len(taken)} clicks: median {1000 * statistics.median(taken):.0f} ms, slowest {1000 * max(taken):.0f} ms"
    )
    return [within(statistics.median(taken), 0.5, what, "G12", slowest)]


def _clicks(page: Any, url: str) -> list[float]:
    from tests.browser.person import settled, text

    page.set_default_timeout(30_000)
    taken = []
    for channel in CHANNELS[:3]:
        page.goto(f"{url}/trends?every=month&metric=nps&channel={quote(channel)}")
        page.locator(_CHART).first.wait_for(state="attached")
        settled(page)
        for key in _CLICKS:
            control = page.get_by_role("radio", name=text(key), exact=True).first
            taken.append(control.evaluate(_REDRAWN) / 1000)
            settled(page)
    return taken
