"""The imports so far, and taking one back."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime

from cx_core.model.imports import ImportRecord
from cx_core.model.period import day_from_number
from cx_core.model.problem import Refusal
from cx_core.store.bulk_changes import indexed_afterwards
from cx_core.store.codecs import problem_from_json
from cx_core.store.dictionary_store import forget_unused_codes
from cx_core.store.import_writer import touch_stamp
from cx_core.store.people import unify, unlink_keys

_SELECT = "SELECT imports.*, sources.name, sources.profile FROM imports JOIN sources ON sources.id = source_id"


def read_imports(connection: sqlite3.Connection) -> tuple[ImportRecord, ...]:
    """Return every import, live or undone, the newest first."""
    return tuple(_record(row) for row in connection.execute(f"{_SELECT} ORDER BY imports.id DESC"))


def undo_import(connection: sqlite3.Connection, batch_id: str) -> ImportRecord:
    """Delete an import's rows inside the caller's transaction; the record stays and says so.

    Undoing twice does nothing more. Raises `Refusal` ``import_unknown``.
    """
    record = _find(connection, batch_id)
    if record.state == "undone":
        return record
    for table in ("feedback", "orders"):
        _delete_rows(connection, table, batch_id)
    connection.execute("DELETE FROM raw_blocks WHERE import_id = ?", (batch_id,))
    connection.execute("UPDATE imports SET state = 'undone' WHERE id = ?", (batch_id,))
    unlink_keys(connection, int(record.batch_id))
    unify(connection)
    forget_unused_codes(connection)
    touch_stamp(connection)
    return _find(connection, batch_id)


def _delete_rows(connection: sqlite3.Connection, table: str, batch_id: str) -> None:
    question = f"SELECT count(*), ifnull(sum(import_id = CAST(? AS INTEGER)), 0) FROM {table}"
    n_all, n_changed = connection.execute(question, (batch_id,)).fetchone()
    with indexed_afterwards(connection, table, n_changed=n_changed, n_others=n_all - n_changed):
        connection.execute(f"DELETE FROM {table} WHERE import_id = ?", (batch_id,))


def _find(connection: sqlite3.Connection, batch_id: str) -> ImportRecord:
    row = connection.execute(f"{_SELECT} WHERE imports.id = ?", (batch_id,)).fetchone()
    if row is None:
        raise Refusal("import_unknown", {"batch": batch_id})
    return _record(row)


def _record(row: sqlite3.Row) -> ImportRecord:
    return ImportRecord(
        batch_id=str(row["id"]),
        source=row["name"],
        file_name=row["file_name"],
        profile=row["profile"],
        sha256=row["sha256"],
        state=row["state"],
        imported_at=datetime.fromisoformat(row["imported_at"]),
        rows_read=row["rows_read"],
        rows_kept=row["rows_kept"],
        rows_duplicate=row["rows_duplicate"],
        rows_rejected=row["rows_rejected"],
        problems=tuple(problem_from_json(one) for one in json.loads(row["problems"])),
        first_on=_day(row["first_day"]),
        last_on=_day(row["last_day"]),
        purpose=row["purpose"],
        keep_until=date.fromisoformat(row["keep_until"]) if row["keep_until"] else None,
        source_id=row["source_id"],
    )


def _day(number: int | None) -> date | None:
    return None if number is None else day_from_number(number)
