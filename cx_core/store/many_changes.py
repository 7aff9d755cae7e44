"""The same correction or mark for one comment or many, and the way back from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cx_core.model.analysed import Correction, Mark

#: Comments in one transaction, so that whoever saves something meanwhile waits for a moment only.
CHUNK = 2_000

#: Follows the change of some comments (a JSON list of ids) inside the transaction.
Follow = Callable[[sqlite3.Connection, str], None]
Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]


@dataclass(frozen=True)
class _Table:
    """Where a kind of change is kept. The last two columns say by whom and when."""

    name: str
    columns: tuple[str, ...]


_AMONG = "feedback_id IN (SELECT value FROM json_each(?))"
_CORRECTIONS = _Table("corrections", ("feedback_id", "theme", "value", "corrected_by", "corrected_at"))
_MARKS = _Table("marks", ("feedback_id", "mark", "marked_by", "marked_at"))


@dataclass(frozen=True)
class ManyChanged:
    """A change, as it is taken back.

    ``said`` is what stands beside each of the ``n`` comments now: a theme (empty for the whole comment) and its value,
    or a mark, then by whom and when; ``is_on`` is False for a mark that was taken away. ``before`` are the rows that
    the change replaced or took away.
    """

    table: _Table
    said: tuple[str | None, ...]
    is_on: bool = True
    n: int = 0
    before: tuple[tuple[int | str | None, ...], ...] = ()


class ManyChanges:
    """Changes of one workspace, a chunk at a time."""

    def __init__(self, write: Transaction, follow: Follow) -> None:
        self._write = write
        self._follow = follow

    def correct(self, ids: Sequence[int], correction: Correction, by: str, now: datetime) -> ManyChanged:
        """Correct comments. Those that still wait will be read with the correction in force."""
        return self._change(ids, ManyChanged(_CORRECTIONS, (correction.theme or "", correction.value, by, _at(now))))

    def mark(self, ids: Sequence[int], mark: Mark, by: str, now: datetime, *, on: bool) -> ManyChanged:
        """Put a mark beside comments, or take it away; one that is there already stays as it is."""
        return self._change(ids, ManyChanged(_MARKS, (mark, by, _at(now)), is_on=on))

    def take_back(self, changed: ManyChanged) -> int:
        """Put back what stood there before; return how many comments that is. What was changed since stays as it is."""
        table, before = changed.table, {row[0]: row for row in changed.before}
        with self._write() as connection:
            ids = _held(connection, changed) if changed.is_on else _alive(connection, before)
        for some in _chunks(ids):
            wanted = json.dumps(some)
            with self._write() as connection:
                if changed.is_on:
                    where = f"{_ours(table)} AND {_AMONG}"
                    connection.execute(f"DELETE FROM {table.name} WHERE {where}", (*_told(changed), wanted))
                connection.executemany(
                    f"INSERT OR IGNORE INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})",
                    [before[one] for one in some if one in before],
                )
                self._follow(connection, _counted(table, wanted))
        return len(ids)

    def _change(self, ids: Sequence[int], change: ManyChanged) -> ManyChanged:
        for some in _chunks(ids):
            wanted = json.dumps(list(some))
            with self._write() as connection:
                before = _before(connection, change, wanted)
                n = _put(connection, change, wanted) if change.is_on else _take(connection, change, wanted)
                self._follow(connection, _counted(change.table, wanted))
            change = replace(change, n=change.n + n, before=(*change.before, *before))
        return change


def _at(now: datetime) -> str:
    return now.astimezone(UTC).isoformat()


def _counted(table: _Table, wanted: str) -> str:
    """Return the comments to count again; a mark changes no count."""
    return wanted if table is _CORRECTIONS else "[]"


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _before(connection: sqlite3.Connection, change: ManyChanged, wanted: str) -> list[tuple[int | str | None, ...]]:
    """Return the rows that a change replaces or takes away; a mark that is there already stays."""
    table = change.table
    if table is _MARKS and change.is_on:
        return []
    question = f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {table.columns[1]} = ? AND {_AMONG}"
    return [tuple(row) for row in connection.execute(question, (change.said[0], wanted))]


def _put(connection: sqlite3.Connection, change: ManyChanged, wanted: str) -> int:
    table = change.table
    what = "IGNORE" if table is _MARKS else "REPLACE"
    return connection.execute(
        f"""INSERT OR {what} INTO {table.name} ({", ".join(table.columns)}) SELECT id{", ?" * len(change.said)}
            FROM feedback WHERE id IN (SELECT value FROM json_each(?))""",
        (*change.said, wanted),
    ).rowcount


def _take(connection: sqlite3.Connection, change: ManyChanged, wanted: str) -> int:
    table = change.table
    where = f"{table.columns[1]} = ? AND {_AMONG}"
    return connection.execute(f"DELETE FROM {table.name} WHERE {where}", (change.said[0], wanted)).rowcount


def _ours(table: _Table) -> str:
    """Return the condition on rows that one change wrote and that nobody changed since."""
    return " AND ".join(f"{column} = ?" for column in (table.columns[1], *table.columns[-2:]))


def _told(changed: ManyChanged) -> tuple[str | None, ...]:
    return changed.said[0], *changed.said[-2:]


def _held(connection: sqlite3.Connection, changed: ManyChanged) -> list[int]:
    question = f"SELECT feedback_id FROM {changed.table.name} WHERE {_ours(changed.table)}"
    return [row[0] for row in connection.execute(question, _told(changed))]


def _alive(connection: sqlite3.Connection, ids: Iterable[int | str | None]) -> list[int]:
    question = "SELECT id FROM feedback WHERE id IN (SELECT value FROM json_each(?))"
    return [row[0] for row in connection.execute(question, (json.dumps(list(ids)),))]
