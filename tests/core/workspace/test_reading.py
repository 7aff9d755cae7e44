"""Bringing files in: uploads of their own, answers that can be asked for again, imports that are under way."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx_core.store.jobs import Job
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest, jobs_folder

# Which of the two numbers is the day, no line of it tells.
AMBIGUOUS = "Date,NPS\n01/02/2026,9\n02/03/2026,0\n03/04/2026,10\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "workspace")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(AMBIGUOUS, encoding="utf-8")
    return path


def test_two_uploads_of_one_file_are_two_files(workspace: Workspace) -> None:
    first, second = (workspace.reading.keep_upload(AMBIGUOUS.encode()) for _ in range(2))
    first.unlink()
    assert second.read_text(encoding="utf-8") == AMBIGUOUS


def test_a_wrong_answer_is_not_for_ever(workspace: Workspace, file: Path) -> None:
    reading = workspace.reading
    (question,) = reading.inspect(file, file.name).questions
    wrong = reading.import_file(ImportRequest(file, file.name, {question.key: "month_first"}))
    assert not reading.inspect(file, file.name).questions, "remembered"

    reading.undo(wrong.batch_id)
    reading.ask_again(reading.inspect(file, file.name).fingerprint)
    assert [one.key for one in reading.inspect(file, file.name).questions] == [question.key]
    right = reading.import_file(ImportRequest(file, file.name, {question.key: "day_first"}))
    assert right.rows_kept == 3
    assert str(reading.imports()[0].first_on) == "2026-02-01"


def test_to_forget_what_was_never_known_is_no_error(workspace: Workspace) -> None:
    workspace.reading.ask_again("nothing")


def test_an_import_under_way_is_seen_by_everyone(workspace: Workspace, file: Path) -> None:
    assert workspace.reading.under_way() == ()
    jobs = [Job.create(jobs_folder(workspace.folder), ImportRequest(file, name, {}).as_json()) for name in ("a", "b")]
    with jobs[0].working(), jobs[1].working():
        jobs[1].report("storing", 0.5)
        assert {one.file_name: one.status.step for one in workspace.reading.under_way()} == {
            "a": "waiting",
            "b": "storing",
        }
        receipt = workspace.reading.import_file(ImportRequest(file, file.name, {"date_order:Date": "day_first"}))
        jobs[1].finish(receipt)
        assert [one.file_name for one in workspace.reading.under_way()] == ["a"]
    assert workspace.reading.under_way() == (), "a worker that is gone is not under way"
