"""Words indexed beside the writing of an import are the index that would be made afterwards, and never half of one."""

import sqlite3
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.store import row_inserts, word_index, word_segments, words_beside
from cx_core.store.responses import RESPONSES_FILE, ResponseStore
from tests.core.store.answer_builders import ZONE, table, take


@pytest.fixture(autouse=True)
def small_files_count_as_large(monkeypatch):
    monkeypatch.setattr(words_beside, "MANY_WORDS", 1)
    monkeypatch.setattr(words_beside, "CHUNK", 3)
    monkeypatch.setattr(row_inserts, "_CHUNK", 2)


def said(*words, days=()):
    """Return rows with words, the newest first unless days are given: the index has to sort them."""
    days = days or range(len(words), 0, -1)
    times = [(datetime(2026, 1, 1) + timedelta(days=day)).isoformat() if day else None for day in days]
    return [
        {"verbatim": text, "responded_at": when, "customer": f"KH{at}", "nps": 9}
        for at, (text, when) in enumerate(zip(words, times, strict=True))
    ]


def everything_in(folder):
    """Return every word of the index with the answer and the place it stands at; FTS5 looks at its own pages first."""
    connection = sqlite3.connect(folder / RESPONSES_FILE, isolation_level=None)
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words', 'instance')")
    found = connection.execute("SELECT term, doc & ?, doc, offset FROM temp.terms", (word_index.ID_MASK,)).fetchall()
    counts = connection.execute("SELECT block FROM words_data WHERE id = 1").fetchone()
    connection.close()
    return sorted(found), counts


def stores(tmp_path, monkeypatch, *files):
    """Return the folders of two stores with the same files: indexed beside, and afterwards."""
    folders = tmp_path / "beside", tmp_path / "after"
    for folder in folders:
        folder.mkdir()
        store = ResponseStore.open(folder, ZONE)
        with monkeypatch.context() as patch:
            if folder.name == "after":
                patch.setattr(words_beside, "MANY_WORDS", 10**9)
            for number, rows in enumerate(files):
                take(store, *({**row, "identity": f"{number} {at}"} for at, row in enumerate(rows)))
                assert (store.n_unindexed() == 0) == (folder.name == "beside")
        assert store.index_words()
    return folders


WORDS = ("Giao hàng chậm", "giao nhanh 👍tốt", None, "Đóng gói kỹ", "chậm, chậm quá", "“Tốt”", "hàng giao đủ")


def test_the_index_holds_what_it_would_hold_if_it_were_made_afterwards(tmp_path, monkeypatch):
    beside, after = stores(tmp_path, monkeypatch, said(*WORDS))
    assert everything_in(beside) == everything_in(after)
    store = ResponseStore.open(beside, ZONE)
    assert [one.text for one in store.verbatims(search="chậm")] == ["Giao hàng chậm", "chậm, chậm quá"]


def test_a_second_import_stands_behind_the_first(tmp_path, monkeypatch):
    beside, after = stores(tmp_path, monkeypatch, said(*WORDS), said("giao trễ", None, "Giao hàng chậm", "kỹ lắm"))
    assert everything_in(beside) == everything_in(after)


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.none() | st.text(st.sampled_from("ab đé-👍 "), max_size=12),
                st.none() | st.integers(1, 40),
                st.integers(0, 2),
            ),
            min_size=1,
            max_size=9,
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_files_give_the_same_index(tmp_path_factory, monkeypatch, files):
    folder = tmp_path_factory.mktemp("laws")
    with monkeypatch.context() as patch:
        patch.setattr(words_beside, "MANY_WORDS", 0)
        stores_of = []
        for name in ("beside", "after"):
            (folder / name).mkdir()
            store = ResponseStore.open(folder / name, ZONE)
            if name == "after":
                patch.setattr(words_beside, "MANY_WORDS", 10**9)
            for number, rows in enumerate(files):
                words, days, scores = zip(*rows, strict=True)
                given_rows = said(*words, days=days)
                take(store, *({**row, "nps": nps, "identity": f"{number} {at}"}
                    for at, (row, nps) in enumerate(zip(given_rows, scores, strict=True))))  # fmt: skip
            store.index_words()
            stores_of.append(folder / name)
    assert everything_in(stores_of[0]) == everything_in(stores_of[1])


def test_an_undo_empties_it_and_it_is_built_again(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    first = take(store, *said(*WORDS))
    take(store, *({**row, "identity": f"b {at}"} for at, row in enumerate(said("giao trễ", "trễ"))))
    store.undo(first.batch_id)
    assert store.n_unindexed() == 2
    assert store.index_words()
    assert {term for term, *_ in everything_in(tmp_path)[0]} == {"giao", "tre"}


@pytest.mark.parametrize("at", [1, 3, 5])
def test_an_import_that_is_stopped_leaves_no_words_and_no_thread(tmp_path, at):
    store = ResponseStore.open(tmp_path, ZONE)
    calls = []

    def progress(done):
        calls.append(done)
        if len(calls) > at:
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        take(store, *said(*WORDS), progress=progress)
    assert everything_in(tmp_path)[0] == []
    assert table(store, "SELECT count(*) FROM indexed_words") == [(0,)]
    take(store, *said(*WORDS))
    assert store.n_unindexed() == 0


@pytest.mark.parametrize("name", ["_empty_index", "_add"])
def test_where_it_fails_the_import_is_in_and_the_words_follow(tmp_path, monkeypatch, name):
    def fails(*args):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(words_beside, name, fails)
    store = ResponseStore.open(tmp_path, ZONE)
    assert take(store, *said(*WORDS)).rows_kept == 7
    assert store.n_unindexed() == 7
    assert store.index_words()
    assert len(store.verbatims(search="cham")) == 2


def test_an_index_of_an_unknown_format_is_left_alone(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    connection = sqlite3.connect(tmp_path / RESPONSES_FILE)
    connection.execute("UPDATE words_config SET v = 5 WHERE k = 'version'")
    connection.commit()
    connection.close()
    assert take(store, *said(*WORDS)).rows_kept == 7
    assert store.n_unindexed() == 7
    assert table(store, "SELECT count(*) FROM words_idx") == [(0,)]


def test_the_page_of_segments_is_written_as_it_is_read():
    # Cookie 0, one level, two segments, 300 pages written; of the level none merged, two segments: 1 (1-9), 4 (1-130).
    page = bytes([0, 0, 0, 0, 1, 2, 0x82, 0x2C, 0, 2, 1, 1, 9, 4, 1, 0x81, 0x02])
    structure = word_segments._Structure.read(page)
    assert [(one.number, one.first_page, one.last_page) for one in structure.segments] == [(1, 1, 9), (4, 1, 130)]
    assert structure.page == page
    with pytest.raises(ValueError, match="form"):
        word_segments._Structure.read(bytes([0, 0, 0, 0, 0xFF, 0, 0, 1, 0]))
