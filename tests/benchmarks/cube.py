"""A prefix-sum cube beside DuckDB: day by channel by segment by touchpoint by score, summed up along the days.

Any span of days is then the difference of two planes, whatever the number of answers. Both count the same integers.
"""

from __future__ import annotations

import time

import numpy as np

from tests.benchmarks.rows import Row, medians

_DAYS, _CHANNELS, _TOUCHPOINTS, _SEGMENTS, _SCORES = 1096, 6, 12, 5, 11


def run(large: bool) -> list[Row]:
    """Measure a monthly trend and a breakdown at one size, with ``large`` at a million and ten million answers."""
    return [row for n in ((1_000_000, 10_000_000) if large else (100_000,)) for row in _rows(n)]


def _rows(n: int) -> list[Row]:
    import duckdb
    import pyarrow as pa

    rng = np.random.default_rng(5)
    shape = (_DAYS, _CHANNELS, _SEGMENTS, _TOUCHPOINTS, _SCORES)
    day, channel, segment, touchpoint, score = (rng.integers(0, size, n).astype(np.int16) for size in shape)
    table = pa.table({"day": day, "channel": channel, "segment": segment, "touchpoint": touchpoint, "score": score})
    connection = duckdb.connect(config={"threads": 2})
    connection.register("given", table)
    connection.execute("CREATE TABLE answers AS SELECT * FROM given ORDER BY day")
    began = time.perf_counter()
    flat = np.ravel_multi_index((day, channel, segment, touchpoint, score), shape)
    cube = np.bincount(flat, minlength=int(np.prod(shape))).astype(np.int32).reshape(shape)
    np.cumsum(cube, axis=0, out=cube)
    built = time.perf_counter() - began
    edges = np.append(np.arange(0, _DAYS, 30), _DAYS)

    def planes(channels: tuple[int, ...], segments: tuple[int, ...]) -> np.ndarray:
        return cube[edges[1:] - 1][:, channels][:, :, segments]

    def trend_by_cube() -> list[tuple[int, ...]]:
        upto = planes((0, 1, 2), (0, 1, 2)).sum(axis=(1, 2, 3), dtype=np.int64)
        bins = np.diff(upto, axis=0, prepend=0)
        return [(int(b.sum()), int(b[9:].sum()), int(b[:7].sum())) for b in bins]

    def trend_by_duckdb() -> list[tuple[int, ...]]:
        return connection.execute(
            """SELECT COUNT(*), SUM(CASE WHEN score >= 9 THEN 1 ELSE 0 END), SUM(CASE WHEN score <= 6 THEN 1 ELSE 0 END)
            FROM answers WHERE channel IN (0, 1, 2) AND segment IN (0, 1, 2) GROUP BY day // 30 ORDER BY day // 30"""
        ).fetchall()

    def parts_by_cube() -> list[int]:
        year = cube[_DAYS - 1] - cube[_DAYS - 366]
        return year.sum(axis=(1, 3), dtype=np.int64).ravel().tolist()

    def parts_by_duckdb() -> list[int]:
        rows = connection.execute(
            "SELECT COUNT(*) FROM answers WHERE day > ? GROUP BY channel, touchpoint ORDER BY channel, touchpoint",
            [_DAYS - 366],
        ).fetchall()
        return [row[0] for row in rows]

    if trend_by_cube() != trend_by_duckdb() or parts_by_cube() != parts_by_duckdb():
        raise AssertionError("the cube and DuckDB count differently")
    rows = []
    for what, ours, theirs in (
        ("a monthly trend", trend_by_cube, trend_by_duckdb),
        ("a year by touchpoint and channel", parts_by_cube, parts_by_duckdb),
    ):
        seconds = medians({"cube": ours, "DuckDB": theirs}, rounds=5)
        note = f"{n:,} answers: cube {1000 * seconds['cube']:.2f} ms, DuckDB {1000 * seconds['DuckDB']:.1f} ms; "
        note += f"cube of {cube.nbytes / 2**20:.0f} MB built in {built:.1f} s"
        rows.append(Row(f"cube of prefix sums, {what}", seconds["cube"] / seconds["DuckDB"], "DuckDB", note))
    return rows
