"""Have a file parsed in a process of its own, with limits, and take the answer; the app survives whatever it does."""

from __future__ import annotations

import json
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cx_core.importers.limits import DEFAULT_LIMITS, Limits
from cx_core.importers.raw_table import Note, SheetFacts
from cx_core.model.problem import Refusal

#: Files parsed at one time; others wait in line, so that two heavy uploads cannot fill the machine.
_at_once = threading.BoundedSemaphore(2)
_CHILD = Path(__file__).with_name("child.py")
_POLL_SECONDS = 0.1
#: Signals that end a process which wanted too much memory, time or output.
_DEATHS = ("SIGXCPU", "SIGKILL", "SIGABRT", "SIGXFSZ", "SIGSEGV", "SIGBUS")
_CODES_OF_LIMITS = frozenset(-int(getattr(signal, name)) for name in _DEATHS if hasattr(signal, name))


@dataclass(frozen=True)
class Parsed:
    """The answer of the reading process. ``payload`` is either ``{"rows", "row_no"}`` or an Arrow table."""

    kind: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[SheetFacts, ...]
    notes: tuple[Note, ...]
    payload: Any


def parse(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[float], None] | None = None,
) -> Parsed:
    """Parse a file; raise a `Refusal` for whatever it is that cannot be parsed.

    ``progress`` is called now and then while the process works; an exception raised in it ends the process at once,
    which is how an import is cancelled.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refusal("file_empty")
    if size > limits.file_bytes:
        raise Refusal("file_too_big", {"size": size >> 20, "limit": limits.file_bytes >> 20})
    request = {"path": str(path.resolve()), "sheet": sheet, "encoding": encoding, "limits": limits.as_json()}
    with _place(progress), tempfile.TemporaryFile() as answer:
        code = _run(json.dumps(request).encode(), answer, limits, progress)
        answer.seek(0)
        return _take(answer, code)


@contextmanager
def _place(progress: Callable[[float], None] | None) -> Iterator[None]:
    """Wait for one of the places, and give it back; whoever waits can be cancelled."""
    line = _at_once
    while not line.acquire(timeout=_POLL_SECONDS):
        if progress:
            progress(0.0)
    try:
        yield
    finally:
        line.release()


def _run(request: bytes, answer: IO[bytes], limits: Limits, progress: Callable[[float], None] | None) -> int:
    with tempfile.TemporaryFile() as question:
        question.write(request)
        question.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", str(_CHILD)],
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
            close_fds=True,
        )
    try:
        _wait(process, limits, progress)
    finally:
        if process.poll() is None:
            _end(process)
    return process.returncode


def _environment() -> dict[str, str]:
    """Return an environment without anything of the app's: no secrets, no proxies, no settings."""
    given = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1"}
    if sys.platform == "win32":
        given["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
    return given


def _wait(process: subprocess.Popen[bytes], limits: Limits, progress: Callable[[float], None] | None) -> None:
    started = time.monotonic()
    while True:
        try:
            process.wait(_POLL_SECONDS)
            return
        except subprocess.TimeoutExpired:
            spent = time.monotonic() - started
            if spent > limits.wall_seconds:
                _end(process)
                raise Refusal("file_too_heavy") from None
            if progress:
                # Nobody knows how long a file will take: half way after ten seconds, never quite done.
                progress(spent / (spent + 10))


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _take(answer: IO[bytes], code: int) -> Parsed:
    head = answer.readline()
    try:
        facts = json.loads(head)
    except ValueError:
        facts = None
    if not isinstance(facts, dict) or (code != 0 and "refused" not in facts):
        raise Refusal("file_too_heavy" if code in _CODES_OF_LIMITS else "file_unreadable")
    if "refused" in facts:
        raise Refusal(str(facts["refused"]), dict(facts["values"]))
    return Parsed(
        kind=facts["kind"],
        encoding=facts["encoding"],
        delimiter=facts["delimiter"],
        sheet=facts["sheet"],
        sheets=tuple(SheetFacts(**sheet) for sheet in facts["sheets"]),
        notes=tuple(Note(**note) for note in facts["notes"]),
        payload=_payload(answer, facts["payload"]),
    )


def _payload(answer: IO[bytes], form: str) -> Any:
    if form == "json":
        try:
            return json.loads(answer.read())
        except ValueError as error:
            raise Refusal("file_unreadable") from error
    import pyarrow

    # Mapped, not read: the cells of a large file would stand in memory twice.
    whole = mmap.mmap(answer.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        with pyarrow.ipc.open_stream(pyarrow.BufferReader(pyarrow.py_buffer(whole).slice(answer.tell()))) as stream:
            return stream.read_all()
    except pyarrow.ArrowException as error:
        raise Refusal("file_unreadable") from error
