"""Reading every comment in the background: a chunk at a time, going on where it stopped, in nobody's way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from cx_core.model.analysed import Analysed, AnalysisProgress
from cx_core.model.problem import Refusal
from cx_core.store.analysis_lessons import Lesson
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.file_lock import file_lock
from cx_core.store.settings import SettingsStore
from cx_core.text import DEFAULT, Taxonomy
from cx_core.workspace.knowledge import Knowledge, as_analysed, versions_of
from cx_core.workspace.reader_processes import Job, Read, Readers
from cx_core.workspace.reading_plan import ReadingPlan
from cx_core.workspace.teaching import first_lesson, is_due, teach

__all__ = ["CHUNK", "TAXONOMY_SETTING", "Analysing", "as_analysed"]

#: Comments in one transaction: some 30 ms of reading and as much of writing.
CHUNK = 500
#: From so many waiting comments on, further processes are worth their start.
MANY = 5_000
#: While an import holds the database, a chunk is offered again after this long.
_PAUSE_SECONDS = 0.5
#: A process that ended without finishing is not started again at once: pages ask every few seconds.
_AGAIN_SECONDS = 20.0
#: Themes as a list of key and content: an object's keys are kept in no order of ours.
TAXONOMY_SETTING = "taxonomy"

#: Two threads for vectors this small take seven times as long as one, and a processor from the pages.
ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}

_Answer = TypeVar("_Answer")


class Analysing:
    """The reading of comments in one workspace. ``read`` reads a chunk of one source's comments."""

    def __init__(
        self, folder: Path, settings: SettingsStore, analyses: AnalysisStore, read: Read = Knowledge.read
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._analyses = analyses
        self._read = read
        self._lock_file = folder / "jobs" / "analysis.lock"
        self._started_at = float("-inf")

    def taxonomy(self) -> Taxonomy:
        """Return the themes in force: those that people edited, else those that come with the program."""
        document = self._settings.get(TAXONOMY_SETTING)
        return DEFAULT if document is None else Taxonomy.from_dict(dict(document))

    def versions(self) -> dict[int, str]:
        """Return what the comments of each source are read with now: rules, word lists, themes, and its own lesson."""
        return versions_of(self.taxonomy(), self._analyses.lessons.versions())

    def progress(self) -> AnalysisProgress:
        """Return how many comments are read as things stand now."""
        return self._analyses.progress(self.versions())

    def run(self, go_on: Callable[[], bool] = lambda: True, processes: int = 1) -> AnalysisProgress:
        """Read what waits and learn what is to be learnt; only one process of a workspace does it at a time.

        Whatever ends it, what is written stays, and the next run goes on there. ``go_on`` is asked before each chunk.
        Where another process is at it already, nothing is done. ``processes`` read where much waits.
        """
        lock = file_lock(self._lock_file)
        self._lock_file.parent.mkdir(exist_ok=True, mode=0o700)
        while lock.acquire():
            try:
                finished = self._drain(go_on, processes)
            finally:
                lock.release()
            # An import that came in just before the lock was given back has found it taken.
            if not finished or self._is_settled():
                break
        return self.progress()

    def is_running(self) -> bool:
        """Tell whether some process is reading."""
        return file_lock(self._lock_file).is_held()

    def start(self) -> bool:
        """Begin to read in a process of its own where something waits and none is at it; tell whether it began."""
        if time.monotonic() - self._started_at < _AGAIN_SECONDS or self._is_settled() or self.is_running():
            return False
        self._started_at = time.monotonic()
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "cx_core.analysis_worker", str(self._folder)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **ONE_THREAD},
        )
        return True

    def _is_settled(self) -> bool:
        return self.progress().is_complete and not any(map(is_due, self._analyses.lessons.facts()))

    def _drain(self, go_on: Callable[[], bool], processes: int) -> bool:
        """Read what waits, then let the sources teach, until there is nothing to do; False when it was told to stop.

        First the comments, then the calibration: people see their themes at once, and what was learnt afterwards.
        """
        while True:
            self._prepare()
            if not self._read_all(go_on, processes):
                return False
            if self.versions() == self._calibrate():
                return True

    def _prepare(self) -> None:
        """Learn from new sources what takes a moment: their boilerplate and the readings of their syllables."""
        for source in self._analyses.lessons.facts():
            if source.version is None and source.n_comments:
                self._keep(first_lesson(source, self._analyses, datetime.now(UTC)))

    def _calibrate(self) -> dict[int, str]:
        """Let every source teach that can teach anew; return the versions from before."""
        before = self.versions()
        for source in self._analyses.lessons.facts():
            if is_due(source):
                self._keep(teach(source, self._analyses, self.taxonomy(), datetime.now(UTC)))
        return before

    def _keep(self, lesson: Lesson) -> None:
        _patiently(partial(self._analyses.lessons.keep, lesson))

    def _read_all(self, go_on: Callable[[], bool], processes: int) -> bool:
        """Read until nothing waits; False when it was told to stop. Edited themes begin the walk again."""
        # As long as one connection stands open, none of the many that come and go is the last, which would move the
        # log into the file and delete it after each chunk. It asks nothing, so it holds nobody up.
        with self._analyses.read():
            while not (progress := self.progress()).is_complete:
                plan = ReadingPlan(self.taxonomy(), self._analyses)
                many = processes > 1 and progress.n_words - progress.n_done >= MANY
                if not self._follow(plan, go_on, processes if many else 0):
                    return False
                if self.versions() == plan.versions:
                    break
                self._prepare()
        return True

    def _follow(self, plan: ReadingPlan, go_on: Callable[[], bool], processes: int) -> bool:
        """Read what waits as a plan says; False when it was told to stop."""
        _patiently(plan.remember)
        with Readers(processes, self._read) as readers:
            for comments, found in readers.read(self._jobs(plan, go_on)):
                ids = [one.id for one in comments]
                self._write(plan.versions[comments[0].source_id], list(zip(ids, found, strict=True)))
        return not plan.is_stopped

    def _jobs(self, plan: ReadingPlan, go_on: Callable[[], bool]) -> Iterator[Job]:
        """Yield what is to be read, until nothing waits, or what it is read with is another."""
        after = 0
        while self.versions() == plan.versions:
            if not go_on():
                plan.is_stopped = True
                return
            waiting = self._analyses.waiting(plan.versions, after, CHUNK)
            if not waiting:
                return
            after = waiting[-1].id
            for source_id, group in groupby(waiting, lambda one: one.source_id):
                concerned, unchanged = plan.split(list(group))
                if unchanged:
                    self._write(plan.versions[source_id], (), unchanged)
                if concerned:
                    yield plan.knowledge(source_id), concerned

    def _write(self, version: str, read: Sequence[tuple[int, Analysed]], unchanged: Sequence[int] = ()) -> None:
        _patiently(partial(self._analyses.write, version, read, unchanged))


def usual_processes() -> int:
    """Return how many processes read a large import: two, so that a page always finds a processor soon."""
    return min(2, os.cpu_count() or 1)


def _patiently(write: Callable[[], _Answer]) -> _Answer:
    """Write, and offer it again while somebody else holds the database."""
    while True:
        try:
            return write()
        except Refusal as refusal:
            if refusal.kind != "store_busy":
                raise
            time.sleep(_PAUSE_SECONDS)
