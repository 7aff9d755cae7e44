"""What stands behind a number: its definition's facts, and the answers themselves, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cx_core.engine.resolve import resolve_filters
from cx_core.metrics.boxes import HUNDREDTHS
from cx_core.metrics.registry import score_role
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.filters import Filters
from cx_core.model.imports import Verbatim
from cx_core.model.period import Period, day_from_number
from cx_core.model.query import Query
from cx_core.model.table import Row
from cx_core.store.responses import ResponseStore
from cx_core.store.scores import BEHIND_COLUMNS, behind_rows
from cx_core.workspace.measuring import Measuring

#: A file to check a number with holds at most this many rows.
MAX_ROWS = 100_000


@dataclass(frozen=True)
class Provenance:
    """Where a number comes from: the sources with their answers, and the span of days that they cover."""

    sources: tuple[tuple[str, int], ...]
    first_on: date | None
    last_on: date | None


class Behind:
    """Looks behind numbers."""

    def __init__(self, responses: ResponseStore, measuring: Measuring) -> None:
        self._responses = responses
        self._measuring = measuring

    def provenance(self, metric: str, filters: Filters) -> Provenance:
        """Return the sources of a number, the largest first, and its first and last day."""
        counts: dict[str, int] = {}
        for cell in self._measuring.ask(Query(metric, ("source",), filters=filters)):
            name = cell.value("source") or ""
            counts[name] = counts.get(name, 0) + cell.counts.n
        days = self._measuring.day_range(filters, metric)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return Provenance(tuple(ordered), *(days or (None, None)))

    def words(
        self, metric: str, filters: Filters, period: Period | None, score: float, limit: int
    ) -> tuple[Verbatim, ...]:
        """Return the newest comments that gave exactly one score of a metric, in a period if one is named."""
        role = score_role(metric)
        if role is None:
            return ()
        if period is not None:
            first = max(period.first, filters.since or period.first)
            filters = filters.with_dates(first, min(period.last, filters.until or period.last))
        hundredths = round(score * HUNDREDTHS)
        included = self._measuring.included(filters, metric)
        return self._responses.verbatims(included, metric=role, scores=(hundredths, hundredths), limit=limit)

    def rows(self, metric: str, filters: Filters) -> tuple[Row, ...]:
        """Return the answers of a number, newest first, at most `MAX_ROWS`.

        Columns: day, channel, touchpoint, stage, source, customer's pseudonym, the four scores, feeling, words, row in
        its file.
        """
        dictionary = self._measuring.dictionary()
        assignment = self._measuring.assignment(filters.journey_id)
        included = resolve_filters(filters, dictionary, assignment, metric)
        found = []
        for raw in behind_rows(self._responses.read, included, score_role(metric), MAX_ROWS):
            row = dict(zip(BEHIND_COLUMNS, raw, strict=True))
            place = dictionary.place(row["place"])
            found.append(
                (
                    None if row["day"] is None else day_from_number(row["day"]),
                    place.channel_label,
                    place.touchpoint_label,
                    place.stage_label,
                    dictionary.sources.get(row["source_id"], ""),
                    row["pseudonym"],
                    *(None if row[role] is None else row[role] / HUNDREDTHS for role in SCORE_ROLES),
                    row["sentiment"],
                    row["verbatim"],
                    row["row_no"],
                )
            )
        return tuple(found)
