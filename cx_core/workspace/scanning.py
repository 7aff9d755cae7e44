"""Every group of some fields looked at together: what moved lately, with the many looks allowed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cx_core.findings.moved import Change
from cx_core.model.feedback import Scale
from cx_core.model.filters import Filters
from cx_core.model.measure import Counts
from cx_core.model.query import Cell, Query
from cx_core.workspace.measuring import Measuring

#: The two spans compared: large cells, since a scan over small ones finds nothing that is there.
SCAN_DAYS = 90

Span = tuple[date, date]
Group = tuple[tuple[str, str | None], ...]
#: Answers by source, of each group and scale.
BySourceOfGroup = dict[tuple[Group, Scale | None], list[tuple[str | None, Counts]]]


@dataclass(frozen=True)
class Scan:
    """The answers of every group in the last `SCAN_DAYS` days and in as many before; ready for `what_moved`."""

    before: Span
    after: Span
    changes: tuple[Change, ...]


class Scanning:
    """Scans groups."""

    def __init__(self, measuring: Measuring) -> None:
        self._measuring = measuring

    def scan(self, metric: str, filters: Filters, fields: Sequence[str]) -> Scan | None:
        """Return the total and every group of ``fields`` in the two spans; None where no answer has a day.

        The later span ends with the filters' own days, else with the data. Groups without a value are no groups: they
        move when another source has more answers.
        """
        reach = self._measuring.data_through(filters)
        if reach is None:
            return None
        last = min(filters.until or reach, reach)
        first = last - timedelta(days=SCAN_DAYS - 1)
        spans = ((first - timedelta(days=SCAN_DAYS), first - timedelta(days=1)), (first, last))
        changes = [
            change
            for by in ((), *((field,) for field in fields))
            for change in self._changes(metric, by, filters.with_dates(spans[0][0], last), first)
        ]
        return Scan(*spans, tuple(changes))

    def _changes(self, metric: str, by: tuple[str, ...], filters: Filters, cut: date) -> list[Change]:
        old: dict[tuple[Group, Scale | None], Counts] = {}
        new: dict[tuple[Group, Scale | None], Counts] = {}
        query = Query(metric, by, filters=filters, clustered=True, cut=cut)
        for cell in self._measuring.ask(query):
            side = new if cell.period and cell.period.first == cut else old
            side[cell.group, cell.counts.scale] = cell.counts
        parted: tuple[list[Cell], list[Cell]] = ([], [])
        for cell in self._measuring.by_source(query):
            parted[bool(cell.period and cell.period.first == cut)].append(cell)
        before, after = map(by_source, parted)
        return [
            Change(
                metric,
                group,
                old[group, scale],
                counts,
                sources_before=tuple(before.get((group, scale), ())),
                sources_after=tuple(after.get((group, scale), ())),
            )
            for (group, scale), counts in new.items()
            if (group, scale) in old and all(value is not None for _, value in group)
        ]


def by_source(cells: Iterable[Cell]) -> BySourceOfGroup:
    """Return the answers of each source by group and scale."""
    found: BySourceOfGroup = {}
    for cell in cells:
        group = tuple(pair for pair in cell.group if pair[0] != "source")
        found.setdefault((group, cell.counts.scale), []).append((cell.value("source"), cell.counts))
    return found
