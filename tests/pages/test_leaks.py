"""Sessions come and go, and leave nothing behind: counted in objects, not in time."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

Show = Callable[..., AppTest]

#: What holds memory or an open file: one of each in a process, however many people come.
HEAVY = (
    "Workspace", "ResponseStore", "Engine", "HeldAnswers", "Columns", "DuckDBRunner", "DuckDBPyConnection", "Snapshots", "SnapshotColumns",
    "JourneyStore", "Connection",
)  # fmt: skip
#: What a person leaves for others to find: bounded by the caches' own limits.
N_BEFORE, N_SESSIONS = 3, 8


def counted() -> Counter[str]:
    """Count the living objects of the kinds that matter, and what every session has of its own."""
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if type(one).__name__ in (*HEAVY, "SafeSessionState"))


@pytest.mark.parametrize("name", ["trends", "feedback"])
def test_sessions_that_end_leave_no_heavy_object(show: Show, full: Path, name: str) -> None:
    def visit(number: int) -> None:
        test = show(name, ("vi", "en")[number % 2], channel=("Zalo", "Hotline", "Cửa hàng")[number % 3])
        assert not test.exception

    for number in range(N_BEFORE):
        visit(number)
    before = counted()
    for number in range(N_SESSIONS):
        visit(number)
    after = counted()
    assert {kind: after[kind] - before[kind] for kind in HEAVY if after[kind] > before[kind]} == {}
    assert after["Workspace"] == 1
    # The tool that stands for a browser may hold the last session or two.
    assert after["SafeSessionState"] <= before["SafeSessionState"] + 2
