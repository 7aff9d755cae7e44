"""The scores beside the words that a search finds: matches from the index of words, numbers from the snapshots.

Looking up each match in the database takes half a second for a word that a third of all comments hold; a mark for each
match over the columns of the snapshots takes a tenth of that.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cx_core.model.feedback import SCORE_ROLES
from cx_core.store.answer_rows import Mask
from cx_core.store.verbatims import VerbatimQuery, score_tally
from cx_core.store.word_index import ID_MASK, is_whole, key_span
from cx_core.store.word_search import Wanted

#: A scale's id (None for NPS, which has one scale), a score in hundredths, and how many answers gave it.
ScoreTally = tuple[int | None, int, int]
Read = Callable[[], Any]
Test = Callable[[NDArray[np.int32]], Mask]

#: Stands for "not given" in the columns.
_NONE = np.iinfo(np.int32).min
#: Ids are marked one by one between the lowest and the highest; where undone imports left wide gaps, SQL counts.
_WIDEST = 200_000_000
#: So few numbers are compared one by one, which is quicker than looking each up.
_FEW = 8
#: Beside the columns of the snapshots: where each id stands in them.
_PLACE = "place of id"
#: Candidates looked at first, and at most at one time; so many newest matches are found this way.
_FIRST_PIECE, _LARGEST_PIECE, _MOST_NEWEST = 2_000, 64_000, 5_000


class MatchedScores:
    """Counts scores among matches. Holds the columns it needed, 4 bytes an answer each, until the stamp moves."""

    def __init__(self, read: Read, stamp: Callable[[], str], snapshots: Callable[[], Sequence[Path] | None]) -> None:
        self._read = read
        self._stamp = stamp
        self._snapshots = snapshots
        self._lock = threading.Lock()
        self._held: tuple[str, dict[str, NDArray[np.int32]]] | None = None

    def tally(self, query: VerbatimQuery, metric: str) -> tuple[ScoreTally, ...]:
        """Return how often each score of ``metric`` was given among the answers that ``query`` finds."""
        if metric not in SCORE_ROLES:
            raise ValueError(f"no such score: {metric}")
        wanted = _plain(query)
        tally = None if wanted is None else self._by_columns(query, wanted, metric)
        if tally is not None:
            return tally
        with self._read() as connection:
            return score_tally(connection, query, metric)

    def newest(self, connection: sqlite3.Connection, query: VerbatimQuery, n: int) -> Iterator[int] | None:
        """Return the ids of the matches, newest first; ``n`` is how many are wanted at least.

        None where SQL must look: without words or filters, for signs, for what is read out of comments, while the
        index is not whole. The candidates come from the index in its own order, a piece at a time, and are checked
        against the columns: nine in ten of them may be no match, and none of those is looked up.
        """
        wanted = _plain(query)
        if wanted is None or not (query.included.codes or query.metric) or n > _MOST_NEWEST:
            return None
        if not is_whole(connection):
            return None
        # What the connection sees counts: a second connection would take longer than the search itself.
        columns = self._columns(_stamp_in(connection), ["id", _PLACE, *_filtered(query)])
        if columns is None or not len(columns[_PLACE]):
            return None
        return _newest(connection, query, wanted, columns)

    def _by_columns(self, query: VerbatimQuery, wanted: Wanted, metric: str) -> tuple[ScoreTally, ...] | None:
        names = ["id", metric, *([] if metric == "nps" else [f"{metric}_scale"]), *_filtered(query)]
        stamp = self._stamp()
        columns = self._columns(stamp, names)
        if columns is None:
            return None
        with self._read() as connection:
            is_current = _stamp_in(connection) == stamp and is_whole(connection)
            matches = _matches(connection, query, wanted) if is_current else None
        if matches is None:
            return None
        ids = columns["id"]
        if not len(ids) or not len(matches):
            return ()
        first = int(ids.min())
        if int(ids.max()) - first > _WIDEST:
            return None
        marked = np.zeros(int(ids.max()) - first + 1, dtype=bool)
        marked[matches - first] = True
        chosen = marked[ids - first] & (columns[metric] != _NONE) & _included(columns, query, len(ids))
        scales = None if metric == "nps" else columns[f"{metric}_scale"][chosen]
        return tuple(_tally(columns[metric][chosen], scales))

    def _columns(self, stamp: str, names: Sequence[str]) -> dict[str, NDArray[np.int32]] | None:
        with self._lock:
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, {})
            held = self._held[1]
            missing = [name for name in dict.fromkeys(names) if name not in held]
            if missing:
                files = self._snapshots()
                if files is None or self._stamp() != stamp:
                    return None
                held.update(_load(files, [name for name in missing if name != _PLACE]))
                if _PLACE in missing:
                    held[_PLACE] = _places(held["id"])
            return {name: held[name] for name in names}


def _plain(query: VerbatimQuery) -> Wanted | None:
    """Return the words looked for where the index and the columns know all that is asked; else None."""
    wanted = query.wanted
    is_plain = query.included.said.is_empty and not query.included.rules
    return wanted if wanted is not None and wanted.words and wanted.signs is None and is_plain else None


def _filtered(query: VerbatimQuery) -> list[str]:
    """Return the columns that the filters look at."""
    names = [column for column, _ in query.included.codes]
    names += ["day"] if (query.included.first_day, query.included.last_day) != (None, None) else []
    return names + ([query.metric] if query.metric else [])


def _stamp_in(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT value FROM facts WHERE key = 'stamp'").fetchone()[0])


def _places(ids: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for each id from the lowest on where it stands in the columns, -1 for one that does not."""
    if not len(ids) or int(ids.max()) - int(ids.min()) > _WIDEST:
        return np.zeros(0, np.int32)
    places = np.full(int(ids.max()) - int(ids.min()) + 1, -1, np.int32)
    places[ids - ids.min()] = np.arange(len(ids), dtype=np.int32)
    return places


