"""Snapshots hold what the database holds, and are written again whenever they do not."""

import os
import time
from contextlib import contextmanager

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.problem import Refusal
from cx_core.store import snapshots as snapshots_module
from cx_core.store.database import Database
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


ROWS = (
    {"responded_at": "2026-11-03T03:00:00Z", "nps": 0, "channel": "Zalo", "verbatim": "chậm", "customer": "kh1"},
    {"nps": 9, "csat": 4.5, "segment:Hạng": "Vàng"},
    {"responded_at": "2026-11-01T03:00:00Z", "ces": 7},
)


def in_files(files):
    listing = ", ".join(f"'{file}'" for file in files)
    question = f"SELECT {', '.join(ANSWER_COLUMNS)} FROM read_parquet([{listing}]) ORDER BY id"
    return duckdb.sql(question).fetchall()


def in_database(store):
    return table(store, f"SELECT {', '.join(ANSWER_COLUMNS)} FROM answers ORDER BY id")


def test_an_import_writes_its_snapshot_sorted_by_day(store, tmp_path):
    take(store, *ROWS)
    path = tmp_path / "snapshots" / "import_1.parquet"
    assert store.ensure_snapshots() == (path,)
    file = pq.ParquetFile(path)
    assert tuple(file.schema_arrow.names) == ANSWER_COLUMNS
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.read().column("nps").to_pylist() == [None, 0, 900]  # 1 and 3 November, no date
    assert {path.name for path in (tmp_path / "snapshots").iterdir()} == {"import_1.parquet", "import_1.seal"}


def test_no_words_and_no_names_stand_in_a_snapshot(store):
    take(store, {"nps": 9, "verbatim": "Nhân viên Lan", "channel": "Zalo", "customer": "0912345678"})
    [path] = store.ensure_snapshots()
    data = path.read_bytes()
    assert not any(text.encode() in data for text in ("Nhân viên Lan", "Zalo", "0912345678"))


def test_files_and_database_answer_alike(store):
    take(store, *ROWS)
    take(store, {"nps": 3, "channel": "Cửa hàng"}, fingerprint="other")
    assert in_files(store.ensure_snapshots()) == in_database(store)


def test_an_import_of_orders_alone_has_a_snapshot_without_rows(store):
    take(store, {"order": "D1"})
    take(store, {"nps": 9}, fingerprint="other")
    assert in_files(store.ensure_snapshots()) == in_database(store)


def delete(path):
    path.unlink()


def empty(path):
    path.write_bytes(b"")


def fill_with_garbage(path):
    path.write_bytes(b"PAR1" + b"\x07" * 500 + b"PAR1")


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def flip_one_bit_of_the_data(path):
    data = bytearray(path.read_bytes())
    data[60] ^= 0x10
    path.write_bytes(bytes(data))


def replace_by_another_file(path):
    pq.write_table(pq.read_table(path).slice(0, 1).replace_schema_metadata(None), path)


def drop_a_column(path):
    rows = pq.read_table(path)
    pq.write_table(rows.drop_columns(["has_verbatim"]), path)


def break_the_seal(path):
    path.with_suffix(".seal").unlink()


@pytest.mark.parametrize(
    "harm",
    [
        delete,
        empty,
        fill_with_garbage,
        cut,
        flip_one_bit_of_the_data,
        replace_by_another_file,
        drop_a_column,
        break_the_seal,
    ],
)
@pytest.mark.parametrize("restarted", [False, True])
def test_what_is_missing_or_damaged_is_written_again(store, tmp_path, harm, restarted):
    take(store, *ROWS)
    [path] = store.ensure_snapshots()
    harm(path)
    if restarted:
        store = ResponseStore.open(tmp_path, ZONE)
    assert in_files(store.ensure_snapshots()) == in_database(store)


