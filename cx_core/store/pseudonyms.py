"""Customers under names that lead back to nobody without the workspace's secret."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from cx_core.model.problem import Refusal

KEY_FILE = "secret.key"
_CHECK_FACT = "secret_check"
_SHA256_BLOCK = 64
#: Reading on to the next customer takes a third of the time of looking one up.
_FEW_OTHERS = 3


def workspace_secret(folder: Path) -> bytes:
    """Return the workspace's secret, 32 bytes; made at first use, readable by its owner only.

    Of two processes that make it at the same moment the first one's is taken by both. Raises `Refusal`
    ``store_read_only`` where the folder cannot be written and ``secret_damaged`` where the file holds something else.
    """
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise Refusal("secret_damaged") from error
    except OSError as error:
        raise Refusal("store_read_only") from error
    if len(secret) != 32:
        raise Refusal("secret_damaged")
    return secret


def pseudonym(secret: bytes, customer: str) -> str:
    """Return a customer's pseudonym: the first 16 hex digits of HMAC-SHA256 of the normalised name.

    64 bits: among ten million customers the chance that any two share one is about 3 in a million.

    >>> pseudonym(bytes(32), "0912345678") == pseudonym(bytes(32), "0912345678") != pseudonym(b"1" * 32, "0912345678")
    True
    """
    return hmac.digest(secret, customer.encode(), "sha256").hex()[:16]


def customer_codes(connection: sqlite3.Connection, folder: Path, customers: Iterable[str]) -> list[int]:
    """Return the id of each customer, adding those not seen before. Runs inside the caller's transaction.

    Raises `Refusal` ``secret_changed`` when the secret is not the one that the customers here were named with: the same
    person would otherwise come back as somebody else.
    """
    names = list(customers)
    if not names:
        return []
    secret = workspace_secret(folder)
    _check_secret(connection, secret)
    named = list(_pseudonyms(secret, names))
    # As one text: a row each would take three times as long.
    listed = json.dumps(named)
    connection.execute(
        "INSERT INTO customers (pseudonym) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING", (listed,)
    )
    ids = dict(_stored(connection, listed, len(names)))
    return [ids[one] for one in named]


def _stored(connection: sqlite3.Connection, listed: str, n_listed: int) -> list[tuple[str, int]]:
    """Return pseudonyms with their ids, at least those listed; all of them where looking each up would take longer."""
    cursor = connection.cursor()
    cursor.row_factory = None
    n_stored = cursor.execute("SELECT ifnull(max(id), 0) FROM customers").fetchone()[0]
    if n_stored <= _FEW_OTHERS * n_listed:
        return cursor.execute("SELECT pseudonym, id FROM customers").fetchall()
    question = "SELECT pseudonym, id FROM customers WHERE pseudonym IN (SELECT value FROM json_each(?))"
    return cursor.execute(question, (listed,)).fetchall()


def _pseudonyms(secret: bytes, customers: Iterable[str]) -> Iterator[str]:
    """Yield what `pseudonym` returns of each: HMAC by its definition (RFC 2104), the secret taken in once.

    The library's own object takes twice as long to copy as these two.
    """
    key = secret.ljust(_SHA256_BLOCK, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)).copy for pad in (0x36, 0x5C))
    for customer in customers:
        own, around = inner(), outer()
        own.update(customer.encode())
        around.update(own.digest())
        yield around.hexdigest()[:16]


def _check_secret(connection: sqlite3.Connection, secret: bytes) -> None:
    mark = hashlib.sha256(b"mach secret check" + secret).hexdigest()[:16]
    connection.execute("INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (_CHECK_FACT, mark))
    if connection.execute("SELECT value FROM facts WHERE key = ?", (_CHECK_FACT,)).fetchone()[0] != mark:
        raise Refusal("secret_changed")


def _make(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        _put(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put(draft: Path, path: Path) -> None:
    """Give the draft its name, unless another process was first."""
    try:
        os.link(draft, path)  # unlike a rename, a link never replaces what is already there
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            draft.replace(path)
