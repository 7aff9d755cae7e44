"""A move on a map of 100 touchpoints and 300 cards: the server's work, and the browser's while a card is dragged.

Everything is measured in the processor's time, so that what else the machine does hardly counts. The peers are 100
milliseconds, under which a person takes an answer for immediate, 250 milliseconds for a rerun of the page, and
50 milliseconds for a frame of a drag: above that the card visibly lags behind the hand.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
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

STAGES, TOUCHPOINTS, CARDS, MOVES, STEPS = 10, 100, 300, 8, 30
IMMEDIATE, RERUN, FRAME = 0.1, 0.25, 0.05
_JOURNEY = "large"
_NOW = datetime(2026, 11, 21, tzinfo=UTC)

_FIND = """const find = (node, css) => node.querySelector(css) ?? [...node.querySelectorAll('*')]
    .filter((one) => one.shadowRoot).map((one) => find(one.shadowRoot, css)).find(Boolean);"""
#: Presses Alt and an arrow on a touchpoint and waits until the frame after the one that shows it.
_MOVE = f"""async ([id, key]) => {{
  {_FIND}
  const card = find(document, `[data-f="tp:${{id}}"]`);
  card.focus();
  card.dispatchEvent(new KeyboardEvent('keydown', {{ key, altKey: true, bubbles: true, composed: true }}));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}}"""
#: Waits for the next frame, so that all of a step's work lies behind it.
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class _Felt:
    """Seconds of work: of the page's thread for a move by key, a frame of a drag, its worst one; of the server."""

    by_key: float
    frame: float
    worst_frame: float
    server: float | None


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
        felt = _browser(workspace, Path(folder) / "server.log", moves)
        return rows + ([] if felt is None else _felt_rows(felt, what))


def _felt_rows(felt: _Felt, what: str) -> list[Row]:
    rows = [
        Row("browser: one move by key", felt.by_key / IMMEDIATE, "100 ms", f"{what}: {felt.by_key * 1000:.0f} ms"),
        Row("browser: a frame of a drag", felt.frame / FRAME, "50 ms", f"{what}: {felt.frame * 1000:.0f} ms"),
        Row("browser: the worst of them", felt.worst_frame / FRAME, "50 ms", f"{felt.worst_frame * 1000:.0f} ms"),
    ]
    if felt.server is not None:
        note = f"{what}: {felt.server * 1000:.0f} ms with all looks at the board in between"
        rows.insert(0, Row("server: everything that a move causes", felt.server / RERUN, "250 ms", note))
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
        start = time.process_time()
        assert isinstance(store.apply(move, _NOW), Applied)
        middle = time.process_time()
        board_payload(store.journey(_JOURNEY), {}, "vi")
        applied.append(middle - start)
        drawn.append(time.process_time() - middle)
    return statistics.median(applied), statistics.median(drawn)


def _browser(workspace: Path, log: Path, moves: int) -> _Felt | None:
    """Move a touchpoint by key, then drag it across the map; None where there is no Chromium."""
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
            work = _Work(page)
            before = _processor_seconds(server.process.pid)
            keys = ("ArrowRight", "ArrowLeft")
            by_key = [work.of(lambda at=at: page.evaluate(_MOVE, ["t0-5", keys[at % 2]])) for at in range(moves)]
            # What the moves cause in the server is over when the board has looked at it again.
            page.wait_for_timeout(2000)
            after = _processor_seconds(server.process.pid)
            frames = _drag(page, work)
            browser.close()
    finally:
        server.process.terminate()
        server.process.wait(timeout=20)
    caused = None if before is None or after is None else (after - before) / moves
    return _Felt(statistics.median(by_key), statistics.median(frames), max(frames), caused)


class _Work:
    """The seconds the page's main thread has worked, as Chromium counts them in the thread's own time."""

    def __init__(self, page: Any) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def of(self, act: Callable[[], object]) -> float:
        before = self._seconds()
        act()
        return self._seconds() - before

    def _seconds(self) -> float:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def _drag(page: Any, work: _Work) -> list[float]:
    """Drag a touchpoint to the right and back, and return the work of each step."""
    box = page.locator('[data-f="tp:t0-0"]').first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y)
    page.evaluate(_PAINTED)

    def step(at: int) -> None:
        page.mouse.move(x + 20 * min(at, STEPS - at), y + at % 3)
        page.evaluate(_PAINTED)

    frames = [work.of(lambda at=at: step(at)) for at in range(STEPS)]
    page.mouse.up()
    return frames


def _processor_seconds(pid: int) -> float | None:
    """Return how long a process has worked; None where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
