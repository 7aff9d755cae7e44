"""A question to the answers, and the cells that come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from cx_core.model.filters import Filters, named
from cx_core.model.measure import Counts
from cx_core.model.message import Message
from cx_core.model.period import Grain, Period


@dataclass(frozen=True)
class Query:
    """Which answers to count, and into which cells.

    ``metric`` is a score role (``nps``, ``csat``, ``ces``, ``rating``). ``by`` names dimensions: ``channel``,
    ``touchpoint``, ``stage``, ``segment``, ``source`` or a segment column; with ``filters.journey_id`` the
    touchpoint and stage are that map's ids. ``every`` cuts the days into periods. ``clustered`` asks
    for the sums over customers too. ``cut`` is the first day of the later of two spans that the filters' days are cut
    into, instead of ``every``: a comparison then asks once. Frozen: it is the key of every cache.
    """

    metric: str
    by: tuple[str, ...] = ()
    every: Grain | None = None
    filters: Filters = field(default_factory=Filters)
    clustered: bool = False
    cut: date | None = None

    def sentence_parts(self) -> tuple[Message, ...]:
        """Say the question as messages: the metric, its cells, the two spans it compares, its filters."""
        parts = [Message.of(f"metric.{self.metric}.name")]
        parts += [Message.of("query.by", dimension=named(field)) for field in self.by]
        if self.every:
            parts.append(Message.of(f"query.every.{self.every}"))
        if self.cut:
            parts.append(Message.of("query.cut", before=self.cut - timedelta(days=1), since=self.cut))
        return (*parts, *self.filters.sentence_parts())


@dataclass(frozen=True)
class Cell:
    """One cell of an answer: its group values, its period, its counts.

    ``group`` pairs each field of ``Query.by`` with its value, None where the answers have none.
    ``period`` is None without ``Query.every`` and ``Query.cut``; of the latter it is one of the two spans. A cell never
    mixes scales: two scales make two cells.
    """

    group: tuple[tuple[str, str | None], ...]
    period: Period | None
    counts: Counts

    def value(self, field: str) -> str | None:
        """Return the group's value of one field."""
        return dict(self.group)[field]
