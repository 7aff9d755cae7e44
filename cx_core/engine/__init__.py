"""Questions to the answers: a query becomes portable SQL, a database counts, cells come back."""

from cx_core.engine.cells import Distribution, OutdatedDictionary
from cx_core.engine.choose import engine_for
from cx_core.engine.coded import Assignment, CodedQuery
from cx_core.engine.duckdb import DuckDBRunner
from cx_core.engine.engine import Engine
from cx_core.engine.held import HeldAnswers
from cx_core.engine.resolve import resolve, resolve_filters
from cx_core.engine.runner import Runner
from cx_core.engine.sqlite import SqliteRunner

__all__ = [
    "Assignment",
    "CodedQuery",
    "Distribution",
    "DuckDBRunner",
    "Engine",
    "HeldAnswers",
    "OutdatedDictionary",
    "Runner",
    "SqliteRunner",
    "engine_for",
    "resolve",
    "resolve_filters",
]
