"""Which rows of a file are new: not stored before, not said twice, and not empty."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx_core.model.problem import MAX_ROWS_LISTED, Problem
from cx_core.store.answer_rows import AnswerRows, Mask, Texts

_CHUNK = 10_000


@dataclass(frozen=True)
class Selection:
    """Which rows are new and hold something, and what is said about the others."""

    kept: Mask
    n_duplicates: int
    n_empty: int
    problems: tuple[Problem, ...]


def select_new(connection: sqlite3.Connection, source_id: int | None, rows: AnswerRows) -> Selection:
    """Choose the rows to keep.

    A row is a duplicate when a live row of the same source, or an earlier row of this file, has its identity.
    Identities are compared within a source only, because two tools may number their answers alike. ``source_id`` is
    None for a source that is new.
    """
    holds_something = rows.is_answer | rows.is_order
    stored = _stored_identities(connection, source_id, rows.identity)
    in_store = pd.Series(rows.identity).isin(stored).to_numpy() & holds_something
    repeated = np.zeros(len(rows), dtype=bool)
    repeated[holds_something] = pd.Series(rows.identity[holds_something]).duplicated().to_numpy()
    repeated &= ~in_store
    problems = (
        _problem("duplicate_of_stored", rows, in_store),
        _problem("duplicate_in_file", rows, repeated),
        _problem("row_without_answer", rows, ~holds_something),
    )
    return Selection(
        kept=holds_something & ~in_store & ~repeated,
        n_duplicates=int(in_store.sum() + repeated.sum()),
        n_empty=int((~holds_something).sum()),
        problems=tuple(problem for problem in problems if problem.count),
    )


def _problem(kind: str, rows: AnswerRows, where: Mask) -> Problem:
    numbers = rows.row_no[where]
    return Problem(kind, rows=tuple(numbers[:MAX_ROWS_LISTED].tolist()), count=len(numbers))


def _stored_identities(connection: sqlite3.Connection, source_id: int | None, identities: Texts) -> set[str]:
    """Return which identities the source already has, asking only for those of this file."""
    stored: set[str] = set()
    if source_id is None:
        return stored
    for table in ("feedback", "orders"):
        question = f"""SELECT value FROM json_each(?) WHERE EXISTS (
            SELECT 1 FROM {table} WHERE source_id = ? AND identity = json_each.value)"""
        for start in range(0, len(identities), _CHUNK):
            asked = json.dumps(identities[start : start + _CHUNK].tolist())
            stored.update(row[0] for row in connection.execute(question, (asked, source_id)))
    return stored