def test_no_flipped_bit_is_ever_believed(store):
    """A bit in every 23rd byte of the snapshot and of its seal, one at a time."""
    take(store, *ROWS)
    [path] = store.ensure_snapshots()
    [(content,)] = table(store, "SELECT content FROM imports")
    assert snapshots_module._is_sealed(path, content)
    for file in (path, path.with_suffix(".seal")):
        whole = file.read_bytes()
        for at in range(0, len(whole), 23):
            harmed = bytearray(whole)
            harmed[at] ^= 1 << (at % 8)
            file.write_bytes(bytes(harmed))
            assert not snapshots_module._is_sealed(path, content)
        file.write_bytes(whole)
    assert snapshots_module._is_sealed(path, content)


def test_a_snapshot_of_another_database_is_out_of_date(store, tmp_path):
    """A backup was restored over the folder: import 1 is another file now, and its snapshot must not be believed."""
    take(store, *ROWS)
    [path] = store.ensure_snapshots()
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    other = ResponseStore.open(other_folder, ZONE)
    take(other, {"nps": 3}, {"nps": 4}, {"nps": 5})
    [of_other] = other.ensure_snapshots()
    path.write_bytes(of_other.read_bytes())
    assert in_files(store.ensure_snapshots()) == in_database(store)


def test_a_good_snapshot_is_left_alone(store):
    take(store, *ROWS)
    [path] = store.ensure_snapshots()
    before = path.stat().st_mtime_ns
    store.ensure_snapshots()
    assert path.stat().st_mtime_ns == before


def test_leftovers_are_cleared_away(store, tmp_path):
    """A snapshot of an import that is gone, and the draft of a process that was killed; a young draft is being written."""
    take(store, *ROWS)
    folder = tmp_path / "snapshots"
    (folder / "import_77.seal").write_bytes(b"x")
    orphan, old, young = folder / "import_77.parquet", folder / ".import_1.1.aa.draft", folder / ".import_1.2.bb.draft"
    for path in (orphan, old, young):
        path.write_bytes(b"x")
    an_age_ago = time.time() - 2 * snapshots_module._DRAFT_SECONDS
    os.utime(old, (an_age_ago, an_age_ago))
    store.ensure_snapshots()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".import_1.2.bb.draft", "import_1.parquet", "import_1.seal",
    ]  # fmt: skip


def test_where_nothing_can_be_written_there_are_no_snapshots_and_the_import_stands(tmp_path, store):
    (tmp_path / "snapshots").write_text("in the way")
    assert take(store, *ROWS).rows_kept == 3
    assert store.ensure_snapshots() is None
    assert store.n_answers() == 3
    assert store.undo("1").state == "undone"


numbers = st.fixed_dictionaries(
    {"nps": st.integers(0, 10)},
    optional={
        "csat": st.integers(1, 5),
        "rating": st.sampled_from([1, 1.5, 5]),
        "channel": st.sampled_from(["Zalo", "Cửa hàng"]),
        "segment:Hạng": st.sampled_from(["Vàng", "Bạc"]),
        "responded_at": st.datetimes().filter(lambda at: at.year > 1).map(lambda at: at.isoformat() + "Z"),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(numbers, max_size=5), max_size=3))
def test_whatever_was_imported_stands_in_the_files(tmp_path_factory, batches):
    store = ResponseStore.open(tmp_path_factory.mktemp("workspace"), ZONE)
    for number, batch in enumerate(batches):
        take(store, *batch, fingerprint=f"source {number}")
    files = store.ensure_snapshots()
    assert (in_files(files) if files else []) == in_database(store)


def test_a_snapshot_written_with_the_import_is_the_one_read_back(store):
    """Every kind of column, duplicates and orders between, given and not: the two ways to a file agree."""
    take(store, *ROWS, {"order": "D1", "identity": "o"}, {"rating": 4.5, "identity": "r"}, {"nps": 1, "identity": "r"})
    [path] = store.ensure_snapshots()
    written = pq.read_table(path)
    path.unlink()
    assert store.ensure_snapshots() == (path,)
    assert pq.read_table(path).equals(written)


