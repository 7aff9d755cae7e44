"""Where SQLite sorts what the indexes of a large import are made of."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cx_core.store import bulk_changes
from cx_core.store.bulk_changes import MANY_ROWS, sorts_in_file

ROOT = Path(__file__).parents[3]

#: Builds an index of some megabytes and says which files without a name were open meanwhile, and what the folder held.
SORTER = """
import json, os, sys
from pathlib import Path
from cx_core.store.bulk_changes import indexed_afterwards
from cx_core.store.database import Database

folder, in_file = Path(sys.argv[1]), sys.argv[2] == "file"
seen, named = set(), set()

def look():
    for one in os.listdir("/proc/self/fd"):
        try:
            seen.add(os.readlink(f"/proc/self/fd/{one}"))
        except OSError:
            pass
    named.update(os.listdir(folder))

with Database(folder.parent / "words.db").write(sorts_in_file=in_file) as connection:
    connection.execute("CREATE TABLE words (word TEXT)")
    connection.execute("CREATE INDEX words_by_word ON words (word)")
    with indexed_afterwards(connection, "words", n_changed=40_000, n_others=0):
        rows = ((f"{n * 7919 % 40009:080d}",) for n in range(40_000))
        connection.executemany("INSERT INTO words (word) VALUES (?)", rows)
        connection.set_progress_handler(look, 20_000)
    connection.set_progress_handler(None, 0)
    whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps([sorted(one for one in seen if one.startswith(str(folder))), sorted(named), whole]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the process's open files")
@pytest.mark.parametrize("where", ["file", "memory"])
def test_what_is_sorted_in_a_file_has_no_name(tmp_path, where):
    folder = tmp_path / "sorting"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SORTER, folder, where],
        cwd=ROOT,
        env={"SQLITE_TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    opened, named, whole = json.loads(done.stdout)
    assert whole == "ok"
    assert named == []
    assert bool(opened) == (where == "file")
    assert all(one.endswith(" (deleted)") for one in opened)


def test_few_rows_and_a_small_or_missing_folder_are_sorted_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(bulk_changes, "_sorting_folder", lambda: tmp_path)
    usage = bulk_changes.shutil.disk_usage(tmp_path)
    free = 200 * 2**20 + 256 * MANY_ROWS
    monkeypatch.setattr(bulk_changes.shutil, "disk_usage", lambda folder: usage._replace(free=free))
    assert [sorts_in_file(n) for n in (MANY_ROWS - 1, MANY_ROWS, MANY_ROWS + 1)] == [False, True, False]
    monkeypatch.setattr(bulk_changes, "_sorting_folder", lambda: None)
    assert not sorts_in_file(MANY_ROWS)


def test_the_folder_is_the_one_that_sqlite_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(bulk_changes.sys, "platform", "linux")
    monkeypatch.delenv("SQLITE_TMPDIR", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert bulk_changes._sorting_folder() == tmp_path
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "not there"))
    assert bulk_changes._sorting_folder() == tmp_path
