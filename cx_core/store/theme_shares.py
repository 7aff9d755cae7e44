"""The scores behind every theme by how many themes their comment speaks of, so that each can be shared out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import CodedFilter
from cx_core.store.theme_counts import included_where


@dataclass(frozen=True)
class ThemeShare:
    """How many answers with one score speak of ``theme`` and of ``n_themes`` in all.

    ``theme`` None holds the answers that speak of none, whether they have words or not. ``scale`` is the scale's id,
    None for NPS; ``hundredths`` the score.
    """

    theme: str | None
    n_themes: int
    scale: int | None
    hundredths: int
    n: int


class ThemeShares:
    """Counts over all answers with a score, whatever was read in them."""

    def __init__(self, read: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._read = read

    def scores(self, included: CodedFilter, role: str) -> tuple[ThemeShare, ...]:
        """Return the scores of one role beside each theme. ValueError for a role that is no score."""
        if role not in SCORE_ROLES:
            raise ValueError(f"no such score: {role}")
        scale = "NULL" if role == "nps" else f"{role}_scale"
        where, values = included_where(included)
        question = f"""
            WITH asked AS MATERIALIZED (
                SELECT id, {scale} AS scale, {role} AS score FROM feedback WHERE {where} AND {role} IS NOT NULL
            ), spoken AS MATERIALIZED (
                SELECT feedback_id, count(*) AS n_themes FROM feedback_themes
                WHERE feedback_id IN (SELECT id FROM asked) GROUP BY 1
            )
            SELECT theme, n_themes, scale, score, count(*) FROM asked
                JOIN spoken ON spoken.feedback_id = asked.id
                JOIN feedback_themes ON feedback_themes.feedback_id = asked.id GROUP BY 1, 2, 3, 4
            UNION ALL SELECT NULL, 1, scale, score, count(*) FROM asked
                WHERE id NOT IN (SELECT feedback_id FROM spoken) GROUP BY 3, 4"""
        with self._read() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            return tuple(ThemeShare(*row) for row in cursor.execute(question, values).fetchall())
