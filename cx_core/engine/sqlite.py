"""The reference engine: SQLite itself, always there, over the view ``answers`` of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any


class SqliteRunner:
    """Asks SQLite. ``read`` opens a connection for one block, ``stamp`` says when the answers changed.

    Whole numbers are exact to 63 bits: one customer's scores in one cell may sum to 3·10⁹ hundredths (3 million tens)
    before the square of that sum is rounded.
    """

    name = "sqlite"

    def __init__(
        self, read: Callable[[], AbstractContextManager[sqlite3.Connection]], stamp: Callable[[], str]
    ) -> None:
        self._read = read
        self._stamp = stamp

    def stamp(self) -> str:
        """Return the store's stamp."""
        return self._stamp()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row."""
        with self._read() as connection:
            return [tuple(row) for row in connection.execute(sql)]
