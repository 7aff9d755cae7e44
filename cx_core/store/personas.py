"""Personas of the workspace: kept once, used by any map."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import datetime

from cx_core.model.journey import Persona, Text
from cx_core.model.problem import Refusal
from cx_core.store.map_tables import as_json, instant

_TEXTS = ("role", "goals", "frustrations", "quote")


def read_personas(connection: sqlite3.Connection) -> tuple[Persona, ...]:
    """Return every persona, by name."""
    rows = connection.execute("SELECT * FROM personas WHERE deleted_at IS NULL ORDER BY name, id").fetchall()
    return tuple(_persona(row) for row in rows)


def save_persona(connection: sqlite3.Connection, persona: Persona, actor: str, now: datetime) -> Persona:
    """Add a persona, or write a new state of one over the version it was made from.

    Returns it with its new version. Raises `Refusal` ``persona_changed`` when somebody else has written meanwhile.
    """
    row = connection.execute("SELECT * FROM personas WHERE id = ?", (persona.id,)).fetchone()
    if row is not None and (row["version"] != persona.version or row["deleted_at"] is not None):
        raise Refusal("persona_changed", {"name": row["name"]})
    version = 1 if row is None else row["version"] + 1
    at = instant(now)
    values = {
        "id": persona.id,
        "name": persona.name,
        "age_range": persona.age_range,
        **{f"{name}_vi": getattr(persona, name).vi for name in _TEXTS},
        **{f"{name}_en": getattr(persona, name).en for name in _TEXTS},
        "segment_filter": as_json(persona.segment_filter),
        "version": version,
        "created_at": at if row is None else row["created_at"],
        "updated_at": at,
        "updated_by": actor,
        "deleted_at": None,
    }
    sets = ", ".join(f"{key} = excluded.{key}" for key in values if key != "id")
    connection.execute(
        f"INSERT INTO personas ({', '.join(values)}) VALUES ({', '.join('?' for _ in values)})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        tuple(values.values()),
    )
    return replace(persona, version=version)


def remove_persona(connection: sqlite3.Connection, persona_id: str, actor: str, now: datetime) -> None:
    """Remove a persona and take it off every map."""
    connection.execute(
        "UPDATE personas SET deleted_at = ?, updated_by = ?, version = version + 1 WHERE id = ?",
        (instant(now), actor, persona_id),
    )
    connection.execute(
        "UPDATE journeys SET revision = revision + 1, touched_at = ? WHERE id IN"
        " (SELECT journey_id FROM journey_personas WHERE persona_id = ?)",
        (instant(now), persona_id),
    )
    connection.execute("DELETE FROM journey_personas WHERE persona_id = ?", (persona_id,))


def _persona(row: sqlite3.Row) -> Persona:
    texts = {name: Text(row[f"{name}_vi"] or "", row[f"{name}_en"] or "") for name in _TEXTS}
    return Persona(
        id=row["id"],
        name=row["name"],
        age_range=row["age_range"] or "",
        segment_filter=tuple((field, tuple(values)) for field, values in json.loads(row["segment_filter"] or "[]")),
        version=row["version"],
        **texts,
    )
