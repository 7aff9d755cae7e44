"""For a company with a PostgreSQL server: the answers are copied there, and it does the counting."""

from __future__ import annotations

import hashlib
import io
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_core.engine.runner import Runner
from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.problem import Refusal

if TYPE_CHECKING:
    import psycopg

_COLUMNS = ", ".join(ANSWER_COLUMNS)
_TYPES = ", ".join(f"{column} {'bigint' if column == 'id' else 'integer'}" for column in ANSWER_COLUMNS)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS answers ({_TYPES});
CREATE INDEX IF NOT EXISTS answers_by_import ON answers (import_id);
CREATE INDEX IF NOT EXISTS answers_by_day ON answers (day);
CREATE TABLE IF NOT EXISTS answer_files (name text PRIMARY KEY, sha256 text NOT NULL, import_ids integer[] NOT NULL);
"""
#: At most this many connections are kept open for the next question.
_IDLE_CONNECTIONS = 8


class PostgresRunner:
    """Asks PostgreSQL, which holds a copy of the answers that follows the snapshots file by file.

    ``address`` is a connection string; the copy lives in the first schema of its search path, so several workspaces
    take a schema each. ``snapshots`` and ``fallback`` are as in `DuckDBRunner`: whenever the stamp has moved, files
    that are new or changed are copied and rows of files that are gone are deleted, in one transaction; several
    processes may do so at once, one does the work. Only whole numbers are copied, never words or names.

    Raises Refusal ``engine_unreachable`` when the server does not answer: counting a large table in SQLite instead
    would hide the outage behind minutes of waiting.
    """

    name = "postgres"

    def __init__(self, address: str, snapshots: Callable[[], Sequence[Path] | None], fallback: Runner) -> None:
        self._address = address
        self._snapshots = snapshots
        self._fallback = fallback
        self._lock = threading.Lock()
        self._followed: str | None = None
        self._idle: queue.LifoQueue[psycopg.Connection[Any]] = queue.LifoQueue(_IDLE_CONNECTIONS)

    def stamp(self) -> str:
        """Return the store's stamp."""
        return self._fallback.stamp()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row, after the copy has caught up with the store."""
        if not self._follow():
            return self._fallback.run(sql)
        with self._connection() as connection:
            return connection.execute(sql).fetchall()

    def close(self) -> None:
        """Close the connections that are not in use."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    def _follow(self) -> bool:
        """Bring the copy up to date; False when there are no snapshots to copy from."""
        if self._followed == self.stamp():
            return True
        with self._lock:
            stamp = self.stamp()
            if self._followed == stamp:
                return True
            files = self._snapshots()
            if files is None:
                return False
            with self._connection() as connection, connection.transaction():
                copy_answers(connection, files)
            self._followed = stamp
            return True

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a connection; one that failed is thrown away, so the next question opens a new one."""
        import psycopg

        try:
            connection = self._open()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            try:
                self._idle.put_nowait(connection)
            except queue.Full:
                connection.close()
        except psycopg.OperationalError as error:
            # The error's own text names server and user; it stays in the chain for the log.
            raise Refusal("engine_unreachable", {"engine": "PostgreSQL"}) from error

    def _open(self) -> psycopg.Connection[Any]:
        import psycopg

        with suppress(queue.Empty):
            while True:
                idle = self._idle.get_nowait()
                if _is_alive(idle):
                    return idle
        return psycopg.connect(self._address, autocommit=True)


def copy_answers(connection: psycopg.Connection[Any], files: Sequence[Path]) -> None:
    """Make the table ``answers`` hold the rows of exactly these snapshots; what is there already is left alone.

    Call it inside a transaction. Readers see the old rows until that is committed.
    """
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.answers'))")
    connection.execute(_TABLES)
    wanted = {file.name: (file, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files}
    held = {name: sha256 for name, sha256 in connection.execute("SELECT name, sha256 FROM answer_files")}
    gone = [name for name, sha256 in held.items() if name not in wanted or wanted[name][1] != sha256]
    if gone:
        connection.execute(
            "DELETE FROM answers WHERE import_id IN (SELECT unnest(import_ids) FROM answer_files WHERE name = ANY(%s))",
            (gone,),
        )
        connection.execute("DELETE FROM answer_files WHERE name = ANY(%s)", (gone,))
    new = [name for name in wanted if name not in held or name in gone]
    for name in new:
        file, sha256 = wanted[name]
        import_ids = _copy_file(connection, file)
        connection.execute("INSERT INTO answer_files VALUES (%s, %s, %s)", (name, sha256, sorted(import_ids)))
    if gone or new:
        connection.execute("ANALYZE answers")


def _copy_file(connection: psycopg.Connection[Any], file: Path) -> set[int]:
    import pyarrow.csv
    import pyarrow.parquet

    import_ids: set[int] = set()
    options = pyarrow.csv.WriteOptions(include_header=False)
    with (
        pyarrow.parquet.ParquetFile(file) as parquet,
        connection.cursor().copy(f"COPY answers ({_COLUMNS}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for batch in parquet.iter_batches(columns=list(ANSWER_COLUMNS)):
            text = io.BytesIO()
            pyarrow.csv.write_csv(batch.select(list(ANSWER_COLUMNS)), text, options)
            copy.write(text.getvalue())
            import_ids |= set(batch.column("import_id").unique().to_pylist())
    return import_ids


def _is_alive(connection: psycopg.Connection[Any]) -> bool:
    import psycopg

    if connection.closed:
        return False
    try:
        connection.execute("SELECT 1")
    except psycopg.Error:
        connection.close()
        return False
    return True
