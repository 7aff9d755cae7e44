"""Pictures of touchpoints, kept in the database itself: no path leads to them, and a backup holds them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime, timedelta

from cx_core.model.picture import Picture
from cx_core.store.map_tables import instant

#: A picture that stands nowhere any more stays so long, for undo and redo; then it is deleted.
KEPT_UNUSED = timedelta(days=30)

_IN_USE = (
    "EXISTS (SELECT 1 FROM touchpoints WHERE images LIKE '%' || map_images.name || '%')"
    " OR EXISTS (SELECT 1 FROM map_snapshots WHERE document LIKE '%' || map_images.name || '%')"
)


def keep_image(connection: sqlite3.Connection, picture: Picture, now: datetime) -> None:
    """Keep a picture; one that is there already is the same, since its name is made from its bytes."""
    connection.execute(
        "INSERT INTO map_images (name, data, thumb, width, height, added_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET unused_since = NULL",
        (picture.name, picture.data, picture.thumb, picture.width, picture.height, instant(now)),
    )


def read_image(connection: sqlite3.Connection, name: str) -> bytes | None:
    """Return a picture's bytes; None when it is not there."""
    row = connection.execute("SELECT data FROM map_images WHERE name = ?", (name,)).fetchone()
    return bytes(row["data"]) if row else None


def read_thumbs(connection: sqlite3.Connection, names: Collection[str]) -> dict[str, bytes]:
    """Return the small twins (WebP) of those pictures that are there, by name."""
    found = {}
    for name in names:
        row = connection.execute("SELECT thumb FROM map_images WHERE name = ?", (name,)).fetchone()
        if row:
            found[name] = bytes(row["thumb"])
    return found


def sweep_images(connection: sqlite3.Connection, now: datetime) -> int:
    """Delete what has stood nowhere for `KEPT_UNUSED`; return how many pictures that was.

    In use is what a touchpoint names, a removed one too, since it can come back, or a named snapshot.
    """
    connection.execute(f"UPDATE map_images SET unused_since = NULL WHERE {_IN_USE}")
    connection.execute(
        f"UPDATE map_images SET unused_since = ? WHERE unused_since IS NULL AND NOT ({_IN_USE})", (instant(now),)
    )
    rows = connection.execute("SELECT name, unused_since FROM map_images WHERE unused_since NOTNULL").fetchall()
    gone = [row["name"] for row in rows if now - datetime.fromisoformat(row["unused_since"]) > KEPT_UNUSED]
    connection.executemany("DELETE FROM map_images WHERE name = ?", [(name,) for name in gone])
    return len(gone)
