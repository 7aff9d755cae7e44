"""A csv brought in, against its bare parts; and what an import does to the people who work meanwhile.

The files are made by a seeded generator: 13 columns, comments of a 30,000-word vocabulary after Zipf's law. Memory is
the most that the importing process and the reading process it starts held together with what Python itself needs.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.csv

from cx_core.model.filters import Filters
from cx_core.model.query import Query
from cx_core.workspace import Workspace
from tests.benchmarks.answers import CHANNELS, SEGMENTS, TOUCHPOINTS
from tests.benchmarks.comments import comments
from tests.benchmarks.rows import GOAL_SIZE, Row, within

#: Seconds after which enough has been seen of an import behind the pages.
_LONGEST_BEHIND = 300
#: One page of SQLite's log with its head, in bytes.
_LEAST_LOGGED = 4096 + 24

_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from cx_core import importers
from cx_core.stepping_back import step_back

# As the app's own worker does: the reading process loads its libraries while this one loads its own.
if "behind" in sys.argv:
    step_back()
importers.expect(more=False)
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest

workspace = Workspace.open(Path(sys.argv[1]))
before = time.process_time()
began = time.perf_counter()
request = ImportRequest(Path(sys.argv[2]), Path(sys.argv[2]).name, {})
receipt = workspace.reading.import_file(request, settles=False)
# All of it can be asked for now, and is on the disk. A search still looks at every comment without an index.
seconds = time.perf_counter() - began
is_indexed = not workspace.responses.n_unindexed()
began = time.perf_counter()
workspace.responses.index_words()
after = time.perf_counter() - began
peak = lambda who: resource.getrusage(who).ru_maxrss // 1024
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"processor": sum(one.ru_utime + one.ru_stime for one in used) - before,
    "seconds": seconds, "indexed": 0.0 if is_indexed else after, "after": after, "kept": receipt.rows_kept,
    "own": peak(resource.RUSAGE_SELF), "child": peak(resource.RUSAGE_CHILDREN)}))
"""


def run(large: bool) -> list[Row]:
    """Import fifty thousand rows of csv (a million with ``large``) while a small writer and a reader go on."""
    n = 1_000_000 if large else 50_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write_csv(folder / "answers.csv", n)
        parts = _bare_parts(path, folder)
        take_in(folder / "used", write_csv(folder / "used.csv", 20_000, seed=9))
        idle = _meanwhile(folder / "used", lambda: time.sleep(5))
        found: dict[str, float] = {}
        found.update(take_in(folder / "alone", path))
        busy = _meanwhile(folder / "used", lambda: _take_in_behind(folder / "used", path))
        rows = [_sum_row(n, found, parts), *_people_rows(n, idle, busy)]
        rows.append(memory_row("csv", n, found, path))
        rows.append(_peer_row(folder, 10_000))
        return rows


def _sum_row(n: int, found: dict[str, float], parts: dict[str, float]) -> Row:
    total = found["seconds"] + found["indexed"]
    note = f"{n:,} rows: {total:.1f} s, {found['processor']:.1f} s of processors; words indexed after it "
    note += f"{found['indexed']:.1f} s, log moved {found['after']:.1f} s; parts "
    note += ", ".join(f"{part} {seconds:.1f} s" for part, seconds in parts.items())
    return Row(
        "import of csv, stored and indexed",
        total / sum(parts.values()),
        "its bare parts in turn",
        note,
        "G2",
        _at_size(n, 1.6),
    )


