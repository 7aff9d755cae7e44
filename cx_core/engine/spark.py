"""For a company with a Spark cluster: it reads the snapshots where they lie and does the counting."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_core.engine.runner import Runner
from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.problem import Refusal

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_EMPTY_TYPES = ", ".join(f"{column} INT" for column in ANSWER_COLUMNS)


def on_shared_disk(file: Path) -> str:
    """Return a snapshot's address for workers that see the workspace folder under the same path.

    Spark takes addresses as patterns, so their signs are escaped.

    >>> on_shared_disk(Path("/data [1]/import_1.parquet"))
    'file:/data \\\\[1\\\\]/import_1.parquet'
    """
    return "file:" + re.sub(r"([\\\[\]{}*?])", r"\\\1", str(file.resolve()))


def spark_session(master: str) -> SparkSession:
    """Return a session on a master (``spark://host:7077``, ``yarn``, ``local[2]``) or by Spark Connect (``sc://host``).

    Everything else (memory, cores, shuffle partitions) comes from the installation's own ``spark-defaults.conf``.
    """
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("mach").config("spark.ui.showConsoleProgress", "false")
    return (builder.remote(master) if master.startswith("sc://") else builder.master(master)).getOrCreate()


class SparkRunner:
    """Asks Spark over the snapshot files. ``connect`` gives the session at the first question.

    ``snapshots`` and ``fallback`` are as in `DuckDBRunner`. ``address_of`` says under which address the workers find a
    file; with the files in object storage it also puts them there. The columns are kept in the workers' memory until
    the stamp moves.

    Sums over customers are 64 bits wide: one customer's scores in one cell may sum to 3·10⁹ hundredths, more is an
    error of Spark's, not a wrong number. Raises Refusal ``engine_unreachable`` when there is no session to be had.
    """

    name = "spark"

    def __init__(
        self,
        connect: Callable[[], SparkSession],
        snapshots: Callable[[], Sequence[Path] | None],
        fallback: Runner,
        address_of: Callable[[Path], str] = on_shared_disk,
    ) -> None:
        self._connect = connect
        self._snapshots = snapshots
        self._fallback = fallback
        self._address_of = address_of
        self._lock = threading.Lock()
        self._session: SparkSession | None = None
        self._loaded: tuple[str, DataFrame] | None = None

    def stamp(self) -> str:
        """Return the store's stamp."""
        return self._fallback.stamp()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row; the fallback answers while there are no snapshots."""
        stamp = self.stamp()
        try:
            return self._ask(sql)
        except Exception:
            # An import that was undone meanwhile took its file away: look again, once.
            if self.stamp() == stamp:
                raise
        return self._ask(sql)

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        session = self._current()
        return self._fallback.run(sql) if session is None else [tuple(row) for row in session.sql(sql).collect()]

    def _current(self) -> SparkSession | None:
        with self._lock:
            session = self._session or self._own_session()
            stamp = self.stamp()
            if self._loaded is not None and self._loaded[0] == stamp:
                return session
            files = self._snapshots()
            if files is None:
                return None
            answers = self._read(session, files)
            answers.createOrReplaceTempView("answers")
            if self._loaded is not None:
                self._loaded[1].unpersist()
            self._loaded = (stamp, answers)
            return session

    def _own_session(self) -> SparkSession:
        try:
            # Views are a session's own: two workspaces on one cluster do not see each other's answers.
            self._session = self._connect().newSession()
        except Exception as error:
            raise Refusal("engine_unreachable", {"engine": "Spark"}) from error
        return self._session

    def _read(self, session: SparkSession, files: Sequence[Path]) -> DataFrame:
        if not files:
            return session.createDataFrame([], _EMPTY_TYPES)
        return session.read.parquet(*(self._address_of(file) for file in files)).persist()
