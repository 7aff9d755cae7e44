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


@MEASURING_MIGRATIONS(name="s002_lenses")
def s002_lenses(db: Database) -> None:
    """Create the saved segments, the groups above fields, the kinds of surveys, and one word that changes with them.

    ``blocks`` and ``parents`` are JSON. A removed segment stays with its day, so that removing can be undone.
    """
    db.table("segments").create(
        {"id": str, "name": str, "folded": str, "blocks": str, "saved_at": str, "removed_at": str},
        pk="id",
        not_null={"name", "folded", "blocks", "saved_at"},
    )
    db.table("hierarchies").create(
        {"field": str, "name": str, "parents": str}, pk="field", not_null={"name", "parents"}
    )
    db.table("survey_kinds").create({"source": str, "kind": str}, pk="source", not_null={"kind"})
    db.table("lens_facts").create({"key": str, "value": str}, pk="key", not_null={"value"})
