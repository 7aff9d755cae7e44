"""Later steps of the schema of maps: snapshots, changes that belong together. Steps are only ever added."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations

MAP_MIGRATIONS = Migrations("maps")


@MAP_MIGRATIONS(name="p001_snapshots")
def p001_snapshots(db: Database) -> None:
    """Create the named snapshots, and let several operations be one change.

    ``document`` is the map in the native format. Operations of one ``batch`` are undone and redone together.
    """
    db.table("map_snapshots").create(
        {"id": str, "journey_id": str, "name": str, "actor": str, "at": str, "revision": int, "document": str},
        pk="id",
        not_null={"journey_id", "name", "actor", "at", "revision", "document"},
        foreign_keys=[("journey_id", "journeys", "id")],
    )
    db.table("map_snapshots").create_index(["journey_id", "at"])
    db.table("operations").add_column("batch", str)
    db.table("operations").create_index(["batch"])


@MAP_MIGRATIONS(name="p002_blueprint")
def p002_blueprint(db: Database) -> None:
    """Create the opportunities, and the columns of lanes, links, targets, images, pairs, kinds and frequencies.

    Lists are JSON texts. No column refers to another map by a constraint: that map may be gone.
    """
    traces = {"version": int, "created_at": str, "updated_at": str, "updated_by": str, "deleted_at": str}
    db.table("opportunities").create(
        {
            "id": str, "journey_id": str, "touchpoint_id": str, "position": float, "text_vi": str, "text_en": str,
            "detail_vi": str, "detail_en": str, "impact": int, "effort": int, "progress": str, "owner": str,
            "due_on": str, "evidence": str, "pain_ids": str, "touchpoint_ids": str, **traces,
        },
        pk="id",
        not_null={"journey_id", "touchpoint_id", "position", "version", "created_at", "updated_at", "updated_by"},
        foreign_keys=[("journey_id", "journeys", "id"), ("touchpoint_id", "touchpoints", "id")],
    )  # fmt: skip
    db.table("opportunities").create_index(["touchpoint_id", "position"])
    db.table("opportunities").create_index(["journey_id"])
    _add(db, "journeys", texts=(), lists=("lanes",), others={"pair_id": str})
    blueprint = tuple(f"{n}_{s}" for n in ("physical", "frontstage", "backstage", "support") for s in ("vi", "en"))
    numbers = {"perceived_low": float, "perceived_high": float, "duration_minutes": float}
    _add(db, "touchpoints", blueprint, ("links", "targets", "images"), {**numbers, "detail_id": str})
    _add(db, "pain_points", texts=(), lists=("quote_ids",), others={"frequency": str, "kind": str})


@MAP_MIGRATIONS(name="p003_own_lanes_and_people")
def p003_own_lanes_and_people(db: Database) -> None:
    """Create the columns of a map's own lanes, of single personas' emotions, and of the words of a pain point.

    Mappings by id are JSON texts, and so are lists.
    """
    _add(db, "journeys", texts=(), lists=(), others={}, mappings=("own_lanes",))
    _add(db, "stages", texts=(), lists=(), others={}, mappings=("notes",))
    emotions = ("expected_by", "perceived_by", "perceived_low_by", "perceived_high_by")
    _add(db, "touchpoints", texts=(), lists=(), others={}, mappings=("notes", *emotions))
    _add(db, "pain_points", texts=(), lists=("themes", "phrases"), others={})


@MAP_MIGRATIONS(name="p004_images")
def p004_images(db: Database) -> None:
    """Create the pictures: bytes by a name made from them. ``unused_since`` NULL: a touchpoint shows it."""
    db.table("map_images").create(
        {
            "name": str, "data": bytes, "thumb": bytes, "width": int, "height": int, "added_at": str,
            "unused_since": str,
        },
        pk="name",
        not_null={"data", "thumb", "width", "height", "added_at"},
    )  # fmt: skip


@MAP_MIGRATIONS(name="p005_votes")
def p005_votes(db: Database) -> None:
    """Create the column of votes on what customers feel at a touchpoint: a mapping by voter, as JSON text."""
    _add(db, "touchpoints", texts=(), lists=(), others={}, mappings=("votes",))


def _add(
    db: Database,
    table: str,
    texts: tuple[str, ...],
    lists: tuple[str, ...],
    others: dict[str, Any],
    mappings: tuple[str, ...] = (),
) -> None:
    for name in texts:
        db.table(table).add_column(name, str, not_null_default="")
    for name in lists:
        db.table(table).add_column(name, str, not_null_default="[]")
    for name in mappings:
        db.table(table).add_column(name, str, not_null_default="{}")
    for name, kind in others.items():
        db.table(table).add_column(name, kind)
