"""A manager's page of five questions against DuckDB, SQLite, Datasette, pandas and bare NumPy, all with the same counts."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from cx_core.engine import Assignment, DuckDBRunner, Engine, HeldAnswers, Runner, SqliteRunner
from cx_core.model.filters import Filters
from cx_core.model.imports import Dictionary
from cx_core.model.query import Cell, Query
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from tests.benchmarks import peer_datasette, ten_million
from tests.benchmarks.answers import store_with
from tests.benchmarks.peer_kernels import NumPy, Pandas
from tests.benchmarks.rows import GOAL_SIZE, Row, medians, within

_YEAR = Filters(
    date(2026, 1, 1),
    date(2026, 12, 31),
    (("channel", ("Cửa hàng", "Website", "Zalo")), ("segment", ("Bạc", "Mới", "Vàng"))),
)
_YEAR_BEFORE = _YEAR.with_dates(date(2025, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class View:
    """One state of the filters, with the filters of the period it is compared with."""

    name: str
    filters: Filters
    before: Filters


VIEWS = (
    View("all answers", Filters(), _YEAR_BEFORE),
    View("a year, 3 channels, 3 segments", _YEAR, _YEAR_BEFORE),
)


#: What goal G4 allows over each peer.
_BOUNDS = {"SQLite": 1 / 10, "NumPy kernel": 3.0}

_START = """
import sys, time
from pathlib import Path
from cx_core.engine import engine_for
from cx_core.store.responses import ResponseStore
from tests.benchmarks.engine import VIEWS, page

