"""Settings of the workspace, and what was learnt about each source of feedback."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from cx_core.store.database import Database
from cx_core.store.map_tables import as_json, instant
from cx_core.store.workspace_migrations import WORKSPACE_MIGRATIONS

WORKSPACE_FILE = "workspace.db"


class SettingsStore(Database):
    """Settings by key, each a JSON value, and the mapping of each source by its fingerprint."""

    @classmethod
    def open(cls, folder: Path) -> SettingsStore:
        """Open the settings of the workspace in ``folder``; the file is made and brought up to date."""
        store = cls(folder / WORKSPACE_FILE, keeps_readers=True, keeps_writer=True)
        store.migrate(WORKSPACE_MIGRATIONS)
        return store

    def get(self, key: str, default: Any = None) -> Any:
        """Return a setting; ``default`` when it was never set."""
        written = self.keep(f"setting {key}", lambda: self._written(key))
        return json.loads(written) if written is not None else default

    def set(self, key: str, value: Any) -> None:
        """Write a setting; any JSON value."""
        with self.write() as connection:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, as_json(value)),
            )

    def set_once(self, key: str, value: Any) -> Any:
        """Write a setting unless it has a value already; return the value it has now.

        For values that two sessions may want to make at the same moment, such as the workspace's secret.
        """
        with self.write() as connection:
            connection.execute("INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)", (key, as_json(value)))
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return json.loads(row["value"])

    def _written(self, key: str) -> str | None:
        with self.read() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return str(row["value"]) if row else None

    def mapping(self, fingerprint: str) -> str | None:
        """Return the remembered mapping of a source as JSON text; None when the source is new."""
        with self.read() as connection:
            row = connection.execute("SELECT mapping FROM mappings WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return row["mapping"] if row else None

    def forget_mapping(self, fingerprint: str) -> None:
        """Forget a source's mapping; nothing happens when there is none."""
        with self.write() as connection:
            connection.execute("DELETE FROM mappings WHERE fingerprint = ?", (fingerprint,))

    def remember_mapping(self, fingerprint: str, mapping: str, now: datetime) -> None:
        """Remember a source's mapping, JSON text, for its next file."""
        with self.write() as connection:
            connection.execute(
                "INSERT INTO mappings (fingerprint, mapping, updated_at) VALUES (?, ?, ?) ON CONFLICT (fingerprint)"
                " DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at",
                (fingerprint, mapping, instant(now)),
            )
