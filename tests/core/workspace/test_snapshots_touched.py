"""What people change touches the files of counted answers as little as it can: counted in files written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cx_core.engine import column_files
from cx_core.journeys import build
from cx_core.model.analysed import Correction
from cx_core.model.filters import Filters
from cx_core.model.query import Query
from cx_core.store.snapshots import Snapshots
from cx_core.workspace import Workspace
from tests.core.store.answer_builders import take

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def touched(monkeypatch):
    """Names of the snapshot files that were written, and of those that were read again."""
    written, read = [], []
    drafted, whole = Snapshots._drafted, column_files._read
    monkeypatch.setattr(
        Snapshots, "_drafted", lambda self, part, rows: (written.append(part.path.name), drafted(self, part, rows))[1]
    )
    monkeypatch.setattr(column_files, "_read", lambda file: (read.append(file.name), whole(file))[1])
    return written, read


@pytest.fixture
def workspace(tmp_path):
    """Three imports of ten answers each, counted once, so that the engine holds them."""
    opened = Workspace.open(tmp_path)
    for number in range(3):
        rows = [
            {"nps": at, "channel": "Zalo", "touchpoint": "Tư vấn", "verbatim": f"giao chậm {number} {at}"}
            for at in range(10)
        ]
        take(opened.responses, *rows, fingerprint=f"source {number}")
    assert n_answers(opened) == 30
    return opened


def n_answers(workspace):
    return sum(cell.counts.n for cell in workspace.measuring.ask(Query("nps", filters=Filters())))


def test_a_new_import_writes_and_reads_its_own_file_and_an_undo_none(touched, workspace):
    written, read = touched
    written.clear()
    read.clear()
    receipt = take(workspace.responses, {"nps": 5, "channel": "Zalo", "touchpoint": "Tư vấn"}, fingerprint="more")
    assert n_answers(workspace) == 31
    assert (written, read) == (["import_4.parquet"], ["import_4.parquet"])
    workspace.responses.undo(receipt.batch_id)
    assert n_answers(workspace) == 30
    assert (written, read) == (["import_4.parquet"], ["import_4.parquet"])


def test_maps_corrections_themes_and_names_write_no_file(touched, workspace):
    written, read = touched
    written.clear()
    read.clear()
    journey = workspace.maps.create(
        build.journey("Bản đồ", [build.stage("Mua", [build.touchpoint("Quầy", channel="store")])]), "Lan"
    )
    places = workspace.maps.places(journey.id, workspace.responses.places_with_counts())
    workspace.maps.assign(journey.id, places, journey.stages[0].touchpoints[0].id, "Lan")
    assert sum(cell.counts.n for cell in workspace.measuring.ask(
        Query("nps", ("touchpoint",), filters=Filters(journey_id=journey.id)))) == 30  # fmt: skip
    workspace.taxonomies.add("Chờ lâu", ["chậm"], "vi")
    workspace.analysing.run()
    workspace.analyses.correct([1, 2], Correction(None, "positive"), "Lan", NOW)
    source = next(iter(workspace.responses.dictionary().sources))
    workspace.responses.rename_source(source, "Tên khác")
    assert n_answers(workspace) == 30
    assert (written, read) == ([], [])