def _people_rows(n: int, idle: dict[str, list[float]], busy: dict[str, list[float]]) -> list[Row]:
    rows = []
    for what in ("small write", "question"):
        calm, pressed = _at(idle[what], 0.95), _at(busy[what], 0.95)
        note = f"p95 {1000 * pressed:.1f} ms, idle {1000 * calm:.1f} ms; longest {1000 * max(busy[what]):.1f} ms"
        note += f", idle {1000 * max(idle[what]):.1f} ms"
        label, at_most = ("G7", _at_size(n, 2.0)) if what == "question" else ("", None)
        rows.append(
            Row(f"{what} while {n:,} rows come in, p95", pressed / calm, "the same when idle", note, label, at_most)
        )
    written = f"small write while {n:,} rows come in"
    calm, pressed = _at(idle["small write"], 0.99), _at(busy["small write"], 0.99)
    note = f"p99 {1000 * pressed:.1f} ms, idle {1000 * calm:.1f} ms"
    rows.append(Row(f"{written}, p99", pressed / calm, "the same when idle", note, "G6", _at_size(n, 2.0)))
    # The disk is the floor: a write that somebody was told of must survive a power cut.
    bare, idle_bare = busy["bare write"], idle["bare write"]
    note = f"p99 {1000 * _at(bare, 0.99):.1f} ms, idle {1000 * _at(idle_bare, 0.99):.1f} ms"
    note += f"; longest {1000 * max(bare):.1f} ms, small write {1000 * max(busy['small write']):.1f} ms"
    rows.append(Row(f"{written}, p99", pressed / _at(bare, 0.99), "a page written and synced, no database", note))
    if n >= GOAL_SIZE:
        rows.append(within(max(busy["small write"]), 0.005, f"{written}, longest", "G6"))
    return rows


def _at_size(n: int, at_most: float) -> float | None:
    """Return what a goal allows where it speaks of so many rows."""
    return at_most if n >= GOAL_SIZE else None


def memory_row(kind: str, n: int, found: dict[str, float], path: Path) -> Row:
    """Return the line of what an import held at most."""
    size = path.stat().st_size / 2**20
    note = f"{n:,} rows, {size:.0f} MB: importing process {found['own']} MB, reading process {found['child']} MB"
    return Row(f"memory of an import of {kind}", (found["own"] + found["child"]) / size, "the file's size", note)


def _peer_row(folder: Path, n: int) -> Row:
    """Compare with the script that a person would write: pandas with openpyxl, no checks, no store."""
    frame = pd.read_csv(folder / "answers.csv", nrows=n)
    book = folder / "answers.xlsx"
    frame.to_excel(book, index=False, engine="openpyxl")
    began = time.perf_counter()
    pd.read_excel(book, engine="openpyxl").groupby("Kênh")["Sẵn sàng giới thiệu (0-10)"].mean()
    script = time.perf_counter() - began
    ours = take_in(folder / "peer", book)["seconds"]
    note = f"{n:,} rows of xlsx: {ours:.1f} s with checks and store, script {script:.1f} s to its first mean"
    return Row("import of xlsx, stored", ours / script, "pandas and openpyxl in a script", note)


def take_in(folder: Path, path: Path) -> dict[str, float]:
    """Bring a file in, in a process of its own; return seconds, rows and peaks of memory (MB)."""
    command = [sys.executable, "-c", _PROGRAM, str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _take_in_behind(folder: Path, path: Path) -> None:
    """Bring a file in as the app does, behind the pages with the scheduler; on a busy machine not to its end."""
    command = [sys.executable, "-c", _PROGRAM, str(folder), str(path), "behind"]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, timeout=_LONGEST_BEHIND)


def _meanwhile(folder: Path, work: Callable[[], object]) -> dict[str, list[float]]:
    """Return how long a small write and a question take, one after the other, as long as ``work`` goes on."""
    workspace = Workspace.open(folder)
    query = Query("nps", ("channel",), "month", Filters())
    workspace.measuring.ask(query)
    acts: dict[str, Callable[[], object]] = {
        "small write": lambda: workspace.settings.set("benchmark", time.perf_counter()),
        "question": lambda: workspace.measuring.ask(query),
    }
    taken: dict[str, list[float]] = {"small write": [], "question": [], "bare write": []}
    with (folder / "bare").open("w+b", buffering=0) as bare:
        acts["bare write"] = lambda: _write_bare(bare)
        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive():
            for what, act in acts.items():
                began = time.perf_counter()
                act()
                taken[what].append(time.perf_counter() - began)
            time.sleep(0.05)
    return taken


