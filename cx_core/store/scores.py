"""The scores of single answers, side by side: what drivers are computed from. Numbers only, no words, no names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
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


_SCORES = SCORE_COLUMNS[4:]
_ANY_SCORE = f"({' OR '.join(f'{role} IS NOT NULL' for role in SCORE_ROLES)})"


def score_rows(
    read: Callable[[], AbstractContextManager[sqlite3.Connection]],
    included: CodedFilter,
    imports: Sequence[int] | None = None,
) -> list[tuple[int | None, ...]]:
    """Return one row of `SCORE_COLUMNS` for each included answer that has a score, of some imports or of all."""
    more, values = _conditions(included, "feedback")
    if imports is not None:
        more, values = [*more, "+import_id IN (SELECT value FROM json_each(?))"], [*values, json.dumps([*imports])]
    with read() as connection:
        sql = f"""SELECT {", ".join(SCORE_COLUMNS)} FROM feedback WHERE {" AND ".join([_ANY_SCORE, *more])}
                AND +import_id IN (SELECT id FROM imports WHERE state = 'live')"""
        return [tuple(row) for row in connection.execute(sql, values)]


def imports_with_parts(read: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> tuple[int, ...]:
    """Return the imports in which a row of the file has become several answers, as the rows of a grid do."""
    question = "SELECT import_id FROM feedback GROUP BY import_id HAVING count(*) > count(DISTINCT row_no)"
    with read() as connection:
        return tuple(row[0] for row in connection.execute(question))


def score_counts(
    read: Callable[[], AbstractContextManager[sqlite3.Connection]], included: CodedFilter, without: Sequence[int]
) -> list[tuple[int, dict[str, int | None]]]:
    """Return how many included answers have the same scores on the same scales, and those; not of some imports."""
    more, values = _conditions(included, "feedback")
    with read() as connection:
        sql = f"""SELECT count(*), {", ".join(_SCORES)} FROM feedback WHERE {" AND ".join([_ANY_SCORE, *more])}
                AND +import_id IN (SELECT id FROM imports WHERE state = 'live')
                AND +import_id NOT IN (SELECT value FROM json_each(?))
                GROUP BY {", ".join(_SCORES)}"""
        rows = connection.execute(sql, [*values, json.dumps([*without])])
        return [(row[0], dict(zip(_SCORES, tuple(row)[1:], strict=True))) for row in rows]


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
