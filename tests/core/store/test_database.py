"""The door to SQLite: what a person can mend comes out as a refusal, and nothing half-written stays."""

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
import sqlite_utils

from cx_core.model.problem import Refusal
from cx_core.store import database as database_module
from cx_core.store.database import Database
from cx_core.store.shorter_log import shorten_log


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "test.db")
    with made.write() as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        connection.execute("INSERT INTO notes VALUES (1, 'một')")
    return made


def texts(database):
    with database.read() as connection:
        return [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


def test_a_write_is_there_afterwards(database):
    with database.write() as connection:
        connection.execute("INSERT INTO notes VALUES (2, 'hai')")
    assert texts(database) == ["một", "hai"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, sqlite3.IntegrityError, Refusal])
def test_any_exception_takes_the_write_back(database, error):
    def write_and_fail():
        with database.write() as connection:
            connection.execute("INSERT INTO notes VALUES (2, 'hai')")
            raise error("stop")

    with pytest.raises(error):
        write_and_fail()
    assert texts(database) == ["một"]


def test_a_reading_connection_sees_one_state_and_cannot_write(database):
    with database.read() as reader:
        assert reader.execute("SELECT count(*) FROM notes").fetchone()[0] == 1
        with database.write() as writer:
            writer.execute("INSERT INTO notes VALUES (2, 'hai')")
        assert reader.execute("SELECT count(*) FROM notes").fetchone()[0] == 1
    with pytest.raises(Refusal, match="store_read_only"), database.read() as reader:
        reader.execute("INSERT INTO notes VALUES (3, 'ba')")


def test_foreign_keys_and_secure_delete_are_on(database):
    with database.write() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("foreign_keys", "secure_delete", "journal_mode", "synchronous")
        }
    assert settings == {"foreign_keys": 1, "secure_delete": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_full_file_is_disk_full(tmp_path):
    small = Database(tmp_path / "small.db", max_bytes=40_000)
    with small.write() as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    with pytest.raises(Refusal, match="disk_full"), small.write() as connection:
        connection.execute("INSERT INTO notes VALUES (1, ?)", ("x" * 100_000,))
    assert texts(small) == []


def test_a_new_file_has_the_size_of_pages_that_is_asked_for_and_an_older_one_keeps_its_own(tmp_path):
    def pages(page_bytes, max_bytes):
        database = Database(tmp_path / "pages.db", page_bytes=page_bytes, max_bytes=max_bytes)
        with database.write() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT NOT NULL)")
            settings = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "max_page_count"))
            return tuple(settings)

    assert pages(8192, 81_920) == (8192, 10)
    assert pages(4096, 81_920) == (8192, 10)


def test_a_locked_file_is_busy(database, monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 20)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal, match="store_busy"), database.write():
        pass
    assert texts(database) == ["một"]
    other.close()


def test_what_is_no_database_is_damaged(tmp_path):
    path = tmp_path / "test.db"
    path.write_bytes(b"this was once a database" * 100)
    with pytest.raises(Refusal, match="store_damaged"), Database(path).read() as connection:
        connection.execute("SELECT 1 FROM notes")
    assert path.read_bytes().startswith(b"this was once")


def test_a_torn_page_is_damaged(database):
    with database.write() as connection:
        connection.executemany("INSERT INTO notes (text) VALUES (?)", [("x" * 300,) for _ in range(500)])
    database.checkpoint()
    data = bytearray(database.path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    database.path.write_bytes(bytes(data))
    with pytest.raises(Refusal, match="store_damaged"):
        texts(database)


def test_a_folder_that_is_not_there_is_unreachable(tmp_path):
    with pytest.raises(Refusal, match="store_unreachable"), Database(tmp_path / "gone" / "test.db").write():
        pass


def test_our_own_mistakes_stay_what_they_are(database):
    with pytest.raises(sqlite3.OperationalError, match="no such table"), database.read() as connection:
        connection.execute("SELECT * FROM elsewhere")


def test_checkpoint_empties_the_log(database):
    log = database.path.with_name("test.db-wal")
    with database.read() as held:
        held.execute("SELECT 1").fetchone()  # keeps the log alive
        with database.write() as connection:
            connection.execute("INSERT INTO notes VALUES (2, 'hai')")
        assert log.stat().st_size > 0
    database.checkpoint()
    assert not log.exists() or log.stat().st_size == 0


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path):
    migrations = sqlite_utils.Migrations("test")

    @migrations()
    def m0001_notes(db):
        db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")

    database = Database(tmp_path / "test.db")
    database.migrate(migrations)

    @migrations()
    def m0002_links(db):
        db.execute("CREATE TABLE links (note INTEGER NOT NULL REFERENCES notes (id))")

    @migrations()
    def m0003_broken(db):
        db.execute("INSERT INTO links VALUES (99)")

    with pytest.raises(sqlite3.IntegrityError, match="point to nothing"):
        database.migrate(migrations)
    with database.read() as connection:
        names = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {"notes", "_sqlite_migrations"}


