"""One import in a process of its own: ``python -m cx_core.import_worker WORKSPACE JOB``.

The page that started it reads the job's folder; this process writes there how far it is, and what came of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cx_core.model.inspection import Receipt
from cx_core.store.jobs import Job, run_job
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest, jobs_folder


def main(arguments: list[str]) -> int:
    """Run one job. What came of it stands in the job's folder, not in the exit status."""
    folder, job_id = Path(arguments[0]), arguments[1]

    def work(job: Job) -> Receipt:
        request = ImportRequest.from_json(job.request())
        receipt = Workspace.open(folder).reading.import_file(request, lambda part, step: job.report(step, part))
        request.path.unlink(missing_ok=True)
        return receipt

    run_job(jobs_folder(folder) / job_id, work)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
