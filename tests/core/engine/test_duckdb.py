"""DuckDB follows the store: it loads, notices changes, and steps aside when it cannot."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx_core.engine import DuckDBRunner, Engine
from cx_core.model.query import Query
from tests.core.engine.small_data import Table, nps, parquet_of, sqlite_of


class Store:
    """A stand-in for the store: files, a stamp, and SQLite with the same answers."""

    def __init__(self, table, folder):
        self.folder = folder
        self.n_loads = 0
        self.publish(table, "one")

    def publish(self, table, stamp):
        self.table = table
        self.files = parquet_of(table, self.folder)
        self.sqlite = sqlite_of(table)
        self.current = stamp

    def damage(self, how):
        """Leave no files, none where one should be, a part of one, or one of other columns."""
        if how == "absent":
            self.files = None
        elif how == "gone":
            self.files[0].unlink()
        elif how == "cut":
            self.files[0].write_bytes(self.files[0].read_bytes()[:100])
        else:
            pq.write_table(pa.table({"colour": [1]}), self.files[0])

    def snapshots(self):
        self.n_loads += 1
        return self.files

    def stamp(self):
        return self.current

    # The fallback of the runner.
    name = "sqlite"

    def run(self, sql):
        return self.sqlite.run(sql)


def n_answers(runner, table):
    return sum(cell.counts.n for cell in Engine(runner).ask(Query("nps"), table.dictionary))


def test_a_new_stamp_is_noticed_at_the_next_question_and_an_old_one_loads_nothing(tmp_path):
    store = Store(Table([nps(9)]), tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    assert [n_answers(runner, store.table) for _ in range(3)] == [1, 1, 1]
    assert store.n_loads == 1
    store.publish(Table([nps(9), nps(8), nps(7)]), "two")
    assert n_answers(runner, store.table) == 3
    assert store.n_loads == 2


def test_months_follow_a_new_stamp(tmp_path):
    from datetime import date

    store = Store(Table([nps(9, on=date(2026, 1, 5))]), tmp_path)
    engine = Engine(DuckDBRunner(store.snapshots, store))
    assert len(engine.ask(Query("nps", every="month"), store.table.dictionary)) == 1
    store.publish(Table([nps(9, on=date(2026, 1, 5)), nps(9, on=date(2026, 2, 12))]), "two")
    assert len(engine.ask(Query("nps", every="month"), store.table.dictionary)) == 2


def test_no_imports_is_an_empty_table_not_a_failure(tmp_path):
    store = Store(Table([]), tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    assert runner.is_loaded()
    assert n_answers(runner, store.table) == 0


@pytest.mark.parametrize("damage", ["absent", "gone", "cut", "foreign"])
def test_without_usable_snapshots_sqlite_answers(tmp_path, damage):
    store = Store(Table([nps(9), nps(8)]), tmp_path)
    store.damage(damage)
    runner = DuckDBRunner(store.snapshots, store)
    assert not runner.is_loaded()
    assert n_answers(runner, store.table) == 2


def test_a_failed_load_is_tried_again_later_and_at_a_new_stamp(tmp_path):
    store, now = Store(Table([nps(9)]), tmp_path), [0.0]
    files, store.files = store.files, None
    runner = DuckDBRunner(store.snapshots, store, clock=lambda: now[0])
    assert not runner.is_loaded()
    assert not runner.is_loaded()
    assert store.n_loads == 1
    store.files, now[0] = files, 31.0
    assert runner.is_loaded()
    store.files, store.current = None, "two"
    assert not runner.is_loaded()
    store.files, store.current = files, "three"
    assert runner.is_loaded()


def test_a_change_while_loading_is_loaded_too(tmp_path):
    store = Store(Table([nps(9)]), tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    plain = store.snapshots

    def slow_snapshots():
        files = plain()
        if store.n_loads == 1:
            store.publish(Table([nps(9), nps(8)]), "two")
        return files

    runner = DuckDBRunner(slow_snapshots, store)
    assert n_answers(runner, store.table) == 2
    assert store.n_loads == 2


def test_each_column_takes_the_smallest_type_that_holds_it(tmp_path):
    store = Store(Table([nps(score) for score in (0, 10, 9, 8)]), tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    types = {name: type_ for name, type_, *_ in runner.run("DESCRIBE answers")}
    assert (types["nps"], types["place"], types["segment_8"]) == ("SMALLINT", "TINYINT", "TINYINT")


def test_a_folder_may_have_any_name(tmp_path):
    folder = tmp_path / "dữ liệu [2026] it's * key=1"
    folder.mkdir()
    store = Store(Table([nps(9)]), folder)
    runner = DuckDBRunner(store.snapshots, store)
    assert runner.is_loaded()
    assert n_answers(runner, store.table) == 1


def test_the_loaded_database_reads_no_other_file(tmp_path):
    import duckdb

    store = Store(Table([nps(9)]), tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    with pytest.raises(duckdb.PermissionException):
        runner.run(f"SELECT * FROM read_parquet('{store.files[0]}')")


def test_many_threads_ask_while_the_answers_change(tmp_path):
    tables = {str(n): Table([nps(9)] * n) for n in range(1, 6)}
    store = Store(tables["1"], tmp_path)
    runner = DuckDBRunner(store.snapshots, store)
    stop, seen = threading.Event(), set()

    def ask():
        while not stop.is_set():
            seen.add(runner.run("SELECT COUNT(*) FROM answers WHERE nps IS NOT NULL")[0][0])

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for number, table in tables.items():
            folder = tmp_path / number
            folder.mkdir()
            store.folder = folder
            store.publish(table, number)
            threading.Event().wait(0.05)
        stop.set()
        for future in asking:
            future.result()
    assert seen <= {1, 2, 3, 4, 5}
    assert runner.run("SELECT COUNT(*) FROM answers")[0][0] == 5
