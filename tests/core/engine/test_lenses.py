"""Saved segments and levels above fields: SQLite, DuckDB and a count by hand agree, and their laws hold."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.engine import DuckDBRunner, Engine, HeldAnswers
from cx_core.engine.engine import LONGEST_LIST
from cx_core.model.filters import ALSO_SEGMENT, MISSING, SAVED_SEGMENT, Filters
from cx_core.model.problem import Refusal
from cx_core.model.query import Cell, Query
from cx_core.model.segment import CodedTest, Level
from tests.core.engine.small_data import Table, expected_cells, parquet_of, sqlite_of
from tests.core.engine.strategies import REGIONS, tables

_many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def coded_tests(draw):
    column = draw(st.sampled_from(("channel", "segment_1", "segment_2", "customer", "source_id", "id", "nps", "day")))
    if column in ("nps", "day"):
        low = draw(st.integers(-100, 1100) if column == "nps" else st.integers(19700, 19800))
        return CodedTest(column, between=(low, low + draw(st.integers(0, 600))))
    codes = draw(st.lists(st.none() | st.integers(1, 30), max_size=5, unique=True))
    return CodedTest(column, tuple(codes), is_not=draw(st.booleans()))


rules = st.lists(st.lists(coded_tests(), min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)


def holds(rule, row):
    """Say by hand whether a row of codes is in a segment."""

    def is_true(test):
        value = row[test.column]
        if test.between is not None:
            return value is not None and test.between[0] <= value <= test.between[1]
        return (value in test.codes) != test.is_not

    return any(all(is_true(test) for test in block) for block in rule)


def engines(table, folder):
    sqlite = sqlite_of(table)
    files = parquet_of(table, Path(folder))
    held = HeldAnswers(lambda: files, sqlite.stamp)
    return Engine(sqlite), Engine(DuckDBRunner(lambda: files, sqlite), store=sqlite), Engine(sqlite, held=held)


@_many
@given(tables, rules, rules, st.sampled_from(((), ("channel",))), st.booleans())
def test_every_engine_counts_a_segment_as_a_hand_does(table, rule, other, by, clustered):
    dictionary = replace(table.dictionary, saved={"one": rule, "other": other})
    for where, is_in in (
        ([(SAVED_SEGMENT, ["one"])], lambda row: holds(rule, row)),
        ([(SAVED_SEGMENT, ["one", "other"])], lambda row: holds(rule, row) or holds(other, row)),
        ([(SAVED_SEGMENT, ["one"]), (ALSO_SEGMENT, ["other"])], lambda row: holds(rule, row) and holds(other, row)),
    ):
        filters = Filters()
        for field, values in where:
            filters = filters.with_values(field, values)
        chosen = [answer for answer, row in zip(table.answers, table.rows, strict=True) if is_in(row)]
        query = Query("nps", by, clustered=clustered)
        expected = expected_cells(chosen, query, None, table)
        with tempfile.TemporaryDirectory() as folder:
            for engine in engines(table, folder):
                assert engine.ask(replace(query, filters=filters), dictionary) == expected
                assert engine.n_answers(filters, dictionary) == len(chosen)


@_many
@given(tables, st.dictionaries(st.sampled_from(REGIONS), st.sampled_from(("Trong nước", "Ngoài"))))
def test_a_level_is_its_field_with_other_names(table, parents):
    """Rolled up, the branches of a region are one group; those without a region stand with those without a branch."""
    labels = table.labels["segment:Vùng"]
    groups = {code: parents[label] for code, label in labels.items() if label in parents}
    dictionary = replace(table.dictionary, levels=(Level("Miền", "segment_2", groups),))
    rolled = [replace(one, segments=(one.segments[0], parents.get(one.segments[1]))) for one in table.answers]
    query = Query("nps", ("Vùng",))
    expected = tuple(
        Cell((("Miền", cell.value("Vùng")),), None, cell.counts)
        for cell in expected_cells(rolled, query, None, Table(rolled))
    )
    lost = [one for one in rolled if one.segments[1] is None and any(name == "nps" for name, _, _ in one.scores)]
    with tempfile.TemporaryDirectory() as folder:
        for engine in engines(table, folder):
            assert engine.ask(Query("nps", ("Miền",)), dictionary) == expected
            missing = Filters().with_values("Miền", [MISSING])
            assert engine.n_answers(missing, dictionary, None, "nps") == len(lost)


def test_a_segment_that_is_gone_is_refused():
    with pytest.raises(Refusal) as refused:
        Engine(sqlite_of(Table([]))).n_answers(Filters().with_values(SAVED_SEGMENT, ["gone"]), Table([]).dictionary)
    assert refused.value.kind == "unknown_value"


def test_long_lists_and_single_answers_go_to_the_store():
    class Counting:
        name = "counting"

        def __init__(self):
            self.n = 0

        def stamp(self):
            return "one"

        def run(self, sql):
            self.n += 1
            return [(None, None, 0)]

    fast, store = Counting(), Counting()
    engine = Engine(fast, store=store)
    for test in (CodedTest("id", (1,)), CodedTest("customer", tuple(range(LONGEST_LIST + 1)))):
        dictionary = replace(Table([]).dictionary, saved={"one": ((test,),)})
        engine.n_answers(Filters().with_values(SAVED_SEGMENT, ["one"]), dictionary)
    assert (fast.n, store.n) == (0, 2)
