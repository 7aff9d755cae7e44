"""The index of customers' words, built beside a large import or in the background after it, and asked only while whole.

It holds no text of its own, only which words stand in which answer. Its row numbers sort answers as a person reads
them, so that the newest fifty of a word that stands in every third comment are found without looking at the others.
Whatever deletes or changes indexed words empties it in the same transaction (a trigger), because single deletions would
leave the words in the file; it is then built again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.model.problem import Refusal
from cx_core.store.answer_rows import Integers, Texts
from cx_core.store.database import Database
from cx_core.store.file_lock import file_lock
from cx_core.store.spread_writes import spread_out
from cx_core.store.word_search import teach

#: Answers are numbered up to here; the bits above say when the answer was given.
_ID_BITS = 30
ID_MASK = (1 << _ID_BITS) - 1
_SECONDS = (1 << 33) - 1
#: The seconds that are counted begin on 1900-01-01.
_EPOCH_SHIFT = 2_208_988_800
_DAY_SECONDS = 86_400
#: A day in one zone begins at most so much before or after the same day in UTC.
_ZONE_SECONDS = 15 * 3600

#: Row number of an answer in the index: second, then id. Without a date it is the oldest of all.
_MOMENT = f"CAST(strftime('%s', responded_at) AS INTEGER) + {_EPOCH_SHIFT}"
_KEY = f"""((CASE WHEN responded_at IS NULL THEN 0 ELSE min(max({_MOMENT}, 1), {_SECONDS}) END << {_ID_BITS}) | id)"""

#: Answers indexed in one transaction: larger ones are faster and keep an import waiting for longer.
CHUNK = 100_000
#: Bytes of words held before they are written, pieces merged on the way (none), pieces from which on they must be.
BUILDING = (("hashsize", 2**26), ("automerge", 0), ("crisismerge", 500))
#: So few pieces are left as they are: merged, a word is found in 0.03 ms instead of 0.04, and merging writes the whole
#: index anew, a second and a half of the processor's time for a million comments.
FEW_PIECES = 4
#: Between two transactions others get their turn; SQLite looks again after at most 0.1 s.
_PAUSE_SECONDS = 0.12
LOCK_FILE = "words.lock"


def is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether every live answer with words stands in the index."""
    return n_unindexed(connection) == 0


def n_unindexed(connection: sqlite3.Connection) -> int:
    """Return how many answers the imports have that are not indexed to their end."""
    question = """SELECT ifnull(sum(n_answers), 0) FROM imports WHERE state = 'live'
        AND id NOT IN (SELECT import_id FROM indexed_words WHERE is_whole = 1)"""
    return int(connection.execute(question).fetchone()[0])


def key_span(first_day: int | None, last_day: int | None) -> tuple[int, int]:
    """Return the row numbers between which all answers of some days lie; a few of the neighbouring days do too.

    >>> key_span(None, None) == (0, (1 << 63) - 1)
    True
    """
    low, high = 0, (_SECONDS << _ID_BITS) | ID_MASK
    if first_day is not None:
        low = _second(first_day * _DAY_SECONDS - _ZONE_SECONDS) << _ID_BITS
    if last_day is not None:
        high = (_second((last_day + 1) * _DAY_SECONDS + _ZONE_SECONDS) << _ID_BITS) | ID_MASK
    return low, high


def keys_of(responded_at: Texts, ids: Integers) -> Integers:
    """Return the row numbers of answers in the index: what `_KEY` gives of their time (UTC text) and id.

    >>> keys_of(pa.array([None, "1900-01-01T00:00:09Z"]), np.array([7, 8])).tolist() == [7, (9 << 30) | 8]
    True
    """
    moments = responded_at.cast(pa.timestamp("s", "UTC")).cast(pa.int64())
    seconds = np.clip(moments.fill_null(0).to_numpy(zero_copy_only=False) + _EPOCH_SHIFT, 1, _SECONDS)
    given = pc.is_valid(responded_at).to_numpy(zero_copy_only=False)
    keys: Integers = np.where(given, seconds, 0) << _ID_BITS | ids
    return keys


def _second(since_1970: int) -> int:
    return min(max(since_1970 + _EPOCH_SHIFT, 1), _SECONDS)


def build_index(database: Database, lock_at: str, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Index what is not indexed yet and tell whether the index is whole now.

    One process at a time, of which the lock file ``lock_at`` is the sign; a second one leaves at once. Killed at any
    moment it has lost nothing but the chunk it was in. ``go_on`` is asked before each chunk.
    """
    lock = file_lock(database.path.with_name(lock_at))
    if not lock.acquire():
        return False
    try:
        with database.read() as connection:
            n_left = n_unindexed(connection)
        while go_on():
            try:
                with spread_out(database.path, n_left), database.write() as connection:
                    teach(connection)
                    _prepare(connection)
                    if not index_next(connection, CHUNK):
                        _tidy(connection)
                        return True
                    if is_whole(connection):
                        # What is left is the tidying, as a rule of nothing.
                        continue
            except Refusal as refusal:
                # An import of another process can take longer than a writer waits.
                if refusal.kind != "store_busy":
                    raise
            time.sleep(_PAUSE_SECONDS)
        return False
    finally:
        lock.release()


def index_next(connection: sqlite3.Connection, most: int) -> bool:
    """Index the next answers inside the caller's transaction, at most ``most``; False when there are none left."""
    row = connection.execute(
        """SELECT id, ifnull(through, 0) FROM imports LEFT JOIN indexed_words ON import_id = id
            WHERE state = 'live' AND n_answers > 0 AND ifnull(is_whole, 0) = 0 ORDER BY id LIMIT 1"""
    ).fetchone()
    if row is None:
        return False
    import_id, through = row
    ids = "SELECT id FROM feedback WHERE import_id = ? AND id > ? ORDER BY id LIMIT ?"
    n, last = connection.execute(f"SELECT count(*), max(id) FROM ({ids})", (import_id, through, most)).fetchone()
    if n:
        if last > ID_MASK:
            raise OverflowError("an answer's number does not fit the index")
        # In ascending order: the index begins a new segment whenever a number is smaller than the one before.
        connection.execute(
            f"""INSERT INTO words (rowid, folded) SELECT {_KEY} AS number, words_only(verbatim_folded) FROM feedback
                WHERE import_id = ? AND id > ? AND id <= ? AND verbatim_folded IS NOT NULL ORDER BY number""",
            (import_id, through, last),
        )
    connection.execute(
        "INSERT OR REPLACE INTO indexed_words (import_id, through, is_whole) VALUES (?, ?, ?)",
        (import_id, last or through, int(n < most)),
    )
    return True


def _prepare(connection: sqlite3.Connection) -> None:
    """Let a chunk become one piece, and leave the merging of pieces to the end: a third of the time is spared."""
    for name, value in BUILDING:
        connection.execute("INSERT INTO words (words, rank) VALUES (?, ?)", (name, value))


def _tidy(connection: sqlite3.Connection) -> None:
    """Merge what the chunks left, once: a common word is found twice as fast in one piece as in many."""
    n_pieces = "SELECT count(*) FROM (SELECT DISTINCT segid FROM words_idx)"
    if connection.execute(n_pieces).fetchone()[0] > FEW_PIECES:
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
