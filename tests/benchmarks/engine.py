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

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from cx_core.engine import Assignment, DuckDBRunner, Engine, HeldAnswers, Runner, SqliteRunner
from cx_core.model.filters import Filters
from cx_core.model.imports import Dictionary
from cx_core.model.period import Period, day_from_number, day_number
from cx_core.model.query import Cell, Query
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from tests.benchmarks import peer_datasette, ten_million
from tests.benchmarks.answers import store_with
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
        runners = {"DuckDB": DuckDBRunner(store.ensure_snapshots, sqlite), "SQLite": sqlite}
        ours, engines = Fresh(store.ensure_snapshots, store.stamp), {name: Engine(one) for name, one in runners.items()}
        peers = (_Pandas(store, dictionary), _NumPy(store, dictionary))
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


class _Pandas:
    """The frame a person would make in a notebook: labels as categories, months made once."""

    name = "pandas groupby"

    def __init__(self, store: ResponseStore, dictionary: Dictionary) -> None:
        frame = _read(store)
        self.frame = pd.DataFrame({"day": frame["day"], "nps": frame["nps"]})
        for field, column in (("channel", "channel"), ("touchpoint", "touchpoint"), ("segment", "segment_1")):
            self.frame[field] = frame[column].map(dict(dictionary.table(field))).fillna("").astype("category")
        self.frame["month"] = frame["day"].map(_month_label).astype("category")
        self.frame = self.frame.dropna(subset="nps").astype({"nps": "int64"})
        self.frame["top"], self.frame["bottom"] = self.frame["nps"] >= 900, self.frame["nps"] <= 600

    def page(self, view: View) -> dict[str, object]:
        now, before = self._included(view.filters), self._included(view.before)
        trend = now.groupby("month", observed=True).agg(n=("nps", "size"), top=("top", "sum"), bottom=("bottom", "sum"))
        parts = now.groupby(["touchpoint", "channel"], observed=True)["nps"].agg(["size", "sum"])
        scores = now["nps"].value_counts().sort_index()
        return {
            "now": (len(now), int(now["top"].sum()), int(now["bottom"].sum())),
            "before": (len(before), int(before["top"].sum()), int(before["bottom"].sum())),
            "trend": [tuple(row) for row in trend.sort_index().itertuples()],
            "breakdown": sorted((*key, int(n), int(total)) for key, n, total in parts.itertuples()),
            "scores": [(int(score), int(n)) for score, n in scores.items()],
        }

    def _included(self, filters: Filters) -> pd.DataFrame:
        frame = self.frame
        if filters.since:
            frame = frame[frame["day"] >= day_number(filters.since)]
        if filters.until:
            frame = frame[frame["day"] <= day_number(filters.until)]
        for field, values in filters.where:
            frame = frame[frame[field].isin(values)]
        return frame


class _NumPy:
    """The floor: codes sorted by day, counted with ``bincount``, nothing named or ordered until the end."""

    name = "NumPy kernel"

    def __init__(self, store: ResponseStore, dictionary: Dictionary) -> None:
        frame = _read(store).dropna(subset="nps").sort_values("day")
        self.day = frame["day"].to_numpy("int64")
        self.score = (frame["nps"].to_numpy("int64") // 100).astype("int64")
        self.names, self.codes = {}, {}
        for field, column in (("channel", "channel"), ("touchpoint", "touchpoint"), ("segment", "segment_1")):
            codes = sorted(dictionary.table(field))
            self.names[field] = ["", *(dictionary.table(field)[code] for code in codes)]
            self.codes[field] = np.searchsorted(codes, frame[column].fillna(-1).to_numpy("int64")) + 1
            self.codes[field][frame[column].isna().to_numpy()] = 0
        days = np.arange(self.day[0], self.day[-1] + 1)
        labels = [_month_label(day) for day in days]
        self.months = list(dict.fromkeys(labels))
        self.month_of_day = np.array([self.months.index(label) for label in labels])

    def page(self, view: View) -> dict[str, object]:
        rows, before = self._included(view.filters), self._included(view.before)
        score = self.score[rows]
        month = self.month_of_day[self.day[rows] - self.day[0]]
        trend = np.bincount(month * 11 + score, minlength=len(self.months) * 11).reshape(-1, 11)
        channels = self.names["channel"]
        place = self.codes["touchpoint"][rows] * len(channels) + self.codes["channel"][rows]
        n_places = len(self.names["touchpoint"]) * len(channels)
        n, total = np.bincount(place, minlength=n_places), np.bincount(place, weights=score, minlength=n_places)
        bins = np.bincount(score, minlength=11)
        return {
            "now": _classes(bins),
            "before": _classes(np.bincount(self.score[before], minlength=11)),
            "trend": [(label, *_classes(row)) for label, row in zip(self.months, trend, strict=True) if row.any()],
            "breakdown": sorted(
                (
                    self.names["touchpoint"][i // len(channels)],
                    channels[i % len(channels)],
                    int(n[i]),
                    100 * int(total[i]),
                )
                for i in np.flatnonzero(n)
            ),
            "scores": [(100 * int(i), int(bins[i])) for i in np.flatnonzero(bins)],
        }

    def _included(self, filters: Filters):
        first = np.searchsorted(self.day, day_number(filters.since)) if filters.since else 0
        last = np.searchsorted(self.day, day_number(filters.until), "right") if filters.until else len(self.day)
        if not filters.where:
            return slice(first, last)
        keep = np.ones(last - first, bool)
        for field, values in filters.where:
            allowed = np.array([name in values for name in self.names[field]])
            keep &= allowed[self.codes[field][first:last]]
        return first + np.flatnonzero(keep)


def _classes(bins) -> tuple[int, int, int]:
    return int(bins.sum()), int(bins[9:].sum()), int(bins[:7].sum())


def _month_label(day: int) -> str:
    return Period.containing(day_from_number(day), "month").label


def _read(store: ResponseStore) -> pd.DataFrame:
    columns = ["day", "nps", "channel", "touchpoint", "segment_1"]
    return pd.concat(pq.read_table(file, columns=columns).to_pandas() for file in store.ensure_snapshots() or ())


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
