"""The same questions through Ibis, which opens other warehouses."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings

from cx_core.engine import Engine
from cx_core.engine.ibis import IbisRunner
from cx_core.model.imports import ANSWER_COLUMNS
from tests.core.engine.servers import need
from tests.core.engine.small_data import expected_cells, expected_distributions, sqlite_of
from tests.core.engine.strategies import questions

pytestmark = pytest.mark.slow


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=questions(n_queries=2))
def test_ibis_counts_what_a_hand_counts(tmp_path_factory, drawn):
    need("ibis")
    import ibis

    table, assignment, queries = drawn
    file = tmp_path_factory.mktemp("ibis") / "answers.db"
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(f"CREATE TABLE answers ({', '.join(f'{column} INTEGER' for column in ANSWER_COLUMNS)})")
        marks = ", ".join(f":{column}" for column in ANSWER_COLUMNS)
        connection.executemany(f"INSERT INTO answers VALUES ({marks})", table.rows)
    connection.close()
    engine = Engine(IbisRunner(ibis.sqlite.connect(file), sqlite_of(table)))
    for query in queries:
        asked = (query, table.dictionary, assignment)
        assert engine.ask(*asked) == expected_cells(table.answers, query, assignment, table)
        assert engine.distribution(*asked) == expected_distributions(table.answers, query, assignment, table)
