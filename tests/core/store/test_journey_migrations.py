"""The schema of maps reaches the same state from every earlier version, and keeps what is there."""

import sqlite3
from datetime import UTC, datetime

import pytest
import sqlite_utils

from cx_core.model.operation import Applied, Operation
from cx_core.store.database import Database
from cx_core.store.journeys import JourneyStore
from cx_core.store.map_migrations import MAP_MIGRATIONS
from cx_core.store.settings import SettingsStore
from cx_core.store.workspace_migrations import WORKSPACE_MIGRATIONS

AT = "2026-11-21T09:00:00+00:00"
STEPS = [step.name for step in WORKSPACE_MIGRATIONS._migrations]


def schema(path):
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%_sqlite_migrations%' ORDER BY name"
    )
    found = rows.fetchall()
    connection.close()
    return found


def test_steps_are_numbered_in_order():
    assert sorted(STEPS) == STEPS
    assert [int(name[1:4]) for name in STEPS] == list(range(1, len(STEPS) + 1))


@pytest.mark.parametrize("step", STEPS)
def test_from_every_earlier_version(tmp_path, step):
    whole, partly = tmp_path / "whole.db", tmp_path / "partly.db"
    Database(whole).migrate(WORKSPACE_MIGRATIONS)
    connection = sqlite3.connect(partly)
    WORKSPACE_MIGRATIONS.apply(sqlite_utils.Database(connection), stop_before=step)
    connection.close()
    Database(partly).migrate(WORKSPACE_MIGRATIONS)
    assert schema(partly) == schema(whole)


def test_maps_and_settings_share_one_file(tmp_path):
    SettingsStore.open(tmp_path).set("timezone", "UTC")
    JourneyStore.open(tmp_path)
    assert SettingsStore.open(tmp_path).get("timezone") == "UTC"
    assert [file.name for file in tmp_path.glob("*.db")] == ["workspace.db"]


def test_the_database_itself_keeps_parts_from_hanging_on_nothing(tmp_path):
    store = JourneyStore.open(tmp_path)
    with pytest.raises(sqlite3.IntegrityError), store.write() as connection:
        connection.execute(
            "INSERT INTO stages (id, journey_id, position, version, created_at, updated_at, updated_by)"
            " VALUES ('s', 'nowhere', 1, 1, 'x', 'x', 'x')"
        )


MAP_STEPS = [step.name for step in MAP_MIGRATIONS._migrations]


def test_the_steps_of_maps_are_numbered_in_order():
    assert sorted(MAP_STEPS) == MAP_STEPS
    assert [int(name[1:4]) for name in MAP_STEPS] == list(range(1, len(MAP_STEPS) + 1))


def old_database(path, step):
    """A workspace as the program left it before ``step``: a persona, and a map of one touchpoint and one pain point."""
    Database(path).migrate(WORKSPACE_MIGRATIONS)
    connection = sqlite3.connect(path)
    database = sqlite_utils.Database(connection)
    MAP_MIGRATIONS.apply(database, stop_before=step)
    stamp = {"version": 1, "created_at": AT, "updated_at": AT, "updated_by": "Lan"}
    put(database, "personas", stamp | {"id": "lan", "name": "Chị Lan", "role_vi": "Kế toán", "segment_filter": "[]"})
    put(
        database,
        "journeys",
        stamp | {"id": "j", "title_vi": "Mua", "revision": 3, "touched_at": AT, "state": "as_is", "status": "draft"},
    )
    put(database, "journey_personas", {"journey_id": "j", "persona_id": "lan", "position": 1})
    put(database, "stages", stamp | {"id": "s", "journey_id": "j", "position": 1, "name_vi": "Tìm"})
    put(
        database,
        "touchpoints",
        stamp
        | {
            "id": "t",
            "journey_id": "j",
            "stage_id": "s",
            "position": 1,
            "name_vi": "Web",
            "channel": "web",
            "initiator": "customer",
            "evidence": "survey",
        },
    )
    put(
        database,
        "pain_points",
        stamp
        | {
            "id": "p",
            "journey_id": "j",
            "touchpoint_id": "t",
            "position": 1,
            "text_vi": "Chậm",
            "severity": 4,
            "evidence": "survey",
        },
    )
    connection.commit()
    connection.close()


def put(database, table, values):
    """Insert a row; columns that must have a value and got none get an empty one."""
    columns = database.table(table).columns
    blanks = {
        one.name: 0 if one.type in ("INTEGER", "FLOAT", "REAL") else ""
        for one in columns
        if one.notnull and one.default_value is None
    }
    known = {one.name for one in columns}
    database.table(table).insert({name: value for name, value in (blanks | values).items() if name in known})


@pytest.mark.parametrize("step", MAP_STEPS)
def test_a_map_and_its_persona_outlive_every_step(tmp_path, step):
    old_database(tmp_path / "workspace.db", step)
    store = JourneyStore.open(tmp_path)
    made = store.journey("j")
    assert (made.title.vi, made.revision, made.persona_ids) == ("Mua", 3, ("lan",))
    point = made.touchpoint("t")
    assert (point.name.vi, point.channel, point.links, point.opportunities) == ("Web", "web", (), ())
    assert [(pain.text.vi, pain.severity, pain.quote_ids) for pain in point.pain_points] == [("Chậm", 4, ())]
    assert [(one.id, one.name, one.role.vi) for one in store.personas()] == [("lan", "Chị Lan", "Kế toán")]
    assert isinstance(store.apply(_edit(point.version), datetime(2026, 11, 22, tzinfo=UTC)), Applied)
    assert store.journey("j").touchpoint("t").duration_minutes == 5.0


def _edit(version):
    return Operation("o1", "j", "edit", "touchpoint", "t", "An", version, {"duration_minutes": 5})
