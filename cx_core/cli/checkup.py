"""Is this workspace healthy, and is this machine fit to run the app?"""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx_core import __version__
from cx_core.model.problem import Refusal
from cx_core.workspace import Workspace, default_folder

_PACKAGES = ("streamlit", "pandas", "altair", "duckdb", "pyarrow", "openpyxl", "sqlite-utils", "python-calamine")
_DATABASES = ("workspace.db", "responses.db")
MIN_FREE_BYTES = 200 * 2**20


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is right, and what was seen."""

    key: str
    is_ok: bool
    detail: str


@dataclass(frozen=True)
class Report:
    """Everything that was looked at."""

    workspace: Path
    checks: tuple[Check, ...]

    @property
    def is_ok(self) -> bool:
        """True when nothing is wrong."""
        return all(check.is_ok for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """Return the report as a document."""
        return {
            "ok": self.is_ok,
            "version": __version__,
            "workspace": str(self.workspace),
            "checks": [{"key": one.key, "ok": one.is_ok, "detail": one.detail} for one in self.checks],
        }


def examine(folder: Path | None = None) -> Report:
    """Look at a workspace (the default one without ``folder``) and at this machine. Changes nothing in the answers."""
    chosen = folder or default_folder()
    checks = [Check("python", True, platform.python_version()), Check("sqlite", True, sqlite3.sqlite_version)]
    checks += [_package(name) for name in _PACKAGES]
    try:
        workspace = Workspace.open(chosen)
    except Refusal as refusal:
        return Report(chosen, (*checks, Check("workspace", False, refusal.kind)))
    checks.append(Check("workspace", True, str(chosen)))
    checks += [_database(chosen / name) for name in _DATABASES]
    checks.append(_snapshots(workspace))
    free = shutil.disk_usage(chosen).free
    checks.append(Check("disk_space", free >= MIN_FREE_BYTES, f"{free // 2**20} MiB free"))
    return Report(chosen, tuple(checks))


def _package(name: str) -> Check:
    try:
        return Check(f"package {name}", True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(f"package {name}", False, "not installed")


def _database(path: Path) -> Check:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return Check(path.name, False, type(error).__name__)
    return Check(path.name, found == "ok", found)


def _snapshots(workspace: Workspace) -> Check:
    files = workspace.responses.ensure_snapshots()
    if files is None:
        return Check("snapshots", False, "cannot be written; SQLite answers instead")
    return Check("snapshots", True, f"{len(files)} current")
