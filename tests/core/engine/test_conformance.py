"""SQLite, DuckDB, columns in memory and a count by hand give the same whole numbers for any question to any answers."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings

from cx_core.engine import DuckDBRunner, Engine, HeldAnswers
from cx_core.model.query import Query
from tests.core.engine.small_data import (
    Answer,
    Table,
    expected_cells,
    expected_distributions,
    is_included,
    parquet_of,
    sqlite_of,
)
from tests.core.engine.strategies import questions

_many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


_OTHER_WAYS = (
    {"pairs.MOST_PAIRS": -1},
    {"pairs.MOST_PAIRS": -1, "columns.BLOCK": 3},
    {"pairs.MOST_PAIRS": -1, "packed._MOST_BITS": 0},
    {"pairs.MOST_PAIRS": -1, "packed._PLACES_A_ROW": 0, "packed._FEW": 1},
    {"daily._MOST_BINS": 0},
    {"tally._MOST_BY_MARK": 0},
    {"columns.MOST_KEPT": 0},
    {"columns.BLOCK": 3},
    {"tally.BLOCK": 3},
    {"pairs.BLOCK": 2},
)


class Refusing:
    """A database that is asked nothing."""

    name = "none"

    def stamp(self):
        return ""

    def run(self, sql):
        raise AssertionError(f"not held: {sql}")


def all_three(table, folder):
    sqlite = sqlite_of(table)
    files = parquet_of(table, Path(folder))
    duckdb = DuckDBRunner(lambda: files, sqlite)
    assert duckdb.is_loaded()
    return Engine(sqlite), Engine(duckdb), Engine(Refusing(), held=HeldAnswers(lambda: files, sqlite.stamp))


@_many
@given(questions(n_queries=4))
def test_every_engine_counts_what_a_hand_counts(drawn):
    table, assignment, queries = drawn
    with tempfile.TemporaryDirectory() as folder:
        for engine in all_three(table, folder):
            for query in queries:
                expected = expected_cells(table.answers, query, assignment, table)
                assert engine.ask(query, table.dictionary, assignment) == expected
                bins = expected_distributions(table.answers, query, assignment, table)
                assert engine.distribution(query, table.dictionary, assignment) == bins


@_many
@given(questions(n_queries=4))
def test_every_way_to_count_in_memory_gives_the_same_numbers(drawn):
    """The ways for few and for many marks, days and pairs; each by itself is the only one for small data or large."""
    table, assignment, queries = drawn
    with tempfile.TemporaryDirectory() as folder:
        files = parquet_of(table, Path(folder))
        held = HeldAnswers(lambda: files, lambda: "one")
        engine = Engine(Refusing(), held=held)

        def told():
            held.forget()
            return [engine.ask(query, table.dictionary, assignment) for query in queries]

        usual = told()
        for way in _OTHER_WAYS:
            with ExitStack() as patches:
                for place, most in way.items():
                    patches.enter_context(patch(f"cx_core.engine.{place}", most))
                assert told() == usual


@_many
@given(questions())
def test_day_range_and_number_of_answers(drawn):
    table, assignment, [query] = drawn
    included = [one for one in table.answers if is_included(one, query.filters, assignment, table)]
    scored = [one for one in included if any(metric == query.metric for metric, _, _ in one.scores)]
    days = sorted(one.on for one in included if one.on)
    with tempfile.TemporaryDirectory() as folder:
        for engine in all_three(table, folder):
            asked = (query.filters, table.dictionary, assignment)
            assert engine.day_range(*asked) == ((days[0], days[-1]) if days else None)
            assert engine.n_answers(*asked) == len(included)
            assert engine.n_answers(*asked, query.metric) == len(scored)


@pytest.mark.parametrize("answers", [[], [Answer()]])
def test_nothing_to_count_gives_no_cell(answers, tmp_path):
    table = Table(answers)
    for engine in all_three(table, tmp_path):
        for metric in ("nps", "csat"):
            for every in (None, "day", "week"):
                for clustered in (False, True):
                    assert engine.ask(Query(metric, every=every, clustered=clustered), table.dictionary) == ()
                assert engine.distribution(Query(metric, ("channel",), every), table.dictionary) == ()
