"""A damaged file of answers is said on every page, though the snapshots still answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.i18n import translate
from cx_core.workspace.keeping import Keeping


def _damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xa5" * (len(content) - len(content) // 2)
    path.write_bytes(content)


def test_a_look_names_the_damaged_file(full: Path) -> None:
    assert Keeping(full).look() == ()
    _damage(full / "responses.db")
    assert Keeping(full).look() == ("responses.db",)


def test_the_page_says_so(full: Path, monkeypatch: pytest.MonkeyPatch, show: Callable[..., AppTest]) -> None:
    monkeypatch.setattr(Keeping, "damaged", lambda self: ("responses.db",))
    at = show("home")
    assert any(translate("refusal.store_damaged.what", "vi") in one.value for one in at.text)
