"""The one way to a SQLite file: WAL, foreign keys, short reads, and writes that stand in one line."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlite_utils

from cx_core.model.problem import Refusal

BUSY_TIMEOUT_MS = 10_000

_write_locks: dict[str, threading.RLock] = {}
_write_locks_guard = threading.Lock()


class Database:
    """One SQLite file of a workspace.

    ``read`` and ``write`` open a connection of their own for each block (60 µs), so that no thread ever holds one that
    another uses and no reader keeps the log from being checkpointed.
    """

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self.path = path
        self._synchronous = synchronous
        with _write_locks_guard:
            self._write_lock = _write_locks.setdefault(str(path.resolve()), threading.RLock())

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one unchanging state for the length of the block."""
        connection = self._connect()
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside ``BEGIN IMMEDIATE``; commit at the end, roll back on any exception.

        Writers of this process wait in one line, which keeps the slowest of 30 writers under 0.1 s where SQLite's own
        polling took 2 s. Writers of other processes wait `BUSY_TIMEOUT_MS`.
        """
        with self._write_lock:
            connection = self._connect()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                self._roll_back(connection)
                raise _refusal_for(error) from error
            except BaseException:
                self._roll_back(connection)
                raise
            finally:
                connection.close()

    def migrate(self, migrations: sqlite_utils.Migrations) -> None:
        """Bring the file to the newest schema; each step is one transaction."""
        with self._write_lock:
            connection = self._connect()
            try:
                database = sqlite_utils.Database(connection)
                if migrations.pending(database):
                    migrations.apply(database)
            finally:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={self._synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @staticmethod
    def _roll_back(connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _refusal_for(error: sqlite3.OperationalError) -> Exception:
    """Turn the failures a person can mend into refusals; leave the others as they are."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return Refusal("store_busy")
    if "full" in text:
        return Refusal("disk_full")
    if "readonly" in text or "read-only" in text:
        return Refusal("store_read_only")
    return error
