"""The same questions on a PostgreSQL server that the test starts: the same whole numbers."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cx_core.engine import Engine
from cx_core.engine.postgres import PostgresRunner
from cx_core.model.problem import Refusal
from cx_core.model.query import Query
from tests.core.engine.servers import need, postgres_server
from tests.core.engine.small_data import Table, expected_cells, expected_distributions, nps, parquet_of, sqlite_of
from tests.core.engine.strategies import questions
from tests.core.engine.test_duckdb import Store, n_answers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address():
    need("psycopg")
    with postgres_server() as server:
        yield server


@pytest.fixture
def schema(address):
    """An empty schema, as each workspace has its own."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS work CASCADE")
        connection.execute("CREATE SCHEMA work")
    return address + "&options=-csearch_path%3Dwork"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=questions(n_queries=6))
def test_postgres_counts_what_a_hand_counts(address, drawn):
    table, assignment, queries = drawn
    with tempfile.TemporaryDirectory() as folder:
        files = parquet_of(table, Path(folder))
        runner = PostgresRunner(address, lambda: files, sqlite_of(table))
        engine = Engine(runner)
        for query in queries:
            asked = (query, table.dictionary, assignment)
            assert engine.ask(*asked) == expected_cells(table.answers, query, assignment, table)
            assert engine.distribution(*asked) == expected_distributions(table.answers, query, assignment, table)
            assert engine.n_answers(query.filters, *asked[1:]) == Engine(sqlite_of(table)).n_answers(
                query.filters, *asked[1:]
            )
        runner.close()


def test_the_copy_follows_the_store_file_by_file(schema, tmp_path):
    import psycopg

    store = Store(Table([nps(9), nps(8), nps(7)]), tmp_path)
    runner = PostgresRunner(schema, store.snapshots, store)
    assert [n_answers(runner, store.table) for _ in range(3)] == [3, 3, 3]
    assert store.n_loads == 1

    def copied():
        with psycopg.connect(schema) as connection:
            return dict(
                connection.execute("SELECT import_id, MIN(xmin::text) FROM answers GROUP BY import_id").fetchall()
            )

    before = copied()
    # Import 2 (answers 1 and 3) changes, import 1 (answer 2) stays as it is.
    store.publish(Table([nps(0), nps(8), nps(7)]), "two")
    assert n_answers(runner, store.table) == 3
    after = copied()
    assert (before[1], before[2]) != (after[1], after[2])
    assert before[1] == after[1]
    # Undoing import 2 takes its rows away.
    store.files, store.current = store.files[:1], "three"
    assert n_answers(runner, store.table) == 1
    runner.close()


def test_a_second_process_finds_the_copy_ready(schema, tmp_path):
    store = Store(Table([nps(9)]), tmp_path)
    first, second = (PostgresRunner(schema, store.snapshots, store) for _ in range(2))
    assert n_answers(first, store.table) == n_answers(second, store.table) == 1
    first.close()
    second.close()


def test_without_snapshots_sqlite_answers(schema, tmp_path):
    store = Store(Table([nps(9)]), tmp_path)
    store.files = None
    assert n_answers(PostgresRunner(schema, store.snapshots, store), store.table) == 1


def test_a_lost_connection_is_replaced_at_the_next_question(schema, tmp_path):
    import psycopg

    store = Store(Table([nps(9)]), tmp_path)
    runner = PostgresRunner(schema, store.snapshots, store)
    assert n_answers(runner, store.table) == 1
    with psycopg.connect(schema, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert n_answers(runner, store.table) == 1
    runner.close()


def test_an_unreachable_server_is_said_without_its_address(tmp_path):
    need("psycopg")
    table = Table([nps(9)])
    files = parquet_of(table, tmp_path)
    runner = PostgresRunner(f"postgresql://u:secret@/x?host={tmp_path}", lambda: files, sqlite_of(table))
    with pytest.raises(Refusal) as refused:
        Engine(runner).ask(Query("nps"), table.dictionary)
    assert (refused.value.kind, refused.value.values) == ("engine_unreachable", {"engine": "PostgreSQL"})
