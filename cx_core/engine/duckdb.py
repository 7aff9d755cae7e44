"""The everyday engine: DuckDB in memory over the store's snapshots, ten times SQLite's speed at a million answers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_core.engine.duckdb_table import Table, follow, load_table
from cx_core.engine.runner import Runner

# DuckDB takes 0.17 s to import, so it is imported where the first question is asked.
if TYPE_CHECKING:
    import duckdb

_log = logging.getLogger(__name__)

#: A snapshot that cannot be read is tried again after this long, or as soon as the stamp moves.
RETRY_SECONDS = 30.0
#: Answers can change while they are loaded; then they are loaded again, at most this often for one question.
_MAX_LOADS = 3


class DuckDBRunner:
    """Asks DuckDB, and ``fallback`` while there are no snapshots to load.

    ``snapshots`` returns the Parquet files of all live imports (none of them when there are no answers), or None when
    they are not to be had now. They hold `ANSWER_COLUMNS` as whole numbers. Each question first looks at the stamp of
    ``fallback``; when it moved, the rows of files that are gone are deleted and new files are loaded, in one
    transaction that questions still running do not see. Where most files changed, all are loaded into a new database.
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
        self._loaded: tuple[str, Table] | None = None
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
            return loaded[1].connection
        with self._lock:
            table = self._reload()
            return None if table is None else table.connection

    def _reload(self) -> Table | None:
        for _ in range(_MAX_LOADS):
            stamp = self.stamp()
            if self._loaded is not None and self._loaded[0] == stamp:
                return self._loaded[1]
            if self._failed is not None and self._failed[0] == stamp and self._clock() < self._failed[1]:
                return None
            table = self._load()
            if table is not None:
                self._loaded = (stamp, table)
            if self.stamp() == stamp:
                break
        if table is None:
            # Old answers would be wrong answers.
            self._loaded = None
            self._failed = (stamp, self._clock() + RETRY_SECONDS)
        return table

    def _load(self) -> Table | None:
        try:
            import duckdb
        except ImportError:
            return None
        try:
            files = self._snapshots()
            if files is None:
                return None
            followed = None if self._loaded is None else follow(self._loaded[1], files)
            return followed or load_table(files)
        except (duckdb.Error, OSError) as error:
            _log.warning("snapshots cannot be loaded, asking %s instead: %s", self._fallback.name, type(error).__name__)
            return None
