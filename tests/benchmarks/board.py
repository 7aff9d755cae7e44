"""A move on a map of 100 touchpoints and 300 cards: the server's work, and the browser's time to show it.

The peer of each is 100 milliseconds, under which a person takes an answer for immediate.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from components.journey_board import board_payload
from cx_core.journeys import build
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Journey
from cx_core.model.operation import Applied, Operation
from cx_core.store.journeys import JourneyStore
from tests.benchmarks.rows import Row

STAGES, TOUCHPOINTS, CARDS, MOVES = 10, 100, 300, 30
IMMEDIATE = 0.1
_JOURNEY = "large"
_NOW = datetime(2026, 11, 21, tzinfo=UTC)

#: Presses Alt and an arrow on a touchpoint and waits until the frame after the one that shows it.
_MOVE = """async ([id, key]) => {
  const find = (node, css) => node.querySelector(css) ?? [...node.querySelectorAll('*')]
    .filter((one) => one.shadowRoot).map((one) => find(one.shadowRoot, css)).find(Boolean);
  const card = find(document, `[data-f="tp:${id}"]`);
  card.focus();
  const start = performance.now();
  card.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true, bubbles: true, composed: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""


def run(large: bool) -> list[Row]:
    """Measure both sides on one map; ``large`` makes more moves."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        store = JourneyStore.open(workspace)
        store.create(_map(), "An", _NOW)
        moves = MOVES * (4 if large else 1)
        what = f"{TOUCHPOINTS} touchpoints, {CARDS} cards"
        applied, drawn = _server(store, moves)
        rows = [
            Row("server: one move applied", applied / IMMEDIATE, "100 ms", f"{what}: {applied * 1000:.1f} ms"),
            Row("server: board written again", drawn / IMMEDIATE, "100 ms", f"{what}: {drawn * 1000:.1f} ms"),
        ]
        frame = _browser(workspace, Path(folder) / "server.log", moves)
        if frame is not None:
            note = f"{what}: {frame * 1000:.0f} ms to the frame that shows it"
            rows.append(Row("browser: one move by key", frame / IMMEDIATE, "100 ms", note))
        return rows


def _map() -> Journey:
    names = count(1)
    each = TOUCHPOINTS // STAGES
    pains = CARDS // TOUCHPOINTS

    def point(stage: int, at: int) -> Any:
        cards = [build.pain_point(f"Điều khó chịu số {next(names)}", 1 + at % 5) for _ in range(pains)]
        return build.touchpoint(
            f"Điểm chạm {stage}.{at}", cards, id=f"t{stage}-{at}", expected=1.0, perceived=at % 3 - 1.0
        )

    stages = [build.stage(f"Giai đoạn {s}", [point(s, at) for at in range(each)], id=f"s{s}") for s in range(STAGES)]
    return build.journey("Bản đồ lớn", stages, id=_JOURNEY)


def _server(store: JourneyStore, moves: int) -> tuple[float, float]:
    """Return the median seconds of applying a move, and of reading the map and writing the board's data."""
    applied, drawn = [], []
    for at in range(moves):
        journey = store.journey(_JOURNEY)
        point = journey.touchpoint("t0-0")
        assert point is not None
        fields: dict[str, object] = {"parent_id": f"s{at % STAGES}", "position": None}
        move = Operation(new_id(), _JOURNEY, "move", "touchpoint", point.id, "An", point.version, fields)
        start = time.perf_counter()
        assert isinstance(store.apply(move, _NOW), Applied)
        middle = time.perf_counter()
        board_payload(store.journey(_JOURNEY), {}, "vi")
        applied.append(middle - start)
        drawn.append(time.perf_counter() - middle)
    return statistics.median(applied), statistics.median(drawn)


def _browser(workspace: Path, log: Path, moves: int) -> float | None:
    """Return the median seconds from a key press to its frame; None where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS, CHROMIUM, start_server

    if CHROMIUM is None:
        return None
    server = start_server(workspace, log)
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(f"{server.url}/journey_map?journey={_JOURNEY}")
            page.wait_for_selector('[data-f="tp:t0-0"]', timeout=60_000)
            page.wait_for_timeout(1500)
            keys = ("ArrowRight", "ArrowLeft")
            taken = [page.evaluate(_MOVE, ["t0-5", keys[at % 2]]) for at in range(moves)]
            browser.close()
    finally:
        server.process.terminate()
        server.process.wait(timeout=20)
    return statistics.median(taken) / 1000
