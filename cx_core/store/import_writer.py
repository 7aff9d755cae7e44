"""One import: everything that it brings goes in as one transaction, or nothing does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cx_core.model.feedback import SCORE_ROLES, Role
from cx_core.model.imports import SEGMENT_COLUMNS
from cx_core.model.inspection import FileFacts, Mapping, Receipt
from cx_core.model.problem import MAX_ROWS_LISTED, Problem, Refusal
from cx_core.store import dictionary_store as codes
from cx_core.store.answer_rows import NULL, AnswerRows, Integers, Mask, Texts, as_values
from cx_core.store.codecs import mapping_to_json, problem_to_json
from cx_core.store.pseudonyms import customer_codes

Progress = Callable[[float], None]

_CHUNK = 10_000
#: SQLite's page cache for the length of an import, in KiB: the index of identities is filled in no order.
_CACHE_KIB = 131_072


@dataclass(frozen=True)
class Arrival:
    """What comes in with a file beside its rows: see `ResponseStore.import_batch`."""

    mapping: Mapping
    file: FileFacts
    profile: str
    fingerprint: str
    problems: tuple[Problem, ...]
    rows_read: int
    rows_rejected: int
    purpose: str | None
    keep_until: date | None
    now: datetime


@dataclass(frozen=True)
class _Selection:
    """Which rows are new and hold something, and what is said about the others."""

    kept: Mask
    n_duplicates: int
    n_empty: int
    problems: tuple[Problem, ...]


def write_import(
    connection: sqlite3.Connection, folder: Path, arrival: Arrival, rows: AnswerRows, progress: Progress
) -> Receipt:
    """Write a file's rows inside the caller's transaction and say what became of them.

    A row is a duplicate when a live row of the same source, or an earlier row of this file, has its identity.
    Identities are compared within a source only, because two tools may number their answers alike. Where nothing is
    new, nothing is written and the receipt has no batch.
    """
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    source_id = codes.source_id_of(connection, arrival.fingerprint)
    chosen = _select(connection, source_id, rows)
    receipt = Receipt(
        batch_id=None,
        file_name=arrival.file.name,
        rows_read=arrival.rows_read,
        rows_kept=int(chosen.kept.sum()),
        rows_duplicate=chosen.n_duplicates,
        rows_rejected=arrival.rows_rejected + chosen.n_empty,
        problems=(*arrival.problems, *chosen.problems),
    )
    if not receipt.rows_kept:
        return receipt
    if source_id is None:
        source_id = codes.add_source(connection, arrival.fingerprint, arrival.file.name, arrival.profile)
    is_answer = chosen.kept & rows.is_answer
    is_order = chosen.kept & rows.is_order
    import_id = _add_import(connection, source_id, arrival, receipt)
    batch = _Batch(connection, import_id, source_id, rows, progress, n_rows=int(chosen.kept.sum() + is_answer.sum()))
    customers = _customers(connection, folder, rows, chosen.kept)
    columns, problems = _answer_columns(connection, arrival.mapping, rows, is_answer)
    batch.insert("raw_rows", {"row_no": rows.row_no, "data": _raw(rows)}, chosen.kept)
    batch.insert("feedback", {**columns, "customer": customers}, is_answer)
    batch.insert("orders", _order_columns(rows, customers), is_order)
    receipt = replace(
        receipt,
        batch_id=str(import_id),
        problems=(*receipt.problems, *problems),
        details={"answers": int(is_answer.sum()), "orders": int(is_order.sum())},
    )
    _publish(connection, import_id, receipt, rows.day[chosen.kept])
    return receipt


def touch_stamp(connection: sqlite3.Connection) -> None:
    """Give the live data a new stamp. A random one: a restored backup must not repeat a stamp for other data."""
    connection.execute("UPDATE facts SET value = lower(hex(randomblob(8))) WHERE key = 'stamp'")


class _Batch:
    """The inserts of one import, with one progress over all of them."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        import_id: int,
        source_id: int,
        rows: AnswerRows,
        progress: Progress,
        n_rows: int,
    ) -> None:
        self._connection = connection
        self._import_id = import_id
        self._source_id = source_id
        self._progress = progress
        self._n_rows = n_rows
        self._n_done = 0
        self._n = len(rows)

    def insert(self, table: str, columns: dict[str, Integers | Texts], chosen: Mask) -> None:
        """Insert the chosen rows of some columns, a chunk at a time."""
        columns = {"import_id": np.full(self._n, self._import_id), **columns}
        if table != "raw_rows":
            columns["source_id"] = np.full(self._n, self._source_id)
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        for at in _chunks(np.flatnonzero(chosen)):
            values = [as_values(column[at]) for column in columns.values()]
            self._connection.executemany(statement, zip(*values, strict=True))
            self._n_done += len(at)
            self._progress(min(1.0, self._n_done / max(1, self._n_rows)))


