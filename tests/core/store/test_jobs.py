"""The folder through which page and worker talk: every way a job can end is told, and one import runs at a time."""

import json
import logging
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from cx_core.model.inspection import Receipt
from cx_core.model.message import Message
from cx_core.model.problem import Problem, Refusal
from cx_core.store import jobs
from cx_core.store.jobs import Job, JobCancelled, run_job, sweep, turn

ROOT = Path(__file__).parents[3]
RECEIPT = Receipt("7", "a.xlsx", 3, 1, 1, 1, (Problem("row_without_answer", rows=(4,)),), {"answers": 1})


@pytest.fixture
def root(tmp_path):
    return tmp_path / "jobs"


def test_a_job_waits_runs_and_ends_with_its_receipt(root):
    job = Job.create(root, {"path": "uploads/a.xlsx", "câu trả lời": {"date_order:Ngày": "day_first"}})
    seen = [job.status()]

    def work(worker):
        assert worker.request() == {"path": "uploads/a.xlsx", "câu trả lời": {"date_order:Ngày": "day_first"}}
        for step, fraction in (("reading", 0.25), ("storing", 2.0)):
            worker.report(step, fraction)
            seen.append(Job.find(root, job.id).status())
        return RECEIPT

    run_job(job.folder, work)
    seen.append(job.status())
    assert [(one.step, one.fraction, one.is_over) for one in seen] == [
        ("waiting", 0.0, False),
        ("reading", 0.25, False),
        ("storing", 1.0, False),
        ("done", 1.0, True),
    ]
    assert seen[-1].receipt == RECEIPT
    assert seen[-1].refusal is None
    assert all(one.step in jobs.STEPS for one in seen)


def test_a_refusal_comes_back_with_its_values(root):
    refusal = Refusal(
        "file_odd",
        {"file": "a.xlsx", "n": 3, "on": date(2026, 11, 21), "kind": Message.of("kind.xlsx", n=1), "none": None},
        (Problem("bad_cell", "nps", (3, 4), 2, "0–10"),),
    )

    def work(_):
        raise refusal

    job = Job.create(root, {})
    run_job(job.folder, work)
    status = job.status()
    assert (status.step, status.receipt) == ("refused", None)
    assert status.refusal == refusal
    assert status.refusal.what == refusal.what


def test_an_unexpected_error_is_told_without_the_customers_words(root, caplog):
    def work(_):
        raise ValueError("could not read 'Anh Bình 0912345678'")

    job = Job.create(root, {})
    with caplog.at_level(logging.ERROR):
        run_job(job.folder, work)
    assert job.status().refusal == Refusal("import_failed", {"error": "ValueError"})
    assert "ValueError" in caplog.text
    assert "test_jobs.py" in caplog.text
    assert "0912345678" not in caplog.text + (job.folder / "result.json").read_text()


def test_a_cancelled_job_stops_at_its_next_report(root):
    job = Job.create(root, {})
    done = []

    def work(worker):
        worker.report("reading", 0.1)
        job.cancel()
        done.append("before")
        worker.report("storing", 0.2)
        done.append("after")

    run_job(job.folder, work)
    assert done == ["before"]
    status = job.status()
    assert (status.step, status.refusal.kind, status.is_over) == ("cancelled", "import_cancelled", True)


def test_cancelling_too_late_changes_nothing(root):
    job = Job.create(root, {})
    run_job(job.folder, lambda _: RECEIPT)
    job.cancel()
    assert job.status().receipt == RECEIPT


def test_a_job_whose_worker_never_started_is_dead_after_a_while(root):
    job = Job.create(root, {})
    assert not job.status(lambda: time.time() + jobs.START_SECONDS - 5).is_over
    assert job.status(lambda: time.time() + jobs.START_SECONDS + 5).refusal.kind == "import_died"


WORKER = """
import sys, time
from pathlib import Path
from cx_core.store.jobs import run_job

def work(job):
    job.report("storing", 0.5)
    print("working", flush=True)
    time.sleep(60)

run_job(Path(sys.argv[1]), work)
"""


