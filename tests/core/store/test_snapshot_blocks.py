"""Many imports share files by blocks of numbers, and the files still hold exactly what the database holds."""

import sqlite3

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.store import snapshots as snapshots_module
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from tests.core.store.answer_builders import ZONE, table, take


def in_files(files):
    if not files:
        return []
    listing = ", ".join(f"'{file}'" for file in files)
    question = f"SELECT {', '.join(ANSWER_COLUMNS)} FROM read_parquet([{listing}]) ORDER BY id"
    return duckdb.sql(question).fetchall()


def in_database(store):
    return table(store, f"SELECT {', '.join(ANSWER_COLUMNS)} FROM answers ORDER BY id")


def names(files):
    return [file.name for file in files]


@pytest.fixture
def few(monkeypatch):
    """Four numbers make a block, and three imports are many already."""
    monkeypatch.setattr(snapshots_module, "MANY_IMPORTS", 2)
    monkeypatch.setattr(snapshots_module, "BLOCK", 4)
    monkeypatch.setattr(snapshots_module, "_SUPERSEDED_SECONDS", -1.0)


def bring(store, number):
    day = 28 - number % 28
    take(
        store,
        {"nps": number % 11, "responded_at": f"2026-11-{day:02d}T03:00:00Z"},
        {"csat": 1 + number % 5, "channel": f"Kênh {number % 3}"},
        fingerprint=f"source {number}",
    )


def test_twenty_files_stay_and_the_next_one_makes_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots_module, "_SUPERSEDED_SECONDS", -1.0)
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 21):
        bring(store, number)
    assert len(store.ensure_snapshots()) == 20
    bring(store, 21)
    files = store.ensure_snapshots()
    assert names(files) == ["block_0.parquet", *(f"import_{n}.parquet" for n in range(16, 22))]
    assert in_files(files) == in_database(store)
    assert {path.name for path in (tmp_path / "snapshots").glob("*.parquet")} == set(names(files))


def test_a_block_is_sorted_by_day(tmp_path, few):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)
    days = pq.read_table(tmp_path / "snapshots" / "block_0.parquet").column("day").to_pylist()
    known = [day for day in days if day is not None]
    assert known == sorted(known) and len(known) == 3


def test_a_block_is_made_of_the_files_that_are_there(tmp_path, few, monkeypatch):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 4):
        bring(store, number)
    asked = []
    inner = snapshots_module._batches
    monkeypatch.setattr(snapshots_module, "_batches", lambda c, number: asked.append(number) or inner(c, number))
    bring(store, 4)
    assert asked == []  # the new import from its own numbers; 1 to 3 went into the block from their files
    store.undo("2")
    assert asked == []  # and the block without 2 is made of the block
    files = store.ensure_snapshots()
    assert names(files) == ["block_0.parquet", "import_4.parquet"]
    assert in_files(files) == in_database(store)


def test_an_undone_import_is_gone_from_its_block_at_once(tmp_path, few):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)
    store.undo("3")
    held = pq.read_table(tmp_path / "snapshots" / "block_0.parquet").column("import_id").to_pylist()
    assert set(held) == {1, 2}


def test_where_the_block_cannot_be_written_again_it_goes(tmp_path, few, monkeypatch):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)

    def full(*arguments, **more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(snapshots_module.pq, "write_table", full)
        assert store.undo("3").state == "undone"
        assert not (tmp_path / "snapshots" / "block_0.parquet").exists()
        assert store.ensure_snapshots() is None
    assert in_files(store.ensure_snapshots()) == in_database(store)


def test_a_block_stays_a_block_when_imports_become_few(tmp_path, few):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)
    for number in (1, 2, 4):
        store.undo(str(number))
    assert names(store.ensure_snapshots()) == ["block_0.parquet", "import_5.parquet"]
    store.undo("3")
    assert names(store.ensure_snapshots()) == ["import_5.parquet"]


def test_single_files_outlive_their_block_for_a_moment(tmp_path, few, monkeypatch):
    """A process that was told of them may just be loading them."""
    monkeypatch.setattr(snapshots_module, "_SUPERSEDED_SECONDS", 60.0)
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)
    folder = tmp_path / "snapshots"
    assert (folder / "import_1.parquet").exists()
    store.undo("2")
    assert not (folder / "import_2.parquet").exists()
    monkeypatch.setattr(snapshots_module, "_SUPERSEDED_SECONDS", -1.0)
    store.ensure_snapshots()
    assert not (folder / "import_1.parquet").exists()


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.with_suffix(".seal").unlink(),
        lambda path: path.with_suffix(".seal").write_text("1:x,2 y:z"),
        lambda path: path.write_bytes(path.read_bytes().replace(b"PAR1", b"PAR2")),
    ],
)
def test_a_harmed_block_is_made_again_from_the_database(tmp_path, few, harm, restarted):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)
    block = store.ensure_snapshots()[0]
    harm(block)
    if restarted:
        store = ResponseStore.open(tmp_path, ZONE)
    assert in_files(store.ensure_snapshots()) == in_database(store)


def test_rows_changed_in_the_database_reach_the_block(tmp_path, few):
    store = ResponseStore.open(tmp_path, ZONE)
    for number in range(1, 6):
        bring(store, number)
    before = store.ensure_snapshots()[0].read_bytes()
    moved = ResponseStore.open(tmp_path, "America/New_York")  # 03:00 UTC is the day before there
    files = moved.ensure_snapshots()
    assert files[0].read_bytes() != before
    assert in_files(files) == in_database(moved)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(0, 12), min_size=1, max_size=14))
def test_whatever_is_brought_and_undone_the_files_are_exact(tmp_path_factory, steps):
    """0 to 6 brings an import in, what is above undoes one of the live ones."""
    folder = tmp_path_factory.mktemp("workspace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots_module, "MANY_IMPORTS", 2)
        patch.setattr(snapshots_module, "BLOCK", 3)
        patch.setattr(snapshots_module, "_SUPERSEDED_SECONDS", -1.0)
        store = ResponseStore.open(folder, ZONE)
        for number, step in enumerate(steps):
            live = [one.batch_id for one in store.imports() if one.state == "live"]
            if step <= 6 or not live:
                bring(store, number)
            else:
                store.undo(live[step % len(live)])
            files = store.ensure_snapshots()
            assert in_files(files) == in_database(store)
            assert set(files) == set((folder / "snapshots").glob("*.parquet"))


def test_no_part_of_a_workspace_database_names_a_snapshot(tmp_path):
    """The files can be left out of any copy: a folder without them answers the same."""
    store = ResponseStore.open(tmp_path, ZONE)
    bring(store, 1)
    copy = tmp_path / "copy"
    copy.mkdir()
    with sqlite3.connect(tmp_path / RESPONSES_FILE) as source, sqlite3.connect(copy / RESPONSES_FILE) as target:
        source.backup(target)
    restored = ResponseStore.open(copy, ZONE)
    assert in_files(restored.ensure_snapshots()) == in_database(store)
