"""The scores beside the words that a search finds: matches from the index of words, numbers from the snapshots.

Looking up each match in the database takes half a second for a word that a third of all comments hold; a mark for each
match over the columns of the snapshots takes a tenth of that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_core.model.feedback import SCORE_ROLES
from cx_core.store.snapshot_columns import (
    NONE,
    HeldColumns,
    SnapshotColumns,
    Test,
    between,
    filter_tests,
    filtered_columns,
    score_columns,
)
from cx_core.store.verbatims import VerbatimQuery, score_tally
from cx_core.store.word_index import ID_MASK, is_whole, key_span
from cx_core.store.word_search import Wanted

#: A scale's id (None for NPS, which has one scale), a score in hundredths, and how many answers gave it.
ScoreTally = tuple[int | None, int, int]
Read = Callable[[], Any]

#: Candidates looked at first, and at most (about) at one time; so many newest matches are found this way.
_FIRST_PIECE, _LARGEST_PIECE, _MOST_NEWEST = 2_000, 64_000, 5_000
#: Times as many candidates are looked for in the next piece, and times as far at most where there were hardly any.
_NEXT_PIECE, _FARTHEST = 4, 64


class MatchedScores:
    """Counts scores among matches."""

    def __init__(self, read: Read, stamp: Callable[[], str], columns: SnapshotColumns) -> None:
        self._read = read
        self._stamp = stamp
        self._columns = columns

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
        held = self._columns.held(_stamp_in(connection), _filtered(query))
        return None if held is None else _newest(connection, query, wanted, held)

    def _by_columns(self, query: VerbatimQuery, wanted: Wanted, metric: str) -> tuple[ScoreTally, ...] | None:
        stamp = self._stamp()
        held = self._columns.held(stamp, [*score_columns(metric), *_filtered(query)])
        if held is None:
            return None
        with self._read() as connection:
            is_current = _stamp_in(connection) == stamp and is_whole(connection)
            matches = _matches(connection, query, wanted) if is_current else None
        if matches is None:
            return None
        columns = held.columns
        chosen = np.zeros(held.n, dtype=bool)
        chosen[held.places.found(matches)[1]] = True
        chosen &= columns[metric] != NONE
        for name, test in _tests(query):
            chosen &= test(columns[name])
        scales = None if metric == "nps" else columns[f"{metric}_scale"][chosen]
        return tuple(_tally(columns[metric][chosen], scales))


def _plain(query: VerbatimQuery) -> Wanted | None:
    """Return the words looked for where the index and the columns know all that is asked; else None."""
    wanted = query.wanted
    is_plain = query.included.said.is_empty and not query.included.rules
    return wanted if wanted is not None and wanted.words and wanted.signs is None and is_plain else None


def _filtered(query: VerbatimQuery) -> list[str]:
    """Return the columns that the filters look at."""
    return filtered_columns(query.included) + ([query.metric] if query.metric else [])


def _tests(query: VerbatimQuery) -> Iterator[tuple[str, Test]]:
    """Yield each filter: the column it looks at, and which of its numbers it admits."""
    yield from filter_tests(query.included)
    if query.metric is not None:
        yield query.metric, between(*(query.scores or (None, None)))


def _stamp_in(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT value FROM facts WHERE key = 'stamp'").fetchone()[0])


def _newest(connection: sqlite3.Connection, query: VerbatimQuery, wanted: Wanted, held: HeldColumns) -> Iterator[int]:
    tests = list(_tests(query))
    for candidates in _pieces(connection, wanted, *key_span(query.included.first_day, query.included.last_day)):
        ids, at = held.places.found(candidates)
        # The next filter looks only at what the last one left.
        for name, test in tests:
            left = np.flatnonzero(test(held.columns[name][at]))
            ids, at = ids[left], at[left]
        yield from ids.tolist()


def _pieces(connection: sqlite3.Connection, wanted: Wanted, low: int, high: int) -> Iterator[NDArray[np.int64]]:
    """Yield the ids of the matches, newest first, a piece at a time.

    Only the first piece is counted out, since that takes half as long again as a span of the index's own numbers. Each
    next one spans what will hold a few times as many if they lie as densely as in the last one.
    """
    question = f"""SELECT group_concat(number & {ID_MASK}), min(number), max(number) FROM (SELECT rowid AS number
        FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT {_FIRST_PIECE})"""
    text, lowest, newest = connection.execute(question, (wanted.expression, low, high)).fetchone()
    piece, taken = _ids_in(text), _FIRST_PIECE
    yield piece
    if len(piece) < taken:
        return
    span = newest - lowest + 1
    while (high := lowest - 1) >= low:
        taken = min(_NEXT_PIECE * taken, _LARGEST_PIECE)
        span *= min(max(taken // max(len(piece), 1), 1), _FARTHEST)
        lowest = max(low, high - span)
        piece = _ids_between(connection, wanted, lowest, high)[::-1]
        yield piece


def _matches(connection: sqlite3.Connection, query: VerbatimQuery, wanted: Wanted) -> NDArray[np.int64]:
    """Return the ids of the answers that hold the words; days are narrowed roughly."""
    return _ids_between(connection, wanted, *key_span(query.included.first_day, query.included.last_day))


def _ids_between(connection: sqlite3.Connection, wanted: Wanted, low: int, high: int) -> NDArray[np.int64]:
    """Return the ids of the matches that the index has between two of its numbers, oldest first."""
    # As one text: a row each would take ten times as long to come over from SQLite.
    question = f"SELECT group_concat(rowid & {ID_MASK}) FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
    return _ids_in(connection.execute(question, (wanted.expression, low, high)).fetchone()[0])


def _ids_in(text: str | None) -> NDArray[np.int64]:
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, np.int64)


def _tally(scores: NDArray[np.int32], scales: NDArray[np.int32] | None) -> list[ScoreTally]:
    parts = [(None, scores)] if scales is None else [(int(one), scores[scales == one]) for one in np.unique(scales)]
    found: list[ScoreTally] = []
    for scale, own in parts:
        if len(own):
            low = int(own.min())
            counts = np.bincount(own - low)
            found += [(scale, low + int(at), int(counts[at])) for at in np.flatnonzero(counts)]
    return found
