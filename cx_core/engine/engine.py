"""The one way to ask: a query in, cells out, whichever database holds the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cx_core.engine.cells import Distribution, read_cells, read_distributions
from cx_core.engine.coded import FELT, Assignment, CodedQuery, Question, table_of
from cx_core.engine.held import HeldAnswers
from cx_core.engine.resolve import BoxLimits, column_of, needs_days, resolve, resolve_filters
from cx_core.engine.runner import Runner
from cx_core.engine.sql import counts_sql, days_sql, distribution_sql, range_sql
from cx_core.metrics.boxes import box_limits
from cx_core.model.filters import Filters
from cx_core.model.imports import CodedFilter, Dictionary
from cx_core.model.period import day_from_number
from cx_core.model.query import Cell, Query

#: A longer list of codes takes DuckDB seconds to read: 2 s for 20,000, against 0.6 s in SQLite over a million answers.
LONGEST_LIST = 500


class Engine:
    """Questions of the analysis, answered by one database. Safe to use from several threads.

    Keeps nothing but the list of days with answers, until the stamp moves. ``boxes`` says which scores of a metric are
    good and bad on a scale. ``store`` answers what the others cannot, or not fast: feelings, single
    answers, and rules that name many customers. ``held`` counts what it can before a database is asked.
    """

    def __init__(
        self,
        runner: Runner,
        boxes: BoxLimits = box_limits,
        store: Runner | None = None,
        held: HeldAnswers | None = None,
    ) -> None:
        self.runner = runner
        self._store = store or runner
        self._held = held
        self._boxes = boxes
        self._days: tuple[str, tuple[int, ...]] | None = None

    def stamp(self) -> str:
        """Return a short text that changes whenever the answers change: half of every cache key."""
        return self.runner.stamp()

    def ask(self, query: Query, dictionary: Dictionary, assignment: Assignment | None = None) -> tuple[Cell, ...]:
        """Return the cells of ``query`` that have answers, in order of period, group (none last) and scale.

        ``assignment`` is needed when the filters name a map. Raises Refusal ``unknown_metric``, ``unknown_field`` or
        ``unknown_value``; `OutdatedDictionary` when the answers are newer than ``dictionary``.
        """
        question = self._question(query, dictionary, assignment)
        held = self._held_for(question.coded)
        rows = held.count(question.coded) if held else None
        if rows is None:
            rows = self._runner(question.coded.table, question.coded.included).run(counts_sql(question.coded))
        return read_cells(rows, question)

    def distribution(
        self, query: Query, dictionary: Dictionary, assignment: Assignment | None = None
    ) -> tuple[Distribution, ...]:
        """Return how often each score was given in each cell of ``query``; ``clustered`` makes no difference."""
        question = self._question(replace(query, clustered=False), dictionary, assignment)
        held = self._held_for(question.coded)
        rows = held.distribute(question.coded) if held else None
        if rows is None:
            rows = self._runner(question.coded.table, question.coded.included).run(distribution_sql(question.coded))
        return read_distributions(rows, question)

    def day_range(
        self,
        filters: Filters,
        dictionary: Dictionary,
        assignment: Assignment | None = None,
        metric: str | None = None,
    ) -> tuple[date, date] | None:
        """Return the first and the last day with an answer (of ``metric``); None when no answer has a day."""
        first, last, _ = self._range(filters, dictionary, assignment, metric)
        return None if first is None else (day_from_number(first), day_from_number(last))

    def n_answers(
        self,
        filters: Filters,
        dictionary: Dictionary,
        assignment: Assignment | None = None,
        metric: str | None = None,
    ) -> int:
        """Return how many answers are included, whatever they hold, or how many of them have ``metric``."""
        return int(self._range(filters, dictionary, assignment, metric)[2])

    def _range(
        self, filters: Filters, dictionary: Dictionary, assignment: Assignment | None, metric: str | None
    ) -> tuple[Any, ...]:
        column = None if metric is None else column_of(metric)
        included = resolve_filters(filters, dictionary, assignment, metric)
        row = self._held.span(included, column) if self._held and table_of(column) != FELT else None
        if row is not None:
            return row
        return self._runner(table_of(column), included).run(range_sql(included, column))[0]

    def _held_for(self, coded: CodedQuery) -> HeldAnswers | None:
        return None if coded.table == FELT else self._held

    def _runner(self, table: str, included: CodedFilter) -> Runner:
        return self._store if table == FELT or _is_long(included) else self.runner

    def _question(self, query: Query, dictionary: Dictionary, assignment: Assignment | None) -> Question:
        days = self._days_with_answers() if needs_days(query) else ()
        return resolve(query, dictionary, assignment, days, self._boxes)

    def _days_with_answers(self) -> tuple[int, ...]:
        stamp = self.runner.stamp()
        known = self._days
        if known is None or known[0] != stamp:
            held = self._held.days() if self._held else None
            known = (stamp, held if held is not None else tuple(int(row[0]) for row in self.runner.run(days_sql())))
            self._days = known
        return known[1]


def _is_long(included: CodedFilter) -> bool:
    """Tell whether a rule names answers one by one, which not every engine holds, or many customers."""
    tests = [test for rule in included.rules for block in rule for test in block]
    return any(test.column == "id" or len(test.codes or ()) > LONGEST_LIST for test in tests)
