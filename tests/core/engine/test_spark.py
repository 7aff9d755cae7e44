"""The same questions on a Spark cluster of two executors that the test starts: the same whole numbers."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cx_core.engine import Engine
from cx_core.engine.spark import SparkRunner
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from tests.core.engine.servers import spark_cluster
from tests.core.engine.small_data import Table, expected_cells, expected_distributions, nps, parquet_of, sqlite_of
from tests.core.engine.strategies import questions
from tests.core.engine.test_duckdb import Store, n_answers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster():
    with spark_cluster() as session:
        yield session


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=questions(n_queries=4))
def test_spark_counts_what_a_hand_counts(cluster, drawn):
    table, assignment, queries = drawn
    with tempfile.TemporaryDirectory() as folder:
        files = parquet_of(table, Path(folder))
        engine = Engine(SparkRunner(lambda: cluster, lambda: files, sqlite_of(table)))
        for query in queries:
            asked = (query, table.dictionary, assignment)
            assert engine.ask(*asked) == expected_cells(table.answers, query, assignment, table)
            assert engine.distribution(*asked) == expected_distributions(table.answers, query, assignment, table)


def test_two_executors_do_the_work(cluster):
    status = cluster.sparkContext._jsc.sc().statusTracker()
    assert len(status.getExecutorInfos()) == 3, "the driver and two executors"


def test_a_new_stamp_is_noticed_and_workspaces_do_not_meet(cluster, tmp_path):
    folder = tmp_path / "dữ liệu [2026] {a} *"
    folder.mkdir()
    one, other = Store(Table([nps(9)]), folder), Store(Table([nps(9), nps(8), nps(7)]), tmp_path)
    runner, second = (SparkRunner(lambda: cluster, store.snapshots, store) for store in (one, other))
    assert (n_answers(runner, one.table), n_answers(second, other.table)) == (1, 3)
    assert n_answers(runner, one.table) == 1
    one.publish(Table([nps(9), nps(8)]), "two")
    assert (n_answers(runner, one.table), n_answers(second, other.table)) == (2, 3)
    assert one.n_loads == 2


def test_a_file_undone_while_spark_looks_for_it_is_no_failure(cluster, tmp_path):
    store = Store(Table([nps(9), nps(8)]), tmp_path)
    n_looks = 0

    def undone_after_looking():
        nonlocal n_looks
        n_looks += 1
        files = list(store.files)
        if n_looks == 1:
            store.files, store.current = files[:1], "two"
            files[1].unlink()
        return files

    runner = SparkRunner(lambda: cluster, undone_after_looking, store)
    assert n_answers(runner, store.table) == 1


def test_without_snapshots_sqlite_answers(cluster, tmp_path):
    store = Store(Table([nps(9)]), tmp_path)
    store.files = None
    assert n_answers(SparkRunner(lambda: cluster, store.snapshots, store), store.table) == 1


def test_no_session_is_said():
    def unreachable():
        raise ConnectionError("no master at this address")

    table = Table([nps(9)])
    with pytest.raises(Refusal) as refused:
        Engine(SparkRunner(unreachable, list, sqlite_of(table))).ask(Query("nps"), table.dictionary)
    assert (refused.value.kind, refused.value.values) == ("engine_unreachable", {"engine": "Spark"})