def _chunks(positions: Integers) -> Iterator[Integers]:
    for start in range(0, len(positions), _CHUNK):
        yield positions[start : start + _CHUNK]


def _select(connection: sqlite3.Connection, source_id: int | None, rows: AnswerRows) -> _Selection:
    holds_something = rows.is_answer | rows.is_order
    stored = _stored_identities(connection, source_id, rows.identity)
    in_store = pd.Series(rows.identity).isin(stored).to_numpy() & holds_something
    repeated = np.zeros(len(rows), dtype=bool)
    repeated[holds_something] = pd.Series(rows.identity[holds_something]).duplicated().to_numpy()
    repeated &= ~in_store
    problems = (
        _problem("duplicate_of_stored", rows, in_store),
        _problem("duplicate_in_file", rows, repeated),
        _problem("row_without_answer", rows, ~holds_something),
    )
    return _Selection(
        kept=holds_something & ~in_store & ~repeated,
        n_duplicates=int(in_store.sum() + repeated.sum()),
        n_empty=int((~holds_something).sum()),
        problems=tuple(problem for problem in problems if problem.count),
    )


def _problem(kind: str, rows: AnswerRows, where: Mask) -> Problem:
    numbers = rows.row_no[where]
    return Problem(kind, rows=tuple(numbers[:MAX_ROWS_LISTED].tolist()), count=len(numbers))


def _stored_identities(connection: sqlite3.Connection, source_id: int | None, identities: Texts) -> set[str]:
    """Return which identities the source already has, asking only for those of this file."""
    stored: set[str] = set()
    if source_id is None:
        return stored
    for table in ("feedback", "orders"):
        question = f"""SELECT value FROM json_each(?) WHERE EXISTS (
            SELECT 1 FROM {table} WHERE source_id = ? AND identity = json_each.value)"""
        for start in range(0, len(identities), _CHUNK):
            asked = json.dumps(identities[start : start + _CHUNK].tolist())
            stored.update(row[0] for row in connection.execute(question, (asked, source_id)))
    return stored


def _customers(connection: sqlite3.Connection, folder: Path, rows: AnswerRows, kept: Mask) -> Integers:
    """Return each kept row's customer. Only they are looked up: a duplicate adds nobody."""
    positions, distinct = rows.customer.positions, rows.customer.labels
    used = [at for at in np.unique(positions[kept]).tolist() if at >= 0]
    known = customer_codes(connection, folder, (distinct[at].strip() for at in used))
    return rows.customer.codes(known.get(label.strip(), NULL) for label in distinct)


def _answer_columns(
    connection: sqlite3.Connection, mapping: Mapping, rows: AnswerRows, is_answer: Mask
) -> tuple[dict[str, Integers | Texts], tuple[Problem, ...]]:
    place_parts = {
        field: _coded(connection, field, labels, is_answer)
        for field, labels in (("channel", rows.channel), ("touchpoint", rows.touchpoint), ("stage", rows.stage))
    }
    place = np.full(len(rows), NULL, dtype=np.int64)
    place[is_answer], _ = codes.place_codes(connection, *(part[is_answer] for part in place_parts.values()))
    segments, problems = _segment_columns(connection, rows, is_answer)
    columns: dict[str, Integers | Texts] = {
        "row_no": rows.row_no,
        "identity": rows.identity,
        "day": rows.day,
        "responded_at": rows.responded_at,
        "place": place,
        **place_parts,
        **segments,
        **_score_columns(connection, mapping, rows, is_answer),
        "verbatim": rows.verbatim,
        "verbatim_folded": rows.verbatim_folded,
    }
    return columns, problems


def _coded(connection: sqlite3.Connection, field: str, labels: Any, is_answer: Mask) -> Integers:
    """Return the codes of a label column. Labels that only duplicates or orders have get none."""
    used = {at for at in np.unique(labels.positions[is_answer]).tolist() if at >= 0}
    wanted = [at for at in range(len(labels.labels)) if at in used]
    given = dict(zip(wanted, codes.label_codes(connection, field, [labels.labels[at] for at in wanted]), strict=True))
    coded: Integers = labels.codes(given.get(at, NULL) for at in range(len(labels.labels)))
    return coded


