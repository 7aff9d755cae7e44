"""Cases: which there are under the filters of every page, and what somebody does to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from cx_core.model.case import Case, CaseChange, CaseState
from cx_core.model.filters import Filters
from cx_core.model.imports import Verbatim
from cx_core.store.cases import CaseBook
from cx_core.workspace.words import Words, WordsQuery


@dataclass(frozen=True)
class CasesQuery:
    """Which cases are wanted. ``states`` empty admits all, ``owner`` None everybody's, "" those that are nobody's.

    ``late_on`` keeps those that are late on that day.
    """

    words: WordsQuery = field(default_factory=WordsQuery)
    states: tuple[CaseState, ...] = ()
    owner: str | None = None
    late_on: date | None = None

    @property
    def filters(self) -> Filters:
        """The filters of every page."""
        return self.words.filters


class Cases:
    """Comments that somebody follows up."""

    def __init__(self, book: CaseBook, words: Words) -> None:
        self._book = book
        self._words = words

    def all(self, customer: str | None = None) -> tuple[Case, ...]:
        """Return every case, the newest comment first; with a customer's pseudonym those of that customer."""
        return self._book.every() if customer is None else self._book.of_customer(customer)

    def find(self, query: CasesQuery) -> tuple[Case, ...]:
        """Return the cases that are wanted: the late and the soonest due first, closed ones last."""
        said = replace(query.words.said, mark="case")
        found = self._book.of(self._words.every(replace(query.words, said=said)))
        return tuple(
            sorted(
                (one for one in found if _admits(query, one)),
                key=lambda one: (one.state == "closed", one.due_on or date.max),
            )
        )

    def owners(self) -> tuple[str, ...]:
        """Return the names of those who have cases, in alphabetical order."""
        return tuple(sorted({one.owner for one in self._book.every() if one.owner}))

    def of(self, verbatims: Iterable[Verbatim]) -> dict[int, Case]:
        """Return the cases among some comments by id."""
        return {one.id: one for one in self._book.of(verbatims)}

    def change(self, ids: Sequence[int], change: CaseChange, by: str, now: datetime) -> int:
        """Change cases; return how many changed. Raises `Refusal` ``case_note_long``."""
        return self._book.change(ids, change, by, now)


def _admits(query: CasesQuery, one: Case) -> bool:
    if query.states and one.state not in query.states:
        return False
    if query.owner is not None and one.owner != query.owner:
        return False
    return query.late_on is None or one.is_late(query.late_on)
