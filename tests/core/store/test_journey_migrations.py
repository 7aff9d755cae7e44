"""The schema of maps reaches the same state from every earlier version, and keeps what is there."""

import sqlite3

import pytest
import sqlite_utils

from cx_core.store.database import Database
from cx_core.store.journeys import JourneyStore
from cx_core.store.settings import SettingsStore
from cx_core.store.workspace_migrations import WORKSPACE_MIGRATIONS

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
