"""What a benchmark prints: ratios of two things measured in the same run, so that a slow machine cancels out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: Most goals speak of so many answers; below, a line stands under its goal without a bound.
GOAL_SIZE = 1_000_000


@dataclass(frozen=True)
class Row:
    """One line of the table: our time (or size) over the peer's. Under 1 is better than the peer.

    ``note`` says what was done and how long it took here. ``label`` names the goal that the line measures (``G4``) and
    ``at_most`` the ratio that the goal allows; a time that the goal names ("50 ms") is a peer as well.
    """

    goal: str
    ratio: float
    peer: str
    note: str = ""
    label: str = ""
    at_most: float | None = None

    @property
    def is_met(self) -> bool | None:
        """True and False where there is a goal, else None."""
        return None if self.at_most is None else self.ratio <= self.at_most


def medians(contestants: Mapping[str, Callable[[], object]], rounds: int = 5, *, warm: bool = True) -> dict[str, float]:
    """Return the median seconds of each contestant. They take turns, so that a busy moment meets all of them.

    ``warm`` lets each go once before the clock runs.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for contestant in contestants.values() if warm else ():
        contestant()
    for _ in range(rounds):
        for name, contestant in contestants.items():
            start = time.perf_counter()
            contestant()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def table(rows: Sequence[Row]) -> str:
    """Return the rows as one Markdown table, those with a goal first."""
    lines = ["| goal | what | ratio | at most | met | over | note |", "|---|---|---:|---:|---|---|---|"]
    for row in sorted(rows, key=lambda row: (not row.label, int(row.label[1:] or 0))):
        met = {None: "", True: "yes", False: "**no**"}[row.is_met]
        most = "" if row.at_most is None else _short(row.at_most)
        lines.append(f"| {row.label} | {row.goal} | {_short(row.ratio)} | {most} | {met} | {row.peer} | {row.note} |")
    return "\n".join(lines)


def within(seconds: float, goal: float, what: str, label: str, note: str = "") -> Row:
    """Return the line of a time that a goal bounds by itself."""
    return Row(what, seconds / goal, f"{1000 * goal:.0f} ms", note or f"{1000 * seconds:.1f} ms", label, 1.0)


def _short(ratio: float) -> str:
    if ratio != ratio:
        return "–"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
