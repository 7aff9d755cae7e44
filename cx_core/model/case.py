"""A comment that somebody follows up: what state it is in, whose it is, by when, and everything that was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from cx_core.model.imports import Verbatim

CaseState = Literal["open", "in_work", "closed"]
CASE_STATES: tuple[CaseState, ...] = get_args(CaseState)

#: What a step of a case's history changed; ``opened`` is the first one.
StepKind = Literal["opened", "state", "owner", "due_on", "note"]


@dataclass(frozen=True)
class CaseStep:
    """One step of a case's history. ``value`` is the new state, owner, day (ISO, empty: none) or the note's words."""

    at: datetime
    by: str
    what: StepKind
    value: str = ""


@dataclass(frozen=True)
class Case:
    """A comment that is followed up. ``owner`` is empty while it is nobody's, ``due_on`` None while no day is set.

    ``history`` runs from the first step to the last.
    """

    verbatim: Verbatim
    state: CaseState
    owner: str
    due_on: date | None
    opened_at: datetime
    history: tuple[CaseStep, ...] = ()

    @property
    def id(self) -> int:
        """The id of the answer whose comment it is."""
        return self.verbatim.id

    @property
    def notes(self) -> tuple[CaseStep, ...]:
        """The notes alone, the first one first."""
        return tuple(step for step in self.history if step.what == "note")

    def is_late(self, today: date) -> bool:
        """Tell whether the case is not closed and its day has passed."""
        return self.state != "closed" and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class CaseChange:
    """What somebody does to a case; None leaves a field as it is. ``clear_due`` takes the day away."""

    state: CaseState | None = None
    owner: str | None = None
    due_on: date | None = None
    clear_due: bool = False
    note: str = ""
