"""The page of five questions at ten million answers: snapshot files written at once, without a store behind them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cx_core.engine import DuckDBRunner, Engine
from cx_core.model.feedback import Scale
from cx_core.model.imports import ANSWER_COLUMNS, Dictionary
from cx_core.model.period import day_number
from cx_core.model.query import Query
from tests.benchmarks.answers import CHANNELS, FIRST_DAY, N_DAYS, SEGMENTS, TOUCHPOINTS
from tests.benchmarks.peer_kernels import included
from tests.benchmarks.rows import Row, medians, within

_PER_FILE, _N_FILES = 1_000_000, 10
_DICTIONARY = Dictionary(
    {
        "channel": dict(enumerate(CHANNELS, 1)),
        "touchpoint": dict(enumerate(TOUCHPOINTS, 11)),
        "segment:Hạng": dict(enumerate(SEGMENTS, 31)),
    },
    {},
    {1: Scale(1, 5)},
    {1: "benchmark"},
    {1: "Hạng"},
)


class _Files:
    """What stands in for the store: files, and a stamp that never moves."""

    name = "none"

    def __init__(self, folder: Path) -> None:
        self.files = [_write(folder / f"import_{at + 1}.parquet", at) for at in range(_N_FILES)]

    def stamp(self) -> str:
        return "one"

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        raise AssertionError("the snapshots were not loaded")


def rows() -> list[Row]:
    """Measure the page and each of its questions against pandas with labels as categories."""
    from tests.benchmarks.engine import VIEWS, Fresh, page

    n = _PER_FILE * _N_FILES
    with tempfile.TemporaryDirectory() as name:
        store = _Files(Path(name))
        ours, duckdb = Fresh(lambda: store.files, store.stamp), Engine(DuckDBRunner(lambda: store.files, store))
        frame = pd.concat([_frame(file) for file in store.files], ignore_index=True)
        found: list[Row] = []
        for view in VIEWS:
            now = view.filters
            asked = {
                "one number": lambda now=now: ours.engine.ask(Query("nps", filters=now), _DICTIONARY),
                "months": lambda now=now: ours.engine.ask(Query("nps", every="month", filters=now), _DICTIONARY),
                "touchpoint by channel": lambda now=now: ours.engine.ask(
                    Query("nps", ("touchpoint", "channel"), filters=now), _DICTIONARY
                ),
                "scores": lambda now=now: ours.engine.distribution(Query("nps", filters=now), _DICTIONARY),
            }
            pages = {
                "page": lambda view=view: page(ours.engine, view, _DICTIONARY),
                "DuckDB": lambda view=view: page(duckdb, view, _DICTIONARY),
            }
            taken = medians({**asked, **pages}, rounds=3)
            whole, by_duckdb = taken.pop("page"), taken.pop("DuckDB")
            slowest = max(taken, key=lambda name: taken[name])
            what = f"{n:,} answers, {view.name}"
            found += [
                within(whole, 0.3, f"page of five questions, {what}", "G5"),
                within(
                    taken[slowest], 0.2, f"slowest question, {what}", "G5", f"{slowest} {1000 * taken[slowest]:.0f} ms"
                ),
            ]
            theirs = medians({"pandas": lambda view=view: _pandas_page(frame, view)}, rounds=1)["pandas"]
            note = f"{1000 * whole:.0f} ms, pandas {1000 * theirs:.0f} ms, DuckDB {1000 * by_duckdb:.0f} ms"
            found.append(Row(f"page of five questions, {what}", whole / theirs, "pandas groupby", note, "G5", 1 / 6))
        return found


def _write(path: Path, number: int) -> Path:
    rng = np.random.default_rng(number)
    given = {
        "id": np.arange(number * _PER_FILE, (number + 1) * _PER_FILE),
        "import_id": np.full(_PER_FILE, number + 1),
        "source_id": np.ones(_PER_FILE),
        "day": day_number(FIRST_DAY) + np.sort(rng.integers(0, N_DAYS, _PER_FILE)),
        "place": rng.integers(1, 73, _PER_FILE),
        "channel": rng.integers(1, 7, _PER_FILE),
        "touchpoint": rng.integers(11, 23, _PER_FILE),
        "segment_1": rng.integers(31, 36, _PER_FILE),
        "customer": rng.integers(1, 2_000_000, _PER_FILE),
        "nps": 100 * rng.choice(11, _PER_FILE, p=[0.02] * 5 + [0.05, 0.1, 0.15, 0.2, 0.2, 0.2]),
        "csat": 100 * rng.integers(1, 6, _PER_FILE),
        "csat_scale": np.ones(_PER_FILE),
        "has_verbatim": np.zeros(_PER_FILE),
    }
    columns = [
        pa.array(given[name].astype(np.int32)) if name in given else pa.nulls(_PER_FILE, pa.int32())
        for name in ANSWER_COLUMNS
    ]
    pq.write_table(pa.table(columns, names=list(ANSWER_COLUMNS)), path, row_group_size=122_880, compression="zstd")
    return path


def _frame(file: Path) -> pd.DataFrame:
    read = pq.read_table(file, columns=["day", "nps", "channel", "touchpoint", "segment_1"]).to_pandas()
    frame = read[["day", "nps"]].copy()
    for field, column, labels in (
        ("channel", "channel", _DICTIONARY.table("channel")),
        ("touchpoint", "touchpoint", _DICTIONARY.table("touchpoint")),
        ("segment", "segment_1", _DICTIONARY.table("segment:Hạng")),
    ):
        codes = sorted(labels)
        frame[field] = pd.Categorical.from_codes(read[column] - codes[0], [labels[code] for code in codes])
    frame["month"] = (np.datetime64("1970-01-01") + frame["day"].to_numpy()).astype("datetime64[M]").astype(int)
    return frame


def _pandas_page(frame: pd.DataFrame, view: Any) -> None:
    now, before = (included(frame, filters) for filters in (view.filters, view.before))
    for some in (now, before):
        _ = (len(some), int((some["nps"] >= 900).sum()), int((some["nps"] <= 600).sum()))
    marked = now.assign(top=now["nps"] >= 900, bottom=now["nps"] <= 600)
    marked.groupby("month").agg(n=("nps", "size"), top=("top", "sum"), bottom=("bottom", "sum"))
    now.groupby(["touchpoint", "channel"], observed=True)["nps"].agg(["size", "sum"])
    now["nps"].value_counts()
