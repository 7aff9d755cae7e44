"""Bringing a map back to an earlier state by ordinary operations, so that it is logged and can be undone in one go."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from cx_core.journeys.fields import Thing, flatten
from cx_core.journeys.ids import new_id
from cx_core.journeys.operations import normalise
from cx_core.model.journey import Journey
from cx_core.model.operation import Conflict, Noun, Operation, Verb
from cx_core.model.problem import Refusal
from cx_core.store import journey_reader, map_writer
from cx_core.store.map_tables import PARENT_COLUMN, PARENT_NOUN, TABLE, fields_of, row_of

#: Every noun with a parent, parents before children.
_DOWNWARD: tuple[Noun, ...] = tuple(PARENT_COLUMN)


def restore_map(connection: sqlite3.Connection, wanted: Journey, actor: str, now: datetime) -> int:
    """Make the map look like ``wanted``, which has the same id; return the number of operations it took.

    Parts that were removed come back under their ids, and with them the feedback assigned to them; parts that were
    added since are removed, and stay restorable.
    """
    return _Restoring(connection, wanted, actor, now).run()


class _Restoring:
    def __init__(self, connection: sqlite3.Connection, wanted: Journey, actor: str, now: datetime) -> None:
        self.connection = connection
        self.wanted = wanted
        self.actor = actor
        self.now = now
        self.batch = new_id()
        self.count = 0
        self.keep: dict[Noun, set[str]] = {noun: set() for noun in _DOWNWARD}

    def run(self) -> int:
        known = {row["id"] for row in self.connection.execute("SELECT id FROM personas WHERE deleted_at IS NULL")}
        people = tuple(one for one in self.wanted.persona_ids if one in known)
        self._edit("journey", replace(self.wanted, persona_ids=people))
        for noun in _DOWNWARD:
            for parent_id, parts in journey_reader.children_of(self.wanted, noun):
                self._line_up(noun, parent_id, parts)
        for noun in reversed(_DOWNWARD):
            self._clear(noun)
        return self.count

    def _line_up(self, noun: Noun, parent_id: str, parts: tuple[Thing, ...]) -> None:
        """Bring the children of one parent back, in their order."""
        ids = [part.id for part in parts]
        self.keep[noun].update(ids)
        before: str | None = None
        for at, part in enumerate(parts):
            place: dict[str, object] = {"parent_id": parent_id, "position": None, "after_id": before}
            if row_of(self.connection, noun, part.id) is None:
                self._do("add", noun, part.id, {**flatten(noun, part), **place})
            else:
                self._revive(noun, part.id)
                self._edit(noun, part)
                row = row_of(self.connection, noun, part.id)
                standing = [one for one in self._live_children(noun, parent_id) if one in ids]
                moved = row is not None and row[PARENT_COLUMN[noun]] != parent_id
                if moved or standing[at : at + 1] != [part.id]:
                    self._do("move", noun, part.id, place)
            before = part.id

    def _revive(self, noun: Noun, part_id: str) -> None:
        """Restore a removed part, and whatever it hung on: it may be moved from there afterwards."""
        row = row_of(self.connection, noun, part_id)
        if row is None or noun == "journey":
            return
        self._revive(PARENT_NOUN[noun], row[PARENT_COLUMN[noun]])
        if row["deleted_at"] is not None:
            self._do("restore", noun, part_id, {})

    def _edit(self, noun: Noun, part: Thing) -> None:
        row = row_of(self.connection, noun, part.id)
        if row is None:
            raise Refusal("journey_unknown")
        now = fields_of(self.connection, noun, row)
        changed = {key: value for key, value in flatten(noun, part).items() if now.get(key) != value}
        if changed:
            self._do("edit", noun, part.id, changed)

    def _clear(self, noun: Noun) -> None:
        """Remove what is there and is not wanted; what hangs on something that goes anyway needs no word."""
        column = PARENT_COLUMN[noun]
        rows = self.connection.execute(
            f"SELECT id, {column} AS parent FROM {TABLE[noun]} WHERE journey_id = ? AND deleted_at IS NULL",
            (self.wanted.id,),
        ).fetchall()
        for row in rows:
            parent_stays = PARENT_NOUN[noun] == "journey" or row["parent"] in self.keep[PARENT_NOUN[noun]]
            if row["id"] not in self.keep[noun] and parent_stays:
                self._do("remove", noun, row["id"], {})

    def _live_children(self, noun: Noun, parent_id: str) -> list[str]:
        rows = self.connection.execute(
            f"SELECT id FROM {TABLE[noun]} WHERE {PARENT_COLUMN[noun]} = ? AND deleted_at IS NULL"
            " ORDER BY position, id",
            (parent_id,),
        )
        return [row["id"] for row in rows]

    def _do(self, verb: Verb, noun: Noun, part_id: str, fields: dict[str, object]) -> None:
        row = row_of(self.connection, noun, part_id)
        version = None if row is None else row["version"]
        operation = normalise(Operation(new_id(), self.wanted.id, verb, noun, part_id, self.actor, version, fields))
        outcome = map_writer.apply_operation(self.connection, operation, self.now, batch=self.batch)
        if isinstance(outcome, Conflict):  # nobody else can write inside this transaction
            raise Refusal("snapshot_unusable")
        self.count += 1
