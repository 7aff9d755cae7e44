"""Have a file parsed in a process of its own, with limits, and take the answer; the app survives whatever it does."""

from __future__ import annotations

import json
import mmap
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cx_core.importers import readers
from cx_core.importers.limits import DEFAULT_LIMITS, Limits
from cx_core.importers.raw_table import Note, SheetFacts
from cx_core.importers.readers import Reader
from cx_core.model.problem import Refusal

#: Files parsed at one time; others wait in line, so that two heavy uploads cannot fill the machine.
_at_once = threading.BoundedSemaphore(2)
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
    with _place(progress):
        answer, code = _run(json.dumps(request).encode(), limits, progress)
        with answer:
            readers.waiting.refill()
            answer.seek(0)
            return _take(answer, code)


def expect(*, more: bool = True) -> None:
    """Have a reading process ready: somebody is about to choose a file. Starting one takes longer than most files.

    With ``more`` False for one file only.
    """
    readers.waiting.expect(more=more)


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


def _run(request: bytes, limits: Limits, progress: Callable[[float], None] | None) -> tuple[IO[bytes], int]:
    """Have one process answer one request; return the answer's file and how the process ended."""
    reader = readers.waiting.take()
    try:
        reader.ask(request)
        _wait(reader, limits, progress)
    except BaseException:
        reader.close()
        raise
    reader.end()
    return reader.answer, reader.process.returncode


def _wait(reader: Reader, limits: Limits, progress: Callable[[float], None] | None) -> None:
    started = time.monotonic()
    while not reader.has_ended(_POLL_SECONDS):
        spent = time.monotonic() - started
        if spent > limits.wall_seconds:
            raise Refusal("file_too_heavy")
        if progress:
            # Nobody knows how long a file will take: half way after ten seconds, never quite done.
            progress(spent / (spent + 10))


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