def test_whoever_asks_as_soon_as_an_import_is_in_need_not_write_its_snapshot(store, tmp_path, monkeypatch):
    """It is whole before the import is live, and takes its place with a rename."""
    live_when_drafted = []
    draft = snapshots_module.Snapshots.draft

    def watched(snapshots, *arguments):
        live_when_drafted.append(table(store, "SELECT count(*) FROM imports WHERE state = 'live'")[0][0])
        return draft(snapshots, *arguments)

    def never(snapshots, part):
        raise AssertionError("read back from the database")

    def asked_at_once(draft):
        publish(draft)
        assert table(store, "SELECT count(*) FROM imports WHERE state = 'live'")[0][0] == 1
        assert (tmp_path / "responses.db-wal").stat().st_size > 0, "the log is still to be moved into the file"
        assert in_files(store.ensure_snapshots()) == in_database(store)
        asked.append(draft)

    asked, publish = [], snapshots_module.Draft.publish
    monkeypatch.setattr(snapshots_module.Draft, "publish", asked_at_once)
    monkeypatch.setattr(snapshots_module.Snapshots, "draft", watched)
    monkeypatch.setattr(snapshots_module.Snapshots, "_rows", never)
    take(store, *ROWS)
    assert (live_when_drafted, len(asked)) == ([0], 1)
    assert {path.name for path in (tmp_path / "snapshots").iterdir()} == {"import_1.parquet", "import_1.seal"}


@pytest.fixture
def drafted_only(store, tmp_path):
    """An import that is in, whose draft nobody has published yet."""
    take(store, *ROWS)
    folder = tmp_path / "snapshots"
    (folder / "import_1.parquet").rename(folder / ".import_1.7.aa.draft")
    (folder / "import_1.seal").rename(folder / ".import_1.7.aa.seal.draft")
    return folder


def test_a_draft_of_what_is_in_is_put_in_its_place(store, drafted_only, monkeypatch):
    """Whoever asks between an import's commit and its publishing need not read it back."""
    monkeypatch.setattr(snapshots_module.Snapshots, "_write", lambda *arguments: pytest.fail("read back"))
    other = ResponseStore.open(drafted_only.parent, ZONE)
    assert in_files(other.ensure_snapshots()) == in_database(store)
    assert {path.name for path in drafted_only.iterdir()} == {"import_1.parquet", "import_1.seal"}


def test_a_draft_of_something_else_is_left(store, drafted_only):
    seal = drafted_only / ".import_1.7.aa.seal.draft"
    seal.write_text("other " + seal.read_text().split(" ", 1)[1])
    other = ResponseStore.open(drafted_only.parent, ZONE)
    assert in_files(other.ensure_snapshots()) == in_database(store)
    assert seal.exists()


def test_a_damaged_draft_is_written_anew(store, drafted_only):
    rows = drafted_only / ".import_1.7.aa.draft"
    rows.write_bytes(rows.read_bytes()[:-9])
    other = ResponseStore.open(drafted_only.parent, ZONE)
    assert in_files(other.ensure_snapshots()) == in_database(store)


def test_a_file_that_another_process_has_put_in_its_place_is_as_good(store, tmp_path, monkeypatch):
    take(store, *ROWS)
    folder = tmp_path / "snapshots"
    for path in folder.iterdir():
        path.unlink()
    drafted = snapshots_module.Snapshots._drafted

    def published_at_once(snapshots, *arguments):
        draft = drafted(snapshots, *arguments)
        draft.publish()
        return draft

    monkeypatch.setattr(snapshots_module.Snapshots, "_drafted", published_at_once)
    other = ResponseStore.open(tmp_path, ZONE)
    assert in_files(other.ensure_snapshots()) == in_database(store)


def test_an_import_that_fails_at_its_end_leaves_no_draft(store, tmp_path, monkeypatch):
    write = Database.write

    @contextmanager
    def fails_to_commit(database, **options):
        with write(database, **options) as connection:
            yield connection
            assert list((tmp_path / "snapshots").iterdir()), "the draft is written by now"
            raise Refusal("disk_full")

    monkeypatch.setattr(Database, "write", fails_to_commit)
    with pytest.raises(Refusal, match="disk_full"):
        take(store, *ROWS)
    assert in_database(store) == []
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_what_could_not_be_drafted_is_read_back(store, monkeypatch):
    monkeypatch.setattr(snapshots_module.Snapshots, "draft", lambda *arguments: None)
    take(store, *ROWS)
    assert in_files(store.ensure_snapshots()) == in_database(store)
