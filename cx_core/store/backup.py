"""A workspace as one file, and back: both databases at one instant, and the secret.

Snapshots are left out: they are made again from the answers.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
import zlib
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cx_core.model.problem import Refusal
from cx_core.store.database import Database
from cx_core.store.pseudonyms import KEY_FILE

#: In this order they are put back: maps that speak of answers come after the answers.
DATABASES = ("responses.db", "workspace.db")
MANIFEST = "manifest.json"
_FORMAT, _VERSION = "mach-backup", 1
_CHUNK = 1 << 20
_MAX_MANIFEST_BYTES = 1 << 20
#: What reading a damaged archive raises.
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class BackupFacts:
    """What a backup holds: when it was made, and each file's size in bytes and SHA-256."""

    made_at: datetime
    files: dict[str, tuple[int, str]]

    @property
    def n_bytes(self) -> int:
        """The size of all files, unpacked."""
        return sum(size for size, _ in self.files.values())


def write_backup(folder: Path, out: Path, now: datetime) -> BackupFacts:
    """Write the workspace in ``folder`` as one file, whole or not at all, and return what it holds.

    The databases are copied as they stood at one instant, while others go on writing. Raises `Refusal`
    ``store_damaged`` (a damaged file must not replace a good backup), ``backup_exists``, ``backup_not_written``.
    """
    if out.exists():
        raise Refusal("backup_exists", {"file": out.name})
    draft = out.with_name(f".{out.name}.draft")
    try:
        with TemporaryDirectory(dir=out.parent, prefix=".backup-") as scratch:
            copies = {name: Path(scratch) / name for name in DATABASES}
            _copy_at_one_instant({name: folder / name for name in DATABASES}, copies)
            for copy in copies.values():
                refuse_unless_sound(copy)
            facts = _pack(draft, {**copies, **_secret(folder)}, now)
        draft.replace(out)
    except OSError as error:
        raise Refusal("backup_not_written", {"file": out.name}) from error
    finally:
        draft.unlink(missing_ok=True)
    return facts


def restore_backup(file: Path, folder: Path, now: datetime) -> BackupFacts:
    """Put a backup in the place of what the workspace holds, and return what came back.

    Nothing is touched before every file of the backup has been read and found whole. What is there now is first kept
    as a backup in the folder ``backups``, or, where a database is too damaged for that, as it is. Should the machine
    stop in the middle, run it again. Raises `Refusal` ``backup_not_found``, ``not_a_backup``, ``backup_damaged``,
    ``backup_newer``, ``backup_not_written``.
    """
    try:
        with TemporaryDirectory(dir=folder, prefix=".restore-") as scratch, _opened(file) as archive:
            facts = _facts(archive, file.name)
            unpacked = _unpack(archive, facts, Path(scratch), file.name)
            for name in DATABASES:
                refuse_unless_sound(unpacked[name], Refusal("backup_damaged", {"file": file.name}))
            _keep_what_is_here(folder, now)
            for name in DATABASES:
                _replace_database(unpacked.pop(name), folder / name)
            for name, path in unpacked.items():
                path.replace(folder / name)
    except OSError as error:
        raise Refusal("backup_not_written", {"file": file.name}) from error
    return facts


def refuse_unless_sound(path: Path, refusal: Refusal | None = None) -> None:
    """Raise ``refusal`` (else ``store_damaged``) when a database file has a damaged page."""
    if not is_sound(path):
        raise refusal or Refusal("store_damaged")


def is_sound(path: Path) -> bool:
    """Tell whether every page of a database file can be read; a file that is not there is sound.

    Takes about a second for 300 MB.
    """
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        # A file that others are using at this moment is not damaged for that.
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _copy_at_one_instant(sources: dict[str, Path], copies: dict[str, Path]) -> None:
    """Copy databases as they stand at one instant: reading starts while nobody may write, copying goes on after."""
    with ExitStack() as readers:
        reading: dict[str, sqlite3.Connection] = {}
        with ExitStack() as writers:
            for path in sources.values():
                writers.enter_context(Database(path).write())
            for name, path in sources.items():
                reading[name] = readers.enter_context(Database(path).read())
                reading[name].execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, connection in reading.items():
            with closing(sqlite3.connect(copies[name])) as copy:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")


