"""A writing connection that stays loses nothing: not beside others, not killed, not when its file or its log goes away."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cx_core.model.problem import Refusal
from cx_core.store import kept_writer
from cx_core.store.backup import restore_backup, write_backup
from cx_core.store.database import Database
from cx_core.store.responses import ResponseStore
from cx_core.store.settings import WORKSPACE_FILE, SettingsStore

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
#: A user of no rights of his own.
_SOMEBODY = 65_534
on_posix = pytest.mark.skipif(os.name != "posix", reason="a POSIX system's way")

#: Writes one number after the other and tells of each; stops after the last.
WRITER = """
import sys
from pathlib import Path
from cx_core.store.database import Database

database = Database(Path(sys.argv[1]), keeps_readers=True, keeps_writer=True)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES (?)", (number,))
    print(number, flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return made(tmp_path / "test.db")


def made(path: Path) -> Database:
    database = Database(path, keeps_readers=True, keeps_writer=True)
    with database.write() as connection:
        connection.execute("CREATE TABLE said (word INTEGER)")
    return database


def say(database: Database, *words: object) -> None:
    for word in words:
        with database.write() as connection:
            connection.execute("INSERT INTO said VALUES (?)", (word,))


def said(database: Database) -> list[object]:
    with database.read() as connection:
        return [row["word"] for row in connection.execute("SELECT word FROM said ORDER BY rowid")]


def settled() -> None:
    for thread in threading.enumerate():
        if thread.name == "settle-log":
            thread.join(60)


def log_of(database: Database) -> Path:
    return database.path.with_name(f"{database.path.name}-wal")


def writer(database: Database, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(database.path), str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def test_the_same_connection_writes_the_next_time_as_safely(database: Database) -> None:
    wanted = {"foreign_keys": 1, "secure_delete": 1, "journal_mode": "wal", "synchronous": 2}
    seen = []
    for _ in range(2):
        with database.write() as connection:
            seen.append(connection)
            assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    assert seen[0] is seen[1]


def test_a_log_that_has_room_is_written_over_in_place(database: Database) -> None:
    """800 small writes and more: no file is made, deleted, longer or shorter, and the log begins anew meanwhile."""
    say(database, *range(20))
    settled()
    before = os.stat(log_of(database))
    assert before.st_size >= 2**22
    for word in range(20, 900):
        say(database, word)
    settled()
    after = os.stat(log_of(database))
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    alone = database.path.with_name("alone.db")
    shutil.copy(database.path, alone)
    with closing(sqlite3.connect(alone)) as moved:
        assert moved.execute("SELECT count(*) FROM said").fetchone()[0] >= 800, "most of it stands in the file"
    assert said(database) == [*range(900)]


def test_a_process_that_writes_little_makes_no_room(database: Database) -> None:
    say(database, *range(5))
    settled()
    assert log_of(database).stat().st_size < 2**16


def test_a_large_log_is_moved_at_once(database: Database) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES (zeroblob(9000000))")
    settled()
    assert database.path.stat().st_size > 9_000_000


def test_what_is_asked_beyond_the_usual_goes_with_its_connection(database: Database) -> None:
    with database.write() as connection:
        connection.execute("CREATE TABLE links (word INTEGER REFERENCES told (id))")
        connection.execute("CREATE TABLE told (id INTEGER PRIMARY KEY)")
    special: list[dict[str, object]] = [{"checked": False}, {"committed": lambda: None}, {"sorts_in_file": True}]
    for wish in special:
        with database.write(**wish) as other:  # type: ignore[arg-type]
            pass
        with database.write() as connection:
            assert connection is not other
            assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    with pytest.raises(sqlite3.IntegrityError), database.write() as connection:
        connection.execute("INSERT INTO links VALUES (7)")


def test_after_a_failure_the_connection_is_closed_and_the_next_write_goes_on(database: Database) -> None:
    with database.write() as failed:
        failed.execute("CREATE TABLE told (id INTEGER PRIMARY KEY)")

    def write_and_fail() -> None:
        with database.write() as connection:
            connection.execute("INSERT INTO said VALUES (1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with pytest.raises(sqlite3.ProgrammingError):
        failed.execute("SELECT 1")
    say(database, 2)
    assert said(database) == [2]


def test_a_question_that_was_not_read_to_its_end_holds_nothing_up(database: Database) -> None:
    say(database, 1, 2, 3)
    with database.write() as connection:
        connection.execute("SELECT word FROM said").fetchone()
    database.checkpoint()
    assert log_of(database).stat().st_size == 0


def test_deleted_words_are_gone_from_file_and_log_after_a_checkpoint(tmp_path: Path) -> None:
    store = SettingsStore.open(tmp_path)
    word = "khachhangdaxoa"
    store.remember_mapping("f1", word, NOW)
    assert store.mapping("f1") == word
    store.forget_mapping("f1")
    store.checkpoint()
    for path in tmp_path.glob(f"{WORKSPACE_FILE}*"):
        assert word.encode() not in path.read_bytes()
    store.set("name", "Gác Thóc")
    assert store.get("name") == "Gác Thóc"


def test_the_log_is_not_moved_past_what_somebody_reads(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_writer, "_WRITES", 4)
    say(database, 1)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM said").fetchone()[0] == 1
        say(database, *range(2, 40))
        settled()
        assert other.execute("SELECT count(*) FROM said").fetchone()[0] == 1
    say(database, *range(40, 60))
    settled()
    assert said(database) == [*range(1, 60)] and is_whole(database.path)


def test_many_threads_write_while_the_log_is_moved(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_writer, "_WRITES", 3)
    other = Database(database.path, keeps_readers=True, keeps_writer=True)
    threads = [
        threading.Thread(target=say, args=(one, *range(at * 100, at * 100 + 25)))
        for at, one in enumerate([database, other] * 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    settled()
    assert sorted(said(database)) == [at * 100 + n for at in range(6) for n in range(25)]  # type: ignore[type-var]
    assert is_whole(database.path)


def test_two_processes_write_and_nothing_is_lost(database: Database) -> None:
    other = writer(database, 1000, 1100)
    say(database, *range(100))
    other.communicate(timeout=120)
    assert other.returncode == 0
    settled()
    assert sorted(said(database)) == [*range(100), *range(1000, 1100)]  # type: ignore[type-var]
    assert is_whole(database.path)


@on_posix
@pytest.mark.parametrize("n_told", [1, 15, 17, 810])
def test_what_was_told_as_written_is_there_after_the_process_is_killed(database: Database, n_told: int) -> None:
    child = writer(database, 0, 10_000)
    assert child.stdout
    last = [int(child.stdout.readline()) for _ in range(n_told)][-1]
    child.send_signal(signal.SIGKILL)
    told = [last, *(int(line) for line in child.stdout if line.endswith("\n"))][-1]
    child.wait(60)
    child.stdout.close()
    found = said(database)
    # The write that it was killed in may be there or not.
    assert found in ([*range(told + 1)], [*range(told + 2)])
    say(database, -1)
    assert said(database) == [*found, -1] and is_whole(database.path)


def test_a_process_that_ends_leaves_no_log(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "test.db")) as connection:
        connection.execute("CREATE TABLE said (word INTEGER)")
    child = writer(Database(tmp_path / "test.db"), 0, 20)
    child.communicate(timeout=120)
    assert [path.name for path in tmp_path.iterdir()] == ["test.db"]


def _write_in_a_fork(database: Database, told: multiprocessing.connection.Connection, parents: object) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO said VALUES (2)")
        told.send(connection is parents)
    told.send(said(database))
    told.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no process")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_process_that_was_forked_off_writes_through_its_own(database: Database) -> None:
    say(database, 1)
    with database.write() as before:
        pass
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_write_in_a_fork, args=(database, there, before))
    child.start()
    assert here.recv() is False
    assert here.recv() == [1, 2]
    child.join(30)
    with database.write() as connection:
        assert connection is before
        connection.execute("INSERT INTO said VALUES (3)")
    assert said(database) == [1, 2, 3] and is_whole(database.path)


@on_posix
def test_a_write_never_goes_into_a_log_that_was_deleted(database: Database) -> None:
    """Who opens the file past SQLite and closes it takes the process's locks: others then think that nobody has it."""
    say(database, 1)
    log = os.stat(log_of(database)).st_ino
    database.path.read_bytes()
    writer(database, 2, 3).communicate(timeout=60)
    assert not log_of(database).exists() or os.stat(log_of(database)).st_ino != log
    assert said(database) == [1, 2]
    say(database, 3)
    assert said(database) == [1, 2, 3]
    with closing(sqlite3.connect(database.path)) as other:
        assert other.execute("SELECT count(*) FROM said").fetchone()[0] == 3
    assert is_whole(database.path)


@on_posix
def test_a_folder_that_was_deleted_and_made_again_is_a_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    first = SettingsStore.open(folder)
    first.set("name", "trước")
    shutil.rmtree(folder)
    with pytest.raises(Refusal) as refused:
        first.set("name", "không đâu")
    assert refused.value.kind == "store_unreachable"
    folder.mkdir()
    second = SettingsStore.open(folder)
    assert second.get("name") is None
    second.set("name", "sau")
    first.set("city", "Huế")
    assert (second.get("name"), second.get("city"), first.get("name")) == ("sau", "Huế", "sau")
    assert is_whole(folder / WORKSPACE_FILE)


@on_posix
def test_nothing_is_made_in_the_place_of_a_file_that_is_gone(database: Database) -> None:
    say(database, 1)
    for path in database.path.parent.glob("test.db*"):
        path.unlink()
    assert database._writer
    database._writer.settle()
    assert not list(database.path.parent.iterdir())


def test_a_workspace_is_kept_and_brought_back_while_its_connections_stay(tmp_path: Path) -> None:
    store = SettingsStore.open(tmp_path)
    ResponseStore.open(tmp_path, "Asia/Ho_Chi_Minh")
    store.set("name", "trước")
    write_backup(tmp_path, tmp_path / "a.zip", NOW)
    store.set("name", "sau")
    store.set("more", 1)
    restore_backup(tmp_path / "a.zip", tmp_path, NOW)
    assert (store.get("name"), store.get("more")) == ("trước", None)
    store.set("more", 2)
    assert SettingsStore.open(tmp_path).get("more") == 2
    assert is_whole(tmp_path / WORKSPACE_FILE)


@on_posix
def test_a_damaged_file_that_was_put_away_is_not_written_on(tmp_path: Path) -> None:
    store = SettingsStore.open(tmp_path)
    ResponseStore.open(tmp_path, "Asia/Ho_Chi_Minh")
    store.set("name", "trước")
    write_backup(tmp_path, tmp_path / "a.zip", NOW)
    (tmp_path / "noise").write_bytes(b"no database at all" * 300)
    os.replace(tmp_path / "noise", tmp_path / WORKSPACE_FILE)
    restore_backup(tmp_path / "a.zip", tmp_path, NOW)
    store.set("more", 3)
    assert (store.get("name"), store.get("more")) == ("trước", 3)
    (kept,) = (tmp_path / "backups").glob(f"*{WORKSPACE_FILE}")
    assert kept.read_bytes().startswith(b"no database")
    assert is_whole(tmp_path / WORKSPACE_FILE)


#: Writes until the system takes no more, then goes on once it does again.
_FULL = """
import resource, sys
from pathlib import Path
from cx_core.model.problem import Refusal
from cx_core.store.database import Database

database = Database(Path(sys.argv[1]), keeps_writer=True)
log = Path(sys.argv[1] + "-wal")
n_told, refused = 0, None
while not refused:
    if n_told == 10:
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 20_000, resource.RLIM_INFINITY))
    try:
        with database.write() as connection:
            connection.execute("INSERT INTO said VALUES (?)", (n_told,))
        n_told += 1
    except Refusal as refusal:
        refused = refusal.kind
with database.read() as connection:
    assert connection.execute("SELECT count(*) FROM said").fetchone()[0] == n_told
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with database.write() as connection:
    connection.execute("INSERT INTO said VALUES (-1)")
print(refused, n_told)
"""


@on_posix
def test_what_finds_no_room_is_refused_and_what_was_told_stays(database: Database) -> None:
    command = [sys.executable, "-c", _FULL, str(database.path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    refused, n_told = done.stdout.split()
    assert refused in ("disk_full", "store_unreachable") and int(n_told) >= 10
    assert said(database) == [*range(int(n_told)), -1] and is_whole(database.path)


@contextmanager
def by_somebody(folder: Path) -> Iterator[None]:
    """Let somebody else than the root do what follows, in a folder of his own: to the root nothing is read-only."""
    if os.geteuid():
        yield
        return
    os.chown(folder, _SOMEBODY, -1)
    os.seteuid(_SOMEBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@on_posix
def test_a_file_that_may_not_be_written_is_refused_until_it_may() -> None:
    with TemporaryDirectory() as name, by_somebody(Path(name)):
        path = Path(name) / "test.db"
        made(path)
        gc.collect()
        path.chmod(0o400)
        database = Database(path, keeps_readers=True, keeps_writer=True)
        with pytest.raises(Refusal) as refused:
            say(database, 1)
        assert refused.value.kind == "store_read_only"
        # What SQLite makes beside a file has its rights.
        for one in path.parent.iterdir():
            one.chmod(0o600)
        say(database, 2)
        assert said(database) == [2]


def open_files(folder: Path) -> list[str]:
    found = []
    for one in Path("/proc/self/fd").iterdir():
        try:
            target = str(one.readlink())
        except FileNotFoundError:  # what listed the folder
            continue
        if target.startswith(str(folder)):
            found.append(target)
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not tell of open files")
@pytest.mark.parametrize("make", [SettingsStore.open, lambda folder: made(folder / "test.db")])
def test_nobody_left_no_file_open(tmp_path: Path, make: Callable[[Path], Database]) -> None:
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        database = make(folder)
        for _ in range(20):
            with database.write() as connection, database.read() as reader:
                connection.execute("CREATE TABLE IF NOT EXISTS any (x)")
                reader.execute("SELECT 1").fetchone()
        assert open_files(folder)
        settled()
        del database, connection, reader
        assert not open_files(folder)
