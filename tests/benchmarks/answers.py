"""Made-up answers in any number: three years, six channels, twelve touchpoints, five segments, a third without a customer."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from cx_core.model import columns as c
from cx_core.model.feedback import Scale
from cx_core.model.inspection import FileFacts, Mapping
from cx_core.store.responses import ResponseStore
from tests.benchmarks.comments import comments

FIRST_DAY, N_DAYS = date(2024, 1, 1), 1096
CHANNELS = ("Cửa hàng", "Website", "Zalo", "Tổng đài", "Giao hàng", "Sàn")
TOUCHPOINTS = tuple(f"Điểm chạm {n}" for n in range(1, 13))
SEGMENTS = ("Mới", "Đồng", "Bạc", "Vàng", "Kim cương")
MAPPING = Mapping(roles=(("Hài lòng", "csat"),), scales=(("Hài lòng", Scale(1, 5)),))
_PER_IMPORT = 250_000
#: A folder of this name in the environment keeps what was made, so that several benchmarks of a run share it.
KEEP_IN = "CX_BENCHMARK_STORES"


def frame_of(n: int, seed: int = 7, *, words: bool = False) -> pd.DataFrame:
    """Return ``n`` rows as an importer hands them to the store, three quarters of them with a comment if ``words``."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.integers(0, N_DAYS, n))
    start = np.datetime64(FIRST_DAY) + days.astype("timedelta64[D]")
    frame = pd.DataFrame({c.ROW_NO: np.arange(2, n + 2)})
    frame[c.RESPONDED_AT] = pd.to_datetime(start + np.timedelta64(5, "h")).tz_localize("UTC").as_unit("us")
    frame[c.CUSTOMER] = _some([f"KH{k:06d}" for k in range(n // 4)], n, rng, missing=0.33)
    frame[c.CHANNEL] = _some(CHANNELS, n, rng, missing=0.02)
    frame[c.TOUCHPOINT] = _some(TOUCHPOINTS, n, rng, missing=0.05)
    frame[c.STAGE] = pd.Series([None] * n, dtype=object)
    frame["segment:Hạng"] = _some(SEGMENTS, n, rng, missing=0.1)
    for name in (c.VERBATIM, c.ORDER):
        frame[name] = pd.Series([None] * n, dtype=object)
    if words:
        frame[c.VERBATIM] = comments(n, seed)
    frame[c.NPS] = _scores(rng.choice(11, n, p=[0.02] * 5 + [0.05, 0.1, 0.15, 0.2, 0.2, 0.2]), rng, missing=0.1)
    frame[c.CSAT] = _scores(rng.integers(1, 6, n), rng, missing=0.2)
    for name in (c.CES, c.RATING, c.REVENUE):
        frame[name] = pd.array([None] * n, dtype="Int64")
    frame[c.RAW] = "{}"
    frame[c.IDENTITY] = [f"{seed}-{k}" for k in range(n)]
    return frame


def store_with(n: int, folder: Path, *, words: bool = False) -> ResponseStore:
    """Return a store with ``n`` answers, brought in as several imports; a copy where this run has made it before."""
    kept = os.environ.get(KEEP_IN)
    if not kept:
        return _made(n, folder, words=words)
    source = Path(kept) / f"{n}{' words' if words else ''}"
    if not (source / "made").exists():
        # One that was given up while it made them leaves half of them.
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        _made(n, source, words=words).ensure_snapshots()
        (source / "made").touch()
    for old in folder.glob("responses.db*"):
        old.unlink()
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return ResponseStore.open(folder, "Asia/Ho_Chi_Minh")


def _made(n: int, folder: Path, *, words: bool) -> ResponseStore:
    store = ResponseStore.open(folder, "Asia/Ho_Chi_Minh")
    now = datetime(2026, 12, 31, tzinfo=UTC)
    for part, first in enumerate(range(0, n, _PER_IMPORT)):
        frame = frame_of(min(_PER_IMPORT, n - first), seed=part, words=words)
        store.import_batch(frame, MAPPING, FileFacts(f"{part}.csv", "csv"), "generic", "benchmark", now=now)
    return store


def _some(labels, n, rng, missing):
    chosen = np.array(labels, dtype=object)[rng.integers(0, len(labels), n)]
    chosen[rng.random(n) < missing] = None
    return pd.Series(chosen, dtype=object)


def _scores(points, rng, missing):
    return pd.array(np.where(rng.random(len(points)) < missing, -1, points * 100), dtype="Int64").map(
        lambda score: pd.NA if score < 0 else score
    )
