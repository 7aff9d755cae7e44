"""Standing rules that correct comments by their words: which there are, and which comments each speaks of.

What a rule says lies under what people say about one comment by hand, and over what the program read. Which comments a
rule speaks of is found when it changes and whenever a comment is read, so it holds for later imports, too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from cx_core.model.analysed import Correction
from cx_core.model.problem import Refusal
from cx_core.model.rule import WordRule
from cx_core.store.word_search import meaning_pattern, teach

#: Comments in one transaction while a changed rule is brought in.
CHUNK = 2_000
#: A rule has at most so many phrases of so many characters.
MOST_PHRASES, LONGEST_PHRASE = 50, 120

#: Brings what is counted in step with the corrections of some comments.
CountAgain = Callable[[sqlite3.Connection, str], None]
Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]


def checked(words: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of a rule. Raises `Refusal` ``rule_without_words``, ``rule_too_long``."""
    phrases = tuple(one for one in words if meaning_pattern(one))
    if not phrases:
        raise Refusal("rule_without_words")
    longest = max(map(len, phrases))
    if len(phrases) > MOST_PHRASES or longest > LONGEST_PHRASE:
        raise Refusal(
            "rule_too_long", {"n": len(phrases), "most": MOST_PHRASES, "length": longest, "longest": LONGEST_PHRASE}
        )
    return phrases


def pattern_of(words: Iterable[str]) -> str:
    """Return one regular expression for all phrases of a rule; empty for none."""
    return "|".join(f"(?:{pattern})" for one in words if (pattern := meaning_pattern(one)))


def read_rules(connection: sqlite3.Connection) -> tuple[WordRule, ...]:
    """Return every rule, the oldest first; of two that say different things the later one wins."""
    rows = connection.execute(
        """SELECT id, words, theme, value, is_on, made_by,
            (SELECT count(*) FROM rule_hits WHERE rule_id = word_rules.id) AS n FROM word_rules ORDER BY id"""
    )
    return tuple(
        WordRule(
            row["id"],
            tuple(json.loads(row["words"])),
            Correction(row["theme"] or None, row["value"]),
            bool(row["is_on"]),
            row["made_by"],
            row["n"],
        )
        for row in rows
    )


def find_again(connection: sqlite3.Connection, wanted: str) -> None:
    """Find anew which rules speak of some comments (a JSON list of ids)."""
    rules = [rule for rule in read_rules(connection) if rule.is_on]
    connection.execute("DELETE FROM rule_hits WHERE feedback_id IN (SELECT value FROM json_each(?))", (wanted,))
    if rules:
        teach(connection)
    for rule in rules:
        _hit(connection, rule.id, pattern_of(rule.words), wanted)


def rule_corrections(connection: sqlite3.Connection, wanted: str) -> Iterator[tuple[int, Correction]]:
    """Yield what rules say about some comments, the oldest rule first."""
    rows = connection.execute(
        """SELECT feedback_id, theme, value FROM rule_hits JOIN word_rules ON word_rules.id = rule_id
            WHERE feedback_id IN (SELECT value FROM json_each(?)) ORDER BY rule_id""",
        (wanted,),
    )
    for row in rows:
        yield row["feedback_id"], Correction(row["theme"] or None, row["value"])


