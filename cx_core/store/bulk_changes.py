"""Changing most of a table at once: its indexes are built in one go afterwards, not kept up row by row."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

#: Below this many rows nothing is gained.
MANY_ROWS = 20_000
#: SQLite's page cache for the length of a large change, in KiB. Where indexes are kept up, identities fill theirs in no
#: order; where they are built afterwards, rows are only put behind each other and read through.
_CACHE_KIB, _CACHE_KIB_IN_ORDER = 131_072, 16_384


@contextmanager
def indexed_afterwards(connection: sqlite3.Connection, table: str, *, n_changed: int, n_others: int) -> Iterator[None]:
    """Take a table's indexes away for the block where that pays, inside the caller's transaction.

    ``n_changed`` rows are about to be inserted or deleted, ``n_others`` stay as they are. Kept up row by row, the
    indexes take half of a large import's time and nearly all of a large undo's. A small change to a large table would
    wait longer for new indexes, so there they stay.
    """
    indexes: list[tuple[str, str]] = []
    if n_changed >= MANY_ROWS and n_changed >= n_others:
        # An index of the rows counted for somebody else has none of the new rows: it stays.
        question = """SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL
            AND sql NOT LIKE '%own_customer IS NOT NULL'"""
        indexes = [(row[0], row[1]) for row in connection.execute(question, (table,))]
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB_IN_ORDER if indexes else _CACHE_KIB}")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, statement in indexes:
        connection.execute(statement)


@contextmanager
def uncollected() -> Iterator[None]:
    """Have Python not look for circles among millions of values that come and go: there are none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