def _newest(
    connection: sqlite3.Connection, query: VerbatimQuery, wanted: Wanted, columns: dict[str, NDArray[np.int32]]
) -> Iterator[int]:
    places, first = columns[_PLACE], int(columns["id"].min())
    low, high = key_span(query.included.first_day, query.included.last_day)
    taken = _FIRST_PIECE
    question = f"""SELECT group_concat(number & {ID_MASK}), min(number) FROM (SELECT rowid AS number FROM words
        WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?)"""
    while True:
        text, lowest = connection.execute(question, (wanted.expression, low, high, taken)).fetchone()
        ids = np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, np.int64)
        yield from _admitted(ids, places[ids - first], columns, query).tolist()
        if len(ids) < taken:
            return
        high, taken = lowest - 1, min(2 * taken, _LARGEST_PIECE)


def _admitted(
    ids: NDArray[np.int64], at: NDArray[np.int32], columns: dict[str, NDArray[np.int32]], query: VerbatimQuery
) -> NDArray[np.int64]:
    """Return those of some matches that the filters admit; the next filter looks only at what the last one left."""
    left = np.flatnonzero(at >= 0)
    for name, test in _tests(query):
        left = left[test(columns[name][at[left]])]
    return ids[left]


def _load(files: Sequence[Path], names: Sequence[str]) -> dict[str, NDArray[np.int32]]:
    tables = [pq.read_table(file, columns=list(names)) for file in files]
    loaded = {}
    for name in names:
        parts = [table.column(name).fill_null(_NONE).to_numpy().astype(np.int32) for table in tables]
        loaded[name] = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    return loaded


def _matches(connection: sqlite3.Connection, query: VerbatimQuery, wanted: Wanted) -> NDArray[np.int64]:
    """Return the ids of the answers that hold the words; days are narrowed roughly."""
    # As one text: a row each would take ten times as long to come over from SQLite.
    question = f"SELECT group_concat(rowid & {ID_MASK}) FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
    span = key_span(query.included.first_day, query.included.last_day)
    text = connection.execute(question, (wanted.expression, *span)).fetchone()[0]
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, np.int64)


def _included(columns: dict[str, NDArray[np.int32]], query: VerbatimQuery, n: int) -> Mask:
    """Return which of ``n`` rows the filters admit."""
    admitted = np.ones(n, dtype=bool)
    for name, test in _tests(query):
        admitted &= test(columns[name])
    return admitted


def _tests(query: VerbatimQuery) -> Iterator[tuple[str, Test]]:
    """Yield each filter: the column it looks at, and which of its numbers it admits."""
    for column, codes in query.included.codes:
        yield column, partial(_is_among, codes=[_NONE if code is None else code for code in codes])
    first, last = query.included.first_day, query.included.last_day
    if (first, last) != (None, None):
        yield "day", partial(_is_between, low=_NONE + 1 if first is None else first, high=last)
    if query.metric is not None:
        low, high = query.scores or (_NONE + 1, 2**31 - 1)
        yield query.metric, partial(_is_between, low=low, high=high)


def _is_among(numbers: NDArray[np.int32], codes: Sequence[int]) -> Mask:
    if len(codes) > _FEW or not codes:
        return np.asarray(np.isin(numbers, codes))
    return reduce(np.logical_or, [numbers == code for code in codes])


def _is_between(numbers: NDArray[np.int32], low: int, high: int | None) -> Mask:
    return numbers >= low if high is None else (numbers >= low) & (numbers <= high)


def _tally(scores: NDArray[np.int32], scales: NDArray[np.int32] | None) -> list[ScoreTally]:
    parts = [(None, scores)] if scales is None else [(int(one), scores[scales == one]) for one in np.unique(scales)]
    found: list[ScoreTally] = []
    for scale, own in parts:
        if len(own):
            low = int(own.min())
            counts = np.bincount(own - low)
            found += [(scale, low + int(at), int(counts[at])) for at in np.flatnonzero(counts)]
    return found
