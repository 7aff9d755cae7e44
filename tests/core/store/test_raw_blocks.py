"""The rows as the files had them, packed: each can be read again, and taken out without touching the others."""

import json
import sqlite3
import threading

import numpy as np
import pyarrow as pa
import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_core.store import raw_blocks
from cx_core.store.ahead import ahead
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from cx_core.store.responses_migrations import responses_migrations
from tests.core.store.answer_builders import ZONE, table, take

CELLS = st.dictionaries(st.sampled_from(["a", "Góp ý", 'tab\t"', "dòng\n"]), st.text(max_size=12), max_size=3)


@pytest.fixture
def connection():
    database = sqlite_utils.Database(memory=True)
    responses_migrations.apply(database)
    database.conn.execute("PRAGMA foreign_keys=OFF")
    return database.conn


def fill(connection, rows, import_id=1):
    """Pack rows given by number, in the order given."""
    texts = pa.array([json.dumps(cells, ensure_ascii=False) for cells in rows.values()], pa.string())
    numbers = np.array(list(rows), dtype=np.int64)
    raw_blocks.put(connection, import_id, raw_blocks.pack(numbers, lambda at: texts.take(pa.array(at))))


@settings(max_examples=40, deadline=None)
@given(rows=st.dictionaries(st.integers(1, 40), CELLS, max_size=12), gone=st.sets(st.integers(1, 40)))
def test_every_row_comes_back_and_goes_alone(rows, gone):
    database = sqlite_utils.Database(memory=True)
    responses_migrations.apply(database)
    database.conn.execute("PRAGMA foreign_keys=OFF")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_blocks, "BLOCK_ROWS", 3)
        fill(database.conn, rows)
        fill(database.conn, {number: {"a": "another import"} for number in range(1, 41)}, import_id=2)
    assert {n: raw_blocks.row_of(database.conn, 1, n) for n in range(1, 41)} == {n: rows.get(n) for n in range(1, 41)}
    assert raw_blocks.forget_rows(database.conn, 1, gone) == len(gone & rows.keys())
    left = {number: cells for number, cells in rows.items() if number not in gone}
    assert {n: raw_blocks.row_of(database.conn, 1, n) for n in range(1, 41)} == {n: left.get(n) for n in range(1, 41)}
    assert raw_blocks.row_of(database.conn, 2, 7) == {"a": "another import"}
    counted = database.conn.execute("SELECT ifnull(sum(n_rows), 0) FROM raw_blocks WHERE import_id = 1").fetchone()
    assert counted == (len(left),)
    database.close()


def test_a_line_break_between_the_parts_of_a_row_is_no_new_row(connection):
    texts = pa.array(['{\n"a": "x"\n}', '{"a": "y"}'], pa.large_string())
    raw_blocks.put(connection, 1, raw_blocks.pack(np.array([2, 3]), lambda at: texts.take(pa.array(at))))
    assert [raw_blocks.row_of(connection, 1, number) for number in (2, 3)] == [{"a": "x"}, {"a": "y"}]


def test_a_row_is_not_taken_for_one_whose_number_begins_alike(connection):
    fill(connection, {1: {"a": "one"}, 11: {"a": "eleven"}, 111: {"a": "more"}})
    assert raw_blocks.row_of(connection, 1, 1) == {"a": "one"}
    assert raw_blocks.forget_rows(connection, 1, [1]) == 1
    assert raw_blocks.row_of(connection, 1, 11) == {"a": "eleven"}


def test_the_rows_of_an_older_version_are_packed(tmp_path):
    database = sqlite_utils.Database(tmp_path / RESPONSES_FILE)
    responses_migrations.apply(database, stop_before="m0010_raw_blocks")
    database.conn.execute("PRAGMA foreign_keys=OFF")
    rows = [(1, number, json.dumps({"Góp ý": f"câu {number}"}, ensure_ascii=False)) for number in range(2, 1204)]
    rows += [(2, 5, '{"nps":"9"}'), (2, 4, '{"nps":"0"}')]
    with database.conn:
        database.conn.execute(
            "INSERT INTO sources (id, fingerprint, name, folded, profile) VALUES (1, 'f', 'A', 'a', 'generic')"
        )
        database.conn.executemany(
            """INSERT INTO imports (id, source_id, file_name, sha256, state, imported_at, rows_read, rows_kept,
                rows_duplicate, rows_rejected, n_answers, n_orders, problems, mapping, content)
                VALUES (?, 1, 'a.csv', '', 'live', '2026-11-21T00:00:00+00:00', 0, 0, 0, 0, 0, 0, '[]', '{}', 'x')""",
            [(1,), (2,)],
        )
        database.conn.executemany("INSERT INTO raw_rows (import_id, row_no, data) VALUES (?, ?, ?)", rows)
    database.close()

    store = ResponseStore.open(tmp_path, ZONE)

    assert {(i, n): store.raw_row(str(i), n) for i, n, _ in rows} == {(i, n): json.loads(data) for i, n, data in rows}
    assert table(store, "SELECT import_id, sum(n_rows) FROM raw_blocks GROUP BY 1") == [(1, 1202), (2, 2)]
    with sqlite3.connect(tmp_path / RESPONSES_FILE) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'raw_rows'").fetchone() == (0,)


def test_the_rows_of_an_import_are_all_there(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    receipt = take(store, *({"nps": number % 11, "verbatim": f"câu {number}"} for number in range(1200)))
    assert table(store, "SELECT sum(n_rows), count(*) FROM raw_blocks") == [(1200, 3)]
    found = [store.raw_row(receipt.batch_id, number)["verbatim"] for number in (2, 501, 502, 1201)]
    assert found == ["câu 0", "câu 499", "câu 500", "câu 1199"]


def test_what_is_made_ahead_comes_in_order_and_never_too_far():
    made = []

    def items():
        for number in range(20):
            made.append(number)
            yield number

    with ahead(items(), 3) as some:
        taken = []
        while len(taken) < 5:
            taken += some.ready()
            # Three wait to be taken, and one more is held by the thread that made it.
            assert len(made) <= len(taken) + 7
        assert taken + list(some.rest()) == list(range(20))


def test_what_making_raises_is_raised_where_it_is_taken():
    def items():
        yield 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"), ahead(items(), 2) as some:
        list(some.rest())


def test_whoever_leaves_early_leaves_no_thread():
    before = threading.active_count()
    with ahead(iter(range(10**9)), 2) as some:
        some.ready()
    assert threading.active_count() == before
