"""How often each theme is spoken of, and beside which scores: whole numbers, counted in the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import ANSWER_COLUMNS, CodedFilter
from cx_core.store.rule_where import rule_where
from cx_core.store.said_where import said_where

_OF_THEMES = "feedback_themes AS told CROSS JOIN feedback ON feedback.id = told.feedback_id"
_OF_ALL = "analyses AS told CROSS JOIN feedback ON feedback.id = told.feedback_id"


@dataclass(frozen=True)
class ThemeScore:
    """How many comments on a theme gave one score. ``theme`` None counts every comment that was read, once.

    ``scale`` is the scale's id, None for NPS; ``hundredths`` the score.
    """

    theme: str | None
    scale: int | None
    hundredths: int
    n: int


class ThemeCounts:
    """Counts over the comments that were read. Nothing is kept: each call counts afresh."""

    def __init__(self, read: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._read = read

    def n_read(self) -> int:
        """Return how many comments have been read, with whatever words and themes."""
        return int(self._ask("SELECT count(*) FROM analyses", ())[0][0])

    def feelings(self, included: CodedFilter) -> tuple[tuple[str | None, str, int], ...]:
        """Return theme, sentiment and number of comments; theme None is the comment as a whole."""
        where, values = included_where(included)
        return self._ask(
            f"""SELECT theme, told.sentiment, count(*) FROM {_OF_THEMES} WHERE {where} GROUP BY 1, 2
                UNION ALL SELECT NULL, told.sentiment, count(*) FROM {_OF_ALL} WHERE {where} GROUP BY 2""",
            [*values, *values],
        )

    def scores(self, included: CodedFilter, metric: str) -> tuple[ThemeScore, ...]:
        """Return the scores of one metric that stand beside each theme, and beside all comments that were read."""
        if metric not in SCORE_ROLES:
            raise ValueError(f"no such score: {metric}")
        scale = "NULL" if metric == "nps" else f"{metric}_scale"
        where, values = included_where(included)
        rows = self._ask(
            f"""SELECT theme, {scale} AS scale, {metric}, count(*) FROM {_OF_THEMES}
                    WHERE {where} AND {metric} IS NOT NULL GROUP BY 1, 2, 3
                UNION ALL SELECT NULL, {scale}, {metric}, count(*) FROM {_OF_ALL}
                    WHERE {where} AND {metric} IS NOT NULL GROUP BY 1, 2, 3""",
            [*values, *values],
        )
        return tuple(ThemeScore(*row) for row in rows)

    def days(self, included: CodedFilter) -> tuple[tuple[str | None, int, int, int], ...]:
        """Return theme, day number, number of comments and how many of them complain of it; theme None is all."""
        where, values = included_where(included)
        return self._ask(
            f"""SELECT theme, day, count(*), sum(told.sentiment = 'negative') FROM {_OF_THEMES}
                    WHERE {where} AND day IS NOT NULL GROUP BY theme, day
                UNION ALL SELECT NULL, day, count(*), sum(told.sentiment = 'negative') FROM {_OF_ALL}
                    WHERE {where} AND day IS NOT NULL GROUP BY day""",
            [*values, *values],
        )

    def places(self, included: CodedFilter) -> tuple[tuple[str | None, int, str, int], ...]:
        """Return theme, place, sentiment and number of comments; theme None is the comment as a whole."""
        where, values = included_where(included)
        return self._ask(
            f"""SELECT theme, place, told.sentiment, count(*) FROM {_OF_THEMES} WHERE {where} GROUP BY 1, 2, 3
                UNION ALL SELECT NULL, place, told.sentiment, count(*) FROM {_OF_ALL} WHERE {where} GROUP BY 2, 3""",
            [*values, *values],
        )

    def sample(self, included: CodedFilter, theme: str | None, limit: int) -> tuple[tuple[int, str, str], ...]:
        """Return id, words and kept analysis of the newest comments, of one theme or of all."""
        where, values = included_where(included)
        wanted = "" if theme is None else " AND id IN (SELECT feedback_id FROM feedback_themes WHERE theme = ?)"
        return self._ask(
            f"""SELECT id, verbatim, found FROM feedback JOIN analyses ON feedback_id = id
                WHERE verbatim IS NOT NULL AND {where}{wanted} ORDER BY day DESC, id DESC LIMIT ?""",
            [*values, *([] if theme is None else [theme]), limit],
        )

    def ids(self, themes: Iterable[str]) -> tuple[int, ...]:
        """Return the answers whose comments speak of any of some themes, ascending."""
        question = """SELECT DISTINCT feedback_id FROM feedback_themes
            WHERE theme IN (SELECT value FROM json_each(?)) ORDER BY 1"""
        return tuple(row[0] for row in self._ask(question, [json.dumps(list(themes))]))

    def ids_feeling(self, feelings: Iterable[str]) -> tuple[int, ...]:
        """Return the answers whose comments as a whole feel one of some ways, ascending."""
        question = """SELECT feedback_id FROM analyses
            WHERE sentiment IN (SELECT value FROM json_each(?)) ORDER BY 1"""
        return tuple(row[0] for row in self._ask(question, [json.dumps(list(feelings))]))

    def _ask(self, question: str, values: Iterable[Any]) -> tuple[Any, ...]:
        with self._read() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            return tuple(cursor.execute(question, list(values)).fetchall())


def included_where(included: CodedFilter) -> tuple[str, list[Any]]:
    """Return the condition that admits what a filter admits, and the values bound in it."""
    parts = ["1"]
    values: list[Any] = []
    for sign, day in ((">=", included.first_day), ("<=", included.last_day)):
        if day is not None:
            parts.append(f"feedback.day {sign} ?")
            values.append(day)
    for column, codes in included.codes:
        if column not in ANSWER_COLUMNS or column == "has_verbatim":
            raise ValueError(f"no such column: {column}")
        admitted = f"feedback.{column} IN (SELECT value FROM json_each(?))"
        parts.append(f"({admitted} OR feedback.{column} IS NULL)" if None in codes else admitted)
        values.append(json.dumps([code for code in codes if code is not None]))
    told, bound = said_where(included.said)
    ruled, more = rule_where(included.rules)
    return " AND ".join(parts + told + ruled), values + bound + more
