"""The one way to a SQLite file: WAL, foreign keys, short reads, and writes that stand in one line."""

from __future__ import annotations

import itertools
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar, cast

import sqlite_utils

from cx_core.model.problem import Refusal
from cx_core.store.idle_connections import IdleConnections, Kept
from cx_core.store.kept_writer import KeptWriter
from cx_core.store.shorter_log import shorten_log

BUSY_TIMEOUT_MS = 10_000
#: SQLite's own size of a page.
_PAGE_BYTES = 4096
#: Younger than this, two writes may carry the same time of change: file systems count in steps of up to two seconds.
_SETTLED_NS = 2_000_000_000

#: So many readers wait at most: those of people who click at the same moment.
MOST_READERS = 3
#: Kilobytes of pages that each of them holds at most: what a search and the next one under another filter look at.
_PAGES_KB = 8_000

#: That the log is written ahead stands in the file, so a reader need not say so; each saying takes a lock.
_READING = ("PRAGMA temp_store=MEMORY", "PRAGMA query_only=ON", f"PRAGMA cache_size=-{_PAGES_KB}")
_WRITING = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=67108864",
)

_Answer = TypeVar("_Answer")
_Connection = TypeVar("_Connection", bound=sqlite3.Connection)

#: What a person can mend, by SQLite's primary result code. Codes and not texts: texts change between versions.
_REFUSALS = {
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "store_read_only",
    sqlite3.SQLITE_CANTOPEN: "store_unreachable",
    sqlite3.SQLITE_IOERR: "store_unreachable",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
}

_writes = itertools.count(1)
_last_write = 0

_write_locks: dict[str, threading.RLock] = {}
_write_locks_guard = threading.Lock()


def n_writes() -> int:
    """Return a number that grows with each write of this process to any database: what was seen before may be old."""
    return _last_write


