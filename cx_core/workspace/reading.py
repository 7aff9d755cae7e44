"""Bringing feedback in: keep the upload, look at it, import it here or in a process of its own, take it back."""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cx_core import importers
from cx_core.model.imports import ImportRecord, KnownSource, SourceFreshness
from cx_core.model.inspection import Inspection, Receipt
from cx_core.model.inspection import Mapping as ColumnMapping
from cx_core.model.problem import Refusal
from cx_core.store.jobs import Job, JobStatus, jobs, jobs_folder, sweep
from cx_core.store.lenses import Lenses
from cx_core.store.notes import Notes
from cx_core.store.responses import ResponseStore
from cx_core.store.settings import SettingsStore
from cx_core.workspace.rejected_rows import RejectedRows
from cx_core.workspace.source_choice import SourceChoices, columns_of
from cx_core.workspace.source_names import former_names, source_renamed

#: An upload that nobody imported is thrown away after this long.
UPLOAD_KEPT = timedelta(hours=12)
#: Up to so many comments a search looks at every one in a few milliseconds; beyond, an index is made in the background.
WALKED_UP_TO = 20_000
#: A process that makes the index is started at most this often: one that runs already needs no second.
_INDEX_AGAIN_SECONDS = 300.0
#: So long an import that failed unseen is told of.
_TOLD_FOR_SECONDS = 3600.0

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class ImportRequest:
    """What is to be imported: the file, its name for people, and the answers given for it."""

    path: Path
    name: str
    answers: Mapping[str, str]
    mapping: ColumnMapping | None = None
    purpose: str | None = None
    keep_until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the request as a job keeps it; a ``mapping`` of one's own is for calls in this process only."""
        return {
            "path": str(self.path),
            "name": self.name,
            "answers": dict(self.answers),
            "purpose": self.purpose,
            "keep_until": self.keep_until.isoformat() if self.keep_until else None,
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> ImportRequest:
        """Return the request that a job keeps."""
        until = document.get("keep_until")
        return cls(
            Path(document["path"]),
            document["name"],
            document["answers"],
            purpose=document.get("purpose"),
            keep_until=date.fromisoformat(until) if until else None,
        )


@dataclass(frozen=True)
class UnderWay:
    """An import that is not over: its job, the file's name for people, and how far it is."""

    job_id: str
    file_name: str
    status: JobStatus


class Reading:
    """Files in. What a source's columns mean is remembered once an import of it has gone in."""

    def __init__(self, folder: Path, timezone: str, responses: ResponseStore, settings: SettingsStore) -> None:
        self._folder = folder
        self._timezone = timezone
        self._responses = responses
        self._settings = settings
        self._sources = SourceChoices(responses)
        self.rejected = RejectedRows(folder)
        self._index_again_at = 0.0

    def expect_file(self) -> None:
        """Get ready for a file that somebody is about to choose: looking at it then starts at once."""
        importers.expect()

    def keep_upload(self, data: bytes | memoryview) -> Path:
        """Write uploaded bytes into the workspace under a name of ours, and return where they are.

        The person's file name is never a path here: it is only shown. Every upload has a path of its own, so that an
        import that is over takes no file away from another session that looks at the same one.
        """
        self._forget_old_uploads()
        path = self._folder / "uploads" / secrets.token_hex(16)
        path.write_bytes(data)
        return path

    def inspect(
        self, path: Path, name: str, answers: Mapping[str, str] | None = None, mapping: ColumnMapping | None = None
    ) -> Inspection:
        """Say what a file holds and what must be asked; the remembered answers of its source are used.

        Raises `Refusal` for a file that cannot be read.
        """
        given = dict(answers or {})
        inspection = importers.inspect(path, name, mapping=mapping, answers=given)
        choice = self._sources.choose(inspection, given.get("source"))
        remembered = None if mapping else self._remembered(choice.fingerprint)
        if remembered is not None:
            inspection = importers.inspect(path, name, mapping=remembered, answers=given)
        questions = (*inspection.questions, choice.question) if choice.question else inspection.questions
        return replace(inspection, fingerprint=choice.fingerprint, questions=questions)

    def import_file(self, request: ImportRequest, progress: Progress | None = None, *, settles: bool = True) -> Receipt:
        """Import a file in this process and return the receipt; see `ResponseStore.import_batch` for ``settles``.

        Raises `Refusal`: ``questions_open`` with the questions while the file leaves something open, or what the
        importers and the store refuse. Nothing is half-written.
        """
        tell = progress or (lambda fraction, step: None)
        tell(0.0, "reading")
        now = datetime.now(UTC)
        with importers.parsed_once():
            inspection = self.inspect(request.path, request.name, request.answers, request.mapping)
            if inspection.questions:
                n_open = len(inspection.questions)
                raise Refusal("questions_open", {"file": request.name, "n": n_open}, questions=inspection.questions)
            choice = self._sources.choose(inspection, request.answers.get("source"))
            base = request.mapping or self._remembered(choice.fingerprint)
            mapping = importers.mapping_for(inspection, dict(request.answers), base)
            result = importers.read(
                request.path,
                request.name,
                mapping,
                timezone=self._timezone,
                now=now,
                progress=lambda fraction: tell(0.05 + 0.5 * fraction, "checking"),
            )
        tell(0.55, "storing")
        receipt = self._responses.import_batch(
            result.table,
            mapping,
            result.inspection.file,
            result.inspection.profile,
            choice.fingerprint,
            now=now,
            problems=result.problems,
            rows_read=result.rows_read,
            rows_rejected=result.rows_rejected,
            progress=lambda fraction: tell(0.55 + 0.45 * fraction, "storing"),
            purpose=request.purpose,
            keep_until=request.keep_until,
            source_name=choice.name,
            raw=result.raw.of,
            settles=settles,
        )
        rejected_key = self.rejected.keep(receipt.batch_id, result.rejected, result.table, result.raw.of)
        details = {**receipt.details, **result.counted.as_details()}
        receipt = replace(receipt, rejected_key=rejected_key, details=details)
        self._settings.remember_mapping(choice.fingerprint, importers.mapping_to_json(mapping), now)
        return receipt

    def start_import(self, request: ImportRequest) -> str:
        """Begin an import in a process of its own, so that nobody's page waits for it; returns the job's id."""
        sweep(jobs_folder(self._folder), UPLOAD_KEPT.total_seconds())
        job = Job.create(jobs_folder(self._folder), request.as_json())
        self._start_worker(job.id)
        return job.id

    def index_words_soon(self, clock: Callable[[], float] = time.monotonic) -> bool:
        """Have the index of words made in a process of its own where a search misses it; tell whether one was started.

        An import brings its own words in. This is for what is left after an undo, a crash or a restored backup.
        """
        if clock() < self._index_again_at or self._responses.n_unindexed() <= WALKED_UP_TO:
            return False
        self._index_again_at = clock() + _INDEX_AGAIN_SECONDS
        self._start_worker()
        return True

    def _start_worker(self, *job_ids: str) -> None:
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "cx_core.import_worker", str(self._folder), *job_ids],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def import_status(self, job_id: str) -> JobStatus:
        """Say how far a job is, and its receipt or refusal once it has ended."""
        return Job.find(jobs_folder(self._folder), job_id).status()

    def cancel_import(self, job_id: str) -> None:
        """Ask a job to stop; what it did not publish is taken back."""
        Job.find(jobs_folder(self._folder), job_id).cancel()

    def undo(self, batch_id: str) -> ImportRecord:
        """Take an import back. The file can be imported again."""
        record = self._responses.undo(batch_id)
        self.rejected.forget(record.batch_id)
        # Of an index that held the removed words nothing is left.
        self._index_again_at = 0.0
        self.index_words_soon()
        return record

    def imports(self) -> tuple[ImportRecord, ...]:
        """Return every import, the newest first."""
        return self._responses.imports()

    def freshness(self) -> tuple[SourceFreshness, ...]:
        """Return how fresh each source is, the freshest first."""
        return self._responses.freshness()

    def ask_again(self, fingerprint: str) -> None:
        """Forget what the columns of a source mean, so that its next file is asked about; its feedback stays."""
        for one in {fingerprint, columns_of(fingerprint)}:
            self._settings.forget_mapping(one)

    def sources_like(self, fingerprint: str) -> tuple[KnownSource, ...]:
        """Return the sources whose files have the same columns, the oldest first."""
        return self._responses.sources_like(fingerprint)

    def rename_source(self, source_id: int, name: str) -> str:
        """Give a source another name and return it; saved views, segments, groups and alerts that name it follow.

        Raises `Refusal` for a name that is empty, too long or taken.
        """
        before = {record.source for record in self.imports() if record.source_id == source_id}
        name = self._responses.rename_source(source_id, name)
        for old in before - {name}:
            source_renamed(self._settings, old, name)
            Lenses.open(self._folder).source_renamed(old, name)
            Notes.open(self._folder).source_renamed(old, name)
        return name

    def former_sources(self) -> dict[str, str]:
        """Return the names that sources had before, each with the name of today; links that were copied hold them."""
        return former_names(self._settings)

    def under_way(self) -> tuple[UnderWay, ...]:
        """Return the imports that run or wait in processes of their own, whoever started them, the oldest first."""
        return tuple(
            UnderWay(job.id, str(job.request().get("name", "")), status)
            for job in jobs(jobs_folder(self._folder))
            if not (status := job.status()).is_over
        )

    def failed(self, clock: Callable[[], float] = time.time) -> tuple[UnderWay, ...]:
        """Return the imports of the last hour that did not go in and that nobody has been told of, the oldest first.

        A worker that died leaves no page to say so: whoever opens the next one must learn of it. Cancelled ones are
        known to whoever cancelled them. `told` ends it.
        """
        return tuple(
            UnderWay(job.id, str(job.request().get("name", "")), status)
            for job in jobs(jobs_folder(self._folder))
            if (status := job.status(clock)).refusal
            and status.step != "cancelled"
            and clock() - job.last_sign() < _TOLD_FOR_SECONDS
        )

    def told(self, job_id: str) -> None:
        """Forget a job that is over; one that is not goes on. Raises `Refusal` ``job_unknown``."""
        job = Job.find(jobs_folder(self._folder), job_id)
        if job.status().is_over:
            job.forget()

    def _remembered(self, fingerprint: str) -> ColumnMapping | None:
        # A source kept apart from another of the same columns is read like it until it is told otherwise.
        text = self._settings.mapping(fingerprint) or self._settings.mapping(columns_of(fingerprint))
        return importers.mapping_from_json(text) if text else None

    def _forget_old_uploads(self) -> None:
        oldest = datetime.now(UTC).timestamp() - UPLOAD_KEPT.total_seconds()
        for path in (self._folder / "uploads").iterdir():
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except OSError:
                continue
