"""A customer is a pseudonym that only this workspace's secret can make."""

import hashlib
import hmac
import os
import stat
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.model.problem import Refusal
from cx_core.store.pseudonyms import KEY_FILE, _pseudonyms, pseudonym, workspace_secret
from cx_core.store.responses import ResponseStore
from tests.core.store.answer_builders import ZONE, table, take


def test_a_published_value():
    """RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?", HMAC-SHA-256 begins 5bdcc146bf60754e."""
    assert pseudonym(b"Jefe", "what do ya want for nothing?") == "5bdcc146bf60754e"


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    first = workspace_secret(tmp_path)
    assert len(first) == 32
    assert workspace_secret(tmp_path) == first
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_rights_that_are_too_wide_are_taken_away(tmp_path):
    workspace_secret(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    workspace_secret(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_all_who_make_it_at_once_get_the_same(tmp_path):
    secrets = []
    threads = [threading.Thread(target=lambda: secrets.append(workspace_secret(tmp_path))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(secrets) == 16
    assert len(set(secrets)) == 1


def test_it_is_made_where_there_are_no_links_too(tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    assert workspace_secret(tmp_path) == workspace_secret(tmp_path)


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd", "ff" * 31])
def test_a_damaged_secret_is_refused_and_not_replaced(tmp_path, content):
    (tmp_path / KEY_FILE).write_text(content)
    with pytest.raises(Refusal, match="secret_damaged"):
        workspace_secret(tmp_path)
    assert (tmp_path / KEY_FILE).read_text() == content


def test_customers_are_stored_as_pseudonyms_and_found_again(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9, "customer": "0912345678"}, {"nps": 8, "customer": "an@example.com"}, {"nps": 7})
    take(store, {"nps": 6, "customer": " 0912345678 "}, fingerprint="other")
    secret = workspace_secret(tmp_path)
    expected = hmac.new(secret, b"0912345678", hashlib.sha256).hexdigest()[:16]
    assert table(store, "SELECT customer FROM answers ORDER BY id") == [(1,), (2,), (None,), (1,)]
    assert table(store, "SELECT pseudonym FROM customers WHERE id = 1") == [(expected,)]
    # Everything but the raw rows, which the importer masks.
    everywhere = table(store, "SELECT * FROM feedback") + table(store, "SELECT * FROM customers")
    assert "an@example.com" not in repr(everywhere)


def test_without_customers_no_secret_is_made(tmp_path):
    take(ResponseStore.open(tmp_path, ZONE), {"nps": 9})
    assert not (tmp_path / KEY_FILE).exists()


def test_another_secret_is_refused_because_every_customer_would_be_a_new_one(tmp_path):
    store = ResponseStore.open(tmp_path, ZONE)
    take(store, {"nps": 9, "customer": "kh1"})
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(Refusal, match="secret_changed"):
        take(store, {"nps": 8, "customer": "kh1"}, fingerprint="other")
    assert store.n_answers() == 1
    assert take(store, {"nps": 8}, fingerprint="other").rows_kept == 1


@given(st.binary(min_size=32, max_size=32), st.lists(st.text(max_size=80), max_size=4))
def test_many_pseudonyms_are_what_each_is_alone(secret, customers):
    """`pseudonym` is the library's HMAC-SHA256; names longer than a block of 64 bytes are among them."""
    assert list(_pseudonyms(secret, customers)) == [pseudonym(secret, customer) for customer in customers]
