"""The schema of ``workspace.db``: maps, personas, settings. Steps are only ever added, never changed."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations

WORKSPACE_MIGRATIONS = Migrations("workspace")

#: Each part of a map remembers its version, who changed it last and when, and when it was removed (NULL: it is there).
_TRACES: dict[str, Any] = {
    "version": int,
    "created_at": str,
    "updated_at": str,
    "updated_by": str,
    "deleted_at": str,
}
_TRACES_NOT_NULL = {"version", "created_at", "updated_at", "updated_by"}


@WORKSPACE_MIGRATIONS(name="m001_settings")
def m001_settings(db: Database) -> None:
    """Create the settings, and the mappings of sources by fingerprint."""
    db.table("settings").create({"key": str, "value": str}, pk="key", not_null={"value"})
    db.table("mappings").create(
        {"fingerprint": str, "mapping": str, "updated_at": str}, pk="fingerprint", not_null={"mapping", "updated_at"}
    )


@WORKSPACE_MIGRATIONS(name="m002_maps")
def m002_maps(db: Database) -> None:
    """Create personas, journeys, stages, touchpoints with their aliases, and pain points.

    ``journeys.revision`` and ``touched_at`` move with every change anywhere on the map, ``version`` and ``updated_at``
    only with changes of the journey's own fields.
    """
    bilingual = _bilingual
    db.table("personas").create(
        {"id": str, "name": str, "age_range": str, **bilingual("role", "goals", "frustrations", "quote"),
         "segment_filter": str, **_TRACES},
        pk="id", not_null=_TRACES_NOT_NULL | {"name"},
    )  # fmt: skip
    db.table("journeys").create(
        {"id": str, **bilingual("title", "scenario", "goal"), "state": str, "status": str, "owner": str,
         "review_on": str, "revision": int, "touched_at": str, **_TRACES},
        pk="id", not_null=_TRACES_NOT_NULL | {"revision"},
    )  # fmt: skip
    db.table("journey_personas").create(
        {"journey_id": str, "persona_id": str, "position": int},
        pk=("journey_id", "persona_id"),
        foreign_keys=[("journey_id", "journeys", "id")],
    )
    db.table("stages").create(
        {"id": str, "journey_id": str, "position": float, **bilingual("name", "customer_goal"), **_TRACES},
        pk="id", not_null=_TRACES_NOT_NULL | {"journey_id", "position"},
        foreign_keys=[("journey_id", "journeys", "id")],
    )  # fmt: skip
    db.table("touchpoints").create(
        {"id": str, "journey_id": str, "stage_id": str, "position": float,
         **bilingual("name"), "channel": str, "initiator": str, **bilingual("customer_action", "thought"),
         "moment_of_truth": str, "expected": float, "perceived": float,
         **bilingual("expectation", "service_standard"), "owner": str, "evidence": str, **_TRACES},
        pk="id", not_null=_TRACES_NOT_NULL | {"journey_id", "stage_id", "position"},
        foreign_keys=[("journey_id", "journeys", "id"), ("stage_id", "stages", "id")],
    )  # fmt: skip
    db.table("touchpoint_aliases").create(
        {"touchpoint_id": str, "position": int, "alias": str, "folded": str},
        pk=("touchpoint_id", "folded"),
        foreign_keys=[("touchpoint_id", "touchpoints", "id")],
    )
    db.table("pain_points").create(
        {"id": str, "journey_id": str, "touchpoint_id": str, "position": float, **bilingual("text"),
         "severity": int, **bilingual("root_cause"), "evidence": str, **_TRACES},
        pk="id", not_null=_TRACES_NOT_NULL | {"journey_id", "touchpoint_id", "position"},
        foreign_keys=[("journey_id", "journeys", "id"), ("touchpoint_id", "touchpoints", "id")],
    )  # fmt: skip
    for table, parent in (("stages", "journey_id"), ("touchpoints", "stage_id"), ("pain_points", "touchpoint_id")):
        db.table(table).create_index([parent, "position"])
    for table in ("touchpoints", "pain_points"):
        db.table(table).create_index(["journey_id"])


@WORKSPACE_MIGRATIONS(name="m003_operations")
def m003_operations(db: Database) -> None:
    """Create the log of changes.

    ``kind`` is ``do``, ``undo``, ``redo`` or ``create``; ``of_op`` names the operation that an undo or redo is about.
    ``undone_at`` is the revision whose undo holds, NULL while the operation stands. ``skipped`` takes an operation
    out of its actor's line of undo after a conflict.
    """
    db.table("operations").create(
        {"op_id": str, "journey_id": str, "actor": str, "at": str, "name": str, "target_id": str, "forward": str,
         "inverse": str, "revision": int, "version": int, "kind": str, "of_op": str, "undone_at": int,
         "skipped": int},
        pk="op_id",
        not_null={"journey_id", "actor", "at", "name", "target_id", "forward", "revision", "version", "kind"},
        defaults={"skipped": 0, "kind": "do"},
        foreign_keys=[("journey_id", "journeys", "id")],
    )  # fmt: skip
    db.table("operations").create_index(["journey_id", "revision"], unique=True)
    db.table("operations").create_index(["target_id", "revision"])


@WORKSPACE_MIGRATIONS(name="m004_assignments")
def m004_assignments(db: Database) -> None:
    """Create the remembered assignments; a NULL touchpoint means deliberately none.

    ``touchpoint_id`` refers to nothing by a constraint: it may name a touchpoint that was removed and comes back.
    """
    db.table("place_assignments").create(
        {"journey_id": str, "place_key": str, "touchpoint_id": str, "actor": str, "updated_at": str},
        pk=("journey_id", "place_key"),
        not_null={"actor", "updated_at"},
        foreign_keys=[("journey_id", "journeys", "id")],
    )


def _bilingual(*names: str) -> dict[str, Any]:
    return {f"{name}_{language}": str for name in names for language in ("vi", "en")}
