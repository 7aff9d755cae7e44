"""Connections that wait for the next block show nothing old: not after a write, nor of a file that is gone."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from cx_core.model.problem import Refusal
from cx_core.store.database import MOST_READERS, Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return made(tmp_path / "test.db", "first")


def made(path: Path, *words: str) -> Database:
    database = Database(path, keeps_readers=True)
    with database.write() as connection:
        connection.execute("CREATE TABLE said (word TEXT)")
        connection.executemany("INSERT INTO said VALUES (?)", [(word,) for word in words])
    return database


def said(database: Database) -> list[str]:
    with database.read() as connection:
        return [row["word"] for row in connection.execute("SELECT word FROM said ORDER BY rowid")]


def test_the_same_connection_answers_the_next_question_and_sees_what_was_written_since(database: Database) -> None:
    with database.read() as first:
        assert first.execute("SELECT count(*) FROM said").fetchone()[0] == 1
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES ('second')")
    with database.read() as again:
        assert again is first
        assert again.execute("SELECT count(*) FROM said").fetchone()[0] == 2


def test_a_question_that_was_not_read_to_its_end_does_not_hold_the_next_one_in_the_past(database: Database) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES ('second')")
    with database.read() as connection:
        half_read = connection.execute("SELECT word FROM said")
        half_read.fetchone()
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES ('third')")
    assert said(database) == ["first", "second", "third"]
    with pytest.raises(sqlite3.ProgrammingError):
        half_read.fetchone()


def test_the_log_can_be_emptied_while_a_connection_waits(database: Database) -> None:
    assert said(database) == ["first"]
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES ('second')")
    database.checkpoint()
    assert database.path.with_name("test.db-wal").stat().st_size == 0
    assert said(database) == ["first", "second"]


def test_a_file_put_in_the_place_of_another_is_read_and_its_log_is_left_alone(
    database: Database, tmp_path: Path
) -> None:
    assert said(database) == ["first"]
    other = made(tmp_path / "other.db", "another")
    other.checkpoint()
    for suffix in ("-wal", "-shm"):
        tmp_path.joinpath(f"test.db{suffix}").unlink(missing_ok=True)
    os.replace(other.path, database.path)
    # The new file has a log of its own by the time the old one's connection is closed.
    writer = sqlite3.connect(database.path)
    writer.execute("INSERT INTO said VALUES ('since')")
    writer.commit()
    assert said(database) == ["another", "since"]
    writer.close()
    assert said(database) == ["another", "since"]


def test_a_file_that_was_removed_is_not_read_on(database: Database) -> None:
    assert said(database) == ["first"]
    database.path.unlink()
    for suffix in ("-wal", "-shm"):
        database.path.with_name(f"test.db{suffix}").unlink(missing_ok=True)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        said(database)


def test_after_a_failure_the_connection_is_closed(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.read() as failed:
        failed.execute("SELECT nothing FROM said")
    with pytest.raises(sqlite3.ProgrammingError):
        failed.execute("SELECT 1")
    assert said(database) == ["first"]


def test_a_damaged_file_is_refused_although_a_connection_waits(database: Database) -> None:
    assert said(database) == ["first"]
    database.path.replace(database.path.with_name("kept.db"))
    for suffix in ("-wal", "-shm"):
        database.path.with_name(f"test.db{suffix}").unlink(missing_ok=True)
    database.path.write_bytes(b"no database at all" * 300)
    with pytest.raises(Refusal) as refused:
        said(database)
    assert refused.value.kind == "store_damaged"


def test_two_blocks_at_a_time_have_two_connections_and_few_wait(database: Database) -> None:
    readers: list[sqlite3.Connection] = []
    begun, ended = threading.Barrier(MOST_READERS + 3), threading.Barrier(MOST_READERS + 3)

    def read() -> None:
        with database.read() as connection:
            readers.append(connection)
            begun.wait(30)
            connection.execute("SELECT word FROM said").fetchall()
            ended.wait(30)

    threads = [threading.Thread(target=read) for _ in range(MOST_READERS + 3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len({id(one) for one in readers}) == MOST_READERS + 3
    n_open = 0
    for one in readers:
        with suppress(sqlite3.ProgrammingError):
            one.execute("SELECT 1").close()
            n_open += 1
    assert n_open == MOST_READERS


def test_a_reader_cannot_write_whoever_had_it_before(database: Database) -> None:
    for _ in range(2):
        with pytest.raises((sqlite3.OperationalError, Refusal)), database.read() as connection:
            connection.execute("INSERT INTO said VALUES ('never')")
        assert said(database) == ["first"]


def _read_in_a_fork(database: Database, told: multiprocessing.connection.Connection) -> None:
    told.send(said(database))
    told.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no process")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_process_that_was_forked_off_opens_its_own_and_leaves_the_parents_alone(database: Database) -> None:
    assert said(database) == ["first"]
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_read_in_a_fork, args=(database, there))
    child.start()
    assert here.recv() == ["first"]
    child.join(30)
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES ('second')")
    assert said(database) == ["first", "second"]
