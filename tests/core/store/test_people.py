"""One person under several keys: joined across imports, parted again when an import is taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.store.orders import OrderBook
from cx_core.store.people import MOST_PARTNERS, components
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take

PHONE, MAIL = "0912345678", "lan@example.com"


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


def customers_of(store, source="feedback"):
    return [row[0] for row in table(store, f"SELECT customer FROM {source} ORDER BY id")]


def linked(code, phone, identity, **more):
    return {"nps": 9, "customer": code, "customer:SĐT": phone, "identity": identity, **more}


def test_keys_of_one_row_join_earlier_and_later_imports(store):
    take(store, {"nps": 2, "customer": PHONE, "identity": "a"}, fingerprint="zalo", name="zalo")
    take(store, {"nps": 8, "customer": "KH1", "identity": "b"}, fingerprint="desk", name="desk")
    assert len(set(customers_of(store))) == 2
    receipt = take(store, linked("KH1", PHONE, "c"), fingerprint="crm", name="crm")
    assert len(set(customers_of(store))) == 1
    # Known by the oldest key, the telephone; rows keep the key they came with.
    own = table(store, "SELECT customer, own_customer FROM feedback ORDER BY id")
    assert own[0] == (own[0][0], None)
    assert own[1][1] == own[2][1] is not None
    take(store, {"identity": "o", "order": "DH1", "revenue": 10, "customer": "KH1"}, fingerprint="shop", name="shop")
    assert customers_of(store, "orders") == [own[0][0]]

    store.undo(receipt.batch_id)
    assert len(set(customers_of(store))) == 2
    assert [row[0] for row in table(store, "SELECT own_customer FROM feedback")] == [None, None]
    assert customers_of(store, "orders") == [customers_of(store)[1]]


def test_the_same_file_again_joins_again(store):
    take(store, {"nps": 2, "customer": PHONE, "identity": "a"}, fingerprint="zalo", name="zalo")
    first = take(store, linked("KH1", PHONE, "c"), fingerprint="crm", name="crm")
    store.undo(first.batch_id)
    take(store, linked("KH1", PHONE, "c"), fingerprint="crm", name="crm")
    assert len(set(customers_of(store))) == 1


def test_joined_through_a_third_key(store):
    take(store, linked("KH1", PHONE, "a"), fingerprint="crm", name="crm")
    take(store, {"nps": 3, "customer": PHONE, "customer:Email": MAIL, "identity": "b"}, fingerprint="form", name="form")
    take(store, {"nps": 4, "customer": MAIL, "identity": "c"}, fingerprint="mail", name="mail")
    assert len(set(customers_of(store))) == 1


def test_a_key_of_everybody_joins_nobody(store):
    rows = [linked(f"KH{n}", "02838123456", str(n)) for n in range(MOST_PARTNERS + 1)]
    take(store, *rows, fingerprint="crm", name="crm")
    assert len(set(customers_of(store))) == MOST_PARTNERS + 1


def test_the_timeline_and_erasure_take_any_key(store):
    take(store, {"nps": 2, "customer": PHONE, "identity": "a", "verbatim": "Chậm"}, fingerprint="zalo", name="zalo")
    take(
        store, linked("KH1", PHONE, "b"), {"nps": 5, "customer": "KH2", "identity": "c"}, fingerprint="crm", name="crm"
    )
    names = [row[0] for row in table(store, "SELECT pseudonym FROM customers ORDER BY id")]
    book = OrderBook(store.read)
    assert [len(book.timeline(name)) for name in names[:3]].count(2) == 2
    assert store.erase("KH1").n_answers == 2
    assert len(customers_of(store)) == 1
    assert table(store, "SELECT count(*) FROM customer_links") == [(0,)]


def test_snapshots_say_the_same(store, tmp_path):
    import pyarrow.parquet as pq

    take(store, {"nps": 2, "customer": "KH1", "identity": "a"}, fingerprint="desk", name="desk")
    take(store, {"nps": 2, "customer": PHONE, "identity": "b"}, fingerprint="zalo", name="zalo")
    receipt = take(store, linked("KH1", PHONE, "c"), fingerprint="crm", name="crm")

    def kept():
        return {one for file in store.ensure_snapshots() for one in pq.read_table(file)["customer"].to_pylist()}

    assert kept() == set(customers_of(store))
    assert len(kept()) == 1
    store.undo(receipt.batch_id)
    assert len(kept()) == 2


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=12))
def test_people_do_not_depend_on_the_order_of_links(links):
    pairs = [(min(pair), max(pair)) for pair in links if pair[0] != pair[1]]
    found = components(pairs)
    assert components(list(reversed(pairs))) == found
    # Everybody is known by the smallest of their own.
    for person in set(found.values()):
        assert min(one for one, rep in found.items() if rep == person) == person
