"""The answers of each live import once more as a Parquet file of whole numbers, for engines that read columns.

A snapshot is never the truth: whatever is missing, out of date or damaged is written again from ``responses.db``. Of
many imports those with neighbouring numbers share a file, made from the files that are there; an undo then writes
that one file again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.store.answer_rows import NULL, Integers
from cx_core.store.database import Database

SNAPSHOT_FOLDER = "snapshots"
#: From so many live imports on, each block of so many numbers shares a file; the newest block does not yet.
MANY_IMPORTS = 20
BLOCK = 16

_log = logging.getLogger(__name__)

#: Beside each snapshot stands a small file that says what the snapshot must hold.
_SEAL = ".seal"
#: Rows of one Parquet row group; about what DuckDB hands to one thread at a time.
_GROUP_ROWS = 122_880
#: A half-written file of a process that was killed is removed once it is this old.
_DRAFT_SECONDS = 3600.0
#: Another process may just be loading the single files whose rows stand in a shared one now.
_SUPERSEDED_SECONDS = 60.0
_WIDE = ("id",)
#: Columns in which hardly any value comes again soon: a dictionary of them takes longer to write and to read.
_MANY_VALUES = ("id", "customer")


@dataclass(frozen=True)
class _Part:
    """One file: where it stands, and the content words of the imports in it by their numbers."""

    path: Path
    members: Mapping[int, str]

    @property
    def content(self) -> str:
        """What the seal says of the members: changes whenever one comes, goes or changes."""
        if len(self.members) == 1 and self.path.name.startswith("import_"):
            return next(iter(self.members.values()))
        return ",".join(f"{number}:{content}" for number, content in self.members.items())


@dataclass(frozen=True)
class Draft:
    """A snapshot that is written and not yet in its place."""

    path: Path
    rows: Path
    seal: Path

    def publish(self) -> None:
        """Put it in its place. Where that cannot be done now, the next `Snapshots.ensure` writes it."""
        with suppress(OSError):
            self.rows.replace(self.path)
            self.seal.replace(self.path.with_suffix(_SEAL))

    def discard(self) -> None:
        """Leave nothing of a draft that was not published."""
        with suppress(OSError):
            self.rows.unlink(missing_ok=True)
            self.seal.unlink(missing_ok=True)


class Snapshots:
    """The snapshot files of one workspace folder, kept in step with its database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self._folder = folder / SNAPSHOT_FOLDER
        self._database = database
        self._lock = threading.Lock()
        self._verified: dict[Path, tuple[int, int, str]] = {}

    def path(self, import_id: int) -> Path:
        """Return where an import's own snapshot stands, whether it is there or not."""
        return self._folder / f"import_{import_id}.parquet"

    def ensure(self) -> tuple[Path, ...] | None:
        """Return the snapshots of all live imports, writing those that are missing, out of date or damaged.

        Files of imports that are not live are removed. None when the files cannot be written (a full disk): the answers
        themselves are not touched by that.
        """
        with self._lock:
            try:
                self._folder.mkdir(mode=0o700, exist_ok=True)
                parts = self._parts(self._live())
                for part in parts:
                    if not (self._is_good(part) or self._adopted(part)):
                        self._write(part)
                # Asked again: another process may have brought in an import meanwhile.
                self._remove_others(self._live(), {part.path for part in parts})
            except OSError as error:
                _log.warning("snapshots cannot be written: %s", type(error).__name__)
                return None
            return tuple(part.path for part in parts)

    def draft(self, import_id: int, content: str, numbers: Mapping[str, pa.Array]) -> Draft | None:
        """Write the snapshot of an import that is about to be in, from its numbers, which spares reading them back.

        It is published once the import is in: whoever asks in that moment would otherwise write the whole file.
        ``numbers`` has columns of `ANSWER_COLUMNS`, each made by `snapshot_column`; one that is absent is NULL
        throughout. None where the file cannot be written now; the next `ensure` does it.
        """
        n = len(numbers["id"])
        columns = [numbers.get(field.name, pa.nulls(n, field.type)) for field in _schema()]
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            part = _Part(self.path(import_id), {import_id: content})
            return self._drafted(part, pa.table(columns, schema=_schema()))
        return None

    def remove(self, import_id: int) -> None:
        """Remove what the snapshots hold of an import. Where that cannot be done now, the next `ensure` does it."""
        with suppress(OSError):
            _unlink(self.path(import_id))
        shared = self._shared(import_id // BLOCK)
        # Written again without the import, at once: its numbers must not lie about.
        if shared.exists() and self.ensure() is None:
            with suppress(OSError):
                _unlink(shared)

    def _shared(self, block: int) -> Path:
        return self._folder / f"block_{block}.parquet"

    def _live(self) -> dict[int, str]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT id, content FROM imports WHERE state = 'live' ORDER BY id")
            return {row["id"]: row["content"] for row in rows}

    def _parts(self, live: Mapping[int, str]) -> list[_Part]:
        """Share the live imports out among files. What once stood in a shared file stays there."""
        is_shared = len(live) > MANY_IMPORTS or any(self._folder.glob("block_*.parquet"))
        newest = max(live, default=0) // BLOCK
        blocks: dict[int, dict[int, str]] = {}
        parts: list[_Part] = []
        for number, content in live.items():
            if is_shared and number // BLOCK < newest:
                blocks.setdefault(number // BLOCK, {})[number] = content
            else:
                parts.append(_Part(self.path(number), {number: content}))
        return [*(_Part(self._shared(block), members) for block, members in blocks.items()), *parts]

    def _is_good(self, part: _Part) -> bool:
        """Tell whether a snapshot holds what it should. Its bytes are read for that once a process."""
        try:
            facts = part.path.stat()
        except FileNotFoundError:
            return False
        mark = (facts.st_mtime_ns, facts.st_size, part.content)
        if self._verified.get(part.path) == mark:
            return True
        if not _is_sealed(part.path, part.content):
            return False
        self._verified[part.path] = mark
        return True

    def _adopted(self, part: _Part) -> bool:
        """Put a draft of just this in its place where one is left: its import went in a moment ago, or was killed then.

        Reading a large import back takes seconds. Whoever drafted it finds it gone and leaves it at that.
        """
        waiting = [*self._folder.glob(f".{part.path.stem}.*{_SEAL}.draft")]
        for seal in waiting:
            with suppress(OSError):
                if seal.read_text("utf-8").split(" ", 1)[0] == part.content:
                    Draft(part.path, seal.with_name(seal.name.replace(f"{_SEAL}.draft", ".draft")), seal).publish()
        return bool(waiting) and self._is_good(part)

    def _write(self, part: _Part) -> None:
        draft = self._drafted(part, pa.concat_tables(self._rows(part)))
        try:
            draft.rows.replace(draft.path)
            draft.seal.replace(draft.path.with_suffix(_SEAL))
        except FileNotFoundError:
            # Another process has put it there.
            if not self._is_good(part):
                raise
        finally:
            draft.discard()

    def _drafted(self, part: _Part, rows: pa.Table) -> Draft:
        stem = f".{part.path.stem}.{os.getpid()}.{secrets.token_hex(4)}"
        draft = Draft(part.path, self._folder / f"{stem}.draft", self._folder / f"{stem}.seal.draft")
        try:
            # Sorted by day, an engine that looks for some days can skip the rest of the file.
            rows = rows if _is_by_day(rows) else rows.sort_by([("day", "ascending"), ("id", "ascending")])
            repeated = [name for name in rows.column_names if name not in _MANY_VALUES]
            pq.write_table(rows, draft.rows, row_group_size=_GROUP_ROWS, compression="zstd", use_dictionary=repeated)
            draft.seal.write_text(_seal(draft.rows, part.content), "utf-8")
        except BaseException:
            draft.discard()
            raise
        return draft

    def _rows(self, part: _Part) -> Iterator[pa.Table]:
        """Yield the rows of a file to be: from files that are good, the others from the database."""
        missing = dict(part.members)
        if part.path.name.startswith("block_"):
            for known in (_sealed_members(part.path), *map(self._single, part.members.items())):
                taken = [number for number, content in known.members.items() if missing.get(number) == content]
                if taken and self._is_good(known):
                    yield _rows_of(known, taken)
                    for number in taken:
                        del missing[number]
        with self._database.read() as connection:
            for number in missing:
                yield pa.Table.from_batches(_batches(connection, number), _schema())

    def _single(self, member: tuple[int, str]) -> _Part:
        return _Part(self.path(member[0]), dict([member]))

    def _remove_others(self, live: Mapping[int, str], wanted: set[Path]) -> None:
        stems = {path.stem for path in wanted} | {part.path.stem for part in self._parts(live)}
        single = {self.path(number).stem: self._shared(number // BLOCK) for number in live}
        for pattern in ("import_*.*", "block_*.*"):
            for path in self._folder.glob(pattern):
                if path.stem not in stems and not _is_young(single.get(path.stem), _SUPERSEDED_SECONDS):
                    path.unlink(missing_ok=True)
        for path in self._folder.glob(".*.draft"):
            if path.exists() and not _is_young(path, _DRAFT_SECONDS):
                path.unlink(missing_ok=True)


def snapshot_column(name: str, numbers: Integers) -> pa.Array:
    """Return whole numbers (`NULL` where there is none) as a snapshot holds them: half as large."""
    missing = numbers == NULL
    return pa.array(numbers, _schema().field(name).type, mask=missing if missing.any() else None)


def _is_by_day(rows: pa.Table) -> bool:
    """Tell whether rows stand in order of day and number already, as those of most files do."""
    if rows.column("day").null_count:
        return False
    days, ids = (rows.column(name).to_numpy() for name in ("day", "id"))
    return bool((days[1:] >= days[:-1]).all() and (ids[1:] > ids[:-1]).all())


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(_SEAL).unlink(missing_ok=True)


def _is_young(path: Path | None, seconds: float) -> bool:
    """Tell whether a file was written less than so many seconds ago; no file is not."""
    try:
        return path is not None and time.time() - path.stat().st_mtime <= seconds
    except FileNotFoundError:
        return False


def _sealed_members(path: Path) -> _Part:
    """Return a shared file with the members that its own seal names; none where that cannot be read."""
    try:
        content = path.with_suffix(_SEAL).read_text("utf-8").split(" ", 1)[0]
        return _Part(path, {int(number): word for number, word in (one.split(":") for one in content.split(","))})
    except (OSError, ValueError):
        return _Part(path, {})


def _rows_of(part: _Part, numbers: list[int]) -> pa.Table:
    rows = pq.read_table(part.path, schema=_schema())
    if len(numbers) == len(part.members):
        return rows
    return rows.filter(pc.is_in(rows.column("import_id"), pa.array(numbers, pa.int32())))


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
