"""Where answers come from: the sources that files of one kind belong to, and their names."""

from __future__ import annotations

import sqlite3

from cx_core.model.folding import fold
from cx_core.model.imports import KnownSource
from cx_core.model.problem import Refusal

#: Behind the fingerprint of files with the same columns that a person keeps apart as a source of their own.
APART = "."
LONGEST_NAME = 120


def sources_like(connection: sqlite3.Connection, fingerprint: str) -> tuple[KnownSource, ...]:
    """Return the sources whose files have the columns of this fingerprint, the oldest first."""
    question = "SELECT id, name, fingerprint FROM sources WHERE fingerprint = ? OR substr(fingerprint, 1, ?) = ?"
    base = fingerprint.partition(APART)[0]
    rows = connection.execute(f"{question} ORDER BY id", (base, len(base) + 1, base + APART))
    return tuple(KnownSource(row["id"], row["name"], row["fingerprint"]) for row in rows)


def rename_source(connection: sqlite3.Connection, source_id: int, name: str) -> str:
    """Give a source another name and return it, trimmed.

    Raises `Refusal`: ``source_name_empty``, ``source_name_too_long``, ``source_name_taken`` by another source (names
    are compared folded), ``source_unknown``.
    """
    name = " ".join(name.split())
    if not name:
        raise Refusal("source_name_empty")
    if len(name) > LONGEST_NAME:
        raise Refusal("source_name_too_long", {"limit": LONGEST_NAME})
    taken = connection.execute("SELECT 1 FROM sources WHERE folded = ? AND id <> ?", (fold(name), source_id)).fetchone()
    if taken:
        raise Refusal("source_name_taken", {"name": name})
    changed = connection.execute("UPDATE sources SET name = ?, folded = ? WHERE id = ?", (name, fold(name), source_id))
    if not changed.rowcount:
        raise Refusal("source_unknown")
    return name
