"""The page of five questions on PostgreSQL and Spark beside DuckDB. Prints nothing where their packages are missing."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
import time
from pathlib import Path

from cx_core.engine import DuckDBRunner, Engine, SqliteRunner
from cx_core.engine.postgres import PostgresRunner
from cx_core.engine.runner import Runner
from cx_core.engine.spark import SparkRunner
from cx_core.store.responses import ResponseStore
from tests.benchmarks.answers import store_with
from tests.benchmarks.engine import VIEWS, page
from tests.benchmarks.rows import Row, medians
from tests.core.engine.servers import postgres_programs, postgres_server, spark_cluster


def run(large: bool) -> list[Row]:
    """Measure the first question (with the copy or the load) and the page after it."""
    n = 1_000_000 if large else 100_000
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        store = store_with(n, Path(folder))
        reference = SqliteRunner(store.read, store.stamp)
        if importlib.util.find_spec("psycopg") and postgres_programs():
            with postgres_server() as address:
                rows += _rows(n, "PostgreSQL", PostgresRunner(address, store.ensure_snapshots, reference), store)
        if importlib.util.find_spec("pyspark") and shutil.which("java"):
            with spark_cluster() as session:
                runner = SparkRunner(lambda: session, store.ensure_snapshots, reference)
                rows += _rows(n, "Spark, two executors,", runner, store)
    return rows


def _rows(n: int, name: str, runner: Runner, store: ResponseStore) -> list[Row]:
    dictionary = store.dictionary()
    engine = Engine(runner)
    duckdb = Engine(DuckDBRunner(store.ensure_snapshots, SqliteRunner(store.read, store.stamp)))
    seconds = {"DuckDB": _first(duckdb, dictionary), name: _first(engine, dictionary)}
    rows = [_row(f"{name} from nothing to the first page", n, seconds)]
    for view in VIEWS:
        if page(engine, view, dictionary) != page(duckdb, view, dictionary):
            raise AssertionError(f"{name} and DuckDB count differently")
        contestants = {
            one: (lambda e=e, v=view: page(e, v, dictionary)) for one, e in (("DuckDB", duckdb), (name, engine))
        }
        rows.append(_row(f"{name} page of five questions, {view.name}", n, medians(contestants, rounds=3)))
    return rows


def _first(engine: Engine, dictionary) -> float:
    began = time.perf_counter()
    page(engine, VIEWS[0], dictionary)
    return time.perf_counter() - began


def _row(goal: str, n: int, seconds: dict[str, float]) -> Row:
    ours, theirs = list(seconds.values())[1], seconds["DuckDB"]
    return Row(goal, ours / theirs, "DuckDB", f"{n:,} answers: {1000 * ours:,.0f} ms, DuckDB {1000 * theirs:,.0f} ms")
