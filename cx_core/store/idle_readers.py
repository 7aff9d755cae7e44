"""Reading connections that wait for the next question: opening one takes longer than most questions.

A connection is one thread's at a time. It is given to nobody once another file stands in the place of its own, after a
failure, or in a process that was forked off. It holds no transaction while it waits, so that the log can be moved into
the file.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: So many wait at most: those of people who click at the same moment.
MOST_IDLE = 3
#: Kilobytes of pages that each of them holds at most: what a search and the next one under another filter look at.
_PAGES_KB = 8_000

#: Connections of the process that this one was forked off from: to close them here would take its log from it.
_of_the_parent: list[Reader] = []


class Reader(sqlite3.Connection):
    """A reading connection that can be wiped: every cursor of its last question closed, its transaction ended.

    A cursor that is not read to its end keeps the state of the data it began with, and would show it to the next one.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__(path, timeout=timeout, isolation_level=None, check_same_thread=False)
        self._cursors: weakref.WeakSet[sqlite3.Cursor] = weakref.WeakSet()
        #: Which file it reads; None where that is not certain.
        self.file: tuple[int, int] | None = None

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """Return a new cursor that is closed with the question."""
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


class IdleReaders:
    """The reading connections of one file that wait. Safe to use from several threads."""

    def __init__(self, path: Path, most: int = MOST_IDLE) -> None:
        self._path = path
        self._most = most
        self._lock = threading.Lock()
        self._waiting: list[Reader] = []
        self._process = os.getpid()

    def take(self) -> Reader | None:
        """Return a connection to the file that stands there now; None where none waits."""
        file = self._file()
        with self._lock:
            if self._process != os.getpid():
                _of_the_parent.extend(self._waiting)
                self._waiting, self._process = [], os.getpid()
            gone = [one for one in self._waiting if one.file != file]
            self._waiting = [one for one in self._waiting if one.file == file]
            taken = self._waiting.pop() if self._waiting else None
        for one in gone:
            one.close()
        return taken

    def opened(self, connect: Callable[[], Reader]) -> Reader:
        """Return a new connection that knows which file it reads."""
        before = self._file()
        reader = connect()
        reader.file = before if before == self._file() else None
        if self._most:
            reader.execute(f"PRAGMA cache_size=-{_PAGES_KB}")
        return reader

    def give_back(self, reader: Reader) -> None:
        """Let a connection wait, or close it where enough of them do."""
        reader.wipe()
        with self._lock:
            is_mine = reader.file is not None and self._process == os.getpid()
            if is_mine and len(self._waiting) < self._most:
                self._waiting.append(reader)
                return
        reader.close()

    def _file(self) -> tuple[int, int] | None:
        """Return which file stands there. One that a connection has open keeps its number, so no other has it."""
        try:
            facts = os.stat(self._path)
        except OSError:
            return None
        return facts.st_dev, facts.st_ino
