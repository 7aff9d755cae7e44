"""What columns hold stands in the table afterwards, whatever way it was bound."""

import sqlite3
from contextlib import closing

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.store import row_inserts
from cx_core.store.ahead import ahead
from cx_core.store.answer_rows import NULL
from cx_core.store.row_inserts import RowInserts

NUMBERS = st.none() | st.integers(-(2**63) + 1, 2**63 - 1)
WORDS = st.none() | st.sampled_from(["", "ok", "Giao hàng chậm", "👍 tốt", "x" * 200]) | st.text(max_size=4)
ROWS = st.lists(st.tuples(NUMBERS, WORDS, WORDS, st.booleans()), max_size=40)


def stored(rows, chosen=None, table="STRICT"):
    """Insert rows of a number and two texts as columns, the last one made when it is asked for; return the table."""
    numbers = np.array([NULL if row[0] is None else row[0] for row in rows], dtype=np.int64)
    texts = pa.array([row[1] for row in rows], pa.large_string())
    columns = {"n": numbers, "said": texts, "made": lambda at: [rows[place][2] for place in at]}
    seen = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection, ahead(iter(()), 1) as blocks:
        connection.executescript(
            f"""CREATE TABLE t (import_id INTEGER, source_id INTEGER, n INTEGER, said TEXT, made TEXT) {table};
                CREATE TABLE raw_blocks (import_id, first_row, last_row, n_rows, data);"""
        )
        chosen = np.ones(len(rows), dtype=bool) if chosen is None else chosen
        RowInserts(connection, 7, 8, seen.append, int(chosen.sum()), blocks).insert("t", columns, chosen)
        found = connection.execute("SELECT n, said, made FROM t ORDER BY rowid").fetchall()
        of_import = connection.execute("SELECT count(*) FROM t WHERE import_id = 7 AND source_id = 8").fetchone()[0]
        assert of_import == len(found)
    return found


@given(ROWS)
def test_what_is_inserted_is_what_was_there(rows):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_inserts, "_CHUNK", 7)
        patch.setattr(row_inserts, "_AT_ONCE", 3)
        chosen = np.array([row[3] for row in rows], dtype=bool)
        wanted = [row[:3] for row in rows if row[3]]
        assert stored(rows, chosen) == wanted


def test_a_missing_number_is_nothing_and_the_smallest_one_beside_it_is_a_number():
    assert stored([(None, "a", "b"), (-(2**63) + 1, "c", "d"), (0, "e", "f")]) == [
        (None, "a", "b"),
        (-(2**63) + 1, "c", "d"),
        (0, "e", "f"),
    ]


def test_texts_beyond_ascii_are_texts_and_no_bytes():
    assert stored([(1, "chậm", "x"), (2, None, "y"), (3, "", "z")], table="") == [
        (1, "chậm", "x"),
        (2, None, "y"),
        (3, "", "z"),
    ]
