"""A lock between processes that a killed process cannot leave behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Lock(Protocol):
    """Held by one process at a time, and free again when that process is gone, however it ended."""

    def acquire(self) -> bool:
        """Take the lock if it is free; tell whether it is ours now."""

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not ours."""

    def is_held(self) -> bool:
        """Tell whether anybody holds it."""


class KernelLock:
    """A lock that the operating system gives back when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; tell whether it is ours now."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not ours."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_held(self) -> bool:
        """Tell whether anybody holds it."""
        if self._descriptor is not None:
            return True
        if not self._path.exists():
            return False
        if self.acquire():
            self.release()
            return False
        return True


class PidLock:
    """A file with the holder's process number, for systems without kernel locks on files.

    The file of a process that is gone is taken over. On Windows the holder keeps its file open, and an open
    file cannot be removed there, so nobody takes over from the living.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; tell whether it is ours now."""
        if self._descriptor is not None:
            return True
        if self.is_held():
            return False
        try:
            self._path.unlink(missing_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            return False
        os.write(self._descriptor, str(os.getpid()).encode())
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not ours."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            self._path.unlink(missing_ok=True)

    def is_held(self) -> bool:
        """Tell whether anybody holds it."""
        if self._descriptor is not None:
            return True
        try:
            written = self._path.read_text("ascii")
        except FileNotFoundError:
            return False
        # Between making the file and writing the number it is empty: somebody is just taking it.
        return not written.isdigit() or _is_alive(int(written))


def _is_alive(process_id: int) -> bool:
    if os.name == "nt":
        return False  # asking would end the process; removing its file decides
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


file_lock: Callable[[Path], Lock] = PidLock if fcntl is None else KernelLock
