"""The time zone that decides on which day an answer was given, and what to do when it changes."""

from __future__ import annotations

import sqlite3

import pandas as pd

from cx_core.store.answer_rows import day_numbers
from cx_core.store.database import Database
from cx_core.store.import_writer import touch_stamp

_FACT = "time_zone"
_CHUNK = 50_000


def keep_days_in(database: Database, timezone: str) -> None:
    """Make every stored day a day of ``timezone``. Does nothing when it already is; one transaction when it is not."""
    with database.read() as connection:
        if _current(connection) == timezone:
            return
    with database.write() as connection:
        current = _current(connection)
        if current == timezone:  # another process was first
            return
        connection.execute(
            "INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (_FACT, timezone),
        )
        if current is not None:
            _recount(connection, timezone)


def _current(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM facts WHERE key = ?", (_FACT,)).fetchone()
    return None if row is None else str(row[0])


def _recount(connection: sqlite3.Connection, timezone: str) -> None:
    for table, instant in (("feedback", "responded_at"), ("orders", "ordered_at")):
        last = 0
        page = f"SELECT id, {instant} FROM {table} WHERE id > ? AND {instant} IS NOT NULL ORDER BY id LIMIT {_CHUNK}"
        while rows := connection.execute(page, (last,)).fetchall():
            last = rows[-1][0]
            days = day_numbers(pd.to_datetime(pd.Series([row[1] for row in rows]), utc=True), timezone)
            pairs = zip(days.tolist(), (row[0] for row in rows), strict=True)
            connection.executemany(f"UPDATE {table} SET day = ? WHERE id = ?", pairs)
    connection.execute(
        """UPDATE imports SET content = lower(hex(randomblob(8))),
            first_day = (SELECT min(day) FROM (SELECT day FROM feedback WHERE import_id = imports.id
                UNION ALL SELECT day FROM orders WHERE import_id = imports.id)),
            last_day = (SELECT max(day) FROM (SELECT day FROM feedback WHERE import_id = imports.id
                UNION ALL SELECT day FROM orders WHERE import_id = imports.id))
            WHERE state = 'live'"""
    )
    touch_stamp(connection)
