"""Columns in memory follow the store, and step aside when they cannot answer."""

import os
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx_core.engine import Engine, HeldAnswers, column_files
from cx_core.engine.coded import CodedKey, CodedQuery, Timeline
from cx_core.engine.column import LONGEST_TABLE, NotHeld
from cx_core.engine.column_files import hold
from cx_core.engine.kernel import count, days, span
from cx_core.metrics.boxes import Box
from cx_core.model.filters import Filters
from cx_core.model.imports import CodedFilter
from cx_core.model.query import Query
from cx_core.model.segment import CodedTest
from tests.core.engine.small_data import Answer, Table, nps, parquet_of
from tests.core.engine.test_duckdb import Store
from tests.core.engine.test_duckdb_table import answers_of

NPS = Box(900, 1000, 0, 600)


class Database:
    """A database that only counts how often it is asked."""

    name = "database"

    def __init__(self, store):
        self.store = store
        self.n_asked = 0

    def stamp(self):
        return self.store.stamp()

    def run(self, sql):
        self.n_asked += 1
        return self.store.run(sql)


def engine_over(store, **more):
    database = Database(store)
    return Engine(database, held=HeldAnswers(store.snapshots, store.stamp, **more)), database


def n_answers(engine, store):
    return sum(cell.counts.n for cell in engine.ask(Query("nps"), store.table.dictionary))


def test_a_new_stamp_is_noticed_at_the_next_question_and_an_old_one_loads_nothing(tmp_path):
    store = Store(Table([nps(9)]), tmp_path)
    engine, database = engine_over(store)
    assert [n_answers(engine, store) for _ in range(3)] == [1, 1, 1]
    assert store.n_loads == 1
    store.publish(Table([nps(9), nps(8), nps(7)]), "two")
    assert n_answers(engine, store) == 3
    assert (store.n_loads, database.n_asked) == (2, 0)


def test_months_follow_a_new_stamp(tmp_path):
    store = Store(Table([nps(9, on=date(2026, 1, 5))]), tmp_path)
    engine, _ = engine_over(store)
    assert len(engine.ask(Query("nps", every="month"), store.table.dictionary)) == 1
    store.publish(Table([nps(9, on=date(2026, 1, 5)), nps(9, on=date(2026, 2, 12))]), "two")
    assert len(engine.ask(Query("nps", every="month"), store.table.dictionary)) == 2


@pytest.mark.parametrize("damage", ["absent", "gone", "cut", "foreign"])
def test_without_usable_snapshots_the_database_answers(tmp_path, damage):
    store = Store(Table([nps(9), nps(8)]), tmp_path)
    store.damage(damage)
    engine, database = engine_over(store)
    assert n_answers(engine, store) == 2
    assert database.n_asked == 1


def test_files_that_cannot_be_read_are_tried_again_later_and_at_a_new_stamp(tmp_path):
    store, now = Store(Table([nps(9)]), tmp_path), [0.0]
    files, store.files = store.files, None
    engine, database = engine_over(store, clock=lambda: now[0])
    assert [n_answers(engine, store), n_answers(engine, store)] == [1, 1]
    assert (store.n_loads, database.n_asked) == (1, 2)
    store.files, now[0] = files, 31.0
    assert n_answers(engine, store) == 1
    assert database.n_asked == 2


def test_more_answers_than_may_be_held_are_left_to_the_database(tmp_path):
    store = Store(Table([nps(9), nps(8), nps(7)]), tmp_path)
    assert [engine_over(store, most=most)[0].n_answers(Filters(), store.table.dictionary) for most in (2, 3)] == [3, 3]
    engine, database = engine_over(store, most=2)
    assert (n_answers(engine, store), database.n_asked) == (3, 1)
    engine, database = engine_over(store, most=3)
    assert (n_answers(engine, store), database.n_asked) == (3, 0)


def test_a_change_while_loading_is_loaded_too(tmp_path):
    store = Store(Table([nps(9)]), tmp_path)

    def slow_snapshots():
        files = store.snapshots()
        if store.n_loads == 1:
            store.publish(Table([nps(9), nps(8)]), "two")
        return files

    database = Database(store)
    engine = Engine(database, held=HeldAnswers(slow_snapshots, store.stamp))
    assert n_answers(engine, store) == 2
    assert (store.n_loads, database.n_asked) == (2, 0)


def test_what_reads_comments_is_asked_of_the_store(tmp_path):
    class Felt:
        name = "store"

        def stamp(self):
            return "one"

        def run(self, sql):
            raise LookupError("felt_answers" in sql)

    store = Store(Table([nps(9)]), tmp_path)
    engine = Engine(Database(store), store=Felt(), held=HeldAnswers(store.snapshots, store.stamp))
    for ask in (
        lambda: engine.ask(Query("sentiment"), store.table.dictionary),
        lambda: engine.distribution(Query("sentiment"), store.table.dictionary),
        lambda: engine.n_answers(Filters(), store.table.dictionary, metric="sentiment"),
    ):
        with pytest.raises(LookupError, match="True"):
            ask()


def held(answers, tmp_path):
    return hold(parquet_of(Table(answers), tmp_path)).columns


def test_answers_without_a_day_have_no_span_and_count_all_the_same(tmp_path):
    store = Store(Table([nps(9), Answer()]), tmp_path)
    engine, _ = engine_over(store)
    assert engine.day_range(Filters(), store.table.dictionary) is None
    assert engine.n_answers(Filters(), store.table.dictionary) == 2
    assert engine.n_answers(Filters(), store.table.dictionary, metric="nps") == 1


