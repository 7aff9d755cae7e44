"""One import in a process of its own: ``python -m cx_core.import_worker WORKSPACE [JOB]``.

The page that started it reads the job's folder; this process writes there how far it is, and what came of it. Once
the receipt is out, or without a job at once, it brings the index of words up to date.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from cx_core.model.inspection import Receipt
from cx_core.model.problem import Refusal
from cx_core.store.jobs import Job, run_job
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest, jobs_folder


def main(arguments: list[str]) -> int:
    """Run one job. What came of it stands in the job's folder, not in the exit status."""
    folder = Path(arguments[0])

    def work(job: Job) -> Receipt:
        request = ImportRequest.from_json(job.request())
        receipt = Workspace.open(folder).reading.import_file(request, lambda part, step: job.report(step, part))
        request.path.unlink(missing_ok=True)
        return receipt

    for job_id in arguments[1:]:
        run_job(jobs_folder(folder) / job_id, work)
    # Whatever stops it here, the next one goes on with it, and until then a search looks at every comment.
    with suppress(Refusal):
        Workspace.open(folder).responses.index_words()
    # In a process of its own, which the pages start as well where one is missing.
    with suppress(Refusal):
        Workspace.open(folder).analysing.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
