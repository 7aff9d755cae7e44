"""Orders are counted once, mentions in surveys are no orders, and customers go by pseudonym."""

from datetime import UTC, datetime

import pytest

from cx_core.store.orders import OrderBook
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, take


def on(day, **more):
    return {"responded_at": datetime(2026, 3, day, 3, tzinfo=UTC).isoformat(), **more}


@pytest.fixture
def store(tmp_path):
    return ResponseStore.open(tmp_path, ZONE)


def test_an_order_in_two_files_is_one_and_its_lines_are_added_up(store):
    lines = [on(2, customer="a", order="GT-1", revenue=100), on(2, customer="a", order="GT-1", revenue=50)]
    take(store, *lines, on(5, customer="b", order="GT-2", revenue=70), fingerprint="shop", name="shop.xlsx")
    take(store, on(5, customer="b", order="gt-2", revenue=70), fingerprint="copy", name="copy.xlsx")
    found = OrderBook(store.read).purchases()
    assert [(day - found.orders[0][1], amount) for _, day, amount in found.orders] == [(0, 150.0), (3, 70.0)]
    assert len({customer for customer, _, _ in found.orders}) == 2


def test_a_survey_that_mentions_an_order_buys_nothing(store):
    take(store, on(9, customer="a", order="GT-1", nps=3, verbatim="giao trễ"))
    book = OrderBook(store.read)
    assert book.purchases().orders == ()
    assert [score.value for _, _, score in book.answers("nps")] == [3.0]


def test_a_survey_nobody_answered_buys_nothing_either(store):
    take(
        store,
        on(9, customer="a", order="GT-1", nps=3),
        on(9, customer="b", order="GT-2"),
        on(9, customer="c", order="GT-3", revenue=70),
    )
    book = OrderBook(store.read)
    assert [revenue for _, _, revenue in book.purchases().orders] == [70.0]
    assert [one.n for one in book.sources()] == [1]


def test_what_cannot_be_used_is_counted(store):
    take(
        store,
        on(1, order="x", revenue=5),
        {"customer": "a", "order": "y", "revenue": 5},
        on(2, customer="a", order="z"),
    )
    found = OrderBook(store.read).purchases()
    assert (len(found.orders), found.n_without_customer, found.n_without_day, found.n_unknown_revenue) == (1, 1, 1, 1)


def test_a_timeline_joins_orders_and_answers_newest_first(store):
    take(store, on(2, customer="a", order="GT-1", revenue=100), fingerprint="shop", name="shop.xlsx")
    take(store, on(9, customer="a", nps=3, verbatim="giao trễ", channel="Zalo"))
    book = OrderBook(store.read)
    (pseudonym,) = set(book.pseudonyms().values())
    answer, order = book.timeline(pseudonym)
    assert (answer.kind, answer.channel, answer.text, order.kind, order.revenue) == (
        "answer", "Zalo", "giao trễ", "order", 100,
    )  # fmt: skip
    assert pseudonym != "a"
    assert book.timeline("nobody") == ()


def test_undone_orders_are_gone(store):
    receipt = take(store, on(2, customer="a", order="GT-1", revenue=100))
    store.undo(receipt.batch_id)
    assert OrderBook(store.read).purchases().orders == ()
