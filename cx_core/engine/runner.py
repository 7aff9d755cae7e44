"""What every database that answers questions can do."""

from __future__ import annotations

from typing import Any, Protocol


class Runner(Protocol):
    """One database with the table ``answers``. Safe to use from several threads."""

    #: Which database it is, for diagnosis: ``sqlite``, ``duckdb``, …
    name: str

    def stamp(self) -> str:
        """Return a short text that changes whenever the answers change."""

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row of the answer to a text of `cx_core.engine.sql`."""
