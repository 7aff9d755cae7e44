"""Changing most of a table at once: its indexes are built in one go afterwards, not kept up row by row."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Below this many rows nothing is gained.
MANY_ROWS = 20_000
#: SQLite's page cache for the length of a large change, in KiB. Where indexes are kept up, identities fill theirs in no
#: order; where they are built afterwards, rows are only put behind each other and read through.
_CACHE_KIB, _CACHE_KIB_IN_ORDER = 131_072, 16_384
#: And while indexes are built. Where they are sorted in a file (`sorts_in_file`), it is sorted by so much at a time,
#: which the processor's own memory holds: half the time of one list of a million entries all over memory.
_SORTED_KIB = 1_024
#: What the sorting of one index may take on the disk for each row, and what must stay free there for everybody else.
_SORTED_ROW_BYTES, _LEFT_FREE_BYTES = 256, 200 * 2**20


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
    if indexes:
        connection.execute(f"PRAGMA cache_size=-{_SORTED_KIB}")
        for _, statement in indexes:
            connection.execute(statement)
        connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB_IN_ORDER}")


def sorts_in_file(n_rows: int) -> bool:
    """Tell whether what a change of so many rows has SQLite sort should go to a temporary file instead of memory.

    Such a file is SQLite's own and has no name from the moment it is open: however the process ends, what stood in it
    (identities, days, places) is gone with it, as it is with the log. It is made where other programs make theirs, not
    in the workspace: there the large answer of the reading process stands as well. Where that folder is missing or too
    small (a container's), sorting stays in memory, which takes longer; should it fill up all the same, the import is
    refused as ``disk_full`` and nothing of it is left.
    """
    folder = _sorting_folder()
    if n_rows < MANY_ROWS or folder is None:
        return False
    try:
        return shutil.disk_usage(folder).free >= _LEFT_FREE_BYTES + _SORTED_ROW_BYTES * n_rows
    except OSError:
        return False


def _sorting_folder() -> Path | None:
    """Return the folder of SQLite's temporary files: the first of those in its documentation that can be written to."""
    if sys.platform == "win32":
        return Path(tempfile.gettempdir())
    named = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp")  # noqa: S108
    usable = (Path(one) for one in named if one and os.path.isdir(one) and os.access(one, os.W_OK | os.X_OK))
    return next(usable, None)


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
