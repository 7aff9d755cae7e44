"""What a benchmark prints: ratios of two things measured in the same run, so that a slow machine cancels out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: our time (or size) over the peer's. Under 1 is better than the peer.

    ``note`` says what was done and how long it took here.
    """

    goal: str
    ratio: float
    peer: str
    note: str = ""


def medians(contestants: Mapping[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """Return the median seconds of each contestant. They take turns, so that a busy moment meets all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for contestant in contestants.values():
        contestant()
    for _ in range(rounds):
        for name, contestant in contestants.items():
            start = time.perf_counter()
            contestant()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def table(rows: Sequence[Row]) -> str:
    """Return the rows as one Markdown table."""
    lines = ["| what | ratio | over | note |", "|---|---:|---|---|"]
    lines += [f"| {row.goal} | {_short(row.ratio)} | {row.peer} | {row.note} |" for row in rows]
    return "\n".join(lines)


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
