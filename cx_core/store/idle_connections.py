"""Connections that wait for the next block: opening one takes longer than most questions.

Closing the last one makes SQLite move its log into the file and delete it, for which a writer waits for the disk.

A connection is one thread's at a time. It is given to nobody once another file stands in the place of its own or of its
log, after a failure, or in a process that was forked off. It holds no transaction while it waits, so that the log can
be moved into the file.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Which file stands somewhere: its device and number. One that is open keeps its number, so no other has it.
_File = tuple[int, int]

#: Connections of the process that this one was forked off from: to close them here would take its log from it.
_of_the_parent: list[Kept] = []


class Kept(sqlite3.Connection):
    """A connection that can be wiped: every cursor of its last block closed, its transaction ended.

    A cursor that is not read to its end keeps the state of the data it began with, and would show it to the next one.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__(path, timeout=timeout, isolation_level=None, check_same_thread=False)
        self._cursors: weakref.WeakSet[sqlite3.Cursor] = weakref.WeakSet()
        #: Which database and which log it has open; None where that is not certain.
        self.file: _File | None = None
        self.log: _File | None = None
        self.process = os.getpid()

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """Return a new cursor that is closed with the block."""
        found = super().cursor(*args, **kwargs)
        self._cursors.add(found)
        return found

    def execute(self, *args: Any) -> sqlite3.Cursor:
        """Ask through such a cursor, which a connection's own shortcut does not take."""
        cursor: sqlite3.Cursor = self.cursor()
        return cursor.execute(*args)

    def wipe(self) -> None:
        """End everything that was begun."""
        for one in [*self._cursors]:
            one.close()
        if self.in_transaction:
            self.rollback()
        self.row_factory = sqlite3.Row


class IdleConnections:
    """The connections to one file that wait, ``most`` of them. Safe to use from several threads.

    They are closed once nobody has this object any more, and when the process ends.
    """

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._most = most
        self._lock = threading.Lock()
        self._waiting: list[Kept] = []
        weakref.finalize(self, _let_go, self._waiting)

    def take(self) -> Kept | None:
        """Return a connection to the file that stands there now; None where none waits."""
        if not self._waiting:
            return None
        now = _file(self._path), _file(self._log)
        with self._lock:
            good = [one for one in self._waiting if (one.file, one.log) == now and one.process == os.getpid()]
            gone = [one for one in self._waiting if one not in good]
            taken = good.pop() if good else None
            self._waiting[:] = good
        _let_go(gone)
        return taken

    def opened(self, connect: Callable[[], Kept]) -> Kept:
        """Return a new connection that knows which file it has open."""
        before = _file(self._path)
        connection = connect()
        connection.file = before if before == _file(self._path) else None
        return connection

    def give_back(self, connection: Kept) -> None:
        """Let a connection wait, or close it where enough of them do."""
        connection.wipe()
        # It opened its log at the latest in its first block. While it has it open nobody deletes that, unless the
        # process lost its locks: whoever opens the database past SQLite and closes it takes them away.
        connection.log = connection.log or _file(self._log)
        with self._lock:
            if connection.file is not None and len(self._waiting) < self._most:
                self._waiting.append(connection)
                return
        connection.close()


def _let_go(connections: list[Kept]) -> None:
    """Close connections, but those that the parent of this process still uses."""
    while connections:
        one = connections.pop()
        if one.process == os.getpid():
            one.close()
        else:
            _of_the_parent.append(one)


def _file(path: Path) -> _File | None:
    """Return which file stands there."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
