"""The text of every question stays inside the subset that all databases share."""

import re

from hypothesis import given, settings

from cx_core.engine.resolve import resolve
from cx_core.engine.sql import counts_sql, days_sql, distribution_sql, range_sql
from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.query import Query
from tests.core.engine.small_data import Table, nps
from tests.core.engine.strategies import questions

_KEYWORDS = {
    "SELECT", "FROM", "WHERE", "GROUP", "BY", "AS", "AND", "OR", "IN", "IS", "NOT", "NULL", "BETWEEN", "CASE", "WHEN",
    "THEN", "ELSE", "END", "SUM", "COUNT", "MIN", "MAX", "CAST", "BIGINT",
}  # fmt: skip
_NAMES = {
    *ANSWER_COLUMNS, "answers", "n", "n_top", "n_bottom", "total", "squares", "k0", "k1", "k2", "k3", "k4", "k5",
    "raw_groups", "cells", "keyed", "customers", "first_day", "last_day", *(f"c{i}" for i in range(8)),
}  # fmt: skip
_TOKEN = re.compile(r"\s+|[A-Za-z_]\w*|\d+|<=|>=|<>|[-+*%(),=]")


def tokens(sql):
    found, at = [], 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        assert match, f"not in the subset: {sql[at : at + 20]!r}"
        found.append(match.group())
        at = match.end()
    return [one for one in found if not one.isspace()]


def assert_portable(sql):
    words = [token for token in tokens(sql) if token[0].isalpha() or token[0] == "_"]
    assert set(words) <= _KEYWORDS | _NAMES
    assert "()" not in sql.replace(" ", ""), "an empty list of values is an error in PostgreSQL and Spark"
    # What is grouped by is a plain name, so that no engine has to find two equal expressions.
    for group_by in re.findall(r"GROUP BY ([^\n)]*)", sql):
        assert set(group_by.split(", ")) <= _NAMES
    # Frames and Ibis find an output by its name.
    named = re.findall(r" AS (\w+)", sql[: sql.index("\nFROM")])
    assert len(named) == len(set(named))
    # Each derived table has a name, which PostgreSQL 15 demands.
    assert sql.count("(SELECT") == len(re.findall(r"\) AS (?:raw_groups|cells|keyed|customers)\b", sql))


@settings(max_examples=100, deadline=None)
@given(questions())
def test_every_question_is_portable(drawn):
    table, assignment, [query] = drawn
    days = [row["day"] for row in table.rows if row["day"] is not None]
    coded = resolve(query, table.dictionary, assignment, days).coded
    for sql in (counts_sql(coded), distribution_sql(coded), range_sql(coded.included, query.metric), days_sql()):
        assert_portable(sql)


@settings(max_examples=30, deadline=None)
@given(questions())
def test_equal_questions_are_one_key_and_one_text(drawn):
    table, assignment, [query] = drawn
    one = resolve(query, table.dictionary, assignment).coded
    other = resolve(query, table.dictionary, assignment).coded
    assert {one: 1}[other] == 1
    assert counts_sql(one) == counts_sql(other)


def test_the_text_of_the_simplest_question_can_be_read():
    table = Table([nps(9)])
    assert counts_sql(resolve(Query("nps", ("channel",)), table.dictionary).coded) == (
        "SELECT channel AS k0, COUNT(*) AS n, "
        "SUM(CASE WHEN nps BETWEEN 900 AND 1000 THEN 1 ELSE 0 END) AS n_top, "
        "SUM(CASE WHEN nps BETWEEN 0 AND 600 THEN 1 ELSE 0 END) AS n_bottom, "
        "SUM(nps) AS total, SUM(CAST(nps AS BIGINT) * nps) AS squares\n"
        "FROM answers\nWHERE nps IS NOT NULL\nGROUP BY channel"
    )


def test_months_of_ten_years_are_a_search_not_a_list():
    table = Table([])
    text = counts_sql(resolve(Query("nps", every="month"), table.dictionary, days=range(18000, 21650)).coded)
    deepest = depth = 0
    for word in re.findall(r"CASE|END", text):
        depth += 1 if word == "CASE" else -1
        deepest = max(deepest, depth)
    assert deepest <= 9
    assert len(text) < 10_000