store = ResponseStore.open(Path(sys.argv[1]), "Asia/Ho_Chi_Minh")
began = time.perf_counter()
engine = engine_for(None, store.read, store.stamp, store.ensure_snapshots)
page(engine, VIEWS[0], store.dictionary())
print(time.perf_counter() - began)
"""


def run(large: bool) -> list[Row]:
    """Measure pages, one question by customers on a map, and the start from nothing."""
    n = 1_000_000 if large else 100_000
    with tempfile.TemporaryDirectory() as folder:
        store = store_with(n, Path(folder))
        dictionary = store.dictionary()
        sqlite = SqliteRunner(store.read, store.stamp)
        runners = {"SQLite": sqlite, "DuckDB": DuckDBRunner(store.ensure_snapshots, sqlite)}
        ours, engines = Fresh(store.ensure_snapshots, store.stamp), {name: Engine(one) for name, one in runners.items()}
        peers = (Pandas(store, dictionary), NumPy(store, dictionary))
        rows = [row for view in VIEWS for row in _page_rows(n, view, ours, engines, peers, dictionary)]
        rows.append(_datasette_row(n, store, ours, engines["DuckDB"], dictionary))
        rows += _clustered_rows(n, ours, engines, dictionary)
        rows += _start_rows(n, Path(folder), store)
    return rows + (ten_million.rows() if large else [])


class Fresh:
    """The engine of the app, made to count anew what it has counted before."""

    def __init__(self, snapshots: Callable[[], Sequence[Path] | None], stamp: Callable[[], str]) -> None:
        self._held = HeldAnswers(snapshots, stamp)
        self._engine = Engine(_Unasked(stamp), held=self._held)

    @property
    def engine(self) -> Engine:
        """The engine, which remembers nothing of what it was asked before."""
        self._held.forget()
        return self._engine


class _Unasked:
    """A database that must not be asked: what is measured would not be what is meant."""

    name = "none"

    def __init__(self, stamp: Callable[[], str]) -> None:
        self.stamp = stamp

    def run(self, sql: str) -> list[tuple[object, ...]]:
        raise AssertionError("not counted in memory")


def _page_rows(n, view, ours, engines, peers, dictionary) -> list[Row]:
    contestants: dict[str, Callable[[], object]] = {
        "ours": lambda: page(ours.engine, view, dictionary),
        **{name: (lambda engine=engine: page(engine, view, dictionary)) for name, engine in engines.items()},
        **{peer.name: (lambda peer=peer: peer.page(view)) for peer in peers},
    }
    _check_equal({name: contestant() for name, contestant in contestants.items()})
    seconds = medians(contestants, rounds=5 if n > 200_000 else 7)
    note = f"{n:,} answers, {view.name}: " + ", ".join(f"{name} {1000 * s:.1f} ms" for name, s in seconds.items())
    our_seconds = seconds.pop("ours")
    what = f"page of five questions, {view.name}"
    rows = [
        Row(
            what,
            our_seconds / theirs,
            name,
            note if i == 0 else "same run",
            "G4" if name in _BOUNDS else "",
            _BOUNDS.get(name) if n >= GOAL_SIZE else None,
        )
        for i, (name, theirs) in enumerate(seconds.items())
    ]
    return [within(our_seconds, 0.05, what, "G4"), *rows] if n >= GOAL_SIZE else rows


def _datasette_row(n: int, store: ResponseStore, ours: Fresh, duckdb: Engine, dictionary: Dictionary) -> Row:
    what, view = "page of five questions, all answers", VIEWS[0]
    if peer_datasette.program() is None:
        return Row(what, float("nan"), "Datasette", peer_datasette.MISSING, "G4", None)
    asked = _Noted(duckdb.runner)
    page(Engine(asked), view, dictionary)
    texts = [text for text in asked.texts if "SELECT day\n" not in text]
    with peer_datasette.asking(store.folder / RESPONSES_FILE, texts) as ask:
        seconds = medians({"ours": lambda: page(ours.engine, view, dictionary), "Datasette": ask}, rounds=3)
    note = f"{n:,} answers: {1000 * seconds['ours']:.0f} ms, Datasette {1000 * seconds['Datasette']:.0f} ms"
    return Row(
        what, seconds["ours"] / seconds["Datasette"], "Datasette", note, "G4", 1 / 20 if n >= GOAL_SIZE else None
    )


class _Noted:
    """A runner that notes what it is asked."""

    def __init__(self, runner: Runner) -> None:
        self.name, self._runner = runner.name, runner
        self.texts: list[str] = []

    def stamp(self) -> str:
        return self._runner.stamp()

    def run(self, sql: str) -> list[tuple[object, ...]]:
        self.texts.append(sql)
        return self._runner.run(sql)


def page(engine: Engine, view: View, dictionary: Dictionary) -> dict[str, object]:
    """Ask the five questions and return what the peers can be compared by."""
    return {
        "now": _totals(engine.ask(Query("nps", filters=view.filters), dictionary)),
        "before": _totals(engine.ask(Query("nps", filters=view.before), dictionary)),
        "trend": [
            (cell.period.label if cell.period else "", cell.counts.n, cell.counts.top, cell.counts.bottom)
            for cell in engine.ask(Query("nps", every="month", filters=view.filters), dictionary)
        ],
        "breakdown": sorted(
            (cell.value("touchpoint") or "", cell.value("channel") or "", cell.counts.n, cell.counts.total)
            for cell in engine.ask(Query("nps", ("touchpoint", "channel"), filters=view.filters), dictionary)
        ),
        "scores": [
            pair for bins in engine.distribution(Query("nps", filters=view.filters), dictionary)
            for pair in bins.n_by_score
        ],
    }  # fmt: skip


def _totals(cells: tuple[Cell, ...]) -> tuple[int, int, int]:
    return (sum(c.counts.n for c in cells), sum(c.counts.top for c in cells), sum(c.counts.bottom for c in cells))


def _check_equal(pages: dict[str, object]) -> None:
    first, *others = pages.items()
    for name, other in others:
        if other != first[1]:
            raise AssertionError(f"{first[0]} and {name} count differently")


def _clustered_rows(n, ours, engines, dictionary) -> list[Row]:
    places = dictionary.places
    stage_of = {f"t{k}": f"s{k // 3}" for k in range(12)}
    assignment = Assignment("map", {place: f"t{place % 12}" for place in places}, stage_of)
    query = Query("nps", ("touchpoint",), "month", Filters(journey_id="map"), clustered=True)
    asked = {"ours": lambda: ours.engine.ask(query, dictionary, assignment)}
    for name, engine in engines.items():
        asked[name] = lambda engine=engine: engine.ask(query, dictionary, assignment)
    seconds = medians(asked, rounds=3)
    what = "a map's touchpoints by month, summed by customer"
    note = f"{n:,} answers: " + ", ".join(f"{name} {1000 * taken:.0f} ms" for name, taken in seconds.items())
    return [Row(what, seconds["ours"] / seconds[name], name, note) for name in engines]


def _start_rows(n: int, folder: Path, store: ResponseStore) -> list[Row]:
    def start() -> float:
        command = [sys.executable, "-c", _START, str(folder)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def bare_read() -> None:
        for file in store.ensure_snapshots() or ():
            pq.read_table(file)

    started = statistics.median(start() for _ in range(3))
    read = medians({"read": bare_read}, rounds=3)["read"]
    what = "from nothing loaded to the first page, in a new process"
    note = f"{n:,} answers: {1000 * started:.0f} ms, reading the files {1000 * read:.0f} ms"
    rows = [Row(what, started / read, "reading the snapshots", note)]
    return [within(started, 0.5, what, "G8", note), *rows] if n >= GOAL_SIZE else rows
