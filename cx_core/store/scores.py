"""The scores of single answers, side by side: what drivers are computed from. Numbers only, no words, no names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import ANSWER_COLUMNS, CodedFilter
from cx_core.store.rule_where import rule_where

#: What `score_rows` returns of each answer, in order; scores are hundredths, the rest are codes, None where not given.
#: Answers of one import and one row of its file are of one response.
SCORE_COLUMNS: tuple[str, ...] = (
    "import_id", "row_no", "customer", "place", *SCORE_ROLES,
    *(f"{role}_scale" for role in SCORE_ROLES if role != "nps"),
)  # fmt: skip


def score_rows(
    read: Callable[[], AbstractContextManager[sqlite3.Connection]], included: CodedFilter
) -> list[tuple[int | None, ...]]:
    """Return one row of `SCORE_COLUMNS` for each included answer that has a score."""
    parts = [f"({' OR '.join(f'{role} IS NOT NULL' for role in SCORE_ROLES)})"]
    more, values = _conditions(included, "feedback")
    with read() as connection:
        sql = f"""SELECT {", ".join(SCORE_COLUMNS)} FROM feedback WHERE {" AND ".join([*parts, *more])}
                AND +import_id IN (SELECT id FROM imports WHERE state = 'live')"""
        return [tuple(row) for row in connection.execute(sql, values)]


#: What `behind_rows` returns of each answer, in order.
BEHIND_COLUMNS: tuple[str, ...] = (
    "day", "place", "source_id", "pseudonym", *SCORE_ROLES, *(f"{role}_scale" for role in SCORE_ROLES if role != "nps"),
    "sentiment", "verbatim", "import_id", "row_no",
)  # fmt: skip


def behind_rows(
    read: Callable[[], AbstractContextManager[sqlite3.Connection]],
    included: CodedFilter,
    metric: str | None,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Return the answers behind a number, newest first, at most ``limit``: one row of `BEHIND_COLUMNS` each.

    ``metric`` is a score, or None for the feeling of the comments that were read. Words are as stored, personal data
    masked; customers go by pseudonym.
    """
    if metric is not None and metric not in SCORE_ROLES:
        raise ValueError(f"no such score: {metric}")
    parts, values = _conditions(included, "feedback")
    elsewhere = {"pseudonym": "pseudonym", "sentiment": "analyses.sentiment"}
    columns = ", ".join(elsewhere.get(name, f"feedback.{name}") for name in BEHIND_COLUMNS)
    parts.insert(0, "analyses.sentiment IS NOT NULL" if metric is None else f"{metric} IS NOT NULL")
    with read() as connection:
        rows = connection.execute(
            f"""SELECT {columns} FROM feedback LEFT JOIN customers ON customers.id = feedback.customer
                    LEFT JOIN analyses ON analyses.feedback_id = feedback.id
                WHERE {" AND ".join(parts)}
                    AND +import_id IN (SELECT id FROM imports WHERE state = 'live')
                ORDER BY day DESC, feedback.id DESC LIMIT ?""",
            (*values, limit),
        )
        return [tuple(row) for row in rows]


def _conditions(included: CodedFilter, table: str) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
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
    ruled, more = rule_where(included.rules, table)
    return parts + ruled, values + more
