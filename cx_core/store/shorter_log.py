"""A log of hundreds of megabytes, moved into its file and made shorter without holding anybody up."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

#: How often, and after how long, it is tried again to move a log whose older states somebody reads.
_TRIES, _TRY_SECONDS = 20, 0.05
#: A log larger than this is made shorter by as much at a time.
_CUT_BYTES = 2**23


def shorten_log(connection: sqlite3.Connection, log: Path) -> None:
    """Make a large log shorter step by step: to free hundreds of megabytes at once holds up the disk for everybody.

    SQLite cuts a log to its limit whenever it begins it anew, which it does at a write once all of it is in the file.
    """
    with suppress(OSError):
        _move_log(connection)
        size = log.stat().st_size
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        while size > _CUT_BYTES:
            connection.execute(f"PRAGMA journal_size_limit={size - _CUT_BYTES}")
            connection.execute(f"PRAGMA user_version={version}")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            before, size = size, log.stat().st_size
            if size >= before:
                # Somebody reads what stands in it.
                return


def _move_log(connection: sqlite3.Connection) -> None:
    """Move the log into the file beside those who read: closing the last connection would keep them out meanwhile.

    Somebody may still read what was there before. What stays in the log then is moved by whoever comes next.
    """
    with suppress(sqlite3.DatabaseError):
        for _ in range(_TRIES):
            _, n_pages, n_moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if n_moved >= n_pages:
                return
            time.sleep(_TRY_SECONDS)
