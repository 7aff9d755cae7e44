"""Twenty managers who change a filter every three seconds.

Once with the questions of a page alone, asked of the workspace, and once with the app itself: a server of its own and
twenty sessions that speak to it as browsers do.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from cx_core.model.filters import Filters
from cx_core.model.query import Query
from cx_core.workspace import Workspace
from tests.benchmarks.answers import CHANNELS, FIRST_DAY, SEGMENTS, store_with
from tests.benchmarks.pages import ROOT, Session, benchmark_map, serving
from tests.benchmarks.rows import Row

_MANAGERS, _PAUSE_SECONDS = 20, 3.0


def run(large: bool) -> list[Row]:
    """Let one manager work alone, then twenty together."""
    n = 1_000_000 if large else 100_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store_with(n, place)
        workspace = Workspace.open(place)
        workspace.maps.create(benchmark_map(), "benchmark")
        seconds = 40.0 if large else 15.0
        return [_questions_row(n, workspace, seconds), _app_row(n, place, seconds)]


def _questions_row(n: int, workspace: Workspace, seconds: float) -> Row:
    _page(workspace, random.Random(0))

    def page(number: int) -> Callable[[], object]:
        chance = random.Random(number)
        return lambda: _page(workspace, chance)

    alone, together = _clicks([page(100)], 12.0), _clicks([page(number) for number in range(_MANAGERS)], seconds)
    return _wait_row(f"questions of a page, {_MANAGERS} managers every 3 s, p95", n, alone, together)


def _app_row(n: int, place: Path, seconds: float) -> Row:
    """Let the managers click in the app: every second click is a filter that nobody has asked for yet."""
    fresh = itertools.count()
    with serving(ROOT / "app.py", place) as (url, _), contextlib.ExitStack() as stack:
        sessions = [stack.enter_context(Session(url)) for _ in range(_MANAGERS)]
        for session in sessions:
            session.run(page="trends")

        def click(session: Session, number: int) -> Callable[[], object]:
            chance = random.Random(number)
            return lambda: session.run(address(next(fresh)) if chance.random() < 0.5 else address(chance.randrange(5)))

        alone = _clicks([click(sessions[0], 100)], 12.0)
        together = _clicks([click(session, number) for number, session in enumerate(sessions)], seconds)
    return _wait_row(f"trends page, {_MANAGERS} sessions clicking every 3 s, p95", n, alone, together)


def address(number: int) -> str:
    """Return the address of the page with other filters for each number."""
    channel, months = CHANNELS[number % len(CHANNELS)], 1 + number // len(CHANNELS) % 12
    since, until = date(2024 + number // 72 % 2, months, 1 + number // 144 % 28), date(2026, 12, 31)
    return f"channel={channel}&every=month&span=custom&since={since}&until={until}"


def _wait_row(what: str, n: int, alone: list[float], together: list[float]) -> Row:
    one, many = _p95(alone), _p95(together)
    note = f"{n:,} answers, {len(together)} pages: p95 {1000 * many:.0f} ms, median "
    note += f"{1000 * statistics.median(together):.0f} ms; alone p95 {1000 * one:.0f} ms"
    return Row(what, many / one, "one manager", note)


def _clicks(managers: Sequence[Callable[[], object]], seconds: float) -> list[float]:
    """Return the seconds of every click; all managers begin at another moment of the pause."""
    taken: list[float] = []
    end = time.monotonic() + seconds

    def work(number: int, click: Callable[[], object]) -> None:
        time.sleep(_PAUSE_SECONDS * number / len(managers))
        while time.monotonic() < end:
            began = time.perf_counter()
            click()
            taken.append(time.perf_counter() - began)
            time.sleep(_PAUSE_SECONDS)

    threads = [threading.Thread(target=work, args=one) for one in enumerate(managers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _page(workspace: Workspace, chance: random.Random) -> None:
    """Ask what the page of trends asks: total, change, months, a breakdown, the distribution; never the same twice."""
    since = FIRST_DAY + timedelta(days=chance.randrange(700))
    where = (("channel", tuple(chance.sample(CHANNELS, 3))), ("segment", (chance.choice(SEGMENTS),)))
    filters = Filters(since, since + timedelta(days=365), where)
    measuring = workspace.measuring
    measuring.total("nps", filters)
    measuring.series("nps", "month", filters)
    measuring.measure(Query("nps", ("touchpoint",), filters=filters))
    measuring.distribution("nps", filters)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