def _write_bare(file: FileIO) -> None:
    """Write what the smallest change of SQLite's log takes into a file beside it, and wait until the disk has it."""
    file.seek(0)
    file.write(b"x" * _LEAST_LOGGED)
    os.fsync(file.fileno())


def _at(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100)[int(share * 100) - 1]


def _bare_parts(path: Path, folder: Path) -> dict[str, float]:
    """Time what no import can do without: read, insert, two indexes, an index of words; nothing checked or kept right."""
    seconds: dict[str, float] = {}

    def part(name: str, act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        seconds[name] = time.perf_counter() - began

    held: dict[str, pyarrow.Table] = {}
    names = path.open(encoding="utf-8").readline().strip().split(",")
    texts = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=True)
    part("read", lambda: held.update(cells=pyarrow.csv.read_csv(path, convert_options=texts)))
    rows = list(zip(*(column.to_pylist() for column in held["cells"].columns), strict=True))
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    columns = [f"c{at}" for at in range(len(names))]
    connection.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(columns)})")
    connection.execute("BEGIN")
    insert = f"INSERT INTO t ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    part("insert", lambda: connection.executemany(insert, rows))
    part("indexes", lambda: [connection.execute(f"CREATE INDEX by_{c} ON t ({c})") for c in columns[:4]])
    connection.execute("CREATE VIRTUAL TABLE w USING fts5 (c10, content = 't', content_rowid = 'id')")
    part("words", lambda: connection.execute("INSERT INTO w (w) VALUES ('rebuild')"))
    connection.execute("COMMIT")
    connection.close()
    return seconds


def write_csv(path: Path, n: int, seed: int = 3) -> Path:
    """Write ``n`` rows: day, customer, five labels, three scores, words, amount, wave; half a percent dirty scores."""
    rng = np.random.default_rng(seed)
    start = np.datetime64("2024-01-01T00:00:00") + np.sort(rng.integers(0, 1096 * 86_400, n)).astype("timedelta64[s]")

    def some(labels, missing=0.0):
        chosen = np.array(labels, dtype=object)[rng.integers(0, len(labels), n)]
        chosen[rng.random(n) < missing] = ""
        return chosen

    def score(low, high, missing):
        points = rng.integers(low, high + 1, n).astype(str).astype(object)
        points[rng.random(n) < missing] = ""
        points[rng.random(n) < 0.005] = "n/a"
        return points

    said = comments(n, seed)
    said[said == None] = ""  # noqa: E711  (elementwise)
    pd.DataFrame(
        {
            "Dấu thời gian": np.datetime_as_string(start),
            "Mã khách hàng": [f"KH{k:06d}" for k in rng.integers(0, 200_000, n)],
            "Kênh": some(CHANNELS),
            "Điểm chạm": some(TOUCHPOINTS, 0.05),
            "Giai đoạn": some(("Biết", "Chọn", "Mua", "Nhận", "Dùng", "Hỗ trợ")),
            "Hạng thành viên": some(SEGMENTS, 0.1),
            "Khu vực": some(("Miền Bắc", "Miền Trung", "Miền Nam")),
            "Sẵn sàng giới thiệu (0-10)": score(0, 10, 0.1),
            "Mức độ hài lòng (1-5)": score(1, 5, 0.2),
            "Dễ dàng giải quyết (1-7)": score(1, 7, 0.3),
            "Góp ý": said,
            "Doanh thu": rng.integers(10, 5000, n) * 1000,
            "Đợt khảo sát": some(("Đợt 1", "Đợt 2", "Đợt 3")),
        }
    ).to_csv(path, index=False)
    return path
