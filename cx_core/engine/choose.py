"""Which database counts: chosen by one address, DuckDB when nothing is chosen."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from cx_core.engine.duckdb import DuckDBRunner
from cx_core.engine.engine import Engine
from cx_core.engine.held import HeldAnswers
from cx_core.engine.remembered import RememberedRunner
from cx_core.engine.runner import Runner
from cx_core.engine.sqlite import SqliteRunner
from cx_core.model.problem import Refusal

Snapshots = Callable[[], Sequence[Path] | None]

#: What an address begins with, the package it needs, and how people call the thing. The first that fits is taken.
_SCHEMES: tuple[tuple[str, str, str], ...] = (
    ("postgresql://", "psycopg", "PostgreSQL"),
    ("postgres://", "psycopg", "PostgreSQL"),
    ("sc://", "pyspark", "Spark"),
    ("spark://", "pyspark", "Spark"),
    ("spark:", "pyspark", "Spark"),
)


def engine_for(
    address: str | None,
    read: Callable[[], AbstractContextManager[sqlite3.Connection]],
    stamp: Callable[[], str],
    snapshots: Snapshots,
) -> Engine:
    """Return the engine at ``address`` over the answers of one store.

    None and the empty text: columns in memory while there are not too many answers for it, else as ``duckdb``.
    ``duckdb``, ``sqlite``, ``postgresql://user@host/database``, ``sc://host:15002`` (Spark Connect),
    ``spark://host:7077``, or ``spark:`` and any other master (``spark:yarn``, ``spark:local[2]``).
    Nothing is opened before the first question, and each question is asked once while the answers stay. Raises Refusal
    ``engine_unknown``, and ``engine_not_installed`` when the package for it is missing.
    """
    reference = SqliteRunner(read, stamp)
    if not address or address == "duckdb":
        held = None if address else HeldAnswers(snapshots, stamp)
        return Engine(RememberedRunner(DuckDBRunner(snapshots, reference)), store=reference, held=held)
    if address == "sqlite":
        return Engine(RememberedRunner(reference), store=reference)
    for scheme, package, engine in _SCHEMES:
        if address.startswith(scheme):
            if importlib.util.find_spec(package) is None:
                raise Refusal("engine_not_installed", {"engine": engine, "package": package})
            return Engine(RememberedRunner(_runner(engine, address, snapshots, reference)), store=reference)
    # An address can hold a password, so only its beginning is repeated.
    raise Refusal("engine_unknown", {"name": address.partition(":")[0]})


def _runner(engine: str, address: str, snapshots: Snapshots, reference: Runner) -> Runner:
    if engine == "PostgreSQL":
        from cx_core.engine.postgres import PostgresRunner

        return PostgresRunner(address, snapshots, reference)
    from cx_core.engine.spark import SparkRunner, spark_session

    master = address if "://" in address else address.removeprefix("spark:")
    return SparkRunner(lambda: spark_session(master), snapshots, reference)
