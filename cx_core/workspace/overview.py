"""What is here, how fresh it is, which channels are missing, what moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cx_core.findings.coverage import about_sources
from cx_core.findings.finding import Finding
from cx_core.findings.moved import Change as GroupChange
from cx_core.findings.moved import what_moved
from cx_core.metrics import SCORE_METRICS
from cx_core.model.filters import SURVEY_KIND, Filters
from cx_core.model.imports import ChannelPresence, SourceFreshness
from cx_core.model.query import Cell, Query
from cx_core.store.responses import ResponseStore
from cx_core.workspace.measuring import Change, Measuring
from cx_core.workspace.scanning import by_source

#: The span that "now" means on the home page, and the age from which data count as stale.
NOW_DAYS = 90
STALE_DAYS = 45
#: The fields in which a move is looked for.
FIELDS = ("channel", "touchpoint", "segment")


@dataclass(frozen=True)
class Overview:
    """The state of a workspace on one day.

    ``reach`` is the last day that the data cover, None without dates. ``changes`` has one change for each metric and
    scale, over ``span``.
    """

    n_answers: int
    reach: date | None
    span: tuple[date, date] | None
    changes: tuple[Change, ...]
    sources: tuple[SourceFreshness, ...]
    channels: tuple[ChannelPresence, ...]
    findings: tuple[Finding, ...]

    def with_status(self, status: str) -> tuple[Finding, ...]:
        """Return the findings of one status: ``confirmed``, ``watch`` or ``note``."""
        return tuple(one for one in self.findings if one.status == status)


class Overviews:
    """Builds overviews."""

    def __init__(self, responses: ResponseStore, measuring: Measuring) -> None:
        self._responses = responses
        self._measuring = measuring

    def overview(self, today: date) -> Overview:
        """Return the overview of the newest `NOW_DAYS` days of data against the days before.

        The span ends where the data end: on a workspace whose files are old, "now" is then.
        """
        reach = self._measuring.data_through()
        span = (reach - timedelta(days=NOW_DAYS - 1), reach) if reach else None
        filters = Filters().with_dates(*span) if span else Filters()
        changes = [change for metric in SCORE_METRICS for change in self._apart(metric.key, filters)]
        sources = self._responses.freshness()
        findings = (*self._moved(span), *about_sources(sources, today))
        return Overview(
            n_answers=self._responses.n_answers(),
            reach=reach,
            span=span,
            changes=tuple(changes),
            sources=sources,
            channels=self._responses.channels(),
            findings=findings,
        )

    def _apart(self, metric: str, filters: Filters) -> Iterator[Change]:
        """Yield the change of a metric on each scale and, where there are two, for each kind of survey."""
        for kind in self._measuring.kinds_apart(metric) or (None,):
            chosen = _of_kind(filters, kind)
            for scale, _ in self._measuring.scales(metric, chosen):
                found = self._measuring.change(metric, chosen.with_values("scale", [scale.key]))
                yield replace(found, survey_kind=kind)

    def _moved(self, span: tuple[date, date] | None) -> tuple[Finding, ...]:
        """Scan every metric in total and over `FIELDS` for what moved since the span before."""
        if span is None:
            return ()
        before_last = span[0] - timedelta(days=1)
        now = Filters().with_dates(*span)
        before = Filters().with_dates(before_last - (span[1] - span[0]), before_last)
        known = self._measuring.dictionary()
        fields = [field for field in FIELDS if known.table(field)]
        changes: list[GroupChange] = []
        for metric in SCORE_METRICS:
            # Each kind of survey is scanned by itself; their answers are never mixed.
            for kind in self._measuring.kinds_apart(metric.key) or (None,):
                spans = (_of_kind(before, kind), _of_kind(now, kind))
                for by in ((), *((field,) for field in fields)):
                    changes += (replace(one, survey_kind=kind) for one in self._changes(metric.key, by, *spans))
        return what_moved(changes)

    def _changes(self, metric: str, by: tuple[str, ...], before: Filters, now: Filters) -> list[GroupChange]:
        earlier = {(cell.group, cell.counts.scale): cell.counts for cell in self._ask(metric, by, before)}
        sources = [by_source(self._measuring.by_source(Query(metric, by, filters=side))) for side in (before, now)]
        return [
            GroupChange(
                metric,
                cell.group,
                earlier[cell.group, cell.counts.scale],
                cell.counts,
                sources_before=tuple(sources[0].get((cell.group, cell.counts.scale), ())),
                sources_after=tuple(sources[1].get((cell.group, cell.counts.scale), ())),
            )
            for cell in self._ask(metric, by, now)
            # "Those who said nothing" is no group: it moves when another source has more answers.
            if (cell.group, cell.counts.scale) in earlier and all(value is not None for _, value in cell.group)
        ]

    def _ask(self, metric: str, by: tuple[str, ...], filters: Filters) -> tuple[Cell, ...]:
        return self._measuring.ask(Query(metric, by, filters=filters, clustered=True))


def _of_kind(filters: Filters, kind: str | None) -> Filters:
    return filters.with_values(SURVEY_KIND, [kind] if kind else [])