def test_a_killed_worker_is_noticed_at_once_and_lets_the_next_one_run(root):
    job, following = Job.create(root, {}), Job.create(root, {})
    worker = subprocess.Popen([sys.executable, "-c", WORKER, job.folder], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert worker.stdout.readline() == b"working\n"
        assert (job.status().step, job.status().fraction) == ("storing", 0.5)
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()
    assert job.status().refusal.kind == "import_died"
    run_job(following.folder, lambda _: RECEIPT)
    assert following.status().receipt == RECEIPT


def test_one_import_at_a_time_and_the_others_say_that_they_wait(root):
    running, n_most, guard = [], [], threading.Lock()
    all_jobs = [Job.create(root, {"n": n}) for n in range(4)]
    waited = []

    def work(job):
        with guard:
            running.append(job.id)
            n_most.append(len(running))
        waited.extend(one.status().step for one in all_jobs if one.id != job.id)
        time.sleep(0.05)
        with guard:
            running.remove(job.id)
        return RECEIPT

    threads = [threading.Thread(target=run_job, args=(job.folder, work)) for job in all_jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert n_most == [1, 1, 1, 1]
    assert "waiting" in waited
    assert {job.status().step for job in all_jobs} == {"done"}


def test_a_waiting_job_can_be_cancelled(root):
    job = Job.create(root, {})
    job.cancel()
    with turn(root):
        run_job(job.folder, lambda _: RECEIPT)
    assert job.status().refusal.kind == "import_cancelled"


@pytest.mark.parametrize("job_id", ["", "0123456789abcdef", "../../etc", "..", "0123456789abcde/", "A" * 16])
def test_an_id_that_is_no_job_is_refused(root, job_id):
    Job.create(root, {})
    with pytest.raises(Refusal, match="job_unknown"):
        Job.find(root, job_id)


def test_old_jobs_are_swept_but_not_those_that_run(root):
    over, running = Job.create(root, {}), Job.create(root, {})
    run_job(over.folder, lambda _: RECEIPT)
    later = lambda: time.time() + 7200  # noqa: E731
    with running.working():
        assert sweep(root, 86_400, later) == 0
        assert sweep(root, 3600, later) == 1
        assert not over.folder.exists()
        assert running.status().step == "waiting"
    assert sweep(root, 3600, later) == 1  # its worker is gone without a result


def test_a_reader_never_sees_half_a_file(root):
    """A page polls while the worker reports again and again: each look is whole JSON with a known step."""
    job = Job.create(root, {})
    over = threading.Event()

    def report():
        with job.working():
            for n in range(300):
                job.report("storing", n / 300)
        over.set()

    thread = threading.Thread(target=report)
    thread.start()
    looks = []
    while not over.is_set():
        looks.append(json.loads(json.dumps(job._get("progress.json") or {"step": "storing"}))["step"])
    thread.join()
    assert set(looks) == {"storing"}
    assert {path.name for path in job.folder.iterdir()} == {"job.json", "progress.json", "started", "worker.lock"}


def test_report_raises_once_cancelled(root):
    job = Job.create(root, {})
    job.cancel()
    with pytest.raises(JobCancelled):
        job.report("reading", 0.0)


def test_a_worker_takes_its_job_before_it_loads_what_reading_needs():
    """On a busy computer loading pandas and Arrow lasts longer than a page waits for the first sign."""
    program = (
        "import sys, cx_core.import_worker; print(*sorted({'pandas', 'pyarrow', 'numpy', 'duckdb'} & {*sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.skipif(sys.platform == "win32", reason="no niceness there")
def test_a_worker_stands_behind_the_pages():
    program = (
        "import os; from cx_core.stepping_back import step_back; was = os.nice(0); step_back(); print(os.nice(0) - was)"
    )
    stepped = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(stepped.stdout) > 0