def _segment_columns(
    connection: sqlite3.Connection, rows: AnswerRows, is_answer: Mask
) -> tuple[dict[str, Integers | Texts], tuple[Problem, ...]]:
    filled = [(name, labels) for name, labels in rows.segments if (labels.positions[is_answer] >= 0).any()]
    slots = codes.segment_slots(connection, (name for name, _ in filled))
    columns: dict[str, Integers | Texts] = {}
    problems = []
    for name, labels in filled:
        if name not in slots:
            # The values stay in the raw rows; they cannot be filtered by.
            problems.append(Problem("segment_slots_full", column=name, lost=False))
            continue
        column, field = SEGMENT_COLUMNS[slots[name] - 1], codes.segment_field(connection, slots[name])
        coded = _coded(connection, field, labels, is_answer)
        # Two columns whose names fold alike share a slot: the first one that says something counts.
        columns[column] = np.where(columns[column] == NULL, coded, columns[column]) if column in columns else coded
    return columns, tuple(problems)


def _score_columns(
    connection: sqlite3.Connection, mapping: Mapping, rows: AnswerRows, is_answer: Mask
) -> dict[str, Integers | Texts]:
    columns: dict[str, Integers | Texts] = {}
    for role in SCORE_ROLES:
        scores = rows.scores[role]
        columns[role] = scores
        given = (scores != NULL) & is_answer
        if role != "nps" and given.any():
            columns[f"{role}_scale"] = np.where(given, _scale_code(connection, mapping, role), NULL)
    return columns


def _scale_code(connection: sqlite3.Connection, mapping: Mapping, role: Role) -> int:
    column = next(iter(mapping.columns_with(role)), None)
    scale = None if column is None else mapping.scale_of(column)
    if scale is None:
        raise Refusal("scale_unknown", {"column": column or role})
    return codes.scale_code(connection, scale)


def _order_columns(rows: AnswerRows, customers: Integers) -> dict[str, Integers | Texts]:
    return {
        "row_no": rows.row_no,
        "identity": rows.identity,
        "customer": customers,
        "ordered_at": rows.responded_at,
        "day": rows.day,
        "code": rows.order,
        "revenue": rows.revenue,
    }


def _raw(rows: AnswerRows) -> Texts:
    raw = rows.raw.copy()
    raw[raw == None] = "{}"  # noqa: E711  (elementwise)
    return raw


def _add_import(connection: sqlite3.Connection, source_id: int, arrival: Arrival, receipt: Receipt) -> int:
    row = {
        "source_id": source_id,
        "file_name": arrival.file.name,
        "sha256": arrival.file.sha256,
        "state": "staged",
        "imported_at": arrival.now.astimezone(UTC).isoformat(),
        "rows_read": receipt.rows_read,
        "rows_kept": receipt.rows_kept,
        "rows_duplicate": receipt.rows_duplicate,
        "rows_rejected": receipt.rows_rejected,
        "n_answers": 0,
        "n_orders": 0,
        "problems": "[]",
        "mapping": json.dumps(mapping_to_json(arrival.mapping), ensure_ascii=False),
        "purpose": arrival.purpose,
        "keep_until": arrival.keep_until.isoformat() if arrival.keep_until else None,
    }
    names = ", ".join(row)
    statement = f"""INSERT INTO imports ({names}, content)
        VALUES ({", ".join("?" * len(row))}, lower(hex(randomblob(8)))) RETURNING id"""
    return int(connection.execute(statement, tuple(row.values())).fetchone()[0])


def _publish(connection: sqlite3.Connection, import_id: int, receipt: Receipt, days: Integers) -> None:
    dated = days[days != NULL]
    problems = json.dumps([problem_to_json(problem) for problem in receipt.problems], ensure_ascii=False)
    connection.execute(
        """UPDATE imports SET state = 'live', problems = ?, n_answers = ?, n_orders = ?, first_day = ?, last_day = ?
            WHERE id = ?""",
        (
            problems,
            receipt.details["answers"],
            receipt.details["orders"],
            int(dated.min()) if len(dated) else None,
            int(dated.max()) if len(dated) else None,
            import_id,
        ),
    )
    touch_stamp(connection)
