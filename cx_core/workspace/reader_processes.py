"""Reading chunks of comments in processes of their own, so that a large import uses more than one processor."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cx_core.model.analysed import Analysed
from cx_core.store.analysis_store import WaitingWords
from cx_core.workspace.knowledge import Knowledge

#: A chunk to read, and what with.
Job = tuple[Knowledge, Sequence[WaitingWords]]
Done = tuple[Sequence[WaitingWords], list[Analysed]]
Read = Callable[[Knowledge, Sequence[WaitingWords]], list[Analysed]]


class Readers:
    """Some processes that read; with none, ``read`` reads in this one. To be used in a ``with`` block.

    A process has one chunk at a time, and ends when this one does, however it ends: its input is closed then. Where
    one cannot be started or is lost, its chunk is read here.
    """

    def __init__(self, n_processes: int, read: Read = Knowledge.read) -> None:
        self._n_processes = n_processes
        self._read = read
        self._idle: list[_Reader] = []

    def __enter__(self) -> Readers:
        with suppress(OSError):
            self._idle = [_Reader() for _ in range(self._n_processes)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in self._idle:
            reader.close()

    def read(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield every chunk with its reading; as many are under way as there are processes."""
        waiting: deque[tuple[_Reader, Job]] = deque()
        try:
            for job in jobs:
                done = None if self._idle or not waiting else self._finish(*waiting.popleft())
                reader = self._idle.pop() if self._idle else None
                if reader is not None and reader.give(job):
                    waiting.append((reader, job))
                else:
                    yield job[1], self._read(*job)
                if done is not None:  # the process has its next chunk before this one is written
                    yield done
            while waiting:
                yield self._finish(*waiting.popleft())
        finally:
            for reader, _ in waiting:
                reader.close()

    def _finish(self, reader: _Reader, job: Job) -> Done:
        found = reader.take()
        if found is None:
            return job[1], self._read(*job)
        self._idle.append(reader)
        return job[1], found


class _Reader:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cx_core.analysis_worker", "--reader"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._known: Knowledge | None = None

    def give(self, job: Job) -> bool:
        knowledge, comments = job
        news = None if knowledge is self._known else knowledge
        self._known = knowledge
        assert self._process.stdin is not None
        try:
            pickle.dump((news, comments), self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            self.close()
            return False
        return True

    def take(self) -> list[Analysed] | None:
        assert self._process.stdout is not None
        try:
            found: list[Analysed] = pickle.load(self._process.stdout)  # noqa: S301 - our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            return None
        return found

    def close(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Read chunks that come in until the input ends: the life of a reading process."""
    knowledge: Knowledge | None = None
    with suppress(EOFError, BrokenPipeError):
        while True:
            news, comments = pickle.load(source)  # noqa: S301 - the process that started this one wrote it
            knowledge = news or knowledge
            assert knowledge is not None
            pickle.dump(knowledge.read(comments), target)
            target.flush()
