"""The log of changes: what was done, what undoes it, and whose turn it is to be undone."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from cx_core.journeys.entries import base_of
from cx_core.journeys.fields import NAME_FIELD
from cx_core.model.journey import Text
from cx_core.model.library import HistoryEntry, HistoryKind
from cx_core.model.operation import Applied, Noun, Operation
from cx_core.store.map_tables import TABLE, as_json, instant

#: The name of an operation that writes nothing but votes.
VOTE = "vote_touchpoint"


def write(
    connection: sqlite3.Connection,
    operation: Operation,
    applied: Applied,
    now: datetime,
    kind: HistoryKind = "do",
    of_op: str | None = None,
    batch: str | None = None,
) -> None:
    """Log an operation that was carried out, with its inverse; ``batch`` names the larger change it is part of."""
    connection.execute(
        "INSERT INTO operations (op_id, journey_id, actor, at, name, target_id, forward, inverse, revision, version,"
        " kind, of_op, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            operation.op_id, operation.journey_id, operation.actor, instant(now), operation.name, operation.target_id,
            _dump(operation), _dump(applied.inverse) if applied.inverse else None, applied.revision, applied.version,
            kind, of_op, batch,
        ),
    )  # fmt: skip


def find(connection: sqlite3.Connection, op_id: str) -> Applied | None:
    """Return what became of an operation that was applied before; None when it was not."""
    row = connection.execute("SELECT * FROM operations WHERE op_id = ?", (op_id,)).fetchone()
    if row is None:
        return None
    inverse = _load(row["inverse"]) if row["inverse"] else None
    return Applied(row["revision"], row["version"], inverse, repeated=True)


def next_to_undo(connection: sqlite3.Connection, journey_id: str, actor: str) -> sqlite3.Row | None:
    """Return the actor's newest change of the map that still stands."""
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM operations WHERE journey_id = ? AND actor = ? AND kind = 'do' AND undone_at IS NULL"
        " AND skipped = 0 ORDER BY revision DESC LIMIT 1",
        (journey_id, actor),
    ).fetchone()
    return found


def next_to_redo(connection: sqlite3.Connection, journey_id: str, actor: str) -> sqlite3.Row | None:
    """Return the change that the actor took back last, unless the actor has gone on to something new since."""
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM operations AS undone WHERE journey_id = ? AND actor = ? AND kind = 'do' AND undone_at NOTNULL"
        " AND skipped = 0 AND NOT EXISTS (SELECT 1 FROM operations AS newer WHERE newer.journey_id = undone.journey_id"
        " AND newer.actor = undone.actor AND newer.kind = 'do' AND newer.revision > undone.undone_at)"
        " ORDER BY undone_at DESC LIMIT 1",
        (journey_id, actor),
    ).fetchone()
    return found


def batch_of(connection: sqlite3.Connection, row: sqlite3.Row, kind: HistoryKind) -> list[sqlite3.Row]:
    """Return the changes that are undone, or redone, together with one: in the order in which that is done."""
    if row["batch"] is None:
        return [row]
    standing, order = ("IS NULL", "DESC") if kind == "undo" else ("NOT NULL", "ASC")
    return connection.execute(
        f"SELECT * FROM operations WHERE batch = ? AND kind = 'do' AND skipped = 0 AND undone_at {standing}"
        f" ORDER BY revision {order}",
        (row["batch"],),
    ).fetchall()


def newest_inverse(connection: sqlite3.Connection, op_id: str) -> Operation:
    """Return the inverse of the last thing that happened to a change: itself, its undo, or its redo."""
    row = connection.execute(
        "SELECT inverse FROM operations WHERE op_id = ? OR of_op = ? ORDER BY revision DESC LIMIT 1", (op_id, op_id)
    ).fetchone()
    return _load(row["inverse"])


def changed_since(connection: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Tell whether the target of a change carries a later change that stands.

    Undone pairs do not count, so changes to one thing are undone like a stack, whoever made them. Votes stand beside
    everything else: they neither keep a change from being undone, nor are they kept from it.
    """
    if row["name"] == VOTE:
        return False
    return (
        connection.execute(
            "SELECT 1 FROM operations WHERE target_id = ? AND kind = 'do' AND undone_at IS NULL AND revision > ?"
            " AND name <> ?",
            (row["target_id"], row["revision"], VOTE),
        ).fetchone()
        is not None
    )


def mark_undone(connection: sqlite3.Connection, op_id: str, revision: int | None) -> None:
    """Note the revision whose undo holds for a change; None after a redo."""
    connection.execute("UPDATE operations SET undone_at = ? WHERE op_id = ?", (revision, op_id))


def skip(connection: sqlite3.Connection, op_id: str) -> None:
    """Take a change out of its actor's line of undo, so that the one before it can be undone."""
    connection.execute("UPDATE operations SET skipped = 1 WHERE op_id = ?", (op_id,))


def history(connection: sqlite3.Connection, journey_id: str, limit: int) -> tuple[HistoryEntry, ...]:
    """Return the changes of a map, newest first."""
    rows = connection.execute(
        "SELECT * FROM operations WHERE journey_id = ? ORDER BY revision DESC LIMIT ?", (journey_id, limit)
    ).fetchall()
    return tuple(_entry(connection, row) for row in rows)


def _entry(connection: sqlite3.Connection, row: sqlite3.Row) -> HistoryEntry:
    operation = _load(row["forward"])
    noun: Noun = operation.noun
    name = NAME_FIELD[noun]
    thing = connection.execute(
        f"SELECT {name}_vi, {name}_en FROM {TABLE[noun]} WHERE id = ?", (row["target_id"],)
    ).fetchone()
    return HistoryEntry(
        op_id=row["op_id"],
        at=datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        name=row["name"],
        target_id=row["target_id"],
        target_name=Text(*thing) if thing else Text(),
        revision=row["revision"],
        kind=row["kind"],
        is_undone=row["undone_at"] is not None,
        fields=_written(operation) if operation.verb == "edit" and not operation.is_vote else (),
    )


def _written(operation: Operation) -> tuple[str, ...]:
    """Return the fields that an edit wrote, each once and without its language."""
    names = (base_of(key).removesuffix("_vi").removesuffix("_en") for key in operation.fields)
    return tuple(dict.fromkeys(names))


def _dump(operation: Operation) -> str:
    return as_json({name: getattr(operation, name) for name in _PARTS})


def _load(text: str) -> Operation:
    return Operation(**json.loads(text))


_PARTS = ("op_id", "journey_id", "verb", "noun", "target_id", "actor", "version", "fields")
