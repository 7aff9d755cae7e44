"""Questions to the answers, from the totals on a card to the words behind a point."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from cx_core.engine import Assignment, OutdatedDictionary, engine_for, resolve_filters
from cx_core.journeys.matching import Match, match_places
from cx_core.metrics import MeasuredCell, measure_cells, measure_pool, score_role
from cx_core.metrics.compare import Comparison, compare
from cx_core.metrics.continuity import held_against_sources
from cx_core.metrics.registry import metric as metric_of
from cx_core.metrics.trend import Series, build_series
from cx_core.model.feedback import Scale
from cx_core.model.filters import MISSING, SURVEY_KIND, Filters
from cx_core.model.imports import CodedFilter, Dictionary, Verbatim
from cx_core.model.journey import Journey
from cx_core.model.measure import Counts, Measure
from cx_core.model.period import Grain, Period
from cx_core.model.query import Cell, Query
from cx_core.store.journeys import JourneyStore
from cx_core.store.responses import ResponseStore
from cx_core.workspace.lensing import Lensing, SourceKind

#: Names the database that counts: docs/scale.md. Empty or missing: DuckDB in this process.
ENGINE_VARIABLE = "CX_ENGINE"


@dataclass(frozen=True)
class Option:
    """One value of a field to filter by. ``label`` is None for `MISSING`, which the screen puts into words."""

    value: str
    label: str | None


@dataclass(frozen=True)
class Change:
    """A metric now, in the span of days of equal length right before, and whether the difference is real.

    ``survey_kind`` is the kind of survey where several are measured apart, else None.
    """

    now: Measure
    before: Measure
    comparison: Comparison | None
    span: tuple[date, date] | None
    span_before: tuple[date, date] | None
    survey_kind: str | None = None


def _n(measure: Measure) -> int:
    return measure.n


_Answer = TypeVar("_Answer")
#: The parts of a page show, judge and watch one and the same series.
_built = lru_cache(maxsize=64)(build_series)


class Measuring:
    """Every number of the app goes through here, so that one filter gives one number on every page."""

    def __init__(self, responses: ResponseStore, journeys: JourneyStore, lensing: Lensing | None = None) -> None:
        self._responses = responses
        self._journeys = journeys
        address = os.environ.get(ENGINE_VARIABLE)
        self.engine = engine_for(address, responses.read, responses.stamp, responses.ensure_snapshots)
        self._lensing = lensing
        self._dictionary: tuple[tuple[str, str], Dictionary] | None = None
        self._assigned: tuple[Journey, Dictionary, Assignment] | None = None

    def dictionary(self) -> Dictionary:
        """Return what the codes mean, with what people set up; read again when the answers or that have changed."""
        stamp = (self._responses.stamp(), self._lensing.stamp() if self._lensing else "")
        known = self._dictionary
        if known is None or known[0] != stamp:
            known = (stamp, self._lensed())
            self._dictionary = known
        return known[1]

    def _lensed(self) -> Dictionary:
        plain = self._responses.dictionary()
        if self._lensing is None:
            return plain
        try:
            return self._lensing.through(plain, self._asker(plain))
        except OutdatedDictionary:
            # An import landed meanwhile; of two in a row the caller asks again.
            plain = self._responses.dictionary()
            return self._lensing.through(plain, self._asker(plain))

    def _asker(self, dictionary: Dictionary) -> Callable[[Query], tuple[Cell, ...]]:
        return lambda query: self.engine.ask(query, dictionary)

    def kinds_apart(self, metric: str) -> tuple[str, ...]:
        """Return the kinds of surveys that a metric is measured apart for, the most answers first; else nothing."""
        if metric_of(metric).column != "nps":
            return ()
        counts: dict[str, int] = {}
        for one in self.survey_kinds():
            counts[one.kind] = counts.get(one.kind, 0) + one.n
        return tuple(sorted(counts, key=lambda kind: -counts[kind])) if len(counts) > 1 else ()

    def survey_kinds(self) -> tuple[SourceKind, ...]:
        """Return what kind of survey each source with NPS is."""
        if self._lensing is None:
            return ()
        plain = self._responses.dictionary()
        return self._lensing.survey_kinds(plain, self._asker(plain))

    def assignment(self, journey_id: str | None) -> Assignment | None:
        """Return which touchpoint of a map each place belongs to; None without a map."""
        return None if journey_id is None else self._assigned_on(journey_id, self.dictionary())

    def _assigned_on(self, journey_id: str, dictionary: Dictionary) -> Assignment:
        journey = self._journeys.journey(journey_id)
        known = self._assigned
        # Both are the same things as long as nothing in them has changed; a remembered assignment changes the map.
        if known is None or known[0] is not journey or known[1] is not dictionary:
            matches = self.matches(journey)
            found = Assignment.of(journey, {place: match.touchpoint_id for place, match in matches.items()})
            known = self._assigned = (journey, dictionary, found)
        return known[2]

    def matches(self, journey: Journey) -> dict[int, Match]:
        """Return where on a map each place belongs, and how that was decided."""
        return match_places(journey, self.dictionary().all_places(), self._journeys.assignments(journey.id))

    def ask(self, query: Query) -> tuple[Cell, ...]:
        """Return the cells of a query. Raises `Refusal` for an unknown metric, field or value."""
        return self._fresh(lambda: self.engine.ask(query, *self._behind(query.filters)))

    def _behind(self, filters: Filters) -> tuple[Dictionary, Assignment | None]:
        """Return what codes mean and where places belong on the filters' map, at one look at the state of the data."""
        dictionary = self.dictionary()
        return dictionary, self._assigned_on(filters.journey_id, dictionary) if filters.journey_id else None

    def measure(self, query: Query) -> tuple[MeasuredCell, ...]:
        """Return the measured cells of a query."""
        return measure_cells(query.metric, self.ask(query))

    def total(self, metric: str, filters: Filters | None = None) -> Measure:
        """Return one metric over everything that the filters include."""
        cells = self.ask(Query(metric, filters=filters or Filters(), clustered=True))
        return measure_pool(metric, (cell.counts for cell in cells))

    def _fresh(self, ask: Callable[[], _Answer]) -> _Answer:
        """Ask once more when an import landed between reading what codes mean and counting them."""
        try:
            return ask()
        except OutdatedDictionary:
            self._dictionary = None
            return ask()

    def scales(self, metric: str, filters: Filters | None = None) -> tuple[tuple[Scale, int], ...]:
        """Return the scales on which a metric was asked with their answers, the most answers first."""
        counts: dict[Scale, int] = {}
        for cell in self.ask(Query(metric, filters=(filters or Filters()).with_values("scale", ()))):
            if cell.counts.scale is not None:
                counts[cell.counts.scale] = counts.get(cell.counts.scale, 0) + cell.counts.n
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def apart(self, metric: str, filters: Filters | None = None) -> tuple[tuple[str | None, Measure], ...]:
        """Return a metric for each kind of survey (None where kinds are not apart) and each scale, most answers first.

        What cannot be pooled has no common number, but each part has its own.
        """
        found: list[tuple[str | None, Measure]] = []
        for kind in self.kinds_apart(metric) or (None,):
            chosen = (filters or Filters()).with_values(SURVEY_KIND, [kind] if kind else [])
            for scale, _ in self.scales(metric, chosen):
                found.append((kind, self.total(metric, chosen.with_values("scale", [scale.key]))))
        return tuple(found)

    def by(self, metric: str, field: str, filters: Filters | None = None) -> dict[str | None, Measure]:
        """Return one metric for each value of a field; None is the group of answers without one.

        A group whose answers are on several scales is measured on the one with most answers; its n says how many.
        """
        cells = self.measure(Query(metric, (field,), filters=filters or Filters(), clustered=True))
        return {cell.value(field): max(cell.by_scale, key=_n, default=cell.measure) for cell in cells}

    def series(self, metric: str, every: Grain, filters: Filters | None = None) -> Series:
        """Return one metric period by period, gaps included, with the last period's completeness."""
        chosen = filters or Filters()
        cells = self.ask(Query(metric, every=every, filters=chosen))
        reach = self.data_through(chosen)
        covered_through = min(reach, chosen.until) if reach and chosen.until else reach
        return _built(metric, cells, covered_through, chosen.since, self.by_source(Query(metric, (), every, chosen)))

    def by_source(self, query: Query) -> tuple[Cell, ...]:
        """Return the cells of a query by source as well; none where all answers are of one source."""
        names = self.dictionary().table("source")
        if len(names) < 2 or len(query.filters.values("source")) == 1 or "source" in query.by:
            return ()
        return self.ask(replace(query, by=(*query.by, "source"), clustered=False))

    def against_sources(self, found: Comparison, before: Filters, now: Filters) -> Comparison:
        """Hold a change against the sources of its two sides: a change that is only theirs is not announced."""
        if not found.announced:
            return found
        sides = [
            [(cell.value("source"), cell.counts) for cell in self.by_source(Query(found.metric, filters=side))]
            for side in (before, now)
        ]
        return held_against_sources(found, *sides)

    def distribution(self, metric: str, filters: Filters | None = None) -> dict[float, int]:
        """Return how often each score was given."""
        query = Query(metric, filters=filters or Filters())
        found = self._fresh(lambda: self.engine.distribution(query, *self._behind(query.filters)))
        counts: dict[float, int] = {}
        for part in found:
            for hundredths, n in part.n_by_score:
                counts[hundredths / 100] = counts.get(hundredths / 100, 0) + n
        return dict(sorted(counts.items()))

    def change(self, metric: str, filters: Filters) -> Change:
        """Compare a span of days with the span of equal length right before it.

        Without a ``since`` there is nothing before, and the comparison is None.
        """
        now = self.total(metric, filters)
        spans = self._spans(filters)
        if spans is None:
            return Change(now, Measure(metric, None, reason="no_answers"), None, None, None)
        span, span_before = spans
        before = self.total(metric, filters.with_dates(*span_before))
        found = compare(metric, before.counts or Counts(), now.counts or Counts())
        found = self.against_sources(found, filters.with_dates(*span_before), filters.with_dates(*span))
        return Change(now, before, found, span, span_before)

    def _spans(self, filters: Filters) -> tuple[tuple[date, date], tuple[date, date]] | None:
        until = filters.until or self.data_through(filters)
        if filters.since is None or until is None or until < filters.since:
            return None
        before_last = filters.since - timedelta(days=1)
        return (filters.since, until), (before_last - (until - filters.since), before_last)

    def day_range(self, filters: Filters | None = None, metric: str | None = None) -> tuple[date, date] | None:
        """Return the first and last day with an answer; None when no answer has a day."""
        chosen = filters or Filters()
        return self.engine.day_range(chosen, *self._behind(chosen), metric)

    def data_through(self, filters: Filters | None = None) -> date | None:
        """Return the last day that the data reach, whatever days the filters ask for."""
        undated = (filters or Filters()).with_dates(None, None)
        days = self.day_range(undated)
        return days[1] if days else None

    def n_answers(self, filters: Filters | None = None, metric: str | None = None) -> int:
        """Return how many answers are included, or how many of them have a metric."""
        chosen = filters or Filters()
        return self.engine.n_answers(chosen, *self._behind(chosen), metric)

    def options(self, field: str, journey_id: str | None = None) -> tuple[Option, ...]:
        """Return the values a field can be filtered by, the missing one last."""
        if journey_id and field in ("touchpoint", "stage"):
            journey = self._journeys.journey(journey_id)
            things = journey.touchpoints if field == "touchpoint" else journey.stages
            known = [Option(thing.id, thing.name.in_language("vi")) for thing in things]
        else:
            labels = set(self.dictionary().table(field).values())
            known = [Option(label, label) for label in sorted(labels, key=str.casefold)]
        return (*known, Option(MISSING, None)) if known else ()

    def segment_fields(self) -> tuple[str, ...]:
        """Return the segment columns by name, in the order they were first seen, and the groups above fields."""
        known = self.dictionary()
        levels = (level.field for level in known.levels if level.field != SURVEY_KIND)
        return (*(name for _, name in sorted(known.segment_fields.items())), *levels)

    def verbatims(
        self,
        filters: Filters | None = None,
        *,
        metric: str | None = None,
        period: Period | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[Verbatim, ...]:
        """Return customers' words behind a number, newest first; ``metric`` keeps those that gave that score."""
        chosen = filters or Filters()
        if period is not None:
            first = max(period.first, chosen.since or period.first)
            chosen = chosen.with_dates(first, min(period.last, chosen.until or period.last))
        included = self.included(chosen, metric)
        role = None if metric is None else score_role(metric)
        return self._responses.verbatims(included, metric=role, limit=limit, offset=offset)

    def included(self, filters: Filters, metric: str | None = None) -> CodedFilter:
        """Return filters in codes, as the store asks for words; ``scale`` among them is about ``metric``."""
        return resolve_filters(filters, *self._behind(filters), metric)
