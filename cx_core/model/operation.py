"""One change to a map: the only way anything on it is edited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Verb = Literal["add", "edit", "move", "remove", "restore"]
Noun = Literal["journey", "stage", "touchpoint", "pain_point", "opportunity"]
VERBS: tuple[Verb, ...] = ("add", "edit", "move", "remove", "restore")
NOUNS: tuple[Noun, ...] = ("journey", "stage", "touchpoint", "pain_point", "opportunity")


@dataclass(frozen=True)
class Operation:
    """What somebody wants to change, and the version of the thing they saw.

    ``op_id`` makes it safe to send twice: it is applied once. ``target_id`` is the thing changed (for ``add``:
    the id the new thing will have, made by the sender). ``version`` is the version the sender saw, None for
    ``add``. ``fields`` holds the new values by field name, as plain JSON values: texts as ``name_vi``, ``name_en``;
    ``move`` takes ``parent_id`` (a stage's journey, a touchpoint's stage, a pain point's touchpoint) and ``position``.
    ``remove`` keeps the thing so that ``restore`` can bring it back with its children.
    """

    op_id: str
    journey_id: str
    verb: Verb
    noun: Noun
    target_id: str
    actor: str
    version: int | None = None
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def is_vote(self) -> bool:
        """True when nothing but votes on an emotion is written. Votes never stand in anybody's way: see the store."""
        return self.verb == "edit" and bool(self.fields) and all(key.split(".")[0] == "votes" for key in self.fields)

    @property
    def name(self) -> str:
        """The operation as one word, ``move_touchpoint``.

        >>> Operation("o", "j", "edit", "touchpoint", "t", "An", 1, {"votes.an": -1.0}).name
        'vote_touchpoint'
        """
        return f"{'vote' if self.is_vote else self.verb}_{self.noun}"


@dataclass(frozen=True)
class Applied:
    """What became of an operation that was carried out.

    ``revision`` is the map's revision after it, ``version`` the thing's. ``inverse`` undoes it. ``repeated`` is
    True when this ``op_id`` had been applied before, and nothing was done now.
    """

    revision: int
    version: int
    inverse: Operation | None
    repeated: bool = False


@dataclass(frozen=True)
class Conflict:
    """Why an operation was not carried out: the thing had moved on since the sender saw it.

    ``current`` and ``refused`` hold the fields as they stand and as the sender wanted them, so that the
    sender can see both and lose neither. ``gone`` is True when the thing was removed meanwhile.
    """

    operation: Operation
    current: dict[str, object]
    changed_by: str
    changed_at: datetime | None
    gone: bool = False
