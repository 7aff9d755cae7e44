"""An import in a process of its own: the folder through which page and worker talk.

::

    jobs/<id>/job.json        what to do; written once, before the worker starts
    jobs/<id>/worker.lock     held by the worker as long as it lives
    jobs/<id>/progress.json   step and fraction, replaced whole
    jobs/<id>/cancel          somebody wants it to stop
    jobs/<id>/result.json     a receipt or a refusal; written last
    jobs/queue.lock           held by the one import that runs
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx_core.model.inspection import Receipt
from cx_core.model.problem import Refusal
from cx_core.store.codecs import receipt_from_json, receipt_to_json, refusal_from_json, refusal_to_json
from cx_core.store.file_lock import file_lock

#: A worker that has not taken its lock after this long has never started.
START_SECONDS = 30.0
_POLL_SECONDS = 0.1

#: Steps that a job reports; the last three are final.
STEPS = ("waiting", "reading", "checking", "storing", "publishing", "done", "refused", "cancelled")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobStatus:
    """Where a job stands. When it is over, exactly one of ``receipt`` and ``refusal`` is there.

    ``fraction`` is 0 to 1. A job that was cancelled is refused with ``import_cancelled``, one whose worker died
    with ``import_died``.
    """

    step: str
    fraction: float
    receipt: Receipt | None = None
    refusal: Refusal | None = None

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen."""
        return self.receipt is not None or self.refusal is not None


class JobCancelled(Exception):
    """Raised inside the worker where it reports its progress, when somebody wants it to stop."""


class Job:
    """One job's folder, seen from the page and from the worker alike."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = file_lock(folder / "worker.lock")

    @classmethod
    def create(cls, root: Path, request: dict[str, Any]) -> Job:
        """Make a job under ``root``; ``request`` is any JSON object. The caller then starts the worker."""
        folder = root / secrets.token_hex(8)
        folder.mkdir(parents=True, mode=0o700)
        job = cls(folder)
        job._put("job.json", request)
        return job

    @classmethod
    def find(cls, root: Path, job_id: str) -> Job:
        """Return a job by id. Raises `Refusal` ``job_unknown``, also for an id that is no id but a path."""
        if not re.fullmatch(r"[0-9a-f]{16}", job_id) or not (root / job_id / "job.json").exists():
            raise Refusal("job_unknown")
        return cls(root / job_id)

    @property
    def id(self) -> str:
        """The job's name under its root."""
        return self.folder.name

    def request(self) -> dict[str, Any]:
        """Return what the job is to do."""
        return self._get("job.json") or {}

    def cancel(self) -> None:
        """Ask the worker to stop; it does at its next report. Too late, and the job ends as if nobody had asked."""
        (self.folder / "cancel").touch()

    def status(self, clock: Callable[[], float] = time.time) -> JobStatus:
        """Return where the job stands. ``clock`` gives seconds since 1970, as the file system does."""
        ended = self._ended()
        if ended is not None:
            return ended
        if not self._lock.is_held() and not self._may_still_start(clock()):
            # It may have ended between the two looks.
            return self._ended() or JobStatus("refused", 0.0, refusal=Refusal("import_died"))
        progress = self._get("progress.json") or {"step": "waiting", "fraction": 0.0}
        return JobStatus(progress["step"], progress["fraction"])

    def report(self, step: str, fraction: float) -> None:
        """Tell the page where the worker is. Raises `JobCancelled` when somebody wants it to stop."""
        if (self.folder / "cancel").exists():
            raise JobCancelled
        self._put("progress.json", {"step": step, "fraction": min(max(fraction, 0.0), 1.0)})

    def finish(self, receipt: Receipt) -> None:
        """End the job with a receipt."""
        self._put("result.json", {"step": "done", "receipt": receipt_to_json(receipt)})

    def refuse(self, refusal: Refusal, step: str = "refused") -> None:
        """End the job with a refusal."""
        self._put("result.json", {"step": step, "refusal": refusal_to_json(refusal)})

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the lock that tells the page that the worker lives."""
        while not self._lock.acquire():  # the page may be looking just now
            time.sleep(_POLL_SECONDS / 10)
        (self.folder / "started").touch()
        try:
            yield
        finally:
            self._lock.release()

    def last_sign(self) -> float:
        """Return when the job's folder changed last, in seconds since 1970; 0 when it is gone."""
        with suppress(OSError):
            return max(file.stat().st_mtime for file in self.folder.iterdir() if file.suffix == ".json")
        return 0.0

    def forget(self) -> None:
        """Remove the job's folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _may_still_start(self, now: float) -> bool:
        if (self.folder / "started").exists():
            return False
        return now - (self.folder / "job.json").stat().st_mtime < START_SECONDS

    def _ended(self) -> JobStatus | None:
        result = self._get("result.json")
        if result is None:
            return None
        if "receipt" in result:
            return JobStatus("done", 1.0, receipt=receipt_from_json(result["receipt"]))
        return JobStatus(result["step"], 0.0, refusal=refusal_from_json(result["refusal"]))

    def _put(self, name: str, document: dict[str, Any]) -> None:
        draft = self.folder / f".{name}.{secrets.token_hex(4)}"
        draft.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        draft.replace(self.folder / name)

    def _get(self, name: str) -> dict[str, Any] | None:
        try:
            document: dict[str, Any] = json.loads((self.folder / name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        return document


def jobs_folder(folder: Path) -> Path:
    """Return where the jobs of the workspace in ``folder`` lie."""
    return folder / "jobs"


def run_job(folder: Path, work: Callable[[Job], Receipt]) -> None:
    """Do a job's work in this process, one job of a workspace at a time, and leave its result behind.

    ``work`` gets the job, reads ``job.request()``, calls ``job.report(step, fraction)`` as it goes, and returns the
    receipt. Whatever happens in it becomes a result: a `Refusal` as it is, a cancelled job as ``import_cancelled``,
    anything else as ``import_failed`` with the error's type. Of such an error only the places in our code
    are logged, because its text may quote a customer.
    """
    job = Job(folder)
    with job.working():
        try:
            with turn(folder.parent, lambda: job.report("waiting", 0.0)):
                receipt = work(job)
        except Refusal as refusal:
            job.refuse(refusal)
        except JobCancelled:
            job.refuse(Refusal("import_cancelled"), step="cancelled")
        except Exception as error:
            _log.error("import failed with %s at %s", type(error).__name__, _places(error))
            job.refuse(Refusal("import_failed", {"error": type(error).__name__}))
        else:
            job.finish(receipt)


@contextmanager
def turn(root: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Wait until no other import of this workspace runs, then keep the others waiting.

    Two large files at once would need the memory of both. ``waiting`` is called at each look and may raise.
    """
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = file_lock(root / "queue.lock")
    while not lock.acquire():
        waiting()
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()


def jobs(root: Path) -> list[Job]:
    """Return the jobs under ``root``, over or not, in the order in which they were made."""
    found = []
    for file in root.glob("*/job.json"):
        with suppress(FileNotFoundError):  # swept away between the two looks
            found.append((file.stat().st_mtime, file.parent))
    return [Job(folder) for _, folder in sorted(found)]


def sweep(root: Path, older_than_seconds: float, clock: Callable[[], float] = time.time) -> int:
    """Remove the folders of jobs that are over and older than that; return how many."""
    n_removed = 0
    for file in root.glob("*/job.json"):
        job = Job(file.parent)
        if clock() - file.stat().st_mtime > older_than_seconds and job.status(clock).is_over:
            job.forget()
            n_removed += 1
    return n_removed


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
