"""One import in a process of its own: ``python -m cx_core.import_worker WORKSPACE [JOB]``.

The page that started it reads the job's folder; this process writes there how far it is, and what came of it. Once
the receipt is out, or without a job at once, it brings the index of words up to date.

It takes the job before it loads the libraries that reading needs: on a busy computer that lasts, and a worker that
gives no sign is taken for one that never started.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from cx_core.model.inspection import Receipt
from cx_core.model.problem import Refusal
from cx_core.stepping_back import step_back
from cx_core.store.jobs import Job, jobs_folder, run_job


def main(arguments: list[str]) -> int:
    """Run one job. What came of it stands in the job's folder, not in the exit status."""
    step_back()
    folder = Path(arguments[0])
    for job_id in arguments[1:]:
        run_job(jobs_folder(folder) / job_id, lambda job: _import(folder, job))
    from cx_core.workspace import Workspace

    # Whatever stops it here, the next one goes on with it, and until then a search looks at every comment.
    with suppress(Refusal):
        Workspace.open(folder).responses.index_words()
    # In a process of its own, which the pages start as well where one is missing.
    with suppress(Refusal):
        Workspace.open(folder).analysing.start()
    return 0


def _import(folder: Path, job: Job) -> Receipt:
    from cx_core import importers

    # The reading process loads its libraries while this one loads its own.
    importers.expect(more=False)
    from cx_core.workspace import Workspace
    from cx_core.workspace.reading import ImportRequest

    request = ImportRequest.from_json(job.request())
    # Bringing the index of words up to date settles it, once the page has been told.
    reading = Workspace.open(folder).reading
    receipt = reading.import_file(request, lambda part, step: job.report(step, part), settles=False)
    request.path.unlink(missing_ok=True)
    return receipt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
