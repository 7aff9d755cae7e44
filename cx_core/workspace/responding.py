"""How many of those who were asked answered, where a source's files say whom they asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cx_core.metrics.weighting import response_rate
from cx_core.model.imports import ImportRecord
from cx_core.store.responses import ResponseStore

#: The remark of an import on rows of customers who were asked and said nothing.
ASKED = "asked_not_answered"


@dataclass(frozen=True)
class ResponseRate:
    """One source's rate: ``n_answered`` of ``n_asked``, 0 to 1; all None where its files hold only those who answered.

    ``n_answers`` are the live answers of the source, known either way.
    """

    source: str
    n_answers: int
    n_answered: int | None = None
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
            asked = _asked(one for one in reversed(records) if one.source == fresh.source)
            if asked is None:
                found.append(ResponseRate(fresh.source, fresh.n_answers, reason="no_denominator"))
            else:
                n_answered, n_silent = asked
                n_asked = n_answered + n_silent
                rate = response_rate(n_answered, n_asked)
                found.append(ResponseRate(fresh.source, fresh.n_answers, n_answered, n_asked, rate))
        return tuple(sorted(found, key=lambda one: (-one.n_answers, one.source)))


def _asked(imports: Iterable[ImportRecord]) -> tuple[int, int] | None:
    """Return how many answered and how many were asked in vain, over a source's imports, the oldest first.

    A file that repeats rows of earlier ones repeats their silent customers too, so the count begins again with it.
    """
    n_answered = n_silent = 0
    for one in imports:
        silent = sum(problem.count for problem in one.problems if problem.kind == ASKED)
        if one.rows_duplicate:
            n_answered = n_silent = 0
        n_answered += one.rows_kept + one.rows_duplicate
        n_silent += silent
    return (n_answered, n_silent) if n_silent else None
