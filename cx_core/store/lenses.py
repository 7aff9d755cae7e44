"""Ways of looking at the answers that people set up: saved segments, groups of branches, kinds of surveys."""

from __future__ import annotations

import json
import secrets
import sqlite3
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cx_core.model.folding import fold
from cx_core.model.problem import Refusal
from cx_core.model.segment import Segment
from cx_core.store.database import Database
from cx_core.store.map_tables import instant
from cx_core.store.measuring_migrations import MEASURING_MIGRATIONS
from cx_core.store.segment_json import blocks_from_json, blocks_to_json
from cx_core.store.settings import WORKSPACE_FILE

LONGEST_NAME = 80


@dataclass(frozen=True)
class Hierarchy:
    """A field above another one: ``parents`` pairs a value of ``field`` (a branch) with its group (a region).

    ``name`` is the field that the groups make, as people call it.
    """

    field: str
    name: str
    parents: tuple[tuple[str, str], ...] = ()


class Lenses(Database):
    """Segments, hierarchies and kinds of surveys of a workspace. ``stamp`` changes with each of them."""

    @classmethod
    def open(cls, folder: Path) -> Lenses:
        """Open them in ``folder``; the file is made and brought up to date."""
        store = cls(folder / WORKSPACE_FILE, keeps_readers=True, keeps_writer=True)
        store.migrate(MEASURING_MIGRATIONS)
        return store

    def stamp(self) -> str:
        """Return a short text that changes whenever anything here changes: part of every cache key."""
        return self.keep("stamp", self._read_stamp)

    def _read_stamp(self) -> str:
        with self.read() as connection:
            row = connection.execute("SELECT value FROM lens_facts WHERE key = 'stamp'").fetchone()
        return str(row["value"]) if row else ""

    def segments(self) -> tuple[Segment, ...]:
        """Return every saved segment, by name."""
        return self.keep("segments", self._read_segments)

    def _read_segments(self) -> tuple[Segment, ...]:
        with self.read() as connection:
            rows = connection.execute("SELECT * FROM segments WHERE removed_at IS NULL ORDER BY name, id").fetchall()
        return tuple(Segment(row["id"], row["name"], blocks_from_json(json.loads(row["blocks"]))) for row in rows)

    def save_segment(self, segment: Segment, now: datetime) -> Segment:
        """Keep a segment, a new one when its id is empty, and return it.

        Raises `Refusal` ``segment_unnamed``, ``segment_empty`` or ``segment_name_taken``.
        """
        name = " ".join(segment.name.split())[:LONGEST_NAME]
        blocks = tuple(block for block in segment.blocks if block)
        if not name:
            raise Refusal("segment_unnamed")
        if not blocks:
            raise Refusal("segment_empty")
        kept = replace(segment, id=segment.id or uuid.uuid4().hex[:12], name=name, blocks=blocks)
        written = json.dumps(blocks_to_json(blocks), ensure_ascii=False)
        with self.write() as connection:
            question = "SELECT id FROM segments WHERE folded = ? AND removed_at IS NULL AND id <> ?"
            if connection.execute(question, (fold(name), kept.id)).fetchone():
                raise Refusal("segment_name_taken", {"name": name})
            connection.execute(
                """INSERT INTO segments (id, name, folded, blocks, saved_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded,
                        blocks = excluded.blocks, saved_at = excluded.saved_at, removed_at = NULL""",
                (kept.id, name, fold(name), written, instant(now)),
            )
            _touch(connection)
        return kept

    def remove_segment(self, segment_id: str, now: datetime) -> None:
        """Take a segment away; `restore_segment` brings it back. Nothing happens when it is gone already."""
        with self.write() as connection:
            connection.execute("UPDATE segments SET removed_at = ? WHERE id = ?", (instant(now), segment_id))
            _touch(connection)

    def restore_segment(self, segment_id: str) -> None:
        """Bring a removed segment back. Raises `Refusal` ``segment_name_taken`` when another has its name now."""
        with self.write() as connection:
            row = connection.execute("SELECT name, folded FROM segments WHERE id = ?", (segment_id,)).fetchone()
            if row is None:
                return
            question = "SELECT id FROM segments WHERE folded = ? AND removed_at IS NULL AND id <> ?"
            if connection.execute(question, (row["folded"], segment_id)).fetchone():
                raise Refusal("segment_name_taken", {"name": row["name"]})
            connection.execute("UPDATE segments SET removed_at = NULL WHERE id = ?", (segment_id,))
            _touch(connection)

    def hierarchies(self) -> tuple[Hierarchy, ...]:
        """Return every hierarchy, by the name of its groups."""
        with self.read() as connection:
            rows = connection.execute("SELECT * FROM hierarchies ORDER BY name").fetchall()
        return tuple(
            Hierarchy(row["field"], row["name"], tuple(sorted(json.loads(row["parents"]).items()))) for row in rows
        )

    def save_hierarchy(self, hierarchy: Hierarchy) -> None:
        """Keep a hierarchy in place of the field's earlier one; without any parent it is forgotten.

        Raises `Refusal` ``hierarchy_unnamed``.
        """
        name = " ".join(hierarchy.name.split())[:LONGEST_NAME]
        parents = {child: " ".join(parent.split()) for child, parent in hierarchy.parents if parent.strip()}
        if parents and not name:
            raise Refusal("hierarchy_unnamed")
        with self.write() as connection:
            connection.execute("DELETE FROM hierarchies WHERE field = ?", (hierarchy.field,))
            if parents:
                connection.execute(
                    "INSERT INTO hierarchies (field, name, parents) VALUES (?, ?, ?)",
                    (hierarchy.field, name, json.dumps(parents, ensure_ascii=False)),
                )
            _touch(connection)

    def survey_kinds(self) -> Mapping[str, str]:
        """Return what people said the sources are: ``relational`` or ``transactional`` by the source's name."""
        with self.read() as connection:
            rows = connection.execute("SELECT source, kind FROM survey_kinds").fetchall()
        return {row["source"]: row["kind"] for row in rows}

    def set_survey_kind(self, source: str, kind: str | None) -> None:
        """Say what kind a source is; None goes back to what is proposed."""
        with self.write() as connection:
            connection.execute("DELETE FROM survey_kinds WHERE source = ?", (source,))
            if kind is not None:
                connection.execute("INSERT INTO survey_kinds (source, kind) VALUES (?, ?)", (source, kind))
            _touch(connection)

    def source_renamed(self, old: str, new: str) -> None:
        """Let everything that goes by a source's name follow it: its kind, its group, the segments that name it."""
        with self.write() as connection:
            connection.execute("UPDATE OR REPLACE survey_kinds SET source = ? WHERE source = ?", (new, old))
            for row in connection.execute("SELECT parents FROM hierarchies WHERE field = 'source'").fetchall():
                parents = json.loads(row["parents"])
                names = renamed(parents, old, new)
                written = json.dumps(dict(zip(names, parents.values(), strict=True)), ensure_ascii=False)
                connection.execute("UPDATE hierarchies SET parents = ? WHERE field = 'source'", (written,))
            for row in connection.execute("SELECT id, blocks FROM segments").fetchall():
                written = _blocks_renamed(row["blocks"], old, new)
                if written != row["blocks"]:
                    connection.execute("UPDATE segments SET blocks = ? WHERE id = ?", (written, row["id"]))
            _touch(connection)


def renamed(names: Iterable[str], old: str, new: str) -> list[str]:
    """Return names with one replaced, compared folded as filters do.

    >>> renamed(["Quầy Huế", "Zalo"], "quay hue", "Huế")
    ['Huế', 'Zalo']
    """
    return [new if fold(name) == fold(old) else name for name in names]


def _blocks_renamed(written: str, old: str, new: str) -> str:
    blocks = [
        [replace(one, values=tuple(renamed(one.values, old, new))) if one.field == "source" else one for one in block]
        for block in blocks_from_json(json.loads(written))
    ]
    return json.dumps(blocks_to_json(map(tuple, blocks)), ensure_ascii=False)


def _touch(connection: sqlite3.Connection) -> None:
    connection.execute(
        """INSERT INTO lens_facts (key, value) VALUES ('stamp', ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
        (secrets.token_hex(8),),
    )
