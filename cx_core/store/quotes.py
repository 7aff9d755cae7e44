"""The words behind a card of a map, by the ids of the answers they stand in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from cx_core.model.imports import Dictionary, Verbatim
from cx_core.store.verbatims import _COLUMNS as COLUMNS
from cx_core.store.verbatims import _verbatim as build_verbatim


def read_quotes(connection: sqlite3.Connection, dictionary: Dictionary, ids: Sequence[str]) -> tuple[Verbatim, ...]:
    """Return the verbatims with these ids, newest first; an answer that was taken back is simply not there."""
    wanted = json.dumps([int(one) for one in ids if one.isdecimal()])
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM feedback LEFT JOIN customers ON customers.id = feedback.customer"
        " WHERE verbatim IS NOT NULL AND feedback.id IN (SELECT value FROM json_each(?))"
        " ORDER BY day DESC, feedback.id DESC",
        (wanted,),
    )
    return tuple(build_verbatim(row, dictionary) for row in rows)
