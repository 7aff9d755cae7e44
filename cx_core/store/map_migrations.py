"""Later steps of the schema of maps: snapshots, changes that belong together. Steps are only ever added."""

from __future__ import annotations

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
