"""One import: everything that it brings goes in as one transaction, or nothing does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.model.imports import ANSWER_COLUMNS
from cx_core.model.inspection import FileFacts, Mapping, Receipt
from cx_core.model.problem import Problem
from cx_core.store import raw_blocks
from cx_core.store.ahead import ahead
from cx_core.store.answer_columns import answer_columns
from cx_core.store.answer_rows import NULL, AnswerRows, Integers, Made, Mask, Texts, is_given
from cx_core.store.bulk_changes import indexed_afterwards, uncollected
from cx_core.store.codecs import mapping_to_json, problem_to_json
from cx_core.store.dictionary_store import add_source, source_id_of
from cx_core.store.new_rows import select_new
from cx_core.store.people import unify
from cx_core.store.row_customers import customers_of, link_people
from cx_core.store.row_inserts import Progress, RowInserts
from cx_core.store.snapshots import Draft, snapshot_column
from cx_core.store.words_beside import last_answer, words_beside

#: Drafts a snapshot of an import's number, its content word and the whole numbers of its answers, with their ids; a
#: column that is absent is NULL throughout.
Drafted = Callable[[int, str, dict[str, pa.Array]], Draft | None]

#: Packed rows that may wait to be written, in blocks: some 40 MB, made while customers and columns are.
_BLOCKS_AHEAD = 1024


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
    source_name: str | None = None


@dataclass(frozen=True)
class Written:
    """What an import wrote: its receipt, and its snapshot where that could be drafted from what is at hand."""

    receipt: Receipt
    draft: Draft | None = None


@uncollected()
def write_import(
    connection: sqlite3.Connection,
    folder: Path,
    arrival: Arrival,
    rows: AnswerRows,
    progress: Progress,
    drafted: Drafted,
) -> Written:
    """Write a file's rows inside the caller's transaction and say what became of them.

    ``drafted`` is called in a second thread to draft the snapshot while the indexes are built; what it makes is the
    caller's to publish or to discard, also where the import fails after that.

    Duplicates and empty rows are left out, see `select_new`. Where nothing is new, nothing is written and the receipt
    has no batch.
    """
    source_id = source_id_of(connection, arrival.fingerprint)
    chosen = select_new(connection, source_id, rows)
    receipt = Receipt(
        batch_id=None,
        file_name=arrival.file.name,
        rows_read=arrival.rows_read,
        rows_kept=int(chosen.kept_rows.sum()),
        rows_duplicate=chosen.n_duplicates,
        rows_rejected=arrival.rows_rejected + chosen.n_empty,
        problems=(*arrival.problems, *chosen.problems),
    )
    if not receipt.rows_kept:
        return Written(receipt)
    if source_id is None:
        name = arrival.source_name or PurePath(arrival.file.name).stem or arrival.file.name
        source_id = add_source(connection, arrival.fingerprint, name, arrival.profile)
    n_others = connection.execute(
        "SELECT ifnull(sum(n_answers), 0), ifnull(sum(n_orders), 0) FROM imports WHERE state = 'live'"
    ).fetchone()
    is_answer = chosen.kept & rows.is_answer
    is_order = chosen.kept & rows.is_order
    import_id = _add_import(connection, source_id, arrival, receipt)
    n_writes = int(is_answer.sum() + is_order.sum())
    places = np.flatnonzero(chosen.kept_rows)
    packed = raw_blocks.pack(rows.row_no[places], lambda at: rows.raw(places[at]))
    # Packing holds no lock of Python's: it goes on in a second thread beside what SQLite does in this one.
    n_words = int((is_given(rows.verbatim) & is_answer).sum())
    with (
        ahead(packed, _BLOCKS_AHEAD) as blocks,
        words_beside(connection, rows.responded_at, n_words) as words,
        ThreadPoolExecutor(1) as pool,
    ):
        batch = RowInserts(connection, import_id, source_id, progress, n_rows=n_writes, blocks=blocks)
        customers = customers_of(connection, folder, rows, chosen.kept)
        columns, problems = answer_columns(connection, arrival.mapping, rows, is_answer)
        columns = {**columns, "customer": customers}
        # What the checks of ``feedback`` demand has been seen to for whole columns: row by row that takes a while.
        connection.execute("PRAGMA ignore_check_constraints=ON")
        folded = columns["verbatim_folded"]
        if words and callable(folded):
            columns["verbatim_folded"] = words.heard(folded)
        with indexed_afterwards(connection, "feedback", n_changed=int(is_answer.sum()), n_others=n_others[0]):
            first = last_answer(connection) + 1
            batch.insert("feedback", columns, is_answer)
            ids = np.arange(first, last_answer(connection) + 1, dtype=np.int64)
            content = _content_of(connection, import_id)
            own = {"import_id": import_id, "source_id": source_id}
            drafting = pool.submit(lambda: drafted(import_id, content, _numbers(ids, own, columns, rows, is_answer)))
            if words:
                words.end()
        with indexed_afterwards(connection, "orders", n_changed=int(is_order.sum()), n_others=n_others[1]):
            batch.insert("orders", _order_columns(rows, customers, is_answer), is_order)
        raw_blocks.put(connection, import_id, blocks.rest())
        if words:
            words.take_in(connection, import_id)
    receipt = replace(
        receipt,
        batch_id=str(import_id),
        problems=(*receipt.problems, *problems),
        details={"answers": int(is_answer.sum()), "orders": int(is_order.sum())},
    )
    link_people(connection, folder, import_id, rows, chosen.kept, customers)
    _publish(connection, import_id, receipt, rows.day[chosen.kept])
    # Where answers are counted for somebody else, the draft is not what stands in the database.
    return Written(receipt, None if import_id in unify(connection) else drafting.result())


def _content_of(connection: sqlite3.Connection, import_id: int) -> str:
    return str(connection.execute("SELECT content FROM imports WHERE id = ?", (import_id,)).fetchone()[0])


def _numbers(
    ids: Integers, own: dict[str, int], columns: dict[str, Any], rows: AnswerRows, is_answer: Mask
) -> dict[str, pa.Array]:
    """Return the whole numbers of the answers just written; ``own`` are those that all of them share."""
    chosen = slice(None) if len(ids) == len(rows) else is_answer
    made: dict[str, Integers] = {
        "id": ids,
        **{name: np.full(len(ids), number, dtype=np.int64) for name, number in own.items()},
        "has_verbatim": is_given(rows.verbatim)[chosen].astype(np.int64),
    }
    return {
        name: snapshot_column(name, made[name] if name in made else columns[name][chosen])
        for name in ANSWER_COLUMNS
        if name in made or name in columns
    }


def touch_stamp(connection: sqlite3.Connection) -> None:
    """Give the live data a new stamp. A random one: a restored backup must not repeat a stamp for other data."""
    connection.execute("UPDATE facts SET value = lower(hex(randomblob(8))) WHERE key = 'stamp'")


def _order_columns(rows: AnswerRows, customers: Integers, is_answer: Mask) -> dict[str, Integers | Texts | Made]:
    """Return the columns of ``orders``. An order beside an answer goes by the answer's identity, and has none here."""
    return {
        "row_no": rows.row_no,
        "identity": pc.if_else(pa.array(is_answer), "", rows.identity),
        "customer": customers,
        "ordered_at": rows.responded_at,
        "day": rows.day,
        "code": rows.order,
        "revenue": rows.revenue,
    }


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
