"""The scores behind every theme by how many themes their comment speaks of, so that each can be shared out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import CodedFilter
from cx_core.store.snapshot_columns import (
    NONE,
    HeldColumns,
    SnapshotColumns,
    filter_tests,
    filtered_columns,
    score_columns,
)
from cx_core.store.theme_counts import included_where

#: A scale's id (None for NPS) and a score in hundredths.
_Kind = tuple[int | None, int]
_Numbers = NDArray[np.int32]
_FACT = "SELECT value FROM facts WHERE key = ?"


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


@dataclass(frozen=True)
class _Spoken:
    """Which rows of the columns speak of each theme, and of how many each row speaks; ``mark`` is their state."""

    mark: tuple[str, str]
    themes: Mapping[str, _Numbers]
    n_themes: _Numbers


class ThemeShares:
    """Counts over all answers with a score, whatever was read in them.

    Filters and scores come from the columns in memory, and so do themes once they were asked for: 4 bytes for each that
    a comment speaks of. Looking each answer up takes some ten times as long; it is done where the columns do not tell.
    """

    def __init__(
        self, read: Callable[[], AbstractContextManager[sqlite3.Connection]], columns: SnapshotColumns
    ) -> None:
        self._read = read
        self._columns = columns
        self._spoken: _Spoken | None = None

    def scores(self, included: CodedFilter, role: str) -> tuple[ThemeShare, ...]:
        """Return the scores of one role beside each theme. ValueError for a role that is no score."""
        if role not in SCORE_ROLES:
            raise ValueError(f"no such score: {role}")
        with self._read() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            stamp, words = (str(cursor.execute(_FACT, (key,)).fetchone()[0]) for key in ("stamp", "words"))
            is_plain = included.said.is_empty and not included.rules
            held = self._columns.held(stamp, [*score_columns(role), *filtered_columns(included)]) if is_plain else None
            if held is None:
                return tuple(_looked_up(cursor, included, role))
            spoken = self._spoken
            if spoken is None or spoken.mark != (stamp, words):
                spoken = self._spoken = _read_spoken(cursor, held, (stamp, words))
        return tuple(_counted(held, spoken, included, role))


def _looked_up(cursor: sqlite3.Cursor, included: CodedFilter, role: str) -> Iterator[ThemeShare]:
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
    return (ThemeShare(*row) for row in cursor.execute(question, values).fetchall())


def _read_spoken(cursor: sqlite3.Cursor, held: HeldColumns, mark: tuple[str, str]) -> _Spoken:
    # As one text: a row each would take ten times as long to come over from SQLite.
    question = "SELECT theme, group_concat(feedback_id) FROM feedback_themes GROUP BY theme"
    themes: dict[str, _Numbers] = {}
    n_themes = np.zeros(held.n, np.int32)
    for theme, text in cursor.execute(question):
        themes[theme] = held.places.found(np.fromstring(text, dtype=np.int64, sep=","))[1].astype(np.int32)
        # An answer speaks of a theme once.
        n_themes[themes[theme]] += 1
    return _Spoken(mark, themes, n_themes)


def _counted(held: HeldColumns, spoken: _Spoken, included: CodedFilter, role: str) -> Iterator[ThemeShare]:
    """Yield the shares of all answers that a filter admits."""
    kinds, kind_of = _kinds(held, included, role)
    for theme, at in spoken.themes.items():
        for k, kind, n in _tally(spoken.n_themes[at], kind_of[at], len(kinds)):
            yield ThemeShare(theme, k, *kinds[kind], n)
    for _, kind, n in _tally(spoken.n_themes, np.where(spoken.n_themes == 0, kind_of, -1), len(kinds)):
        yield ThemeShare(None, 1, *kinds[kind], n)


def _kinds(held: HeldColumns, included: CodedFilter, role: str) -> tuple[list[_Kind], _Numbers]:
    """Return the scores on their scales, and for each row which of them it has: -1 where the filter leaves it out."""
    admitted = held.columns[role] != NONE
    for name, test in filter_tests(included):
        admitted &= test(held.columns[name])
    score = held.columns[role][admitted].astype(np.int64)
    scale = 0 if role == "nps" else held.columns[f"{role}_scale"][admitted].astype(np.int64)
    found, which = np.unique((scale << 32) + score, return_inverse=True)
    kind_of = np.full(held.n, -1, np.int32)
    kind_of[admitted] = which
    return [(None if role == "nps" else int(one) >> 32, int(one) & 0xFFFF_FFFF) for one in found], kind_of


def _tally(n_themes: _Numbers, kinds: _Numbers, n_kinds: int) -> Iterator[tuple[int, int, int]]:
    """Yield how many themes, which kind, and how many answers have both."""
    admitted = kinds >= 0
    counts = np.bincount(n_themes[admitted] * n_kinds + kinds[admitted])
    for one in np.flatnonzero(counts).tolist():
        yield *divmod(one, n_kinds), int(counts[one])
