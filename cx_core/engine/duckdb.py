"""The everyday engine: DuckDB in memory over the store's snapshots, ten times SQLite's speed at a million answers."""

from __future__ import annotations

import glob
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_core.engine.runner import Runner
from cx_core.model.imports import ANSWER_COLUMNS

# DuckDB takes 0.17 s to import, so it is imported where the first question is asked.
if TYPE_CHECKING:
    import duckdb

_log = logging.getLogger(__name__)

#: No question names these, so they are not held in memory.
_NOT_LOADED = frozenset({"id", "has_verbatim"})
LOADED_COLUMNS: tuple[str, ...] = tuple(column for column in ANSWER_COLUMNS if column not in _NOT_LOADED)

#: A snapshot that cannot be read is tried again after this long, or as soon as the stamp moves.
RETRY_SECONDS = 30.0
#: Answers can change while they are loaded; then they are loaded again, at most this often for one question.
_MAX_LOADS = 3

_CONFIG: dict[str, Any] = {
    "threads": 2,
    # Nothing is fetched from the network, and nothing is spilled into the working folder.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",
}

_INTEGERS = (("TINYINT", 2**7), ("SMALLINT", 2**15), ("INTEGER", 2**31), ("BIGINT", 2**63))


class DuckDBRunner:
    """Asks DuckDB, and ``fallback`` while there are no snapshots to load.

    ``snapshots`` returns the Parquet files of all live imports (none of them when there are no answers), or None when
    they are not to be had now. They hold `ANSWER_COLUMNS` as whole numbers. Each question first looks at the stamp of
    ``fallback``; when it moved, the files are loaded into a new database, and questions that are still running keep
    the old one.
    """

    name = "duckdb"

    def __init__(
        self,
        snapshots: Callable[[], Sequence[Path] | None],
        fallback: Runner,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._snapshots = snapshots
        self._fallback = fallback
        self._clock = clock
        self._lock = threading.Lock()
        self._loaded: tuple[str, duckdb.DuckDBPyConnection] | None = None
        self._failed: tuple[str, float] | None = None

    def stamp(self) -> str:
        """Return the store's stamp."""
        return self._fallback.stamp()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row, from DuckDB where it can be loaded, else from the fallback."""
        connection = self._current()
        if connection is None:
            return self._fallback.run(sql)
        with closing(connection.cursor()) as cursor:
            return cursor.execute(sql).fetchall()

    def is_loaded(self) -> bool:
        """Tell whether questions are answered by DuckDB now; loads the answers if need be."""
        return self._current() is not None

    def _current(self) -> duckdb.DuckDBPyConnection | None:
        stamp = self.stamp()
        loaded = self._loaded
        if loaded is not None and loaded[0] == stamp:
            return loaded[1]
        with self._lock:
            return self._reload()

    def _reload(self) -> duckdb.DuckDBPyConnection | None:
        for _ in range(_MAX_LOADS):
            stamp = self.stamp()
            if self._loaded is not None and self._loaded[0] == stamp:
                return self._loaded[1]
            if self._failed is not None and self._failed[0] == stamp and self._clock() < self._failed[1]:
                return None
            connection = self._load()
            if connection is not None:
                self._loaded = (stamp, connection)
            if self.stamp() == stamp:
                break
        if connection is None:
            # Old answers would be wrong answers.
            self._loaded = None
            self._failed = (stamp, self._clock() + RETRY_SECONDS)
        return connection

    def _load(self) -> duckdb.DuckDBPyConnection | None:
        try:
            import duckdb
        except ImportError:
            return None
        try:
            files = self._snapshots()
            return None if files is None else load(files)
        except (duckdb.Error, OSError) as error:
            _log.warning("snapshots cannot be loaded, asking %s instead: %s", self._fallback.name, type(error).__name__)
            return None


def load(files: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """Return a new database in memory whose table ``answers`` holds the rows of all files.

    Each column gets the smallest whole-number type that holds it: 48 MB instead of 96 MB for a million answers.
    Raises duckdb.Error for a damaged file and for one without the columns.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config=_CONFIG)
    if not files:
        connection.execute(f"CREATE TABLE answers ({', '.join(f'{column} BIGINT' for column in LOADED_COLUMNS)})")
    else:
        source = f"read_parquet({_listed(files)}, union_by_name = false, hive_partitioning = false)"
        connection.execute(f"CREATE TABLE answers AS SELECT {_columns(connection, files)} FROM {source}")
    # From here on the database reads nothing but itself.
    connection.execute("SET enable_external_access = false")
    return connection


def _listed(files: Sequence[Path]) -> str:
    # DuckDB takes names as patterns; a folder may be called "data [2026]".
    return "[" + ", ".join("'" + glob.escape(str(file)).replace("'", "''") + "'" for file in files) + "]"


def _columns(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> str:
    """Return the columns to load, each cast to the type its smallest and largest number need.

    Those stand in the files' own statistics: looking there takes a tenth of the time of looking at the numbers.
    """
    rows = connection.execute(
        f"""SELECT path_in_schema, MIN(CAST(stats_min_value AS BIGINT)), MAX(CAST(stats_max_value AS BIGINT)),
                BOOL_AND(stats_min_value IS NOT NULL OR stats_null_count = num_values)
            FROM parquet_metadata({_listed(files)}) GROUP BY path_in_schema"""
    ).fetchall()
    types = {column: _type(low, high) if is_known else "BIGINT" for column, low, high, is_known in rows}
    return ", ".join(f"CAST({column} AS {types.get(column, 'BIGINT')}) AS {column}" for column in LOADED_COLUMNS)


def _type(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "TINYINT"
    return next(name for name, limit in _INTEGERS if -limit <= low and high < limit)
