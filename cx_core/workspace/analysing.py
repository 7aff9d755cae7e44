"""Reading every comment in the background: a chunk at a time, going on where it stopped, in nobody's way."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cx_core import text
from cx_core.model.analysed import Analysed, AnalysisProgress, Evidence, Span, ThemeMention
from cx_core.model.problem import Refusal
from cx_core.store.analysis_store import AnalysisStore, WaitingWords
from cx_core.store.file_lock import file_lock
from cx_core.store.settings import SettingsStore
from cx_core.text import DEFAULT, Analysis, Taxonomy

#: Comments in one transaction: some 30 ms of reading and as much of writing.
CHUNK = 500
#: While an import holds the database, a chunk is offered again after this long.
_PAUSE_SECONDS = 0.5
#: A process that ended without finishing is not started again at once: pages ask every few seconds.
_AGAIN_SECONDS = 20.0
#: The most that one feeling weighs in the analysis; evidence is told from -1 to 1.
_FULL_WEIGHT = 4.0
#: Themes as a list of key and content: an object's keys are kept in no order of ours.
TAXONOMY_SETTING = "taxonomy"

Reader = Callable[[WaitingWords, Taxonomy], Analysed]


class Analysing:
    """The reading of comments in one workspace. ``reader`` reads one comment with the themes in force."""

    def __init__(
        self, folder: Path, settings: SettingsStore, analyses: AnalysisStore, reader: Reader | None = None
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._analyses = analyses
        self._reader = reader or read_words
        self._lock_file = folder / "jobs" / "analysis.lock"
        self._started_at = float("-inf")

    def taxonomy(self) -> Taxonomy:
        """Return the themes in force: those that people edited, else those that come with the program."""
        document = self._settings.get(TAXONOMY_SETTING)
        return DEFAULT if document is None else Taxonomy.from_dict(dict(document))

    def version(self) -> str:
        """Return what a comment is read with now: the program's rules and word lists, and the themes."""
        return text.version_of(self.taxonomy())

    def progress(self) -> AnalysisProgress:
        """Return how many comments are read as things stand now."""
        return self._analyses.progress(self.version())

    def run(self, go_on: Callable[[], bool] = lambda: True) -> AnalysisProgress:
        """Read what waits, in this process; only one process of a workspace does it at a time.

        Whatever ends it, what is written stays, and the next run goes on there. ``go_on`` is asked before each chunk.
        Where another process is at it already, nothing is done.
        """
        lock = file_lock(self._lock_file)
        self._lock_file.parent.mkdir(exist_ok=True, mode=0o700)
        while lock.acquire():
            try:
                finished = self._drain(go_on)
            finally:
                lock.release()
            # An import that came in just before the lock was given back has found it taken.
            if not finished or self.progress().is_complete:
                break
        return self.progress()

    def is_running(self) -> bool:
        """Tell whether some process is reading."""
        return file_lock(self._lock_file).is_held()

    def start(self) -> bool:
        """Begin to read in a process of its own where something waits and none is at it; tell whether it began."""
        if time.monotonic() - self._started_at < _AGAIN_SECONDS or self.progress().is_complete or self.is_running():
            return False
        self._started_at = time.monotonic()
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "cx_core.analysis_worker", str(self._folder)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return True

    def _drain(self, go_on: Callable[[], bool]) -> bool:
        """Read until nothing waits; False when it was told to stop. Edited themes begin the walk again."""
        version, taxonomy, after = self.version(), self.taxonomy(), 0
        while go_on():
            waiting = self._analyses.waiting(version, after, CHUNK)
            if not waiting:
                return True
            read = [(one.id, self._reader(one, taxonomy)) for one in waiting]
            self._write(version, read)
            after = waiting[-1].id
            if self.version() != version:
                version, taxonomy, after = self.version(), self.taxonomy(), 0
        return False

    def _write(self, version: str, read: list[tuple[int, Analysed]]) -> None:
        while True:
            try:
                self._analyses.write(version, read)
                return
            except Refusal as refusal:
                if refusal.kind != "store_busy":
                    raise
                time.sleep(_PAUSE_SECONDS)


def read_words(words: WaitingWords, taxonomy: Taxonomy) -> Analysed:
    """Read one comment with the program's own analysis."""
    return as_analysed(text.analyse(words.text, taxonomy=taxonomy))


def as_analysed(found: Analysis) -> Analysed:
    """Return an analysis as it is kept: without clauses, the weight of each piece of evidence from -1 to 1.

    >>> as_analysed(text.analyse("Giao hàng rất chậm")).mention("delivery").sentiment
    'negative'
    """
    evidence = [
        Evidence((one.start, one.end), max(-1.0, min(1.0, one.score / _FULL_WEIGHT)))
        for clause in found.clauses
        for one in clause.evidence
    ]
    mentions = [ThemeMention(one.key, one.sentiment, _distinct(one.spans)) for one in found.themes]
    return Analysed(
        found.language, found.sentiment.label, found.sentiment.score, tuple(mentions), tuple(dict.fromkeys(evidence))
    )


def _distinct(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((first, end) for first, end in spans))
