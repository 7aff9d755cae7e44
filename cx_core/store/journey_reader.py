"""Reading maps: one whole map, the list of maps, and the revision that tells whether to read again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cx_core.journeys.fields import Thing, unflatten
from cx_core.journeys.votes import voted
from cx_core.model.journey import Journey, Opportunity, PainPoint, Stage, Text, Touchpoint
from cx_core.model.library import JourneySummary
from cx_core.model.operation import Noun
from cx_core.store.map_tables import PARENT_COLUMN, TABLE, persona_ids_of, plain_of


def read_revision(connection: sqlite3.Connection, journey_id: str) -> int:
    """Return a map's revision; 0 when there is no such map or it was removed."""
    query = "SELECT revision FROM journeys WHERE id = ? AND deleted_at IS NULL"
    row = connection.execute(query, (journey_id,)).fetchone()
    return int(row["revision"]) if row else 0


def read_state(connection: sqlite3.Connection, journey_id: str) -> tuple[object, ...] | None:
    """Return what tells one state of a map from another; None when there is no such map or it was removed."""
    query = "SELECT revision, version, touched_at FROM journeys WHERE id = ? AND deleted_at IS NULL"
    row = connection.execute(query, (journey_id,)).fetchone()
    return (*row, *persona_ids_of(connection, journey_id)) if row else None


def read_journey(connection: sqlite3.Connection, journey_id: str) -> Journey | None:
    """Return a whole map without its removed parts; None when there is no such map or it was removed."""
    row = connection.execute("SELECT * FROM journeys WHERE id = ? AND deleted_at IS NULL", (journey_id,)).fetchone()
    if row is None:
        return None
    flat = plain_of("journey", row) | {"persona_ids": persona_ids_of(connection, journey_id)}
    return Journey(
        id=journey_id,
        stages=_stages(connection, journey_id),
        revision=row["revision"],
        version=row["version"],
        updated_at=datetime.fromisoformat(row["touched_at"]),
        **unflatten("journey", flat),
    )


def read_summaries(connection: sqlite3.Connection) -> tuple[JourneySummary, ...]:
    """Return every map in the list of maps, the one changed last first."""
    rows = connection.execute(
        "SELECT j.*,"
        " (SELECT count(*) FROM stages s WHERE s.journey_id = j.id AND s.deleted_at IS NULL) AS n_stages,"
        " (SELECT count(*) FROM touchpoints t JOIN stages s ON s.id = t.stage_id WHERE t.journey_id = j.id"
        "  AND t.deleted_at IS NULL AND s.deleted_at IS NULL) AS n_touchpoints"
        " FROM journeys j WHERE j.deleted_at IS NULL ORDER BY j.touched_at DESC, j.id"
    ).fetchall()
    return tuple(_summary(connection, row) for row in rows)


def children_of(journey: Journey, noun: Noun) -> tuple[tuple[str, tuple[Thing, ...]], ...]:
    """Return the parts of one kind by the id of what they hang on, in the order of the map."""
    if noun == "stage":
        return ((journey.id, journey.stages),)
    if noun == "touchpoint":
        return tuple((stage.id, stage.touchpoints) for stage in journey.stages)
    name = "pain_points" if noun == "pain_point" else "opportunities"
    return tuple((touchpoint.id, getattr(touchpoint, name)) for touchpoint in journey.touchpoints)


def read_authors(connection: sqlite3.Connection, journey_id: str, since: datetime, but: str) -> dict[str, str]:
    """Return who changed each part last, for parts changed after ``since`` by anybody but ``but``.

    Parts that nobody has touched since the map was made have no author.
    """
    found: dict[str, str] = {}
    made = connection.execute("SELECT created_at FROM journeys WHERE id = ?", (journey_id,)).fetchone()
    for table in (TABLE[noun] for noun in PARENT_COLUMN):
        rows = connection.execute(
            f"SELECT id, updated_by, updated_at, created_at, version FROM {table}"
            " WHERE journey_id = ? AND deleted_at IS NULL AND updated_by <> ?",
            (journey_id, but),
        )
        for row in rows:
            touched = row["version"] > 1 or row["created_at"] != made["created_at"]
            if touched and datetime.fromisoformat(row["updated_at"]) >= since:
                found[row["id"]] = row["updated_by"]
    return found


def _summary(connection: sqlite3.Connection, row: sqlite3.Row) -> JourneySummary:
    return JourneySummary(
        id=row["id"],
        title=Text(row["title_vi"], row["title_en"]),
        n_stages=row["n_stages"],
        n_touchpoints=row["n_touchpoints"],
        owner=row["owner"],
        review_on=date.fromisoformat(row["review_on"]) if row["review_on"] else None,
        updated_at=datetime.fromisoformat(row["touched_at"]),
        status=row["status"],
        state=row["state"],
        persona_ids=tuple(persona_ids_of(connection, row["id"])),
        revision=row["revision"],
    )


def _stages(connection: sqlite3.Connection, journey_id: str) -> tuple[Stage, ...]:
    touchpoints = _touchpoints(connection, journey_id)
    return tuple(
        Stage(
            id=row["id"],
            journey_id=journey_id,
            position=row["position"],
            touchpoints=tuple(touchpoints[row["id"]]),
            version=row["version"],
            **unflatten("stage", plain_of("stage", row)),
        )
        for row in _live(connection, "stages", journey_id)
    )


def _touchpoints(connection: sqlite3.Connection, journey_id: str) -> dict[str, list[Touchpoint]]:
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(
        "SELECT a.touchpoint_id, a.alias FROM touchpoint_aliases a JOIN touchpoints t ON t.id = a.touchpoint_id"
        " WHERE t.journey_id = ? ORDER BY a.touchpoint_id, a.position",
        (journey_id,),
    ):
        aliases[row["touchpoint_id"]].append(row["alias"])
    pains = _leaves(connection, journey_id, "pain_point", PainPoint)
    ideas = _leaves(connection, journey_id, "opportunity", Opportunity)
    by_stage: dict[str, list[Touchpoint]] = defaultdict(list)
    for row in _live(connection, "touchpoints", journey_id):
        flat = plain_of("touchpoint", row) | {"aliases": aliases[row["id"]]}
        by_stage[row["stage_id"]].append(
            voted(
                Touchpoint(
                    id=row["id"],
                    stage_id=row["stage_id"],
                    position=row["position"],
                    pain_points=tuple(pains[row["id"]]),
                    opportunities=tuple(ideas[row["id"]]),
                    version=row["version"],
                    **unflatten("touchpoint", flat),
                )
            )
        )
    return by_stage


def _leaves(connection: sqlite3.Connection, journey_id: str, noun: Noun, build: Callable[..., Any]) -> dict[str, Any]:
    """Return the pain points, or the opportunities, by touchpoint."""
    by_touchpoint: dict[str, list[Any]] = defaultdict(list)
    for row in _live(connection, TABLE[noun], journey_id):
        by_touchpoint[row["touchpoint_id"]].append(
            build(
                id=row["id"],
                touchpoint_id=row["touchpoint_id"],
                position=row["position"],
                version=row["version"],
                **unflatten(noun, plain_of(noun, row)),
            )
        )
    return by_touchpoint


def _live(connection: sqlite3.Connection, table: str, journey_id: str) -> list[sqlite3.Row]:
    query = f"SELECT * FROM {table} WHERE journey_id = ? AND deleted_at IS NULL ORDER BY position, id"
    return connection.execute(query, (journey_id,)).fetchall()
