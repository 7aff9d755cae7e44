"""The schema grows step by step, from nothing and from every earlier version, without losing a row."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlite_utils

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.problem import Refusal
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from cx_core.store.responses_migrations import responses_migrations
from tests.core.store.answer_builders import ZONE, table, take

ROOT = Path(__file__).parents[3]
STEPS = [step.name for step in responses_migrations.pending(sqlite_utils.Database(memory=True))]

#: What could have been in the tables of a step, by the first step that has them.
ROWS = {
    "m0001_sources_and_imports": """
        INSERT INTO sources VALUES (1, 'form', 'Khảo sát', 'khao sat', 'generic');
        INSERT INTO imports VALUES (1, 1, 'a.xlsx', '', 'live', '2026-11-21T00:00:00+00:00', 1, 1, 0, 0, 1, 0, '[]',
            '{}', NULL, NULL, 20778, 20778, 'abc');""",
    "m0002_codes": """
        INSERT INTO dimension_values VALUES (1, 'channel', 'Zalo', 'zalo');
        INSERT INTO places VALUES (1, 1, NULL, NULL);
        INSERT INTO customers VALUES (1, '0123456789abcdef');""",
    "m0003_rows": """
        INSERT INTO raw_rows VALUES (1, 1, 2, '{"nps": 9}');
        INSERT INTO feedback (import_id, source_id, row_no, day, place, channel, customer, nps, identity, verbatim)
            VALUES (1, 1, 2, 20778, 1, 1, 1, 900, 'a', 'Tốt');""",
}


def schema(path):
    with sqlite3.connect(path) as connection:
        return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def test_steps_are_numbered_without_a_gap():
    assert [name[:5] for name in STEPS] == [f"m{n:04d}" for n in range(1, len(STEPS) + 1)]


def test_from_nothing(tmp_path):
    ResponseStore.open(tmp_path, ZONE)
    with sqlite3.connect(tmp_path / RESPONSES_FILE) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("first_missing", STEPS)
def test_from_every_earlier_version(tmp_path, first_missing):
    """A file as that version left it, with rows in it, becomes the same schema as a new file and keeps its rows."""
    path = tmp_path / RESPONSES_FILE
    database = sqlite_utils.Database(path)
    # Rows are put in while the tables are as they were made at first; later steps have to keep them.
    responses_migrations.apply(database, stop_before=min(first_missing, "m0004_indexes_and_answers"))
    filled = [name for name in ROWS if name < first_missing]
    for name in filled:
        database.conn.executescript(ROWS[name])
    responses_migrations.apply(database, stop_before=first_missing)
    database.close()

    store = ResponseStore.open(tmp_path, ZONE)

    new = tmp_path / "new"
    new.mkdir()
    ResponseStore.open(new, ZONE)
    assert schema(path) == schema(new / RESPONSES_FILE)
    expected = [(20778, 900)] if "m0003_rows" in filled else []
    assert table(store, "SELECT day, nps FROM answers") == expected
    assert len(store.imports()) == (1 if filled else 0)
    take(store, {"nps": 3, "identity": "b"})
    assert store.n_answers() == len(expected) + 1 or "m0003_rows" not in filled


def test_the_rows_of_an_older_version_count_as_stored(tmp_path):
    database = sqlite_utils.Database(tmp_path / RESPONSES_FILE)
    responses_migrations.apply(database, stop_before="m0004_indexes_and_answers")
    for rows in ROWS.values():
        database.conn.executescript(rows)
    database.close()
    store = ResponseStore.open(tmp_path, ZONE)
    assert take(store, {"nps": 9, "identity": "a"}).rows_duplicate == 1


def test_an_older_version_gave_an_order_beside_an_answer_the_same_identity(tmp_path):
    database = sqlite_utils.Database(tmp_path / RESPONSES_FILE)
    responses_migrations.apply(database, stop_before="m0004_indexes_and_answers")
    for rows in ROWS.values():
        database.conn.executescript(rows)
    database.conn.executescript(
        "INSERT INTO orders (import_id, source_id, row_no, identity, code) VALUES (1, 1, 2, 'a', 'DH1'), (1, 1, 3, 'c', 'DH2')"
    )
    responses_migrations.apply(database, stop_before="m0011_orders_beside_answers")
    database.close()
    store = ResponseStore.open(tmp_path, ZONE)
    assert table(store, "SELECT code, identity FROM orders ORDER BY id") == [("DH1", "a"), ("DH2", "c")]
    assert (
        take(store, {"nps": 9, "order": "DH1", "identity": "a"}, {"order": "DH2", "identity": "c"}).rows_duplicate == 2
    )


def test_opening_again_changes_nothing(tmp_path):
    ResponseStore.open(tmp_path, ZONE)
    before = schema(tmp_path / RESPONSES_FILE)
    store = ResponseStore.open(tmp_path, ZONE)
    assert schema(tmp_path / RESPONSES_FILE) == before
    assert len(table(store, "SELECT * FROM _sqlite_migrations")) == len(STEPS)


def test_a_file_of_a_newer_version_is_refused_untouched(tmp_path):
    ResponseStore.open(tmp_path, ZONE)
    with sqlite3.connect(tmp_path / RESPONSES_FILE) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'responses', 'm9999_future', '2030-01-01')")
    with pytest.raises(Refusal) as refused:
        ResponseStore.open(tmp_path, ZONE)
    assert refused.value.kind == "store_newer"


def test_two_processes_may_open_a_new_workspace_at_once(tmp_path):
    program = (
        "import sys; from pathlib import Path; from cx_core.store.responses import ResponseStore;"
        "input(); ResponseStore.open(Path(sys.argv[1]), 'Asia/Ho_Chi_Minh')"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path], stdin=subprocess.PIPE, cwd=ROOT) for _ in range(2)
    ]
    for process in both:
        process.stdin.write(b"go\n")
        process.stdin.close()
    assert [process.wait(60) for process in both] == [0, 0]
    assert len(table(ResponseStore.open(tmp_path, ZONE), "SELECT * FROM _sqlite_migrations")) == len(STEPS)


def test_what_the_schema_refuses_whoever_writes(tmp_path):
    """A number outside NPS, a score without scale, text where a number belongs: the file itself says no."""
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9})
    with sqlite3.connect(tmp_path / RESPONSES_FILE) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        for change in ("nps = 1100", "csat = 400", "csat_scale = 1", "nps = 'chín'", "place = 99", "import_id = 99"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"UPDATE feedback SET {change}")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(
                """INSERT INTO feedback (import_id, source_id, row_no, place, identity)
                    SELECT import_id, source_id, row_no, place, identity FROM feedback"""
            )


def test_engines_find_the_columns_they_know(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    assert table(store, f"SELECT {', '.join(ANSWER_COLUMNS)} FROM answers") == []
