"""The part of ``workspace.db`` that belongs to measuring: notes of events, saved views. Steps are only ever added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MEASURING_MIGRATIONS = Migrations("measuring")


@MEASURING_MIGRATIONS(name="s001_events")
def s001_events(db: Database) -> None:
    """Create the notes of events, and the views that were saved: a page with its address.

    Days are ISO texts. ``address`` is a JSON object of lists of texts.
    """
    db.table("events").create(
        {"id": str, "first_on": str, "last_on": str, "title": str, "created_at": str},
        pk="id",
        not_null={"first_on", "last_on", "title", "created_at"},
    )
    db.table("saved_views").create(
        {"id": str, "name": str, "page": str, "address": str, "pinned": int, "created_at": str},
        pk="id",
        not_null={"name", "page", "address", "pinned", "created_at"},
    )
