"""A small write that waits for the disk once: a writing connection that stays, a log that is written over and over.

A connection of its own for each write would be the last to close, and SQLite then moves the log into the file and
deletes it: five waits for the disk instead of one, and files made and deleted, for which the file system also waits for
what others have just written. The log is moved by a thread instead, after many writes, and then begun anew in place.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from cx_core.store.idle_connections import IdleConnections, Kept

#: After so many writes the log is moved into the file: rarely enough, and before it has many pages of small writes.
_WRITES = 800
#: A process that has written so often goes on writing: its log is given room, in bytes, for most of those writes. To
#: write where something stood takes the disk a quarter of the time that it takes to make a file longer.
_FIRST_WRITES, _ROOM = 16, 2**22
#: A log that has grown past this, in bytes, is moved at once.
_LARGE = 2**23


class KeptWriter:
    """The writing connection of one file. Whoever takes it holds ``lock``, as all writers of this process do."""

    def __init__(self, path: Path, lock: threading.RLock) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._lock = lock
        self._idle = IdleConnections(path, 1)
        self._n_writes = 0
        self._settled_size = 0

    def take(self, connect: Callable[[], Kept]) -> Kept:
        """Return the connection that waits; a new one where none does."""
        return self._idle.take() or self._idle.opened(connect)

    def give_back(self, connection: Kept) -> None:
        """Let the connection wait for the next write, and see to the log."""
        self._idle.give_back(connection)
        self._n_writes += 1
        size = self._log_size()
        is_new = size < _ROOM and self._n_writes >= _FIRST_WRITES
        if is_new or self._n_writes >= _WRITES or size > max(self._settled_size, _LARGE):
            self._n_writes, self._settled_size = 0, size
            # A process that ends starts no thread any more; its last connection moves the log.
            with suppress(RuntimeError):
                threading.Thread(target=self.settle, name="settle-log").start()

    def settle(self) -> None:
        """Move the log into the file; the next write begins it anew. What cannot be moved yet is moved the next time.

        Nobody may write meanwhile, in no process: up to SQLite 3.51.2 a log that is begun anew while somebody moves it
        can lose pages.
        """
        with self._lock, suppress(sqlite3.DatabaseError):
            holder = self._idle.take()
            if holder is None:
                # The file is gone; to open it would make a new one.
                return
            try:
                with closing(sqlite3.connect(self._path, isolation_level=None)) as mover:
                    if self._log_size() < _ROOM:
                        _make_room(mover)
                    holder.execute("BEGIN IMMEDIATE")
                    mover.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            except BaseException:
                holder.close()
                raise
            self._idle.give_back(holder)

    def _log_size(self) -> int:
        try:
            return os.stat(self._log).st_size
        except OSError:
            return 0


def _make_room(connection: sqlite3.Connection) -> None:
    """Make the log longer: what a transaction wrote that is taken back is written over later."""
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE room AS SELECT zeroblob(?) AS empty", (_ROOM,))
    connection.execute("ROLLBACK")
