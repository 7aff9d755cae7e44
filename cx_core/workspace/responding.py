"""How many of those who were asked answered, where a source's files say whom they asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cx_core.metrics.weighting import response_rate
from cx_core.model.imports import ImportRecord
from cx_core.store.responses import ResponseStore

#: The remarks of an import on rows of customers who were asked and said nothing, and on a number of people asked.
ASKED, INVITED = "asked_not_answered", "invited"


@dataclass(frozen=True)
class ResponseRate:
    """One source's rate: ``n_answers``, its live answers, of ``n_asked``, 0 to 1.

    ``n_asked`` and ``rate`` are None with a ``reason`` where its files hold only those who answered.
    """

    source: str
    n_answers: int
    n_asked: int | None = None
    rate: float | None = None
    reason: str | None = None


class Responding:
    """Reads response rates out of what the imports remarked."""

    def __init__(self, responses: ResponseStore) -> None:
        self._responses = responses

    def rates(self) -> tuple[ResponseRate, ...]:
        """Return the rate of every source with answers, the most answers first."""
        records = [one for one in self._responses.imports() if one.state == "live"]
        found = []
        for fresh in self._responses.freshness():
            if not fresh.n_answers:
                continue
            own = [one for one in reversed(records) if one.source == fresh.source]
            n_silent, n_invited = _counted(own, ASKED), _counted(own, INVITED)
            n_asked = n_invited or (fresh.n_answers + n_silent if n_silent else 0)
            if n_asked < fresh.n_answers:
                # Nobody answers unasked: without a number of people asked, or with too small a one, it is unknown.
                found.append(ResponseRate(fresh.source, fresh.n_answers, reason="no_denominator"))
            else:
                rate = response_rate(fresh.n_answers, n_asked)
                found.append(ResponseRate(fresh.source, fresh.n_answers, n_asked, rate))
        return tuple(sorted(found, key=lambda one: (-one.n_answers, one.source)))


def _counted(imports: Iterable[ImportRecord], kind: str) -> int:
    """Return how many were asked (in vain, or in all), over a source's imports, the oldest first.

    A file that repeats rows of earlier ones repeats whom it counts too, so the count begins again with it.
    """
    total = 0
    for one in imports:
        here = sum(problem.count for problem in one.problems if problem.kind == kind)
        total = here if one.rows_duplicate else total + here
    return total
