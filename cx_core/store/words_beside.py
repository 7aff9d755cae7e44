"""The words of a large import indexed while its answers are written, in a database of their own in memory.

SQLite takes one writer a file, so a second thread fills an index that no file holds: it would only be written to a disk
that others wait for, and go with the connection. It is put behind the workspace's own in the transaction of the import:
both are in, or neither. Whatever goes wrong here is no failure of the import; its words are then indexed afterwards,
like those of small ones.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain

import numpy as np
import pyarrow as pa

from cx_core.store.answer_rows import Integers, Made, Texts, texts_at
from cx_core.store.word_index import BUILDING, CHUNK, FEW_PIECES, ID_MASK, keys_of
from cx_core.store.word_search import words_only
from cx_core.store.word_segments import append_index, n_segments

_log = logging.getLogger(__name__)

#: Fewer comments are indexed afterwards, before a thread has started.
MANY_WORDS = 20_000
#: Pieces of an import that may wait to be indexed, some ten thousand answers each: all of a sheet's, so that writing
#: answers waits for none. The index catches up while the others are built.
_PIECES_WAITING = 112

_Piece = tuple[Texts, Integers, list[str | None]]


class WordsBeside:
    """What `words_beside` gives: hear the folded words of answers as they are written, then take all of it in."""

    def __init__(self, first_id: int, responded_at: Texts) -> None:
        self._next_id = first_id
        self._responded_at = responded_at
        self._waiting: queue.Queue[_Piece | None] = queue.Queue(_PIECES_WAITING)
        self._given_up = False
        self._connection: sqlite3.Connection | None = None
        self._thread = threading.Thread(target=self._index, daemon=True)
        self._thread.start()

    def heard(self, folded: Made) -> Made:
        """Return a column of folded words that tells what it gives. It is asked once, in the order of the ids."""

        def made(at: Integers) -> list[str | None]:
            found = folded(at)
            ids = np.arange(self._next_id, self._next_id + len(at), dtype=np.int64)
            self._next_id += len(at)
            self._waiting.put((texts_at(self._responded_at, at), ids, found))
            return found

        return made

    def end(self) -> None:
        """Say that all has been heard: the last words are indexed while the caller goes on."""
        self._waiting.put(None)

    def take_in(self, connection: sqlite3.Connection, import_id: int) -> bool:
        """After `end`: put it all into the index inside the caller's transaction; tell whether that could be done."""
        self._thread.join()
        last_id = self._next_id - 1
        if self._given_up or self._connection is None or last_answer(connection) != last_id:
            return False
        try:
            append_index(connection, self._connection)
        except ValueError as error:
            _log.warning("words are indexed afterwards: %s", error)
            return False
        connection.execute(
            "INSERT OR REPLACE INTO indexed_words (import_id, through, is_whole) VALUES (?, ?, 1)", (import_id, last_id)
        )
        return True

    def close(self) -> None:
        """Give up what is not done and leave nothing behind."""
        self._given_up = True
        # A full line is emptied by the thread, which throws away what it takes from now on.
        while self._thread.is_alive():
            with suppress(queue.Full):
                self._waiting.put(None, timeout=0.1)
            self._thread.join(0.1)
        if self._connection is not None:
            self._connection.close()

    def _index(self) -> None:
        try:
            self._connection = _empty_index()
            for pieces in self._in_blocks():
                _add(self._connection, pieces)
            self._connection.execute("COMMIT")
            if not self._given_up and n_segments(self._connection) > FEW_PIECES:
                self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        except (sqlite3.Error, pa.ArrowException, OverflowError) as error:
            _log.warning("words are indexed afterwards: %s", type(error).__name__)
            self._given_up = True
            while self._waiting.get() is not None:
                pass

    def _in_blocks(self) -> Iterator[list[_Piece]]:
        """Yield what comes in, as many answers at a time as make one segment."""
        pieces: list[_Piece] = []
        while (piece := self._waiting.get()) is not None:
            if self._given_up:
                continue
            pieces.append(piece)
            if sum(len(one[1]) for one in pieces) >= CHUNK:
                yield pieces
                pieces = []
        if pieces and not self._given_up:
            yield pieces


@contextmanager
def words_beside(connection: sqlite3.Connection, responded_at: Texts, n_words: int) -> Iterator[WordsBeside | None]:
    """Have words indexed in a second thread for the length of the block; None where there are few of them."""
    if n_words < MANY_WORDS:
        yield None
        return
    beside = WordsBeside(last_answer(connection) + 1, responded_at)
    try:
        yield beside
    finally:
        beside.close()


def last_answer(connection: sqlite3.Connection) -> int:
    """Return the number that the newest answer got; numbers are never given twice."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'feedback'").fetchone()
    return int(row[0]) if row else 0


def _empty_index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.executescript(
        """PRAGMA journal_mode=OFF;
            CREATE VIRTUAL TABLE words USING fts5 (folded, content = '', columnsize = 0, tokenize = 'ascii');"""
    )
    connection.executemany("INSERT INTO words (words, rank) VALUES (?, ?)", BUILDING)
    connection.execute("BEGIN")
    return connection


def _add(connection: sqlite3.Connection, pieces: list[_Piece]) -> None:
    """Index some answers, in ascending order of their numbers in the index: out of order each begins a segment."""
    ids = np.concatenate([piece[1] for piece in pieces])
    if len(ids) and ids[-1] > ID_MASK:
        raise OverflowError("an answer's number does not fit the index")
    keys = np.concatenate([keys_of(piece[0], piece[1]) for piece in pieces])
    texts = list(chain.from_iterable(piece[2] for piece in pieces))
    order = [at for at in np.argsort(keys, kind="stable").tolist() if texts[at] is not None]
    said = (one if one.isascii() else words_only(one) for at in order if (one := texts[at]) is not None)
    # Row by row: after a statement of many rows FTS5 writes down what it has, as a segment that is merged later.
    rows = zip(keys[order].tolist(), said, strict=True)
    connection.executemany("INSERT INTO words (rowid, folded) VALUES (?, ?)", rows)