def test_a_migration_may_rebuild_a_table_that_others_point_to(tmp_path):
    migrations = sqlite_utils.Migrations("test")

    @migrations()
    def m0001_notes_and_links(db):
        db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        db.execute("CREATE TABLE links (note INTEGER NOT NULL REFERENCES notes (id))")
        db.execute("INSERT INTO notes VALUES (1, 'một')")
        db.execute("INSERT INTO links VALUES (1)")

    database = Database(tmp_path / "test.db")
    database.migrate(migrations)

    @migrations()
    def m0002_rebuild(db):
        db["notes"].transform(rename={"text": "words"})

    database.migrate(migrations)
    with database.read() as connection:
        assert connection.execute("SELECT words FROM notes JOIN links ON note = notes.id").fetchone()[0] == "một"


def test_what_is_kept_is_asked_again_after_a_write(tmp_path, monkeypatch):
    from cx_core.store import database

    store = Database(tmp_path / "a.db")
    with store.write() as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
    asked = []

    def ask():
        asked.append(1)
        with store.read() as connection:
            return connection.execute("SELECT count(*) FROM t").fetchone()[0]

    # As if each write were long ago: two looks without a write between them ask once.
    monkeypatch.setattr(database, "_SETTLED_NS", 0)
    assert [store.keep("n", ask), store.keep("n", ask), len(asked)] == [0, 0, 1]
    # Another connection writes, as another process would.
    other = Database(tmp_path / "a.db")
    with other.write() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    assert [store.keep("n", ask), len(asked)] == [1, 2]


def test_right_after_a_write_nothing_is_kept(tmp_path):
    store = Database(tmp_path / "a.db")
    with store.write() as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
    values = iter(range(3))
    assert [store.keep("n", lambda: next(values)), store.keep("n", lambda: next(values))] == [0, 1]


class Noting:
    """A connection that notes the size of the log after each statement."""

    def __init__(self, connection, log):
        self._connection, self._log, self.sizes = connection, log, []

    def execute(self, statement):
        found = self._connection.execute(statement)
        self.sizes.append(self._log.stat().st_size)
        return found


def test_a_large_log_gets_shorter_step_by_step_beside_an_open_connection(tmp_path):
    path, log = tmp_path / "a.db", tmp_path / "a.db-wal"
    db = Database(path)
    with db.write() as connection:
        connection.execute("CREATE TABLE t (x)")
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT * FROM t").fetchall()
        with db.write(committed=lambda: None) as connection:
            connection.execute("INSERT INTO t VALUES (zeroblob(20000000))")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            noting = Noting(connection, log)
            shorten_log(noting, log)
        assert noting.sizes[0] > 20_000_000
        steps = [before - after for before, after in pairwise(noting.sizes)]
        assert max(steps) <= 2**23 and noting.sizes[-1] <= 2**23
        assert other.execute("SELECT sum(length(x)) FROM t").fetchone() == (20_000_000,)
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_log_that_somebody_reads_is_left(tmp_path):
    path, log = tmp_path / "a.db", tmp_path / "a.db-wal"
    db = Database(path)
    with db.write() as connection:
        connection.execute("CREATE TABLE t (x)")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("SELECT * FROM t").fetchall()
        with db.write(committed=lambda: None) as connection:
            connection.execute("INSERT INTO t VALUES (zeroblob(20000000))")
        with db.write(committed=lambda: None) as connection:
            connection.execute("INSERT INTO t VALUES (1)")
            other.execute("BEGIN")
            assert other.execute("SELECT count(*) FROM t").fetchone() == (1,)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            shorten_log(connection, log)
        assert other.execute("SELECT sum(length(x)) FROM t").fetchone() == (20_000_000,)
    with db.read() as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone()[0] == 2


def test_what_is_told_of_at_its_commit_stands_in_the_log_until_a_checkpoint_moves_it(tmp_path):
    """Told of before seconds of moving, not after; and on the disk by then, whatever the database waits for else."""
    path = tmp_path / "a.db"
    db = Database(path, synchronous="NORMAL")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT * FROM sqlite_master").fetchall()
        told = []
        with db.write(committed=lambda: told.append(_alone(path, tmp_path))) as connection:
            assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
            connection.execute("CREATE TABLE t AS SELECT 7 AS x")
        assert other.execute("SELECT x FROM t").fetchone() == (7,)
        assert told == [[]] and _alone(path, tmp_path) == []
        db.checkpoint()
        assert _alone(path, tmp_path) == [(7,)]
    with db.write() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 1


def _alone(path, folder):
    """Return what stands in the file itself, without its log."""
    alone = folder / "alone.db"
    alone.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(alone)) as moved:
        tables = moved.execute("SELECT name FROM sqlite_master").fetchall()
        return moved.execute("SELECT x FROM t").fetchall() if tables else []
