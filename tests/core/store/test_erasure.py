"""After an erasure nothing of the person is left in any file of the workspace, and the others' answers stand."""

import json

import pytest

from cx_core.model.problem import Refusal
from cx_core.store import raw_blocks
from cx_core.store.pseudonyms import pseudonym, workspace_secret
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take


@pytest.fixture
def store(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(
        store,
        {"nps": 3, "customer": "KH1", "verbatim": "Hoàng hôn tím lịm", "responded_at": "2026-10-01"},
        {"nps": 9, "customer": "KH2", "verbatim": "Ổn cả"},
    )
    take(store, {"customer": "KH1", "order": "DH7", "revenue": 5}, {"customer": "KH2", "order": "DH8"}, fingerprint="b")
    take(store, {"nps": 10, "customer": "KH2"}, fingerprint="c")
    store.index_words()
    return store


def blocks_of(store):
    return table(store, "SELECT data FROM raw_blocks")


def row_words(data):
    rows = [json.loads(line.partition("\t")[2]) for line in raw_blocks._unpack(data)]
    return {str(value) for row in rows for value in row.values()}


def test_all_of_one_person_goes_and_nothing_else(store):
    erased = store.erase(" kh1 ")
    assert (erased.n_answers, erased.n_orders, erased.n_rows, erased.imports) == (1, 1, 2, (1, 2))
    assert store.n_answers() == 2
    assert table(store, "SELECT code FROM orders") == [("DH8",)]
    assert [row[0] for row in table(store, "SELECT nps FROM feedback ORDER BY id")] == [900, 1000]
    assert table(store, "SELECT count(*) FROM customers") == [(1,)]
    assert table(store, "SELECT sum(n_rows) FROM raw_blocks") == [(3,)]


def test_no_word_of_theirs_is_left_in_any_file(store, tmp_path):
    store.ensure_snapshots()
    assert any(b"hoang hon tim lim" in one.read_bytes() for one in tmp_path.glob("responses.db*"))
    # The rows as the files had them are packed: their words are looked for as the packed bytes that hold them.
    packed = [data for (data,) in blocks_of(store) if row_words(data) & {"Hoàng hôn tím lịm", "DH7"}]
    assert len(packed) == 2
    assert all(any(data in one.read_bytes() for one in tmp_path.glob("responses.db*")) for data in packed)
    store.erase("KH1")
    store.index_words()
    assert not any(row_words(data) & {"Hoàng hôn tím lịm", "DH7"} for (data,) in blocks_of(store))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for word in ("Hoàng hôn", "hoang hon", "tim lim", "DH7"):
                assert word.encode() not in content, f"{word} is left in {file.name}"
            assert not any(data[-24:] in content for data in packed), f"a packed row is left in {file.name}"


def test_only_the_snapshots_that_held_them_are_written_again(store, tmp_path):
    before = {path.name: path.read_bytes() for path in store.ensure_snapshots()}
    store.erase("KH1")
    after = {path.name: path.read_bytes() for path in store.ensure_snapshots()}
    assert {name for name in before if before[name] != after[name]} == {"import_1.parquet"}
    assert before["import_3.parquet"] == after["import_3.parquet"]


def test_the_pseudonym_serves_as_well(store, tmp_path):
    assert store.erase(pseudonym(workspace_secret(tmp_path), "KH1")).n_answers == 1


def test_the_stamp_changes_and_search_finds_nothing(store):
    stamp = store.stamp()
    store.erase("KH1")
    assert store.stamp() != stamp
    assert store.verbatims(search="hoàng hôn") == ()


def test_a_stranger_is_refused(store):
    with pytest.raises(Refusal) as caught:
        store.erase("KH99")
    assert caught.value.kind == "customer_unknown"
    assert store.n_answers() == 3
