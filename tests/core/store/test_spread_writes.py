"""Handing a large write to the disk early changes nothing of what is written, nor who may write."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cx_core.store import spread_writes
from cx_core.store.database import Database
from cx_core.store.spread_writes import spread_out

#: Tries to write while somebody else's transaction is open.
OTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
    print("free")
except sqlite3.OperationalError:
    print("locked")
"""


@pytest.fixture
def begun(monkeypatch):
    """The files that the disk was asked to begin with, by their inode."""
    asked, done = set(), threading.Event()
    way = spread_writes._way_to_begin()

    def begin(handle):
        asked.add(os.fstat(handle).st_ino)
        done.set()
        return way(handle)

    monkeypatch.setattr(spread_writes, "_way_to_begin", lambda: way and begin)
    return asked, done


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no such call")
def test_the_lock_of_a_writer_stays(tmp_path, begun):
    """Opening and closing a database file would take away the locks of the process."""
    asked, done = begun
    path = tmp_path / "a.db"
    database = Database(path)
    with database.write() as connection:
        connection.execute("CREATE TABLE t (x)")
    for _ in range(2):
        done.clear()
        with spread_out(path, 10_000), database.write() as connection:
            connection.execute("INSERT INTO t VALUES (zeroblob(20000000))")
            os.utime(path)
            assert done.wait(10)
            said = subprocess.run([sys.executable, "-c", OTHER, path], capture_output=True, text=True, check=True)
            assert said.stdout == "locked\n"
    assert os.stat(path).st_ino in asked
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert other.execute("SELECT count(*), sum(length(x)) FROM t").fetchone() == (2, 40_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no such call")
def test_a_deleted_log_is_freed_step_by_step_and_closed(tmp_path, begun, monkeypatch):
    """The last connection deletes the log: 20 MB go in steps, while the next writer has a log of its own."""
    asked, path, log = begun[0], tmp_path / "a.db", tmp_path / "a.db-wal"
    database = Database(path)
    with database.write() as connection:
        connection.execute("CREATE TABLE t (x)")
    steps = []
    cut = os.ftruncate

    def noted(handle, size):
        steps.append(os.fstat(handle).st_size - size)
        cut(handle, size)

    monkeypatch.setattr(spread_writes.os, "ftruncate", noted)
    with spread_out(path, 10_000), database.write() as connection:
        connection.execute("INSERT INTO t VALUES (zeroblob(20000000))")
        until = time.monotonic() + 10
        while os.stat(log).st_ino not in asked and time.monotonic() < until:
            os.utime(log)
            time.sleep(0.01)
    with database.write() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(10)
    assert sum(steps) > 20_000_000 and max(steps) <= 2**21
    assert not [one for one in Path("/proc/self/fd").iterdir() if _target(one).startswith(str(log))]
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM t").fetchone() == (2,)


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:  # what listed the folder
        return ""


def test_few_rows_are_left_to_themselves(tmp_path, begun):
    path = tmp_path / "a.db"
    before = threading.active_count()
    with spread_out(path, 9_999):
        assert threading.active_count() == before
    assert begun[0] == set()


@pytest.mark.parametrize("n_rows", [1, 10_000])
def test_a_failure_inside_is_the_callers(tmp_path, n_rows):
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), spread_out(tmp_path / "missing.db", n_rows):
        raise ZeroDivisionError
    assert threading.active_count() == before


def test_a_system_without_the_call_writes_as_it_always_did(tmp_path, monkeypatch):
    monkeypatch.setattr(spread_writes.sys, "platform", "darwin")
    with spread_out(tmp_path / "a.db", 10**6):
        assert spread_writes._way_to_begin() is None
