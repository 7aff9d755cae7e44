"""Carrying out one operation on a map, inside a write transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Any

from cx_core.journeys.entries import is_entry, merged, most_entries, value_at
from cx_core.journeys.fields import TEXT_ENTRIES
from cx_core.journeys.operations import field_name, inverse_of, noun_name, require_name
from cx_core.model.library import HistoryKind
from cx_core.model.operation import Applied, Conflict, Noun, Operation
from cx_core.model.problem import Refusal
from cx_core.store import operations_log, positions
from cx_core.store.map_tables import (
    PARENT_COLUMN,
    PARENT_NOUN,
    TABLE,
    fields_of,
    insert,
    instant,
    row_of,
    update,
    write_votes,
)


def apply_operation(
    connection: sqlite3.Connection,
    operation: Operation,
    now: datetime,
    kind: HistoryKind = "do",
    of_op: str | None = None,
    batch: str | None = None,
) -> Applied | Conflict:
    """Carry out a normalised operation: once, on the version its sender saw, logged with its inverse.

    Raises `Refusal` when target, parent or persona never existed (``target_unknown``, ``parent_bad``,
    ``persona_unknown``), or an id to add is taken (``id_taken``). Nothing is changed by a refusal or a conflict.
    """
    repeated = operations_log.find(connection, operation.op_id)
    if repeated is not None:
        return repeated
    outcome = _add(connection, operation, now) if operation.verb == "add" else _change(connection, operation, now)
    if isinstance(outcome, Conflict):
        return outcome
    version, before = outcome
    connection.execute(
        "UPDATE journeys SET revision = revision + 1, touched_at = ? WHERE id = ?", (instant(now), operation.journey_id)
    )
    revision = connection.execute("SELECT revision FROM journeys WHERE id = ?", (operation.journey_id,)).fetchone()[0]
    applied = Applied(revision, version, inverse_of(operation, before, version))
    operations_log.write(connection, operation, applied, now, kind, of_op, batch)
    return applied


def conflict(connection: sqlite3.Connection, operation: Operation, *, gone: bool = False) -> Conflict:
    """Return the conflict of an operation with the state the target is in now."""
    row = row_of(connection, operation.noun, operation.target_id)
    if row is None:
        return Conflict(operation, {}, "", None, gone=True)
    current = fields_of(connection, operation.noun, row)
    current |= {key: value_at(current, key, TEXT_ENTRIES) for key in operation.fields if is_entry(key)}
    if operation.noun != "journey":
        current |= {"parent_id": row[PARENT_COLUMN[operation.noun]], "position": row["position"]}
    changed_at = datetime.fromisoformat(row["updated_at"])
    return Conflict(operation, current, row["updated_by"], changed_at, gone=gone or row["deleted_at"] is not None)


def is_shown(connection: sqlite3.Connection, noun: Noun, row: sqlite3.Row) -> bool:
    """Tell whether neither the part nor anything it hangs on was removed."""
    while row["deleted_at"] is None:
        if noun == "journey":
            return True
        parent_id = row[PARENT_COLUMN[noun]]
        noun = PARENT_NOUN[noun]
        found = row_of(connection, noun, parent_id)
        if found is None:
            return False
        row = found
    return False


_Outcome = tuple[int, dict[str, object]]


def _add(connection: sqlite3.Connection, operation: Operation, now: datetime) -> _Outcome | Conflict:
    if row_of(connection, operation.noun, operation.target_id) is not None:
        raise Refusal("id_taken")
    fields = {key: value for key, value in operation.fields.items() if key not in ("parent_id", "position", "after_id")}
    values: dict[str, Any] = {"id": operation.target_id}
    require_personas(connection, fields)
    if operation.noun == "journey":
        values["revision"] = 0  # the first change makes it 1
        insert(connection, "journey", values, fields, operation.actor, instant(now))
        return 1, {}
    parent = _parent(connection, operation)
    if parent is None:
        return conflict(connection, operation, gone=True)
    values |= {"journey_id": operation.journey_id, PARENT_COLUMN[operation.noun]: parent}
    values["position"] = positions.find_position(
        connection, operation.noun, parent, operation.fields, operation.target_id
    )
    insert(connection, operation.noun, values, fields, operation.actor, instant(now))
    positions.even_out(connection, operation.noun, parent)
    return 1, {}


def _change(connection: sqlite3.Connection, operation: Operation, now: datetime) -> _Outcome | Conflict:
    row = row_of(connection, operation.noun, operation.target_id)
    if row is None or (operation.noun != "journey" and row["journey_id"] != operation.journey_id):
        raise Refusal("target_unknown", {"noun": noun_name(operation.noun)})
    if row["version"] != operation.version and not operation.is_vote:
        return conflict(connection, operation)
    if operation.verb == "restore":
        return _restore(connection, operation, row, now)
    if not is_shown(connection, operation.noun, row):
        return conflict(connection, operation, gone=True)
    if operation.verb == "move":
        return _move(connection, operation, row, now)
    before = fields_of(connection, operation.noun, row)
    values = merged(before, operation.fields, TEXT_ENTRIES)
    if operation.verb == "remove":
        values = {"deleted_at": instant(now)}
    else:
        require_name(operation.noun, {**before, **values})
        require_personas(connection, values)
        _require_room(values)
    if operation.is_vote:
        write_votes(connection, operation.target_id, values["votes"])
        return row["version"], before
    update(connection, operation.noun, operation.target_id, values, operation.actor, instant(now))
    return row["version"] + 1, before


def _restore(
    connection: sqlite3.Connection, operation: Operation, row: sqlite3.Row, now: datetime
) -> _Outcome | Conflict:
    if row["deleted_at"] is None:
        return conflict(connection, operation)
    if operation.noun != "journey":
        parent = row_of(connection, PARENT_NOUN[operation.noun], row[PARENT_COLUMN[operation.noun]])
        if parent is None or not is_shown(connection, PARENT_NOUN[operation.noun], parent):
            return conflict(connection, operation, gone=True)
    update(connection, operation.noun, operation.target_id, {"deleted_at": None}, operation.actor, instant(now))
    return row["version"] + 1, {}


def _move(connection: sqlite3.Connection, operation: Operation, row: sqlite3.Row, now: datetime) -> _Outcome | Conflict:
    noun, column = operation.noun, PARENT_COLUMN[operation.noun]
    parent = _parent(connection, operation)
    if parent is None:
        return conflict(connection, operation, gone=True)
    before: dict[str, object] = {
        "parent_id": row[column],
        "position": row["position"],
        "after_id": positions.neighbour_before(connection, noun, row[column], row["id"]),
    }
    position = positions.find_position(connection, noun, parent, operation.fields, row["id"])
    update(connection, noun, row["id"], {column: parent, "position": position}, operation.actor, instant(now))
    positions.even_out(connection, noun, parent)
    return row["version"] + 1, before


def _parent(connection: sqlite3.Connection, operation: Operation) -> str | None:
    """Return the id of the parent the operation names; None when it was removed. Refuses one of another map."""
    noun, parent_id = PARENT_NOUN[operation.noun], str(operation.fields["parent_id"])
    row = row_of(connection, noun, parent_id)
    owner = None if row is None else row["id"] if noun == "journey" else row["journey_id"]
    if row is None or owner != operation.journey_id:
        raise Refusal("parent_bad", {"noun": noun_name(operation.noun)})
    return parent_id if is_shown(connection, noun, row) else None


def require_personas(connection: sqlite3.Connection, fields: dict[str, object]) -> None:
    """Refuse a map for personas that the workspace does not know."""
    wanted = fields.get("persona_ids")
    if not isinstance(wanted, list) or not wanted:
        return
    known = {row["id"] for row in connection.execute("SELECT id FROM personas")}
    if not known.issuperset(wanted):
        raise Refusal("persona_unknown")


def _require_room(values: dict[str, Any]) -> None:
    """Refuse a field with more entries than it may have."""
    for key, value in values.items():
        if isinstance(value, dict) and len(value) > most_entries(key):
            raise Refusal("value_bad", {"field": field_name(key), "allowed": f"≤ {most_entries(key)}"})


def undo(connection: sqlite3.Connection, row: sqlite3.Row, now: datetime, kind: HistoryKind) -> Applied | Conflict:
    """Take back (``undo``) or repeat (``redo``) a logged change, and with it the others of its batch.

    Where a part of a batch was changed by somebody since, that part stays as it is and its conflict is returned.
    """
    outcomes = [_undo_one(connection, one, now, kind) for one in operations_log.batch_of(connection, row, kind)]
    return next((one for one in outcomes if isinstance(one, Conflict)), outcomes[-1])


def _undo_one(connection: sqlite3.Connection, row: sqlite3.Row, now: datetime, kind: HistoryKind) -> Applied | Conflict:
    operation = operations_log.newest_inverse(connection, row["op_id"])
    target = row_of(connection, operation.noun, operation.target_id)
    operation = replace(operation, version=target["version"] if target else None, actor=row["actor"])
    takes_back_addition = kind == "undo" and row["name"].startswith("add_")
    if operations_log.changed_since(connection, row) or (
        takes_back_addition and _hides_work_of_others(connection, operation)
    ):
        outcome: Applied | Conflict = conflict(connection, operation)
    else:
        outcome = apply_operation(connection, operation, now, kind, row["op_id"])
    if isinstance(outcome, Conflict):
        operations_log.skip(connection, row["op_id"])
    else:
        operations_log.mark_undone(connection, row["op_id"], outcome.revision if kind == "undo" else None)
    return outcome


def _hides_work_of_others(connection: sqlite3.Connection, operation: Operation) -> bool:
    """Tell whether removing the target would hide parts below it that somebody else wrote."""
    for noun, parent in PARENT_NOUN.items():
        if parent != operation.noun:
            continue
        rows = connection.execute(
            f"SELECT * FROM {TABLE[noun]} WHERE {PARENT_COLUMN[noun]} = ? AND deleted_at IS NULL",
            (operation.target_id,),
        ).fetchall()
        for row in rows:
            below = replace(operation, noun=noun, target_id=row["id"])
            if row["updated_by"] != operation.actor or _hides_work_of_others(connection, below):
                return True
    return False
