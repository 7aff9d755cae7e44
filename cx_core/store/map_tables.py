"""Where each part of a map lies: tables, columns, and reading or writing one part's fields."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cx_core.journeys.fields import ENTRY_KINDS, FIELDS, LIST_KINDS, PARENT_FIELD
from cx_core.model.folding import fold
from cx_core.model.operation import Noun

TABLE: dict[Noun, str] = {
    "journey": "journeys",
    "stage": "stages",
    "touchpoint": "touchpoints",
    "pain_point": "pain_points",
    "opportunity": "opportunities",
}

#: The column that names a part's parent.
PARENT_COLUMN: dict[Noun, str] = dict(PARENT_FIELD)
PARENT_NOUN: dict[Noun, Noun] = {
    "stage": "journey",
    "touchpoint": "stage",
    "pain_point": "touchpoint",
    "opportunity": "touchpoint",
}

#: Keys that are lists and therefore have a table of their own.
LIST_KEYS = frozenset({"aliases", "persona_ids"})
#: Other keys that are lists, and those that are mappings by id: kept as JSON text in their column.
JSON_KEYS = (
    frozenset(field.name for fields in FIELDS.values() for field in fields if field.kind in LIST_KINDS | ENTRY_KINDS)
    - LIST_KEYS
)


def columns(noun: Noun) -> tuple[str, ...]:
    """Return the columns that hold a part's fields."""
    return tuple(key for field in FIELDS[noun] for key in field.keys if key not in LIST_KEYS)


def plain_of(noun: Noun, row: sqlite3.Row) -> dict[str, Any]:
    """Return the plain values of a row's own columns by key; lists are read."""
    return {key: json.loads(row[key]) if key in JSON_KEYS else row[key] for key in columns(noun)}


def row_of(connection: sqlite3.Connection, noun: Noun, part_id: str) -> sqlite3.Row | None:
    """Return a part's row, removed or not; None when there never was one."""
    found: sqlite3.Row | None = connection.execute(f"SELECT * FROM {TABLE[noun]} WHERE id = ?", (part_id,)).fetchone()
    return found


def fields_of(connection: sqlite3.Connection, noun: Noun, row: sqlite3.Row) -> dict[str, object]:
    """Return a part's fields as plain values by key."""
    fields: dict[str, object] = plain_of(noun, row)
    if noun == "touchpoint":
        fields["aliases"] = aliases_of(connection, row["id"])
    if noun == "journey":
        fields["persona_ids"] = persona_ids_of(connection, row["id"])
    return fields


def aliases_of(connection: sqlite3.Connection, touchpoint_id: str) -> list[str]:
    """Return a touchpoint's aliases in order."""
    query = "SELECT alias FROM touchpoint_aliases WHERE touchpoint_id = ? ORDER BY position"
    return [row["alias"] for row in connection.execute(query, (touchpoint_id,))]


def persona_ids_of(connection: sqlite3.Connection, journey_id: str) -> list[str]:
    """Return a journey's personas in order."""
    query = "SELECT persona_id FROM journey_personas WHERE journey_id = ? ORDER BY position"
    return [row["persona_id"] for row in connection.execute(query, (journey_id,))]


def insert(
    connection: sqlite3.Connection,
    noun: Noun,
    values: Mapping[str, Any],
    fields: Mapping[str, Any],
    actor: str,
    at: str,
) -> None:
    """Insert a part: ``values`` are its id, parents and position, ``fields`` its content."""
    row = {
        **values,
        **_stored(fields),
        "version": 1,
        "created_at": at,
        "updated_at": at,
        "updated_by": actor,
    }
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {TABLE[noun]} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    write_lists(connection, str(values["id"]), fields)


def update(
    connection: sqlite3.Connection, noun: Noun, part_id: str, values: Mapping[str, Any], actor: str, at: str
) -> None:
    """Write new values into a part and raise its version by one."""
    plain = _stored(values)
    sets = ", ".join(f"{key} = ?" for key in (*plain, "updated_at", "updated_by"))
    connection.execute(
        f"UPDATE {TABLE[noun]} SET {sets}, version = version + 1 WHERE id = ?", (*plain.values(), at, actor, part_id)
    )
    write_lists(connection, part_id, values)


def write_votes(connection: sqlite3.Connection, touchpoint_id: str, votes: object) -> None:
    """Write the votes of a touchpoint. Its version stays: a vote is no edit that somebody else's could collide with."""
    connection.execute("UPDATE touchpoints SET votes = ? WHERE id = ?", (as_json(votes), touchpoint_id))


def _stored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the columns take them."""
    own = {key: value for key, value in fields.items() if key not in LIST_KEYS}
    return {key: as_json(value) if key in JSON_KEYS else value for key, value in own.items()}


def write_lists(connection: sqlite3.Connection, part_id: str, fields: Mapping[str, Any]) -> None:
    """Replace the lists among the fields."""
    if "aliases" in fields:
        connection.execute("DELETE FROM touchpoint_aliases WHERE touchpoint_id = ?", (part_id,))
        connection.executemany(
            "INSERT INTO touchpoint_aliases (touchpoint_id, position, alias, folded) VALUES (?, ?, ?, ?)",
            [(part_id, at, alias, fold(alias)) for at, alias in enumerate(fields["aliases"])],
        )
    if "persona_ids" in fields:
        connection.execute("DELETE FROM journey_personas WHERE journey_id = ?", (part_id,))
        connection.executemany(
            "INSERT INTO journey_personas (journey_id, persona_id, position) VALUES (?, ?, ?)",
            [(part_id, persona_id, at) for at, persona_id in enumerate(fields["persona_ids"])],
        )


def instant(now: datetime) -> str:
    """Return an aware instant as it is stored: ISO 8601 in the zone it carries."""
    if now.tzinfo is None:
        raise ValueError("an instant without a time zone is not stored")
    return now.isoformat()


def as_json(value: object) -> str:
    """Return a value as compact JSON text with a fixed order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
