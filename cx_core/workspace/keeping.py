"""Keeping a workspace safe: one file for all of it, back from that file, and a look for damage."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from cx_core.store import backup as store_backup
from cx_core.store.backup import DATABASES, BackupFacts
from cx_core.workspace.folder import default_folder, prepare

__all__ = ["BackupFacts", "Keeping", "back_up", "restore"]

#: A server that runs for weeks looks again each day.
_DAY_SECONDS = 24 * 3600.0


def back_up(out: Path, folder: Path | None = None) -> BackupFacts:
    """Write the workspace (the default one without ``folder``) as one file, while others go on working.

    Raises `Refusal` ``backup_exists``, ``backup_not_written``, ``store_damaged``, ``workspace_not_writable``.
    """
    return store_backup.write_backup(prepare(folder or default_folder()), out, datetime.now(UTC))


def restore(file: Path, folder: Path | None = None) -> BackupFacts:
    """Put a backup in the place of what the workspace holds; what is there now is kept in its folder ``backups``.

    Works on a damaged workspace and on an empty one. Raises `Refusal` ``backup_not_found``, ``not_a_backup``,
    ``backup_damaged``, ``backup_newer``, ``backup_not_written``, ``workspace_not_writable``.
    """
    return store_backup.restore_backup(file, prepare(folder or default_folder()), datetime.now(UTC))


class Keeping:
    """Looks for damage in the databases of one workspace, in the background."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._damaged: tuple[str, ...] = ()
        self._next_look = 0.0
        self._lock = threading.Lock()

    def damaged(self) -> tuple[str, ...]:
        """Return the database files that the last look found damaged; starts a look when the last is a day old."""
        with self._lock:
            is_due = time.monotonic() >= self._next_look
            if is_due:
                self._next_look = time.monotonic() + _DAY_SECONDS
        if is_due:
            threading.Thread(target=self.look, name="look-for-damage", daemon=True).start()
        return self._damaged

    def look(self) -> tuple[str, ...]:
        """Read every page of the databases now and return the names of the damaged ones."""
        self._damaged = tuple(name for name in DATABASES if not store_backup.is_sound(self._folder / name))
        return self._damaged
