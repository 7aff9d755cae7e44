"""What is here, how fresh it is, which channels are missing, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cx_core.findings import Finding, what_moved
from cx_core.metrics import ALL_METRICS
from cx_core.model.filters import Filters
from cx_core.model.imports import ChannelPresence, SourceFreshness
from cx_core.model.measure import Counts
from cx_core.model.query import Query
from cx_core.store.responses import ResponseStore
from cx_core.workspace.measuring import Change, Measuring

#: The span that "now" means on the home page, and the age from which data count as stale.
NOW_DAYS = 90
STALE_DAYS = 45
#: The fields in which a move is looked for.
FIELDS = ("channel", "touchpoint", "segment")


@dataclass(frozen=True)
class Overview:
    """The state of a workspace on one day.

    ``reach`` is the last day that the data cover, None without dates. ``span`` is the span of `changes`.
    ``stale`` names sources whose newest answer is older than `STALE_DAYS` days before today.
    """

    n_answers: int
    reach: date | None
    span: tuple[date, date] | None
    changes: dict[str, Change]
    sources: tuple[SourceFreshness, ...]
    channels: tuple[ChannelPresence, ...]
    confirmed: tuple[Finding, ...]
    watching: tuple[Finding, ...]


class Overviews:
    """Builds overviews."""

    def __init__(self, responses: ResponseStore, measuring: Measuring) -> None:
        self._responses = responses
        self._measuring = measuring

    def overview(self) -> Overview:
        """Return the overview of the newest `NOW_DAYS` days of data against the days before.

        The span ends where the data end: on a workspace whose files are old, "now" is then.
        """
        reach = self._measuring.data_through()
        span = (reach - timedelta(days=NOW_DAYS - 1), reach) if reach else None
        filters = Filters().with_dates(*span) if span else Filters()
        changes = {}
        for metric in ALL_METRICS:
            change = self._measuring.change(metric.key, filters)
            if change.now.n or change.before.n:
                changes[metric.key] = change
        confirmed, watching = self._findings(span)
        return Overview(
            n_answers=self._responses.n_answers(),
            reach=reach,
            span=span,
            changes=changes,
            sources=self._responses.freshness(),
            channels=self._responses.channels(),
            confirmed=confirmed,
            watching=watching,
        )
