"""False alarms of the alert rule on weekly NPS where nothing happens, and how soon it sees a real fall.

Peers are the rules that dashboards ship: a fixed drop since last week, a test against last week, two-sigma limits.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from cx_core.metrics.alerts import baseline_of, watch
from cx_core.metrics.differences import net_difference
from cx_core.metrics.intervals import Trinomial
from cx_core.model.measure import Counts
from tests.benchmarks.rows import Row

N_A_WEEK, BASELINE_WEEKS, YEAR, LONG = 100, 26, 52, 104
USUAL, TEN_DOWN, TWENTY_DOWN = (0.50, 0.30, 0.20), (0.45, 0.30, 0.25), (0.40, 0.30, 0.30)
_SEED = 20260801

#: A rule gives the number of weeks until its first alarm after the baseline, None for none.
Rule = Callable[[list[Counts]], int | None]


def run(large: bool) -> list[Row]:
    """Simulate lines without and with a change and compare every rule on the same lines."""
    lines = 1000 if large else 150
    quiet = [_weeks(USUAL, YEAR, seed) for seed in range(lines)]
    ours = _share_alarmed(default_rule, quiet)
    rows = [
        Row(
            f"false alarm within a year, n = {N_A_WEEK}",
            ours / max(_share_alarmed(rule, quiet), 1 / lines),
            name,
            f"{lines} lines: ours {ours:.0%}, {name} {_share_alarmed(rule, quiet):.0%}",
        )
        for name, rule in PEERS.items()
    ]
    for fall, shares in ((10, TEN_DOWN), (20, TWENTY_DOWN)):
        changed = [_weeks(shares, LONG, 10_000 + seed) for seed in range(lines)]
        found, peer = (_median_weeks(rule, changed) for rule in (default_rule, three_sigma))
        note = f"median weeks: ours {found:.0f}, three sigma {peer:.0f}"
        rows.append(Row(f"weeks until a real fall of {fall} points is seen", found / peer, "three-sigma limits", note))
    return rows


def default_rule(weeks: list[Counts]) -> int | None:
    """Run the rule that ships."""
    base = baseline_of("nps", weeks[:BASELINE_WEEKS])
    return _first(one.alarm is not None for one in watch(base, weeks[BASELINE_WEEKS:]))


def three_sigma(weeks: list[Counts]) -> int | None:
    """Single weeks against three-sigma limits of the baseline."""
    return _outside(weeks, 3.0)


def two_sigma(weeks: list[Counts]) -> int | None:
    """Single weeks against two-sigma limits of the baseline."""
    return _outside(weeks, 2.0)


def drop_of(points: float) -> Rule:
    """Alarm when the score is this many points lower than the week before."""

    def rule(weeks: list[Counts]) -> int | None:
        scores = [100 * (week.top - week.bottom) / week.n for week in weeks[BASELINE_WEEKS - 1 :]]
        return _first(one - two > points for one, two in pairwise(scores))

    return rule


def tested_against_last_week(weeks: list[Counts]) -> int | None:
    """Alarm when a two-sample test against the week before passes at 5 %."""
    recent = weeks[BASELINE_WEEKS - 1 :]
    found = (net_difference(one, two) for one, two in pairwise(recent))
    return _first(one is not None and one.p_value is not None and one.p_value < 0.05 for one in found)


PEERS: dict[str, Rule] = {
    "a drop of 5 points since last week": drop_of(5),
    "a drop of 10 points since last week": drop_of(10),
    "test against last week, p < .05": tested_against_last_week,
    "two-sigma limits": two_sigma,
    "three-sigma limits": three_sigma,
}


def _weeks(after: Sequence[float], n_after: int, seed: int) -> list[Counts]:
    random = np.random.default_rng((_SEED, seed))
    before = random.multinomial(N_A_WEEK, USUAL, BASELINE_WEEKS)
    later = random.multinomial(N_A_WEEK, after, n_after)
    return [Counts(N_A_WEEK, *map(int, week)) for week in np.concatenate([before, later])]


def _outside(weeks: list[Counts], sigmas: float) -> int | None:
    base = sum(weeks[:BASELINE_WEEKS], Counts())
    level = Trinomial.of(base.top, base.n, base.bottom)
    half = sigmas * math.sqrt(level.variance / N_A_WEEK)
    return _first(abs((week.top - week.bottom) / week.n - level.mean) > half for week in weeks[BASELINE_WEEKS:])


def _first(alarms) -> int | None:
    return next((week for week, alarm in enumerate(alarms, start=1) if alarm), None)


def _share_alarmed(rule: Rule, lines: list[list[Counts]]) -> float:
    return sum(rule(weeks) is not None for weeks in lines) / len(lines)


def _median_weeks(rule: Rule, lines: list[list[Counts]]) -> float:
    return statistics.median(rule(weeks) or LONG for weeks in lines)
