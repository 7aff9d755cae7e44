"""The scores of single answers, side by side: what drivers are computed from. Numbers only, no words, no names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import ANSWER_COLUMNS, CodedFilter

#: What `score_rows` returns of each answer, in order; scores are hundredths, the rest are codes, None where not given.
SCORE_COLUMNS: tuple[str, ...] = (
    "customer", "place", *SCORE_ROLES, *(f"{role}_scale" for role in SCORE_ROLES if role != "nps"),
)  # fmt: skip


def score_rows(
    read: Callable[[], AbstractContextManager[sqlite3.Connection]], included: CodedFilter
) -> list[tuple[int | None, ...]]:
    """Return one row of `SCORE_COLUMNS` for each included answer that has a score."""
    parts = [f"({' OR '.join(f'{role} IS NOT NULL' for role in SCORE_ROLES)})"]
    values: list[Any] = []
    for limit, sign in ((included.first_day, ">="), (included.last_day, "<=")):
        if limit is not None:
            parts.append(f"day {sign} ?")
            values.append(limit)
    for column, codes in included.codes:
        if column not in ANSWER_COLUMNS:
            raise ValueError(f"no such column: {column}")
        admitted = f"{column} IN (SELECT value FROM json_each(?))"
        parts.append(f"({admitted} OR {column} IS NULL)" if None in codes else admitted)
        values.append(json.dumps([code for code in codes if code is not None]))
    with read() as connection:
        sql = f"SELECT {', '.join(SCORE_COLUMNS)} FROM answers WHERE {' AND '.join(parts)}"
        return [tuple(row) for row in connection.execute(sql, values)]
