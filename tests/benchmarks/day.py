"""A day's work simulated: many sessions come, look at three pages and go; what stays in the memory of the server.

That nothing heavy stays is tested by counting objects (`tests/pages/test_leaks.py`); here it is seen in megabytes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from cx_core.workspace import Workspace
from tests.benchmarks.answers import store_with
from tests.benchmarks.pages import ROOT, Session, benchmark_map, serving
from tests.benchmarks.people import address
from tests.benchmarks.rows import Row

#: Sessions before the first look at the memory, and sessions after it, by size.
_EARLY, _DAY = 20, 60


def run(large: bool) -> list[Row]:
    """Let sessions come and go and compare the server's memory late in the day and early."""
    n, sessions = (1_000_000 if large else 100_000), _DAY
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store_with(n, place)
        Workspace.open(place).maps.create(benchmark_map(), "benchmark")
        with serving(ROOT / "app.py", place, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL="1") as (url, process):
            for number in range(_EARLY):
                _visit(url, number)
            early = _resident(process)
            for number in range(sessions):
                _visit(url, number)
            late = _resident(process)
    note = f"{n:,} answers: {early:.0f} MB after {_EARLY} sessions, {late:.0f} MB after {_EARLY + sessions}"
    return [
        Row(f"memory of the server after {sessions} more sessions", late / early, f"after the first {_EARLY}", note)
    ]


def _visit(url: str, number: int) -> None:
    with Session(url) as session:
        session.run(page="trends")
        session.run(address(number % 12))
        session.run(page=("", "feedback", "touchpoints")[number % 3])


def _resident(process: int) -> float:
    """Return a process's memory in MB; 1 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        return 1.0
    return pages * 4096 / 2**20
