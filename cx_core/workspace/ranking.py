"""How groups stand to each other: a fair league, where each stands against all, and any two slices compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from cx_core.metrics import measure_pool
from cx_core.metrics.compare import Comparison, Verdict, compare
from cx_core.metrics.consistency import Consistency, channel_consistency
from cx_core.metrics.contrasts import against_total
from cx_core.metrics.league import Standing, league
from cx_core.metrics.multiple import confirm
from cx_core.metrics.registry import metric as metric_of
from cx_core.metrics.spread import Spread
from cx_core.model.filters import ALSO_SEGMENT, SAVED_SEGMENT, Filters
from cx_core.model.measure import MIN_N_TESTED, Counts, Measure
from cx_core.model.query import Query
from cx_core.workspace.measuring import Measuring

#: How two slices lie to each other: apart, one inside the other, the same answers in both, or partly shared.
Overlap = Literal["apart", "first_inside", "second_inside", "same", "partly"]


@dataclass(frozen=True)
class Place:
    """One group of a league. ``standing`` is None under 30 answers: such a group is listed, not ranked.

    ``against_rest`` compares it with all groups together, allowing for their number.
    """

    value: str | None
    measure: Measure
    standing: Standing | None = None
    against_rest: Comparison | None = None


@dataclass(frozen=True)
class GroupLeague:
    """The groups of a field, the best first, then those with few answers by n; and how far apart they really are.

    ``consistency`` is for NPS over channels, None elsewhere.
    """

    field: str
    places: tuple[Place, ...]
    total: Measure
    spread: Spread
    consistency: Consistency | None = None


@dataclass(frozen=True)
class SliceComparison:
    """Two slices side by side. ``comparison`` is None where they share some answers and so cannot be tested."""

    first: Measure
    second: Measure
    overlap: Overlap
    n_shared: int
    comparison: Comparison | None


class Ranking:
    """Ranks groups and compares slices."""

    def __init__(self, measuring: Measuring) -> None:
        self._measuring = measuring

    def league(self, metric: str, field: str, filters: Filters | None = None) -> GroupLeague:
        """Return the league of a field's groups; a group on several scales goes by the one with most answers."""
        chosen = filters or Filters()
        counts = self._groups(metric, field, chosen)
        total = self._measuring.total(metric, chosen)
        ranked = {value: one for value, one in counts.items() if one.n >= MIN_N_TESTED}
        # None is a group like any other, but the statistics name groups by text; no label begins with a control sign.
        names = {value: "\x00" if value is None else value for value in ranked}
        table = league(metric, {names[value]: one for value, one in ranked.items()})
        standings = {one.group: one for one in table.standings}
        compared = dict(zip(ranked, self._against(metric, ranked, total), strict=True))
        places = [
            Place(value, measure_pool(metric, [one]), standings.get(names.get(value, "")), compared.get(value))
            for value, one in counts.items()
        ]
        better = metric_of(metric).higher_is_better(total.scale)
        places.sort(key=lambda place: _order(place, better))
        consistency = None
        if metric == "nps" and field == "channel":
            consistency = channel_consistency({value: one for value, one in counts.items() if value is not None})
        return GroupLeague(field, tuple(places), total, table.spread, consistency)

    def compare_slices(self, metric: str, first: Filters, second: Filters) -> SliceComparison:
        """Compare two slices; one inside the other is tested against the rest of it, never as if they were apart."""
        one, two = (self._measuring.total(metric, each) for each in (first, second))
        shared = _both(first, second)
        n_shared = self._measuring.n_answers(shared, metric) if shared else 0
        overlap = _overlap(one.n, two.n, n_shared)
        a, b = one.counts or Counts(), two.counts or Counts()
        found: Comparison | None = None
        if overlap == "apart":
            found = compare(metric, before=b, after=a)
        elif overlap == "first_inside" and _is_part(a, b):
            found = against_total(metric, a, b)
        elif overlap == "second_inside" and _is_part(b, a):
            found = _turned(against_total(metric, b, a))
        return SliceComparison(one, two, overlap, n_shared, found)

    def _groups(self, metric: str, field: str, filters: Filters) -> dict[str | None, Counts]:
        found: dict[str | None, Counts] = {}
        for cell in self._measuring.ask(Query(metric, (field,), filters=filters, clustered=True)):
            value = cell.value(field)
            if value not in found or cell.counts.n > found[value].n:
                found[value] = cell.counts
        return found

    @staticmethod
    def _against(metric: str, groups: dict[str | None, Counts], total: Measure) -> tuple[Comparison, ...]:
        if total.counts is None or any(not _is_part(one, total.counts) for one in groups.values()):
            return tuple(Comparison(metric, None, reason="mixed_scales") for _ in groups)
        return confirm([against_total(metric, one, total.counts) for one in groups.values()])


def _order(place: Place, better_is_higher: bool) -> tuple[bool, float]:
    if place.standing is None:
        return True, -place.measure.n
    value = place.standing.shrunk.value or 0.0
    return False, -value if better_is_higher else value


def _is_part(part: Counts, whole: Counts) -> bool:
    return part.n <= whole.n and (part.scale is None or part.scale == whole.scale)


def _turned(found: Comparison) -> Comparison:
    """Return a comparison read from the other side."""
    if found.difference is None:
        return found
    words: dict[Verdict, Verdict] = {"rose": "fell", "fell": "rose"}
    return replace(
        found,
        difference=-found.difference,
        low=None if found.high is None else -found.high,
        high=None if found.low is None else -found.low,
        verdict=words.get(found.verdict, found.verdict),
        better=None if found.better is None else not found.better,
        n_before=found.n_after,
        n_after=found.n_before,
    )


def _both(first: Filters, second: Filters) -> Filters | None:
    """Return the filters that admit what both admit; None when nothing can be in both."""
    since = max((day for day in (first.since, second.since) if day), default=None)
    until = min((day for day in (first.until, second.until) if day), default=None)
    if since and until and since > until:
        return None
    shared = Filters(since, until, journey_id=first.journey_id or second.journey_id)
    for name in dict.fromkeys(field for field, _ in (*first.where, *second.where)):
        one, two = set(first.values(name)), set(second.values(name))
        if name == SAVED_SEGMENT and one and two:
            # Segments overlap, so what is in both is in one of the first and in one of the second.
            shared = shared.with_values(name, one).with_values(ALSO_SEGMENT, two)
            continue
        values = one & two if one and two else one or two
        if not values:
            return None
        shared = shared.with_values(name, values)
    return shared


def _overlap(n_first: int, n_second: int, n_shared: int) -> Overlap:
    if not n_shared:
        return "apart"
    if n_shared == n_first == n_second:
        return "same"
    if n_shared == n_first:
        return "first_inside"
    return "second_inside" if n_shared == n_second else "partly"
