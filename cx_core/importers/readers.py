"""Reading processes: how one is started, and one that waits with its libraries loaded while somebody chooses a file.

A process reads one file and ends, the one that waited too. It gets nothing of the app but the request.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_CHILD = Path(__file__).with_name("child.py")
#: Somebody who opened the page for uploads is expected to choose a file for this long.
EXPECTED_SECONDS = 600.0
_LAST_SECONDS = 10.0
#: Seconds after a file was read until the next process is started.
_MOMENT = 2.0
#: How the GNU library keeps memory: as few pools as may be, and what was given back stays at hand for the next piece of
#: the file. A tenth of the processor's time went into the system's taking pages away and giving them again.
_MEMORY = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
}


@dataclass(frozen=True)
class Reader:
    """A reading process and the nameless file into which it writes its answer."""

    process: subprocess.Popen[bytes]
    answer: IO[bytes]
    started: float

    @property
    def may_be_asked(self) -> bool:
        """Tell whether the process is there and will not give up waiting just now."""
        return self.process.poll() is None and time.monotonic() - self.started < EXPECTED_SECONDS - _LAST_SECONDS

    def ask(self, request: bytes) -> None:
        """Send the one request; a process that has died meanwhile is found out when its end is waited for."""
        if self.process.stdin:
            with suppress(OSError):
                self.process.stdin.write(request)
                self.process.stdin.close()

    def has_ended(self, seconds: float) -> bool:
        """Wait for the end of the process, at most so long, and tell whether it has come."""
        if sys.platform == "linux" and self.process.poll() is None:
            # Woken by the end itself: the library's own waiting looks again after up to 50 ms.
            with suppress(OSError):
                end = os.pidfd_open(self.process.pid)
                try:
                    # Not `select`: it refuses numbers from 1024 on, and a server with many visitors has such.
                    waiting_for = select.poll()
                    waiting_for.register(end, select.POLLIN)
                    waiting_for.poll(seconds * 1000)
                finally:
                    os.close(end)
                return self.process.poll() is not None
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> None:
        """End the process, whatever it does, and its group with it."""
        if self.process.poll() is None:
            if sys.platform == "win32":
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            with suppress(OSError):
                self.process.stdin.close()

    def close(self) -> None:
        """End the process and give its answer's file back."""
        self.end()
        self.answer.close()


def start(*options: str) -> Reader:
    """Start a reading process. With the option ``--ready`` it loads what it may need before it is asked."""
    started = time.monotonic()
    answer = tempfile.TemporaryFile()  # noqa: SIM115 - given back by `Reader.close`
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", str(_CHILD), *options],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # No session of its own: Linux weighs those against each other, and an import's stands behind the pages.
            process_group=0,
            close_fds=True,
        )
    except BaseException:
        answer.close()
        raise
    return Reader(process, answer, started)


def _environment() -> dict[str, str]:
    """Return an environment without anything of the app's: no secrets, no proxies, no settings."""
    given = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", **_MEMORY}
    if sys.platform == "win32":
        given["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
    return given


class Waiting:
    """At most one process that waits for a file, while a file is expected."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Reader | None = None
        self._expected_until = 0.0

    def expect(self, *, more: bool = True) -> None:
        """Have a process ready for the next file; call it again as long as one is expected.

        With ``more`` False none is started after it.
        """
        self._expected_until = time.monotonic() + EXPECTED_SECONDS if more else 0.0
        self._fill()

    def take(self) -> Reader:
        """Return the process that waits, for good, or a new one."""
        with self._lock:
            reader, self._waiting = self._waiting, None
        if reader is not None:
            if reader.may_be_asked:
                return reader
            reader.close()
        return start()

    def refill(self) -> None:
        """Start the next process in a moment, where a file is still expected by then and none waits.

        Not at once: what the last one has read is just being looked at, and somebody waits for that.
        """
        if time.monotonic() < self._expected_until:
            later = threading.Timer(_MOMENT, self._fill_if_expected)
            later.daemon = True
            later.start()

    def _fill_if_expected(self) -> None:
        if time.monotonic() < self._expected_until:
            self._fill()

    def _fill(self) -> None:
        with self._lock:
            if self._waiting is not None:
                if self._waiting.may_be_asked:
                    return
                self._waiting.close()
            self._waiting = start("--ready", str(int(EXPECTED_SECONDS)))

    def dismiss(self) -> None:
        """End the process that waits."""
        with self._lock:
            reader, self._waiting = self._waiting, None
        self._expected_until = 0.0
        if reader is not None:
            reader.close()


waiting = Waiting()
atexit.register(waiting.dismiss)
