"""When answers change, only the files that changed are read again."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx_core.engine import DuckDBRunner, duckdb_table
from cx_core.engine.duckdb_table import follow, load_table
from tests.core.engine.small_data import Table, nps, parquet_of, sqlite_of
from tests.core.engine.test_duckdb import Store

COUNT = "SELECT import_id, COUNT(*), SUM(nps) FROM answers GROUP BY import_id ORDER BY import_id"


@pytest.fixture
def read(monkeypatch):
    """Names of the files that were read one by one."""
    names = []
    whole = duckdb_table._read
    monkeypatch.setattr(duckdb_table, "_read", lambda file: (names.append(file.name), whole(file))[1])
    return names


@pytest.fixture
def loads(monkeypatch):
    """How often all files were loaded anew."""
    taken = []
    whole = duckdb_table.load_table
    monkeypatch.setattr("cx_core.engine.duckdb.load_table", lambda files: (taken.append(len(files)), whole(files))[1])
    return taken


def answers_of(*imports):
    """Make the answers of imports 1, 2, …: each a list of NPS points."""
    table = Table([nps(point) for points in imports for point in points])
    numbers = [number for number, points in enumerate(imports, 1) for _ in points]
    for row, number in zip(table.rows, numbers, strict=True):
        row["import_id"] = number
    return table


def asked(store, runner):
    """Ask, and check against SQLite."""
    found = runner.run(COUNT)
    assert found == store.run(COUNT)
    return found


def test_a_new_import_is_read_alone_and_an_undone_one_goes_without_reading(tmp_path, read, loads):
    store = Store(answers_of([9, 8, 7], [6]), tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    asked(store, runner)
    first = answers_of([9, 8, 7], [6], [0])
    (tmp_path / "more").mkdir()
    third = parquet_of(first, tmp_path / "more")[2].rename(tmp_path / "import_3.parquet")
    store.sqlite, store.files, store.current = sqlite_of(first), [*store.files, third], "two"
    assert asked(store, runner) == [(1, 3, 2400), (2, 1, 600), (3, 1, 0)]
    assert (read, loads) == (["import_3.parquet"], [2])
    first.rows = [row for row in first.rows if row["import_id"] != 2]
    store.sqlite, store.files, store.current = sqlite_of(first), [store.files[0], third], "three"
    assert asked(store, runner) == [(1, 3, 2400), (3, 1, 0)]
    assert (read, loads) == (["import_3.parquet"], [2])


def test_a_file_written_again_is_read_again_and_replaces_its_rows(tmp_path, read):
    table = load_table(parquet_of(answers_of([9, 9, 9, 9], [1]), tmp_path))
    files = parquet_of(answers_of([9, 9, 9, 9], [2]), tmp_path)
    for file, moved in zip(files, (0, 1_000_000), strict=True):
        was = next(one for one in table.parts if one[0] == file)
        os.utime(file, ns=(was[1] + moved, was[1] + moved))
    followed = follow(table, files)
    assert read == ["import_2.parquet"]
    assert followed.connection.execute(COUNT).fetchall() == [(1, 4, 3600), (2, 1, 200)]
    assert (followed.n_dead, sorted(part.n_rows for part in followed.parts.values())) == (1, [1, 4])


def test_where_most_rows_change_all_are_loaded_anew(tmp_path):
    (tmp_path / "other").mkdir()
    table = load_table(parquet_of(answers_of([9], [1]), tmp_path))
    kept = next(iter(table.parts))[0]
    others = parquet_of(answers_of([0], [1, 2, 3]), tmp_path / "other")
    assert follow(table, [kept, others[1]]) is None
    assert follow(table, others) is None
    assert follow(table, []) is None


def test_a_number_that_does_not_fit_its_column_and_a_damaged_file_load_all_anew(tmp_path):
    one = answers_of([9, 9], [1])
    files = parquet_of(one, tmp_path)
    table = load_table(files)
    wide = pq.read_table(files[1])
    at = wide.schema.get_field_index("place")
    pq.write_table(wide.set_column(at, wide.schema.field(at), pa.array([70_000], pa.int32())), files[1])
    assert follow(table, files) is None
    files[1].write_bytes(b"PAR1 torn")
    assert follow(table, files) is None
    # What was there is still whole.
    assert table.connection.execute(COUNT).fetchall() == [(1, 2, 1800), (2, 1, 100)]
