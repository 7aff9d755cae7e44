"""Taking an import back takes everything back that it brought, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_core.model.problem import Refusal
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

ROWS_OF_ALL_KINDS = """SELECT 'feedback', count(*) FROM feedback UNION ALL SELECT 'orders', count(*) FROM orders
    UNION ALL SELECT 'raw_blocks', count(*) FROM raw_blocks UNION ALL SELECT 'customers', count(*) FROM customers"""


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


def test_undo_removes_the_rows_and_keeps_the_record(store):
    receipt = take(store, {"nps": 9, "customer": "kh1", "order": "DH1"}, {"nps": 0})
    record = store.undo(receipt.batch_id)
    assert (record.batch_id, record.state, record.rows_kept) == ("1", "undone", 2)
    assert [one.state for one in store.imports()] == ["undone"]
    assert store.n_answers() == 0
    assert {n for _, n in table(store, ROWS_OF_ALL_KINDS)} == {0}
    assert store.freshness() == ()


def test_what_was_undone_can_be_imported_again_under_a_new_number(store):
    take(store, {"nps": 9})
    store.undo("1")
    receipt = take(store, {"nps": 9})
    assert (receipt.batch_id, receipt.rows_kept, receipt.rows_duplicate) == ("2", 1, 0)


def test_undoing_twice_does_nothing_more(store):
    take(store, {"nps": 9})
    store.undo("1")
    stamp = store.stamp()
    assert store.undo("1").state == "undone"
    assert store.stamp() == stamp


@pytest.mark.parametrize("batch_id", ["2", "0", "-1", "all", "", "1; DROP TABLE imports"])
def test_an_unknown_import_is_refused(store, batch_id):
    take(store, {"nps": 9})
    with pytest.raises(Refusal) as refused:
        store.undo(batch_id)
    assert (refused.value.kind, refused.value.values) == ("import_unknown", {"batch": batch_id})
    assert store.n_answers() == 1


def test_the_values_of_a_column_read_wrongly_leave_the_dictionary(store):
    """The comments were taken for a channel: after the undo no filter may list them."""
    take(store, {"nps": 9, "channel": "Zalo", "segment:Hạng": "Vàng", "customer": "kh1"})
    take(
        store,
        {"nps": 9, "channel": "Nhân viên rất dễ thương", "segment:Ghi chú": "gọi lại sau", "segment:Hạng": "Bạc"},
        fingerprint="other",
    )
    store.undo("2")
    dictionary = store.dictionary()
    assert dictionary.labels == {"channel": {1: "Zalo"}, "segment:Hạng": {2: "Vàng"}}
    assert [place.channel_label for place in dictionary.all_places()] == ["Zalo"]
    assert dictionary.segment_fields == {1: "Hạng"}
    assert list(dictionary.sources.values()) == ["Khảo sát"]
    assert table(store, "SELECT count(*) FROM customers") == [(1,)]


def test_a_slot_that_an_undo_freed_is_given_out_again(store):
    take(store, {"nps": 9, "segment:Nhầm": "x"})
    store.undo("1")
    take(store, {"nps": 9, "segment:Hạng": "Vàng"})
    assert store.dictionary().segment_fields == {1: "Hạng"}


def test_the_words_are_gone_from_the_disk(tmp_path, store):
    """A deleted row usually stays in the file; here neither the database nor its log may hold the words any more."""
    words = "Anh Bình gọi 0912345678"
    take(store, {"nps": 9, "verbatim": words, "customer": "0912345678"})
    assert any(words.encode() in file.read_bytes() for file in tmp_path.glob("responses.db*"))
    store.undo("1")
    for file in tmp_path.glob("responses.db*"):
        assert words.encode() not in file.read_bytes()
        assert b"0912345678" not in file.read_bytes()


def test_the_snapshot_goes_with_the_import(store):
    take(store, {"nps": 9})
    take(store, {"nps": 8}, fingerprint="other")
    first, second = store.ensure_snapshots()
    store.undo("1")
    assert not first.exists()
    assert store.ensure_snapshots() == (second,)


rows = st.lists(
    st.fixed_dictionaries(
        {"identity": st.sampled_from("abcdef"), "nps": st.integers(0, 10)},
        optional={
            "channel": st.sampled_from(["Zalo", "Cửa hàng"]),
            "segment:Hạng": st.sampled_from(["Vàng", "Bạc"]),
            "customer": st.sampled_from(["kh1", "kh2"]),
            "order": st.sampled_from(["D1", "D2"]),
        },
    ),
    min_size=1,
    max_size=8,
)

EVERYTHING = (
    "SELECT * FROM feedback ORDER BY id",
    "SELECT * FROM orders ORDER BY id",
    "SELECT * FROM raw_blocks ORDER BY id",
    "SELECT * FROM customers ORDER BY id",
    "SELECT * FROM dimension_values ORDER BY id",
    "SELECT * FROM places ORDER BY id",
    "SELECT * FROM segment_fields ORDER BY slot",
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=rows, second=rows)
def test_undo_is_the_inverse_of_import(tmp_path_factory, first, second):
    store = ResponseStore.open(tmp_path_factory.mktemp("workspace"), ZONE)
    take(store, *first)
    before = [table(store, sql) for sql in EVERYTHING]
    batch_id = take(store, *second).batch_id
    if batch_id is not None:
        store.undo(batch_id)
    assert [table(store, sql) for sql in EVERYTHING] == before
