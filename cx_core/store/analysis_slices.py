"""Slices of the comments for looking into: their words, and where a score and its words disagree."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from cx_core.model.imports import CodedFilter, Verbatim
from cx_core.store.dictionary_store import read_dictionary
from cx_core.store.quotes import read_quotes
from cx_core.store.theme_counts import included_where

_TOLD = "EXISTS (SELECT 1 FROM analyses WHERE analyses.feedback_id = feedback.id)"
_WITH_THEME = "EXISTS (SELECT 1 FROM feedback_themes WHERE feedback_themes.feedback_id = feedback.id)"
_COMPLAINTS = (
    "EXISTS (SELECT 1 FROM analyses AS bad WHERE bad.feedback_id = feedback.id AND bad.sentiment = 'negative')"
)

#: A comment's id, its words and its day as a number, None without a date.
Comment = tuple[int, str, int | None]


class CommentSlices:
    """Reads slices of the comments. Nothing is kept."""

    def __init__(self, read: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._read = read

    def comments(self, included: CodedFilter, limit: int, *, without_theme: bool = False) -> tuple[Comment, ...]:
        """Return the newest comments of a slice; ``without_theme``: those that were read and speak of no theme."""
        where, values = included_where(included)
        if without_theme:
            where += f" AND {_TOLD} AND NOT {_WITH_THEME}"
        with self._read() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            question = f"""SELECT id, verbatim, day FROM feedback WHERE verbatim IS NOT NULL AND {where}
                ORDER BY day DESC, id DESC LIMIT ?"""
            return tuple(cursor.execute(question, (*values, limit)).fetchall())

    def verbatims(self, ids: Iterable[int]) -> dict[int, Verbatim]:
        """Return comments by id; one that was taken back is not among them."""
        with self._read() as connection:
            found = read_quotes(connection, read_dictionary(connection), [str(one) for one in ids])
        return {one.id: one for one in found}

    def disagreements(
        self, included: CodedFilter, sign: int, limit: int, offset: int = 0
    ) -> tuple[tuple[int, float], ...]:
        """Return ids and strengths of the rows whose words contradict their score, strongest first.

        ``sign`` 1: complaints with a good score, -1: praise with a bad one, 0: both.
        """
        where, values = _disagreeing(included, sign)
        with self._read() as connection:
            rows = connection.execute(
                f"""SELECT id, strength FROM disagreements CROSS JOIN feedback ON feedback.id = feedback_id
                    WHERE {where} ORDER BY abs(strength) DESC, day DESC, id DESC LIMIT ? OFFSET ?""",
                (*values, limit, offset),
            )
            return tuple((row[0], row[1]) for row in rows)

    def n_disagreements(self, included: CodedFilter, sign: int) -> int:
        """Return how many rows `disagreements` finds in all."""
        where, values = _disagreeing(included, sign)
        with self._read() as connection:
            question = f"""SELECT count(*) FROM disagreements CROSS JOIN feedback ON feedback.id = feedback_id
                WHERE {where}"""
            return int(connection.execute(question, values).fetchone()[0])

    def texts_of(self, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
        """Return the words and the source of comments by id."""
        with self._read() as connection:
            rows = connection.execute(
                """SELECT id, verbatim, source_id FROM feedback
                    WHERE verbatim IS NOT NULL AND id IN (SELECT value FROM json_each(?))""",
                (json.dumps(list(ids)),),
            )
            return {row[0]: (row[1], row[2]) for row in rows}


def _disagreeing(included: CodedFilter, sign: int) -> tuple[str, list[object]]:
    where, values = included_where(included)
    return f"{where} AND (? = 0 OR strength * ? > 0)", [*values, sign, sign]
