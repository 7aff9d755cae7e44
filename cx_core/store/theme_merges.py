"""People's corrections when themes are merged: they move along, and go back when the merge is undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from cx_core.store.many_changes import CHUNK, Follow, Transaction

#: Corrections of a theme that goes. The first of several on one comment moves; one of the theme that stays wins.
_KEEP = """INSERT INTO moved_corrections (feedback_id, theme, value, corrected_by, corrected_at, moved_to, is_moved)
    SELECT feedback_id, theme, value, corrected_by, corrected_at, ?2,
        NOT EXISTS (SELECT 1 FROM corrections AS held WHERE held.feedback_id = one.feedback_id AND held.theme = ?2)
    FROM corrections AS one WHERE theme = ?1"""
_KEEP_RULES = "INSERT INTO moved_rules (rule_id, theme, moved_to) SELECT id, theme, ?2 FROM word_rules WHERE theme = ?1"
_CONCERNED = """SELECT feedback_id FROM corrections WHERE theme = ?1
    UNION SELECT feedback_id FROM rule_hits JOIN word_rules ON word_rules.id = rule_id WHERE theme = ?1"""

#: Whoever took a correction back since the merge took back what had moved, too.
_STILL_SAID = """EXISTS (SELECT 1 FROM corrections AS held
    WHERE held.feedback_id = moved.feedback_id AND held.theme = moved.moved_to)"""
_GIVE_BACK = f"""INSERT OR IGNORE INTO corrections (feedback_id, theme, value, corrected_by, corrected_at)
    SELECT feedback_id, theme, value, corrected_by, corrected_at FROM moved_corrections AS moved
    WHERE {_STILL_SAID}"""
#: What somebody said of the remaining theme since the merge is another row, and stays.
_LEAVE = """DELETE FROM corrections WHERE EXISTS (SELECT 1 FROM moved_corrections AS moved WHERE is_moved
    AND moved.feedback_id = corrections.feedback_id AND moved.moved_to = corrections.theme
    AND moved.value IS corrections.value AND moved.corrected_by = corrections.corrected_by
    AND moved.corrected_at = corrections.corrected_at)"""
_GIVE_RULES_BACK = """UPDATE word_rules SET theme = moved_rules.theme FROM moved_rules
    WHERE moved_rules.rule_id = word_rules.id AND moved_rules.moved_to = word_rules.theme"""


class ThemeMerges:
    """The corrections and rules of one workspace; those of the last merge can go back."""

    def __init__(self, write: Transaction, follow: Follow) -> None:
        self._write = write
        self._follow = follow

    def move(self, old: Iterable[str], new: str) -> None:
        """Let corrections and rules of some themes be about another; what was said about that already stays as it is.

        ``old`` may name ``new``, which changes nothing. What moved is kept for `give_back` until `forget`.
        """
        ids: dict[int, None] = {}
        with self._write() as connection:
            _forget(connection)
            for theme in dict.fromkeys(old):
                if theme == new:
                    continue
                ids.update(dict.fromkeys(row[0] for row in connection.execute(_CONCERNED, (theme,))))
                connection.execute(_KEEP, (theme, new))
                connection.execute(_KEEP_RULES, (theme, new))
                connection.execute("UPDATE OR IGNORE corrections SET theme = ? WHERE theme = ?", (new, theme))
                connection.execute("DELETE FROM corrections WHERE theme = ?", (theme,))
                connection.execute("UPDATE word_rules SET theme = ? WHERE theme = ?", (new, theme))
        self._count_again(list(ids))

    def give_back(self) -> None:
        """Give what the last `move` moved back to its themes; what people said since stays as it is."""
        with self._write() as connection:
            rows = connection.execute(
                """SELECT feedback_id FROM moved_corrections
                    UNION SELECT feedback_id FROM rule_hits WHERE rule_id IN (SELECT rule_id FROM moved_rules)"""
            )
            ids = [row[0] for row in rows]
            for statement in (_GIVE_BACK, _LEAVE, _GIVE_RULES_BACK):
                connection.execute(statement)
            _forget(connection)
        self._count_again(ids)

    def forget(self) -> None:
        """Let what moved stay where it is: another change of the themes came after the merge."""
        with self._write() as connection:
            _forget(connection)

    def _count_again(self, ids: list[int]) -> None:
        for start in range(0, max(len(ids), 1), CHUNK):
            with self._write() as connection:
                self._follow(connection, json.dumps(ids[start : start + CHUNK]))


def _forget(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM moved_corrections")
    connection.execute("DELETE FROM moved_rules")
