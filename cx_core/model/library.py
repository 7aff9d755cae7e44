"""Maps seen from outside: a line in the list of maps, a line in a map's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cx_core.model.journey import JourneyState, JourneyStatus, Text
from cx_core.model.message import Message

HistoryKind = Literal["do", "undo", "redo", "create"]


@dataclass(frozen=True)
class JourneySummary:
    """One map in the list of maps, without its content."""

    id: str
    title: Text
    n_stages: int
    n_touchpoints: int
    owner: str
    review_on: date | None
    updated_at: datetime | None
    status: JourneyStatus
    state: JourneyState
    persona_ids: tuple[str, ...] = ()
    revision: int = 1


@dataclass(frozen=True)
class Snapshot:
    """A named state of a map that can be gone back to. ``revision`` is the map's revision it holds."""

    id: str
    journey_id: str
    name: str
    actor: str
    at: datetime
    revision: int


@dataclass(frozen=True)
class HistoryEntry:
    """One change of a map: who, when, what, and whether it was taken back.

    ``name`` is the operation as one word (``move_touchpoint``, ``create_journey``), ``target_name`` what the thing is
    called now. ``kind`` tells a change from an undo or a redo of one. ``is_undone`` is True while an undo holds.
    ``fields`` names what an edit wrote, each once and without its language.
    """

    op_id: str
    at: datetime
    actor: str
    name: str
    target_id: str
    target_name: Text
    revision: int
    kind: HistoryKind = "do"
    is_undone: bool = False
    fields: tuple[str, ...] = ()

    def message(self, language: str) -> Message:
        """Say the change; ``language`` chooses the thing's own name, which may be written in two."""
        thing = self.target_name.in_language(language)
        return Message.of(f"operation.{self.kind}", what=Message.of(f"operation.{self.name}", thing=thing))