def test_a_column_that_is_not_held_is_left_to_the_database(tmp_path):
    rules = (((CodedTest("id", codes=(1,)),),),)
    with pytest.raises(NotHeld):
        count(held([nps(9)], tmp_path), CodedQuery("nps", included=CodedFilter(rules=rules), boxes=((0, NPS),)))


def test_more_cells_than_a_table_may_have_are_counted_by_those_that_occur(tmp_path):
    answers = [nps(9, on=date(1970, 1, 2), channel="A"), nps(0, on=date(2020, 1, 1), channel="B"), nps(0)]
    groups = tuple((number,) for number in range(1, LONGEST_TABLE // 15_000))
    coded = CodedQuery("nps", (CodedKey("place", groups),), Timeline(), boxes=((0, NPS),))
    # Places 10 and 13, one after the other, are the groups 9 and 12.
    assert sorted(count(held(answers, tmp_path), coded)) == [(1, 9, 1, 1, 0, 900, 810_000), (18_262, 12, 1, 0, 1, 0, 0)]


def test_sums_that_do_not_fit_are_left_to_the_database(tmp_path):
    # Two answers of 1.5e9 hundredths: their squares add up to less than 2**62, the square of their sum does not.
    columns = held([nps(15_000_000, customer="An"), nps(15_000_000, customer="An")], tmp_path)
    assert count(columns, CodedQuery("nps")) == [(2, 0, 0, 3 * 10**9, 2 * (15 * 10**8) ** 2)]
    with pytest.raises(NotHeld):
        count(columns, CodedQuery("nps", clustered=True))
    with pytest.raises(NotHeld):
        count(held([nps(20_000_000), nps(20_000_000)], tmp_path), CodedQuery("nps"))


@pytest.fixture
def read(monkeypatch):
    """Names of the files that were read."""
    names, whole = [], column_files._read
    monkeypatch.setattr(column_files, "_read", lambda file: (names.append(file.name), whole(file))[1])
    return names


def by_import(columns):
    rows = count(columns, CodedQuery("nps", (CodedKey("import_id"),), boxes=((0, NPS),)))
    return sorted((number, n, total) for number, n, _, _, total, _ in rows)


def test_a_new_import_is_read_alone_and_an_undone_one_goes_without_reading(tmp_path, read):
    (tmp_path / "more").mkdir()
    files = parquet_of(answers_of([9, 8, 7], [6]), tmp_path)
    third = parquet_of(answers_of([9], [6], [0]), tmp_path / "more")[2]
    first = hold(files)
    read.clear()
    second = hold([*files, third], first)
    assert by_import(second.columns) == [(1, 3, 2400), (2, 1, 600), (3, 1, 0)]
    assert read == ["import_3.parquet"]
    last = hold([files[0], third], second)
    assert by_import(last.columns) == [(1, 3, 2400), (3, 1, 0)]
    assert hold([files[0], third], last) is last
    assert read == ["import_3.parquet"]


def test_a_file_written_again_replaces_its_rows_and_a_shared_one_all_it_shares(tmp_path, read):
    before = hold(parquet_of(answers_of([9, 9], [1]), tmp_path))
    files = parquet_of(answers_of([9, 9], [2]), tmp_path)
    for file, moved in zip(files, (0, 1_000_000), strict=True):
        was = next(one for one in before.parts if one[0] == file)
        os.utime(file, ns=(was[1] + moved, was[1] + moved))
    read.clear()
    after = hold(files, before)
    assert by_import(after.columns) == [(1, 2, 1800), (2, 1, 200)]
    assert read == ["import_2.parquet"]
    # Now imports 1 and 2 share a file whose numbers lie on both sides of what is kept: all is read anew.
    shared = tmp_path / "block_0.parquet"
    pq.write_table(pa.concat_tables([pq.read_table(file) for file in files]), shared)
    third = parquet_of(answers_of([], [], [4]), tmp_path)[0]
    assert by_import(hold([shared, third], after).columns) == [(1, 2, 1800), (2, 1, 200), (3, 1, 400)]


def test_numbers_of_many_sizes_stand_beside_each_other(tmp_path):
    (tmp_path / "two").mkdir()
    early = parquet_of(Table([nps(9, on=date(1960, 1, 1)), nps(1)]), tmp_path)
    late = parquet_of(Table([nps(3, on=date(2026, 1, 1), customer=f"{n}") for n in range(300)]), tmp_path / "two")
    whole = hold([*early, *late])
    assert whole.columns.n_rows == 302
    assert days(whole.columns) == (-3653, 20454)
    assert span(whole.columns, CodedFilter(), None) == (-3653, 20454, 302)
    assert span(whole.columns, CodedFilter(first_day=20000), "nps") == (20454, 20454, 300)


def test_the_rows_of_a_few_filters_are_remembered_and_forgotten(tmp_path):
    store = Store(Table([nps(9, channel=name) for name in "ABCDEFGH" for _ in range(ord(name) - 64)]), tmp_path)
    held_answers = HeldAnswers(store.snapshots, store.stamp)
    engine = Engine(Database(store), held=held_answers)
    for _ in range(2):
        for name in "ABCDEFGHA":
            filters = Filters().with_values("channel", [name])
            assert engine.n_answers(filters, store.table.dictionary) == ord(name) - 64
        remembered = held_answers._held[1].columns.remembered
        assert len(remembered) == 6
        held_answers.forget()
        assert not remembered
