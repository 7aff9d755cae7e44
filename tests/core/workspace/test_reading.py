"""Bringing files in: uploads of their own, answers that can be asked for again, imports that are under way."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cx_core.model.filters import Filters
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from cx_core.model.segment import Condition, Segment
from cx_core.store.jobs import Job, jobs_folder
from cx_core.store.lenses import Hierarchy
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

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


def test_an_import_whose_process_died_is_told_of_for_an_hour(workspace: Workspace, file: Path) -> None:
    reading = workspace.reading
    died, waiting = (
        Job.create(jobs_folder(workspace.folder), ImportRequest(file, name, {}).as_json()) for name in "ab"
    )
    with died.working():
        died.report("storing", 0.5)
    # Its lock is free and it left no result; the other one has not started yet.
    assert [(one.file_name, one.status.refusal.kind) for one in reading.failed()] == [("a", "import_died")]
    assert [one.file_name for one in reading.under_way()] == ["b"]
    assert reading.failed(lambda: died.last_sign() + 3601) == ()
    reading.told(waiting.id)
    assert [one.file_name for one in reading.under_way()] == ["b"], "what may still start is not forgotten"
    reading.told(died.id)
    assert reading.failed() == ()


def test_what_somebody_cancelled_is_no_failure(workspace: Workspace, file: Path) -> None:
    job = Job.create(jobs_folder(workspace.folder), ImportRequest(file, "a", {}).as_json())
    job.refuse(Refusal("import_cancelled"), step="cancelled")
    assert workspace.reading.failed() == ()


def test_rejected_rows_can_be_had_until_the_import_is_undone(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "13/03/2026,9,tốt\n14/03/2026,,\nNgày,NPS,Góp ý\n15/03/2026,0,gọi 0912345678 không ai nghe\n"
    path.write_text(f"Ngày,NPS,Góp ý\n{rows}", encoding="utf-8")
    reading = workspace.reading
    receipt = reading.import_file(ImportRequest(path, path.name, {}))
    assert (receipt.rows_read, receipt.rows_kept, receipt.rows_rejected) == (4, 2, 2)
    assert [(row.row_no, row.kind, row.cells) for row in reading.rejected.of(str(receipt.batch_id))] == [
        (3, "row_without_answer", {"Ngày": "14/03/2026"}),
        (4, "repeated_header", {"Ngày": "Ngày", "NPS": "NPS", "Góp ý": "Góp ý"}),
    ]
    reading.undo(str(receipt.batch_id))
    assert reading.rejected.of(str(receipt.batch_id)) == ()
    assert not reading.rejected.any_of(str(receipt.batch_id))


def test_rejected_rows_of_a_file_that_gave_nothing_can_be_had_for_a_while(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    reading = workspace.reading
    rejected = "14/03/2026,,\nNgày,NPS,Góp ý\n"
    path.write_text(f"Ngày,NPS,Góp ý\n13/03/2026,9,tốt\n{rejected}", encoding="utf-8")
    first = reading.import_file(ImportRequest(path, path.name, {}))
    again = reading.import_file(ImportRequest(path, path.name, {}))
    assert (first.rejected_key, again.batch_id, again.rows_rejected) == (first.batch_id, None, 2)
    # Another session may look at its receipt too: each has its own.
    third = reading.import_file(ImportRequest(path, path.name, {}))
    assert len({first.rejected_key, again.rejected_key, third.rejected_key}) == 3
    for key in (first.rejected_key, again.rejected_key, third.rejected_key):
        assert [(row.row_no, row.kind) for row in reading.rejected.of(str(key))] == [
            (3, "row_without_answer"),
            (4, "repeated_header"),
        ]
    yesterday = time.time() - 24 * 3600
    for file in (workspace.folder / "rejected").iterdir():
        os.utime(file, (yesterday, yesterday))
    path.write_text("Ngày,NPS,Góp ý\n13/03/2026,9,tốt\n", encoding="utf-8")
    assert reading.import_file(ImportRequest(path, path.name, {})).rejected_key is None
    assert [reading.rejected.any_of(str(one.rejected_key)) for one in (first, again, third)] == [True, False, False]
    with pytest.raises(ValueError, match="no key"):
        reading.rejected.of("../workspace")


def sources(workspace: Workspace) -> dict[str, int]:
    return {one.source: one.n_answers for one in workspace.reading.freshness()}


def test_a_source_is_called_as_told_and_can_be_renamed(workspace: Workspace, file: Path) -> None:
    reading = workspace.reading
    answers = {"date_order:Date": "day_first", "source": "  Phiếu   quầy "}
    reading.import_file(ImportRequest(file, file.name, answers))
    assert sources(workspace) == {"Phiếu quầy": 3}
    (record,) = reading.imports()
    stamp = workspace.responses.stamp()
    assert reading.rename_source(record.source_id, "Quầy Huế") == "Quầy Huế"
    assert [one.source for one in reading.imports()] == ["Quầy Huế"]
    assert workspace.responses.stamp() != stamp, "what was cached under the old name is old"
    # Its next file is still known, and adds nothing.
    assert reading.inspect(file, "another name.csv").questions == ()
    assert reading.import_file(ImportRequest(file, "another name.csv", {})).rows_duplicate == 3


def test_what_goes_by_the_name_of_a_source_follows_it(workspace: Workspace, file: Path) -> None:
    reading, lenses, now = workspace.reading, workspace.lensing.lenses, workspace.now()
    answers = {"date_order:Date": "day_first"}
    for name in ("Quầy Huế", "Quầy Vinh"):
        reading.import_file(ImportRequest(file, file.name, {**answers, "source": name}))
    workspace.notes.save_view("Hai quầy", "trends", (("metric", ("nps",)), ("source", ("quay hue", "Quầy Vinh"))), now)
    workspace.notes.save_view("Kênh", "trends", (("channel", ("Quầy Huế",)),), now)
    block = (Condition("source", ("Quầy Huế",)), Condition("score:nps", low=9))
    segment = lenses.save_segment(Segment("", "Huế vui", (block,)), now)
    lenses.save_hierarchy(Hierarchy("source", "Miền", (("Quầy Huế", "Trung"), ("Quầy Vinh", "Bắc Trung Bộ"))))
    lenses.set_survey_kind("Quầy Huế", "transactional")
    asked = Query("nps", filters=Filters().with_values("saved_segment", [segment.id]))
    before = workspace.measuring.ask(asked)
    assert sum(cell.counts.n for cell in before) == 2
    only = Filters().with_values("source", ["Quầy Huế"])
    (line, *_) = workspace.alerting.lines("nps", "month", only)
    workspace.alerting.confirm(line.name, date(2026, 3, 1))

    hue = next(one for one in reading.imports() if one.source == "Quầy Huế")
    reading.rename_source(hue.source_id, "Huế")
    assert {view.name: view.address for view in workspace.notes.views()} == {
        "Hai quầy": (("metric", ("nps",)), ("source", ("Huế", "Quầy Vinh"))),
        "Kênh": (("channel", ("Quầy Huế",)),),
    }
    assert lenses.segments()[0].blocks == ((replace(block[0], values=("Huế",)), block[1]),)
    assert lenses.hierarchies()[0].parents == (("Huế", "Trung"), ("Quầy Vinh", "Bắc Trung Bộ"))
    assert lenses.survey_kinds() == {"Huế": "transactional"}
    assert workspace.measuring.ask(asked) == before
    (line, *_) = workspace.alerting.lines("nps", "month", Filters().with_values("source", ["Huế"]))
    assert dict(workspace.alerting.confirmed()) == {line.name: date(2026, 3, 1)}


def test_a_copied_link_finds_a_source_under_any_name_it_had(workspace: Workspace, file: Path) -> None:
    reading = workspace.reading
    reading.import_file(ImportRequest(file, file.name, {"date_order:Date": "day_first", "source": "A"}))
    (record,) = reading.imports()
    reading.rename_source(record.source_id, "B")
    reading.rename_source(record.source_id, "C")
    assert reading.former_sources() == {"A": "C", "B": "C"}
    reading.rename_source(record.source_id, "A")
    assert reading.former_sources() == {"B": "A", "C": "A"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("  ", "source_name_empty"), ("x" * 121, "source_name_too_long"), ("QUAY HUE", "source_name_taken")],
)
def test_a_name_that_would_not_do_is_refused(workspace: Workspace, file: Path, name: str, kind: str) -> None:
    reading = workspace.reading
    answers = {"date_order:Date": "day_first"}
    reading.import_file(ImportRequest(file, file.name, {**answers, "source": "Quầy Huế"}))
    reading.import_file(ImportRequest(file, file.name, {**answers, "source": "Quầy Vinh"}))
    vinh = next(one for one in reading.imports() if one.source == "Quầy Vinh")
    with pytest.raises(Refusal) as refused:
        reading.rename_source(vinh.source_id, name)
    assert refused.value.kind == kind
    assert set(sources(workspace)) == {"Quầy Huế", "Quầy Vinh"}
    with pytest.raises(Refusal) as refused:
        reading.rename_source(99, "Quầy Lào Cai")
    assert refused.value.kind == "source_unknown"


def test_two_branches_with_one_form_are_two_sources(workspace: Workspace, file: Path) -> None:
    """The same rows in both are no duplicates of each other, and a third file is asked about."""
    reading = workspace.reading
    answers = {"date_order:Date": "day_first"}
    for name in ("Huế", "Vinh"):
        receipt = reading.import_file(ImportRequest(file, file.name, {**answers, "source": name}))
        assert receipt.rows_kept == 3
    assert sources(workspace) == {"Huế": 3, "Vinh": 3}
    (question,) = reading.inspect(file, "t3.csv").questions
    assert (question.key, question.kind, question.choices) == ("source", "source", ("Huế", "Vinh", "+"))
    with pytest.raises(Refusal) as refused:
        reading.import_file(ImportRequest(file, "t3.csv", {}))
    assert [one.key for one in refused.value.questions] == ["source"]
    assert reading.import_file(ImportRequest(file, "t3.csv", {"source": "vinh"})).rows_duplicate == 3
    assert reading.import_file(ImportRequest(file, "t3.csv", {"source": "+"})).rows_kept == 3
    assert sources(workspace) == {"Huế": 3, "Vinh": 3, "t3": 3}
    vinh = next(one for one in reading.imports() if one.source == "Vinh")
    # Which of them a file belongs to is never taken from memory.
    assert reading.inspect(file, "t4.csv").questions[0].kind == "source"
    # A new source may take the name that another one gave up.
    reading.rename_source(vinh.source_id, "Nghệ An")
    assert reading.import_file(ImportRequest(file, "t3.csv", {"source": "Vinh"})).rows_kept == 3


@pytest.mark.parametrize("step", ["reading", "checking", "storing"])
def test_a_cancelled_import_leaves_nothing_behind(workspace: Workspace, file: Path, step: str) -> None:
    """Cancelled at any step: no row, no source, no remembered answer, no snapshot; and the file still goes in later."""

    class Cancelled(Exception):
        pass

    def cancel(fraction: float, at: str) -> None:
        if at == step and (at != "storing" or fraction > 0.6):
            raise Cancelled

    request = ImportRequest(file, file.name, {"date_order:Date": "day_first"})
    with pytest.raises(Cancelled):
        workspace.reading.import_file(request, cancel)
    assert workspace.reading.imports() == ()
    assert workspace.responses.n_answers() == 0
    assert [one.kind for one in workspace.reading.inspect(file, file.name).questions] == ["date_order"]
    assert not list((workspace.folder / "snapshots").glob("*"))
    with workspace.responses.read() as connection:
        for table in ("sources", "imports", "feedback", "raw_blocks", "customers", "dimension_values"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    assert workspace.reading.import_file(request).rows_kept == 3
