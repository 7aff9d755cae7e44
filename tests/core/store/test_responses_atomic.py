"""An import is all there or not there at all: killed at any moment, out of space, cancelled, or beside another writer."""

import json
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cx_core.model.problem import Refusal
from cx_core.store import bulk_changes, database, responses, row_inserts
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

ROOT = Path(__file__).parents[3]

#: Forks a child for each attempt, so that the heavy imports are paid for once. A child is killed inside the n-th
#: call of its progress, which is somewhere in the transaction, or from outside after a while, which may be anywhere:
#: while preparing, writing, committing, checkpointing, writing the snapshot, or too late.
KILLER = """
import json, os, random, signal, sqlite3, sys, time
from pathlib import Path
from cx_core.store import import_writer, row_inserts, words_beside
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, take

row_inserts._CHUNK = 250
words_beside.MANY_WORDS = words_beside.CHUNK = 250
folder, n_rows = Path(sys.argv[1]), int(sys.argv[2])
rows = [{"nps": n % 11, "customer": f"kh{n % 97}", "verbatim": f"Giao hàng chậm {n}", "order": f"D{n}"} for n in range(n_rows)]

def attempt(number, inside=None, after=None):
    child = os.fork()
    if child == 0:
        calls = []
        def progress(done):
            calls.append(done)
            if inside is not None and len(calls) >= inside:
                os.kill(os.getpid(), signal.SIGKILL)
        take(ResponseStore.open(folder, ZONE), *({**row, "identity": f"{number}-{n}"} for n, row in enumerate(rows)), progress=progress)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    started = time.monotonic()
    os.waitpid(child, 0)
    return time.monotonic() - started

def look(number):
    connection = sqlite3.connect(folder / "responses.db")
    count = lambda table: connection.execute(f"SELECT count(*) FROM {table} WHERE feedback.identity GLOB ?", (f"{number}-*",)).fetchone()[0]
    seen = (count("feedback"), count("feedback JOIN orders USING (import_id, row_no)"))
    whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    live = connection.execute("SELECT count(*), sum(n_answers) FROM imports WHERE state = 'live'").fetchone()
    other = connection.execute("SELECT count(*) FROM imports WHERE state <> 'live'").fetchone()[0]
    # The index of words checks itself, and knows the words of all that is in and of nothing else.
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    indexed = connection.execute("SELECT count(*) FROM words WHERE words MATCH 'giao'").fetchone()[0]
    connection.close()
    return seen, whole, live, other, indexed

ResponseStore.open(folder, ZONE)
seconds = attempt(0)
results = [look(0)]
plan = [{"inside": n} for n in (1, 2, 3, 5, 8, 12)] + [{"after": seconds * n / 8} for n in range(1, 9)]
for number, how in enumerate(plan, 1):
    attempt(number, **how)
    results.append(look(number))
print(json.dumps(results))
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs fork")
def test_a_kill_at_any_moment_leaves_none_or_all(tmp_path):
    n_rows = 1500
    done = subprocess.run(
        [sys.executable, "-c", KILLER, tmp_path, str(n_rows)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert len(results) == 15
    n_whole = 0
    for number, (seen, integrity, live, n_not_live, n_indexed) in enumerate(results):
        assert integrity == "ok"
        assert seen in ([0, 0], [n_rows, n_rows])
        n_whole += seen == [n_rows, n_rows]
        assert live == [n_whole, n_whole * n_rows]
        assert n_not_live == 0
        assert n_indexed == n_whole * n_rows
        if 1 <= number <= 6:
            assert seen == [0, 0]  # killed inside the transaction

    store = ResponseStore.open(tmp_path, ZONE)
    assert len(store.ensure_snapshots()) == n_whole
    assert not list((tmp_path / "snapshots").glob("*.parquet.*"))
    take(store, {"nps": 9, "identity": "after all that"})
    assert store.n_answers() == n_whole * n_rows + 1


class Stop(Exception):
    pass


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_whatever_progress_raises_takes_the_import_back(tmp_path, monkeypatch, at):
    monkeypatch.setattr(row_inserts, "_CHUNK", 10)
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9, "channel": "Zalo"}, fingerprint="earlier")
    before, stamp = store.dictionary(), store.stamp()
    calls = []

    def progress(done):
        calls.append(done)
        if len(calls) == at:
            raise Stop

    with pytest.raises(Stop):
        take(store, *({"nps": 5, "channel": f"Kênh {n}"} for n in range(50)), progress=progress)
    assert (store.dictionary(), store.stamp(), len(store.imports())) == (before, stamp, 1)
    assert take(store, *({"nps": 5} for _ in range(50))).rows_kept == 50


def test_a_full_disk_refuses_the_import_and_harms_nothing(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE, max_bytes=600_000)
    take(store, *({"nps": n % 11, "verbatim": "tốt"} for n in range(100)))
    before = table(store, "SELECT * FROM answers ORDER BY id")
    with pytest.raises(Refusal) as refused:
        take(store, *({"nps": 5, "verbatim": "dài " * 500, "identity": f"new {n}"} for n in range(500)))
    assert refused.value.kind == "disk_full"
    assert table(store, "SELECT * FROM answers ORDER BY id") == before
    assert len(store.imports()) == 1
    assert table(store, "PRAGMA integrity_check") == [("ok",)]
    assert take(store, {"nps": 1, "identity": "small"}).rows_kept == 1  # writing goes on where there is room
    roomy = ResponseStore.open(tmp_path, ZONE)
    assert (
        take(roomy, *({"nps": 5, "verbatim": "dài " * 500, "identity": f"new {n}"} for n in range(500))).rows_kept
        == 500
    )


def test_an_import_is_refused_before_the_last_space_is_gone(tmp_path, monkeypatch):
    store = ResponseStore.open(tmp_path, ZONE)
    usage = responses.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(responses.shutil, "disk_usage", lambda folder: usage._replace(free=199 * 2**20))
    with pytest.raises(Refusal, match="disk_full"):
        take(store, {"nps": 9})
    assert store.n_answers() == 0


def test_a_locked_file_is_refused_in_words_and_readers_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9})
    other = sqlite3.connect(tmp_path / RESPONSES_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal, match="store_busy"):
        take(store, {"nps": 5, "identity": "b"})
    with pytest.raises(Refusal, match="store_busy"):
        store.undo("1")
    assert store.n_answers() == 1
    other.execute("ROLLBACK")
    other.close()
    assert take(store, {"nps": 5, "identity": "b"}).rows_kept == 1


def test_two_processes_import_at_once_and_both_are_whole(tmp_path):
    """A second process imports while this one does, the same source and partly the same rows: the sum is right."""
    program = (
        "import sys; from pathlib import Path; from cx_core.store.responses import ResponseStore;"
        "from tests.core.store.answer_builders import ZONE, take;"
        "store = ResponseStore.open(Path(sys.argv[1]), ZONE); print('ready', flush=True); input();"
        "take(store, *({'nps': 5, 'identity': f'{n}', 'customer': f'kh{n}'} for n in range(500, 2500)))"
    )
    store = ResponseStore.open(tmp_path, ZONE)
    other = subprocess.Popen(
        [sys.executable, "-c", program, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert other.stdout.readline() == b"ready\n"
    other.stdin.write(b"go\n")
    other.stdin.close()
    take(store, *({"nps": 5, "identity": f"{n}", "customer": f"kh{n}"} for n in range(2000)))
    assert other.wait(60) == 0
    other.stdout.close()
    assert store.n_answers() == 2500
    assert table(store, "SELECT count(*), count(DISTINCT identity), count(DISTINCT customer) FROM feedback") == [
        (2500, 2500, 2500)
    ]
    assert sum(one.rows_kept for one in store.imports()) == 2500


def test_threads_of_one_process_stand_in_line(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    errors = []

    def work(number):
        try:
            take(store, *({"nps": 5, "identity": f"{n}"} for n in range(200)), fingerprint=f"source {number % 2}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert store.n_answers() == 400  # two sources of 200, the other four files were duplicates


def test_indexes_built_afterwards_are_the_same_indexes(tmp_path, monkeypatch):
    store = ResponseStore.open(tmp_path, ZONE)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    before = table(store, indexes)
    monkeypatch.setattr(bulk_changes, "MANY_ROWS", 1)
    take(store, *({"nps": 5} for _ in range(20)))
    assert table(store, indexes) == before
    assert take(store, *({"nps": 5} for _ in range(20))).rows_duplicate == 20
    take(store, {"nps": 6, "identity": "other"})
    store.undo("1")
    assert table(store, indexes) == before
    assert table(store, "SELECT nps FROM answers") == [(600,)]
    assert table(store, "PRAGMA integrity_check") == [("ok",)]
