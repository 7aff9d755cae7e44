"""Twenty managers who change a filter every three seconds, and what a long day leaves in the memory of the process."""

from __future__ import annotations

import gc
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from cx_core.model.filters import Filters
from cx_core.model.query import Query
from cx_core.workspace import Workspace
from tests.benchmarks.answers import CHANNELS, SEGMENTS, store_with
from tests.benchmarks.rows import Row

_MANAGERS, _PAUSE_SECONDS = 20, 3.0


def run(large: bool) -> list[Row]:
    """Let one manager work alone, then twenty together; then ask many different questions and look at the memory."""
    n = 1_000_000 if large else 100_000
    with tempfile.TemporaryDirectory() as folder:
        store_with(n, Path(folder))
        workspace = Workspace.open(Path(folder))
        _page(workspace, random.Random(0))
        alone = _clicks(workspace, 1, 15.0)
        together = _clicks(workspace, _MANAGERS, 30.0 if large else 15.0)
        return [_wait_row(n, alone, together), _memory_row(n, workspace)]


def _wait_row(n: int, alone: list[float], together: list[float]) -> Row:
    one, many = _p95(alone), _p95(together)
    note = f"{n:,} answers, {len(together)} pages: p95 {1000 * many:.0f} ms, median "
    note += f"{1000 * statistics.median(together):.0f} ms; alone p95 {1000 * one:.0f} ms"
    return Row(f"page of {_MANAGERS} managers clicking every 3 s, p95", many / one, "one manager", note)


def _memory_row(n: int, workspace: Workspace) -> Row:
    chance = random.Random(1)
    for _ in range(20):
        _page(workspace, chance)
    before = _resident()
    for _ in range(100):
        _page(workspace, chance)
    after = _resident()
    note = f"{n:,} answers: {before:.0f} MB before, {after:.0f} MB after 100 pages of questions"
    return Row("memory after 100 more pages", after / before, "after the first 20", note)


def _clicks(workspace: Workspace, managers: int, seconds: float) -> list[float]:
    """Return the seconds of every page; all managers begin at another moment of the pause."""
    taken: list[float] = []
    end = time.monotonic() + seconds

    def work(number: int) -> None:
        chance = random.Random(number)
        time.sleep(_PAUSE_SECONDS * number / managers)
        while time.monotonic() < end:
            began = time.perf_counter()
            _page(workspace, chance)
            taken.append(time.perf_counter() - began)
            time.sleep(_PAUSE_SECONDS)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(managers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _page(workspace: Workspace, chance: random.Random) -> None:
    """Ask what the page of trends asks: total, change, months, a breakdown, the distribution."""
    filters = Filters(where=(("channel", tuple(chance.sample(CHANNELS, 3))), ("segment", (chance.choice(SEGMENTS),))))
    measuring = workspace.measuring
    measuring.total("nps", filters)
    measuring.series("nps", "month", filters)
    measuring.measure(Query("nps", ("touchpoint",), filters=filters))
    measuring.distribution("nps", filters)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _resident() -> float:
    """Return the process's memory in MB; 1 where the system does not say."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        return 1.0
    return pages * 4096 / 2**20
