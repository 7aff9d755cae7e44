"""Named snapshots of maps: kept whole, so that they can be looked at and gone back to."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from cx_core.journeys.ids import new_id
from cx_core.model.library import Snapshot
from cx_core.model.problem import Refusal
from cx_core.store.map_tables import instant

#: A snapshot more than this makes the oldest one go.
MAX_SNAPSHOTS = 100


def take_snapshot(
    connection: sqlite3.Connection, journey_id: str, name: str, actor: str, now: datetime, document: str
) -> Snapshot:
    """Keep a map's document under a name."""
    row = connection.execute("SELECT revision FROM journeys WHERE id = ?", (journey_id,)).fetchone()
    if row is None:
        raise Refusal("journey_unknown")
    made = Snapshot(new_id(), journey_id, name, actor, now, row["revision"])
    connection.execute(
        "INSERT INTO map_snapshots (id, journey_id, name, actor, at, revision, document) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (made.id, journey_id, name, actor, instant(now), made.revision, document),
    )
    connection.execute(
        "DELETE FROM map_snapshots WHERE journey_id = ? AND id NOT IN"
        " (SELECT id FROM map_snapshots WHERE journey_id = ? ORDER BY at DESC, id DESC LIMIT ?)",
        (journey_id, journey_id, MAX_SNAPSHOTS),
    )
    return made


def read_snapshots(connection: sqlite3.Connection, journey_id: str) -> tuple[Snapshot, ...]:
    """Return the snapshots of a map, the newest first, without their documents."""
    rows = connection.execute(
        "SELECT id, journey_id, name, actor, at, revision FROM map_snapshots WHERE journey_id = ?"
        " ORDER BY at DESC, id DESC",
        (journey_id,),
    )
    return tuple(
        Snapshot(
            row["id"],
            row["journey_id"],
            row["name"],
            row["actor"],
            datetime.fromisoformat(row["at"]),
            row["revision"],
        )
        for row in rows
    )


def read_document(connection: sqlite3.Connection, snapshot_id: str) -> str:
    """Return the map of a snapshot in the native format. Raises `Refusal` ``snapshot_unknown``."""
    row = connection.execute("SELECT document FROM map_snapshots WHERE id = ?", (snapshot_id,)).fetchone()
    if row is None:
        raise Refusal("snapshot_unknown")
    return str(row["document"])