class Database:
    """One SQLite file of a workspace.

    ``read`` and ``write`` have a connection of their own for each block, so that no thread ever holds one that another
    uses and no reader keeps the log from being checkpointed. With ``keeps_readers`` a reading one waits for the next
    block instead of being closed: opening it takes up to a millisecond. With ``keeps_writer`` a writing one does, and a
    small write waits for the disk once: see `cx_core.store.kept_writer`. What a person can mend (a full disk, a locked,
    read-only, unreachable or damaged file) is raised as a `Refusal`; everything else as it is.

    ``synchronous`` is ``FULL`` where each acknowledged write must survive a power cut, ``NORMAL`` where only
    consistency must. ``max_bytes`` caps the file; past it a write is refused as ``disk_full``. ``page_bytes`` is the
    size of a new file's pages; one that is there keeps its own.
    """

    def __init__(
        self,
        path: Path,
        *,
        synchronous: str = "FULL",
        max_bytes: int | None = None,
        keeps_readers: bool = False,
        keeps_writer: bool = False,
        page_bytes: int = _PAGE_BYTES,
    ) -> None:
        self.path = path
        self._page_bytes = page_bytes
        self._synchronous = synchronous
        self._max_bytes = max_bytes
        self._kept: dict[str, tuple[tuple[int, ...], object]] = {}
        self._files = (str(path), f"{path}-wal")
        self._readers = IdleConnections(path, MOST_READERS if keeps_readers else 0)
        with _write_locks_guard:
            self._write_lock = _write_locks.setdefault(str(path.resolve()), threading.RLock())
        self._writer = KeptWriter(path, self._write_lock) if keeps_writer else None

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one unchanging state for the length of the block, and cannot write."""
        with _refusals():
            reader = self._readers.take() or self._readers.opened(self._reader)
            try:
                reader.execute("BEGIN")
                yield reader
            except BaseException:
                reader.close()
                raise
            self._readers.give_back(reader)

    @contextmanager
    def write(
        self, *, checked: bool = True, committed: Callable[[], object] | None = None, sorts_in_file: bool = False
    ) -> Iterator[sqlite3.Connection]:
        """Give a connection inside ``BEGIN IMMEDIATE``; commit at the end, roll back on any exception.

        Writers of this process wait in one line, which keeps the slowest of 30 writers under 0.1 s where SQLite's own
        polling took 2 s. Writers of other processes wait `BUSY_TIMEOUT_MS`. With ``checked`` False no row is asked for
        what it points to: for many rows whose numbers were looked up in the same transaction. ``committed`` is called
        as soon as others can see the block's work, which the disk has then. It stays in the log, since to move it into
        the file takes seconds for a large write: `checkpoint` is the caller's to call. ``sorts_in_file`` has SQLite
        sort in a temporary file: see `cx_core.store.bulk_changes`.
        """
        with self._write_lock, _refusals():
            # What is asked of a connection beyond the usual is asked of one that is not kept.
            kept = None if not checked or committed or sorts_in_file else self._writer
            connection = kept.take(self._lasting) if kept else self._connect()
            try:
                if not checked:
                    connection.execute("PRAGMA foreign_keys=OFF")
                if committed:
                    # One wait for the disk, at the end: what has been told of must survive a power cut.
                    connection.executescript("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL")
                if sorts_in_file:
                    connection.execute("PRAGMA temp_store=FILE")
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
                if committed:
                    committed()
            except BaseException:
                with closing(connection):
                    self._roll_back(connection)
                raise
            finally:
                _note_write()
            if kept and isinstance(connection, Kept):
                kept.give_back(connection)
            else:
                connection.close()

    def keep(self, name: str, ask: Callable[[], _Answer]) -> _Answer:
        """Return what ``ask`` returns, asked again only when the file or its log has changed on disk since.

        For small facts that every page asks for many times, such as a stamp: a look at the files takes microseconds,
        a question half a millisecond. Right after a write it is always asked.
        """
        mark = self._settled_mark()
        if mark is None:
            return ask()
        known = self._kept.get(name)
        if known is None or known[0] != mark:
            # The mark is older than the answer: a write in between makes the next mark another one.
            known = self._kept[name] = (mark, ask())
        return cast(_Answer, known[1])

    def _settled_mark(self) -> tuple[int, ...] | None:
        """Return times and sizes of the file and its log; None while they are too young to tell two writes apart."""
        mark: list[int] = []
        for path in self._files:
            try:
                facts = os.stat(path)
            except OSError:
                mark += [0, 0]
                continue
            mark += [facts.st_mtime_ns, facts.st_size]
        return None if time.time_ns() - max(mark[0], mark[2]) < _SETTLED_NS else tuple(mark)

    def migrate(self, migrations: sqlite_utils.Migrations) -> None:
        """Bring the file to the newest schema, all steps in one transaction.

        A second process that starts at the same moment waits and then finds nothing to do. Foreign keys are
        checked once at the end, because a step may rebuild a table that others point to. A file that a newer
        version of the app has changed is refused as ``store_newer``.
        """
        with self._write_lock, _refusals():
            connection = self._connect()
            try:
                self._refuse_newer(connection, migrations)
                if migrations.pending(sqlite_utils.Database(connection)):
                    self._apply(connection, migrations)
            finally:
                connection.close()

    def checkpoint(self) -> None:
        """Move the log into the file and empty it: after a large write, and so that deleted words are gone from disk.

        A reader in another process may hold it up; the next checkpoint then does it.
        """
        with self._write_lock, _refusals():
            connection = self._connect()
            try:
                shorten_log(connection, self.path.with_name(f"{self.path.name}-wal"))
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        return self._prepared(connection, (f"PRAGMA page_size={self._page_bytes}", *_WRITING))

    def _lasting(self) -> Kept:
        pragmas = (f"PRAGMA page_size={self._page_bytes}", *_WRITING, "PRAGMA wal_autocheckpoint=0")
        return self._prepared(Kept(self.path, BUSY_TIMEOUT_MS / 1000), pragmas)

    def _reader(self) -> Kept:
        return self._prepared(Kept(self.path, BUSY_TIMEOUT_MS / 1000), _READING)

    def _prepared(self, connection: _Connection, pragmas: Sequence[str]) -> _Connection:
        try:
            connection.row_factory = sqlite3.Row
            connection.executescript(";".join((*pragmas, f"PRAGMA synchronous={self._synchronous}")))
            if self._max_bytes is not None:
                page_bytes = connection.execute("PRAGMA page_size").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count={max(1, self._max_bytes // page_bytes)}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _apply(self, connection: sqlite3.Connection, migrations: sqlite_utils.Migrations) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            migrations.apply(sqlite_utils.Database(connection))
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"{self.path.name}: a migration left rows that point to nothing")
            connection.execute("COMMIT")
        except BaseException:
            self._roll_back(connection)
            raise

    @staticmethod
    def _refuse_newer(connection: sqlite3.Connection, migrations: sqlite_utils.Migrations) -> None:
        applied = {step.name for step in migrations.applied(sqlite_utils.Database(connection))}
        empty = sqlite_utils.Database(memory=True)
        known = {step.name for step in migrations.pending(empty)}
        empty.close()
        if not applied <= known:
            raise Refusal("store_newer")

    @staticmethod
    def _roll_back(connection: sqlite3.Connection) -> None:
        # After a full disk SQLite has often rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _note_write() -> None:
    global _last_write
    _last_write = next(_writes)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn the failures a person can mend into refusals; leave the others as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # The low byte is the primary code, the rest says more about it.
        kind = _REFUSALS.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
        if kind is None:
            raise
        raise Refusal(kind) from error
