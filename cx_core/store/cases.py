"""Cases: the comments marked to be followed up, with what was done about each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from cx_core.model.case import Case, CaseChange, CaseState, CaseStep
from cx_core.model.imports import Dictionary, Verbatim
from cx_core.model.problem import Refusal
from cx_core.store.database import Database
from cx_core.store.dictionary_store import read_dictionary
from cx_core.store.quotes import read_quotes
from cx_core.store.responses import RESPONSES_FILE
from cx_core.store.responses_migrations import responses_migrations

#: A note, and a name, keep at most so many characters.
LONGEST_NOTE, LONGEST_OWNER = 2_000, 80


class CaseBook:
    """The cases of one workspace folder. Which comments are cases is a mark; what became of them is kept here.

    A case that is no case any more keeps its history, and has it again when somebody marks the comment again. With the
    answer all of it goes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, folder: Path) -> CaseBook:
        """Open the cases in a workspace folder. Raises `Refusal` as every store does."""
        database = Database(folder / RESPONSES_FILE, synchronous="NORMAL")
        database.migrate(responses_migrations)
        return cls(database)

    def of_customer(self, pseudonym: str) -> tuple[Case, ...]:
        """Return the cases of one customer, the newest comment first."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT marks.feedback_id FROM marks JOIN feedback ON feedback.id = marks.feedback_id
                    JOIN customers ON customers.id = feedback.customer WHERE mark = 'case' AND pseudonym = ?""",
                (pseudonym,),
            ).fetchall()
            return self._read(connection, [row[0] for row in rows])

    def every(self) -> tuple[Case, ...]:
        """Return every case, the newest comment first."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT feedback_id FROM marks WHERE mark = 'case'").fetchall()
            return self._read(connection, [row[0] for row in rows])

    def of(self, verbatims: Iterable[Verbatim]) -> tuple[Case, ...]:
        """Return the cases among some comments, in their order."""
        with self._database.read() as connection:
            return _cases(connection, list(verbatims))

    def change(self, ids: Iterable[int], change: CaseChange, by: str, now: datetime) -> int:
        """Change cases and note it in their history; return how many changed. Comments that are no cases are left out.

        What is already so makes no step. Raises `Refusal` ``case_note_long``.
        """
        note = change.note.strip()
        if len(note) > LONGEST_NOTE:
            raise Refusal("case_note_long", {"n": len(note), "allowed": LONGEST_NOTE})
        at, changed = now.astimezone(UTC).isoformat(), 0
        with self._database.write() as connection:
            for feedback_id, state, owner, due_on in _standing(connection, ids):
                wanted = (
                    change.state or state,
                    owner if change.owner is None else " ".join(change.owner.split())[:LONGEST_OWNER],
                    None if change.clear_due else change.due_on.isoformat() if change.due_on else due_on,
                )
                steps = [
                    (what, new or "")
                    for what, old, new in zip(("state", "owner", "due_on"), (state, owner, due_on), wanted, strict=True)
                    if old != new
                ]
                steps += [("note", note)] if note else []
                if not steps:
                    continue
                changed += 1
                connection.execute(
                    "INSERT OR REPLACE INTO cases (feedback_id, state, owner, due_on) VALUES (?, ?, ?, ?)",
                    (feedback_id, *wanted),
                )
                connection.executemany(
                    "INSERT INTO case_steps (feedback_id, made_at, made_by, what, value) VALUES (?, ?, ?, ?, ?)",
                    [(feedback_id, at, by, what, value) for what, value in steps],
                )
            connection.execute("UPDATE facts SET value = lower(hex(randomblob(8))) WHERE key = 'words'")
        return changed

    def _read(self, connection: sqlite3.Connection, ids: list[int]) -> tuple[Case, ...]:
        dictionary: Dictionary = read_dictionary(connection)
        return _cases(connection, list(read_quotes(connection, dictionary, [str(one) for one in ids])))


def _standing(connection: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[int, CaseState, str, str | None]]:
    rows = connection.execute(
        """SELECT marks.feedback_id, ifnull(state, 'open'), ifnull(owner, ''), due_on
            FROM marks LEFT JOIN cases ON cases.feedback_id = marks.feedback_id
            WHERE mark = 'case' AND marks.feedback_id IN (SELECT value FROM json_each(?)) ORDER BY 1""",
        (json.dumps(list(ids)),),
    )
    return [tuple(row) for row in rows]


def _cases(connection: sqlite3.Connection, verbatims: list[Verbatim]) -> tuple[Case, ...]:
    wanted = json.dumps([one.id for one in verbatims])
    standing = {row[0]: row for row in _standing(connection, [one.id for one in verbatims])}
    opened = {
        row[0]: CaseStep(datetime.fromisoformat(row[2]), row[1], "opened")
        for row in connection.execute(
            """SELECT feedback_id, marked_by, marked_at FROM marks
                WHERE mark = 'case' AND feedback_id IN (SELECT value FROM json_each(?))""",
            (wanted,),
        )
    }
    steps: dict[int, list[CaseStep]] = {}
    for row in connection.execute(
        """SELECT feedback_id, made_at, made_by, what, value FROM case_steps
            WHERE feedback_id IN (SELECT value FROM json_each(?)) ORDER BY id""",
        (wanted,),
    ):
        steps.setdefault(row[0], []).append(CaseStep(datetime.fromisoformat(row[1]), row[2], row[3], row[4]))
    found = []
    for one in verbatims:
        if one.id in standing:
            _, state, owner, due_on = standing[one.id]
            history = sorted([opened[one.id], *steps.get(one.id, [])], key=lambda step: step.at)
            due = date.fromisoformat(due_on) if due_on else None
            found.append(Case(one, state, owner, due, opened[one.id].at, tuple(history)))
    return tuple(found)
