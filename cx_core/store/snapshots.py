"""The answers of each live import once more as a Parquet file of whole numbers, for engines that read columns.

A snapshot is never the truth: whatever is missing, out of date or damaged is written again from ``responses.db``.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.store.database import Database

SNAPSHOT_FOLDER = "snapshots"

_log = logging.getLogger(__name__)

#: Beside each snapshot stands a small file that says what the snapshot must hold.
_SEAL = ".seal"
#: Rows of one Parquet row group; about what DuckDB hands to one thread at a time.
_GROUP_ROWS = 122_880
#: A half-written file of a process that was killed is removed once it is this old.
_DRAFT_SECONDS = 3600.0
_WIDE = ("id",)


class Snapshots:
    """The snapshot files of one workspace folder, kept in step with its database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self._folder = folder / SNAPSHOT_FOLDER
        self._database = database
        self._lock = threading.Lock()
        self._verified: dict[Path, tuple[int, int, str]] = {}

    def path(self, import_id: int) -> Path:
        """Return where an import's snapshot stands, whether it is there or not."""
        return self._folder / f"import_{import_id}.parquet"

    def ensure(self) -> tuple[Path, ...] | None:
        """Return the snapshots of all live imports, writing those that are missing, out of date or damaged.

        Files of imports that are not live are removed. None when the files cannot be written (a full disk): the answers
        themselves are not touched by that.
        """
        with self._lock:
            try:
                self._folder.mkdir(mode=0o700, exist_ok=True)
                live = self._live()
                for import_id, content in live.items():
                    if not self._is_good(import_id, content):
                        self._write(import_id, content)
                # Asked again: another process may have brought in an import meanwhile.
                self._remove_others(set(self._live()))
            except OSError as error:
                _log.warning("snapshots cannot be written: %s", type(error).__name__)
                return None
            return tuple(self.path(import_id) for import_id in live)

    def remove(self, import_id: int) -> None:
        """Remove an import's snapshot. Where that cannot be done now, the next `ensure` does it."""
        with suppress(OSError):
            self.path(import_id).unlink(missing_ok=True)
            self.path(import_id).with_suffix(_SEAL).unlink(missing_ok=True)

    def _live(self) -> dict[int, str]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT id, content FROM imports WHERE state = 'live' ORDER BY id")
            return {row["id"]: row["content"] for row in rows}

    def _is_good(self, import_id: int, content: str) -> bool:
        """Tell whether a snapshot holds what it should. Its bytes are read for that once a process."""
        path = self.path(import_id)
        try:
            facts = path.stat()
        except FileNotFoundError:
            return False
        mark = (facts.st_mtime_ns, facts.st_size, content)
        if self._verified.get(path) == mark:
            return True
        if not _is_sealed(path, content):
            return False
        self._verified[path] = mark
        return True

    def _write(self, import_id: int, content: str) -> None:
        path = self.path(import_id)
        draft = self._folder / f".import_{import_id}.{os.getpid()}.{secrets.token_hex(4)}.draft"
        seal = draft.with_suffix(".seal.draft")
        try:
            with self._database.read() as connection:
                rows = pa.Table.from_batches(_batches(connection, import_id), _schema())
            # Sorted by day, an engine that looks for some days can skip the rest of the file.
            rows = rows.sort_by([("day", "ascending"), ("id", "ascending")])
            pq.write_table(rows, draft, row_group_size=_GROUP_ROWS, compression="zstd")
            seal.write_text(_seal(draft, content), "utf-8")
            draft.replace(path)
            seal.replace(path.with_suffix(_SEAL))
        finally:
            draft.unlink(missing_ok=True)
            seal.unlink(missing_ok=True)

    def _remove_others(self, live: set[int]) -> None:
        wanted = {self.path(import_id).stem for import_id in live}
        for path in self._folder.glob("import_*.*"):
            if path.stem not in wanted:
                path.unlink(missing_ok=True)
        for path in self._folder.glob(".import_*.draft"):
            if path.exists() and time.time() - path.stat().st_mtime > _DRAFT_SECONDS:
                path.unlink(missing_ok=True)


def _batches(connection: sqlite3.Connection, import_id: int) -> Iterator[pa.RecordBatch]:
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(f"SELECT {', '.join(ANSWER_COLUMNS)} FROM answers WHERE import_id = ?", (import_id,))
    fields = _schema()
    while rows := cursor.fetchmany(_GROUP_ROWS):
        columns = zip(*rows, strict=True)
        yield pa.record_batch(
            [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)], schema=fields
        )


def _schema() -> pa.Schema:
    """Return the columns, one type each in every file."""
    return pa.schema([pa.field(name, pa.int64() if name in _WIDE else pa.int32()) for name in ANSWER_COLUMNS])


def _seal(path: Path, content: str) -> str:
    """Return what a snapshot's seal says: which rows, which columns, and the checksum of the file's bytes.

    Parquet's own checksums leave its headers unguarded, and a flipped bit there stops one reader but not another.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "blake2b").hexdigest()
    return f"{content} {' '.join(ANSWER_COLUMNS)} {digest}"


def _is_sealed(path: Path, content: str) -> bool:
    try:
        return path.with_suffix(_SEAL).read_text("utf-8") == _seal(path, content)
    except (OSError, ValueError):
        return False
