"""Remembered assignments: where a person said that answers from a place belong."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from cx_core.store.map_tables import instant


def read_assignments(connection: sqlite3.Connection, journey_id: str) -> dict[str, str | None]:
    """Return the touchpoint by place key; None where a place was deliberately assigned to none."""
    rows = connection.execute(
        "SELECT place_key, touchpoint_id FROM place_assignments WHERE journey_id = ? ORDER BY place_key", (journey_id,)
    )
    return {row["place_key"]: row["touchpoint_id"] for row in rows}


def write_assignments(
    connection: sqlite3.Connection, journey_id: str, chosen: Mapping[str, str | None], actor: str, now: datetime
) -> None:
    """Remember assignments by place key and raise the map's revision, so that everybody's scores move."""
    at = instant(now)
    connection.executemany(
        "INSERT INTO place_assignments (journey_id, place_key, touchpoint_id, actor, updated_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (journey_id, place_key) DO UPDATE SET"
        " touchpoint_id = excluded.touchpoint_id, actor = excluded.actor, updated_at = excluded.updated_at",
        [(journey_id, key, touchpoint_id, actor, at) for key, touchpoint_id in chosen.items()],
    )
    _touch(connection, journey_id, at)


def forget_assignments(
    connection: sqlite3.Connection, journey_id: str, place_keys: tuple[str, ...], now: datetime
) -> None:
    """Forget assignments, so that the names decide again."""
    connection.executemany(
        "DELETE FROM place_assignments WHERE journey_id = ? AND place_key = ?",
        [(journey_id, key) for key in place_keys],
    )
    _touch(connection, journey_id, instant(now))


def _touch(connection: sqlite3.Connection, journey_id: str, at: str) -> None:
    connection.execute("UPDATE journeys SET revision = revision + 1, touched_at = ? WHERE id = ?", (at, journey_id))
