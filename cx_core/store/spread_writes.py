"""A large write handed to the disk bit by bit, so that a small one elsewhere never waits for all of it at once.

SQLite writes a large transaction into its log and from there into the file, and has the disk take each in one go. All
that time the disk takes nothing else, and whoever saves a note waits. So it is when the log is deleted: freeing
hundreds of megabytes at once holds up the disk for longer than anything else.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: How long changes gather before the disk begins with them: some megabytes at most.
_EVERY_SECONDS = 0.004
#: Fewer rows than this are no matter to any disk.
_MANY_ROWS = 10_000
#: ``SYNC_FILE_RANGE_WRITE``: begin to write what has changed, and wait for nothing.
_BEGIN = 2
#: A deleted log is freed in steps of so many bytes, with a pause after each.
_FREED_BYTES, _FREED_SECONDS = 2**21, 0.003
#: Database files by device and number. Closing one would take away the locks that SQLite has on it in this process
#: (that is how POSIX locks are), so they stay open; an app has few.
_kept_open: dict[tuple[int, int], int] = {}
_guard = threading.Lock()


@contextmanager
def spread_out(path: Path, n_rows: int) -> Iterator[None]:
    """Let the disk begin at once with what is written to a database file and its log while the block runs.

    What is written and when it is safe stays with SQLite; that only takes less long. Does nothing for few rows, and
    nothing but on Linux.
    """
    begin = _way_to_begin() if n_rows >= _MANY_ROWS else None
    if begin is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_hand_over, args=(path, begin, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _way_to_begin() -> Callable[[int], object] | None:
    """Return what has the disk begin with an open file's changes; None on a system that has no such call."""
    if sys.platform != "linux":
        return None
    try:
        call = ctypes.CDLL(None).sync_file_range
    except (OSError, AttributeError):
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint]
    return lambda handle: call(handle, 0, 0, _BEGIN)


def _hand_over(path: Path, begin: Callable[[int], object], over: threading.Event) -> None:
    seen = {one: _changed_at(one) for one in (path.with_name(f"{path.name}-wal"), path)}
    log = _Log(path.with_name(f"{path.name}-wal"))
    while not over.wait(_EVERY_SECONDS):
        for one, before in seen.items():
            seen[one] = now = _changed_at(one)
            if now != before:
                # The log may just have been taken away.
                with suppress(OSError):
                    begin(_database(path) if one is path else log.opened())
    log.let_go()


class _Log:
    """The log of a database, held open so that deleting it frees nothing yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def opened(self) -> int:
        """Return a handle of the log that is there now."""
        facts = os.stat(self._path)
        if self._handle is not None and os.fstat(self._handle).st_ino != facts.st_ino:
            self.let_go()
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR)
        return self._handle

    def let_go(self) -> None:
        """Close the log; what is deleted is freed by a thread that nobody waits for but the end of the process."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if os.fstat(handle).st_nlink:
            os.close(handle)
        else:
            threading.Thread(target=_free, args=(handle,)).start()


def _free(handle: int) -> None:
    """Free a deleted file step by step, from its end, and close it."""
    try:
        size = os.fstat(handle).st_size
        while size > 0:
            size = max(0, size - _FREED_BYTES)
            os.ftruncate(handle, size)
            time.sleep(_FREED_SECONDS)
    finally:
        os.close(handle)


def _changed_at(path: Path) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _database(path: Path) -> int:
    """Return a handle of the database file."""
    facts = os.stat(path)
    key = (facts.st_dev, facts.st_ino)
    with _guard:
        if key not in _kept_open:
            _kept_open[key] = os.open(path, os.O_RDONLY)
        return _kept_open[key]
