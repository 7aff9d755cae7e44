"""A large write handed to the disk bit by bit, so that a small one elsewhere never waits for all of it at once.

SQLite writes a large transaction into its log and from there into the file, and has the disk take each in one go. All
that time the disk takes nothing else, and whoever saves a note waits.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: How long changes gather before the disk begins with them: some megabytes at most.
_EVERY_SECONDS = 0.004
#: Fewer rows than this are no matter to any disk.
_MANY_ROWS = 10_000
#: ``SYNC_FILE_RANGE_WRITE``: begin to write what has changed, and wait for nothing.
_BEGIN = 2
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
    log = path.with_name(f"{path.name}-wal")
    seen = {one: _changed_at(one) for one in (log, path)}
    while not over.wait(_EVERY_SECONDS):
        for one, before in seen.items():
            seen[one] = now = _changed_at(one)
            if now != before:
                # The log may just have been taken away.
                with suppress(OSError), _opened(one, stays_open=one is path) as handle:
                    begin(handle)


def _changed_at(path: Path) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


@contextmanager
def _opened(path: Path, *, stays_open: bool) -> Iterator[int]:
    if stays_open:
        facts = os.stat(path)
        with _guard:
            key = (facts.st_dev, facts.st_ino)
            if key not in _kept_open:
                _kept_open[key] = os.open(path, os.O_RDONLY)
            yield _kept_open[key]
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