def _secret(folder: Path) -> dict[str, Path]:
    path = folder / KEY_FILE
    return {KEY_FILE: path} if path.exists() else {}


def _pack(draft: Path, files: dict[str, Path], now: datetime) -> BackupFacts:
    facts = BackupFacts(now, {name: (path.stat().st_size, _digest(path)) for name, path in files.items()})
    draft.touch(mode=0o600)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        manifest = {
            "format": _FORMAT,
            "version": _VERSION,
            "made_at": now.isoformat(),
            "files": {name: {"bytes": size, "sha256": digest} for name, (size, digest) in facts.files.items()},
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        for name, path in files.items():
            archive.write(path, name)
    return facts


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(file: Path) -> zipfile.ZipFile:
    if not file.is_file():
        raise Refusal("backup_not_found", {"file": file.name})
    try:
        return zipfile.ZipFile(file)
    except _BROKEN as error:
        raise Refusal("not_a_backup", {"file": file.name}) from error


def _facts(archive: zipfile.ZipFile, name: str) -> BackupFacts:
    try:
        if archive.getinfo(MANIFEST).file_size > _MAX_MANIFEST_BYTES:
            raise Refusal("not_a_backup", {"file": name})
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if manifest["format"] != _FORMAT:
            raise Refusal("not_a_backup", {"file": name})
        if manifest["version"] > _VERSION:
            raise Refusal("backup_newer", {"file": name})
        files = {one: (int(facts["bytes"]), str(facts["sha256"])) for one, facts in manifest["files"].items()}
        made_at = datetime.fromisoformat(manifest["made_at"])
    except (*_BROKEN, TypeError, ValueError, AttributeError) as error:
        raise Refusal("not_a_backup", {"file": name}) from error
    # No other name is ever unpacked, so none can lead out of the workspace.
    if not set(DATABASES) <= set(files) <= {*DATABASES, KEY_FILE}:
        raise Refusal("not_a_backup", {"file": name})
    return BackupFacts(made_at, files)


def _unpack(archive: zipfile.ZipFile, facts: BackupFacts, scratch: Path, name: str) -> dict[str, Path]:
    unpacked = {}
    for inner, (size, digest) in facts.files.items():
        path = unpacked[inner] = scratch / inner
        left, seen = size, hashlib.sha256()
        try:
            with archive.open(inner) as source, path.open("wb") as target:
                # No more than the manifest says is ever written, whatever the archive unpacks to.
                while chunk := source.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise Refusal("backup_damaged", {"file": name})
                    seen.update(chunk)
                    target.write(chunk)
        except _BROKEN as error:
            raise Refusal("backup_damaged", {"file": name}) from error
        if left or seen.hexdigest() != digest:
            raise Refusal("backup_damaged", {"file": name})
        path.chmod(0o600)
    return unpacked


def _keep_what_is_here(folder: Path, now: datetime) -> None:
    kept = folder / "backups"
    kept.mkdir(mode=0o700, exist_ok=True)
    stem = f"before-restore-{now:%Y%m%d-%H%M%S}"
    damaged = [name for name in DATABASES if not is_sound(folder / name)]
    for name in damaged:
        (folder / name).replace(kept / f"{stem}-{name}")
        for suffix in ("-wal", "-shm"):
            (folder / (name + suffix)).unlink(missing_ok=True)
    if not damaged and all((folder / name).exists() for name in DATABASES):
        write_backup(folder, kept / f"{stem}.zip", now)


def _replace_database(source: Path, target: Path) -> None:
    """Put a database's content in the place of another's, in one transaction that readers see whole or not at all."""
    with closing(sqlite3.connect(source)) as good, closing(sqlite3.connect(target, timeout=10)) as live:
        good.backup(live)
        live.execute("PRAGMA journal_mode=WAL")