class WordRules:
    """The rules of one workspace. A change is brought in a piece at a time, so that nobody waits for it."""

    def __init__(self, read: Transaction, write: Transaction, count_again: CountAgain) -> None:
        self._read = read
        self._write = write
        self._count_again = count_again

    def every(self) -> tuple[WordRule, ...]:
        """Return every rule, the oldest first."""
        with self._read() as connection:
            return read_rules(connection)

    def count(self, words: Iterable[str]) -> int:
        """Return how many comments some phrases would catch."""
        pattern = pattern_of(words)
        if not pattern:
            return 0
        with self._read() as connection:
            teach(connection)
            question = "SELECT count(*) FROM feedback WHERE verbatim IS NOT NULL AND says_so(?, verbatim)"
            return int(connection.execute(question, (pattern,)).fetchone()[0])

    def examples(self, words: Iterable[str], limit: int) -> tuple[str, ...]:
        """Return the newest comments that some phrases would catch."""
        pattern = pattern_of(words)
        if not pattern:
            return ()
        with self._read() as connection:
            teach(connection)
            question = """SELECT verbatim FROM feedback WHERE verbatim IS NOT NULL AND says_so(?, verbatim)
                ORDER BY day DESC, id DESC LIMIT ?"""
            return tuple(row[0] for row in connection.execute(question, (pattern, limit)))

    def add(self, words: Iterable[str], correction: Correction, by: str, now: datetime) -> int:
        """Make a rule and bring it in; return its id. Raises `Refusal` ``rule_without_words``, ``rule_too_long``."""
        phrases = checked(words)
        with self._write() as connection:
            made = connection.execute(
                "INSERT INTO word_rules (words, theme, value, is_on, made_by, made_at) VALUES (?, ?, ?, 1, ?, ?)",
                (*_as_row(phrases, correction), by, now.astimezone(UTC).isoformat()),
            )
            rule_id = int(made.lastrowid or 0)
        self._bring_in(rule_id, phrases)
        return rule_id

    def put_back(self, rule: WordRule, now: datetime) -> None:
        """Bring in a rule that was removed, at its old place among the others; nothing happens when that is taken."""
        with self._write() as connection:
            made = connection.execute(
                """INSERT OR IGNORE INTO word_rules (id, words, theme, value, is_on, made_by, made_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (
                    rule.id, *_as_row(rule.words, rule.correction), int(rule.is_on), rule.made_by,
                    now.astimezone(UTC).isoformat(),
                ),
            )  # fmt: skip
        if made.rowcount and rule.is_on:
            self._bring_in(rule.id, rule.words)

    def change(self, rule_id: int, words: Iterable[str], correction: Correction) -> None:
        """Let a rule say something else. Raises `Refusal` as `add` does; nothing happens when the rule is gone."""
        phrases = checked(words)
        self._forget(rule_id, lambda connection: connection.execute(
            "UPDATE word_rules SET words = ?, theme = ?, value = ?, is_on = 1 WHERE id = ?",
            (*_as_row(phrases, correction), rule_id),
        ))  # fmt: skip
        self._bring_in(rule_id, phrases)

    def switch(self, rule_id: int, *, on: bool) -> None:
        """Let a rule rest, or work again."""
        self._forget(rule_id, lambda connection: connection.execute(
            "UPDATE word_rules SET is_on = ? WHERE id = ?", (int(on), rule_id)
        ))  # fmt: skip
        rule = next((one for one in self.every() if one.id == rule_id), None)
        if on and rule is not None:
            self._bring_in(rule_id, rule.words)

    def remove(self, rule_id: int) -> None:
        """Take a rule back: what the program read, and what people said by hand, counts again."""
        self._forget(rule_id, lambda connection: connection.execute("DELETE FROM word_rules WHERE id = ?", (rule_id,)))

    def _forget(self, rule_id: int, then: Callable[[sqlite3.Connection], object]) -> None:
        """Change a rule and let go of the comments it spoke of, in one transaction."""
        with self._write() as connection:
            rows = connection.execute("SELECT feedback_id FROM rule_hits WHERE rule_id = ?", (rule_id,)).fetchall()
            connection.execute("DELETE FROM rule_hits WHERE rule_id = ?", (rule_id,))
            then(connection)
            self._count_again(connection, json.dumps([row[0] for row in rows]))

    def _bring_in(self, rule_id: int, words: Sequence[str]) -> None:
        pattern = pattern_of(words)
        with self._read() as connection:
            teach(connection)
            question = "SELECT id FROM feedback WHERE verbatim IS NOT NULL AND says_so(?, verbatim) ORDER BY id"
            ids = [row[0] for row in connection.execute(question, (pattern,))]
        for start in range(0, len(ids), CHUNK):
            wanted = json.dumps(ids[start : start + CHUNK])
            with self._write() as connection:
                teach(connection)
                _hit(connection, rule_id, pattern, wanted)
                self._count_again(connection, wanted)


def _hit(connection: sqlite3.Connection, rule_id: int, pattern: str, wanted: str) -> None:
    # The rule may be gone meanwhile, and an undo may have taken comments away.
    connection.execute(
        """INSERT OR IGNORE INTO rule_hits (feedback_id, rule_id)
            SELECT feedback.id, word_rules.id FROM feedback, word_rules WHERE word_rules.id = ?
            AND feedback.id IN (SELECT value FROM json_each(?)) AND verbatim IS NOT NULL AND says_so(?, verbatim)""",
        (rule_id, wanted, pattern),
    )


def _as_row(phrases: Sequence[str], correction: Correction) -> tuple[str, str, str | None]:
    return json.dumps(phrases, ensure_ascii=False), correction.theme or "", correction.value
