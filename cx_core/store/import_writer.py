"""One import: everything that it brings goes in as one transaction, or nothing does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
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
from cx_core.store.ahead import Ahead, ahead
from cx_core.store.answer_columns import answer_columns
from cx_core.store.answer_rows import NULL, AnswerRows, Integers, Made, Mask, Texts, is_given, values_at
from cx_core.store.bulk_changes import indexed_afterwards, uncollected
from cx_core.store.codecs import mapping_to_json, problem_to_json
from cx_core.store.dictionary_store import add_source, source_id_of
from cx_core.store.new_rows import select_new
from cx_core.store.people import unify
from cx_core.store.raw_blocks import RawBlock
from cx_core.store.row_customers import customers_of, link_people
from cx_core.store.snapshots import Draft, snapshot_column
from cx_core.store.words_beside import last_answer, words_beside

Progress = Callable[[float], None]
#: Drafts a snapshot of an import's number, its content word and the whole numbers of its answers, with their ids; a
#: column that is absent is NULL throughout.
Drafted = Callable[[int, str, dict[str, pa.Array]], Draft | None]

_CHUNK = 10_000
#: Rows written by one statement: a fifth quicker than one by one. All their values must fit it, 32,766 by default.
_AT_ONCE = 500
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
        batch = _Batch(connection, import_id, source_id, progress, n_rows=n_writes, blocks=blocks)
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


class _Batch:
    """The inserts of one import, with one progress over all of them; packed rows go in between as they are ready."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        import_id: int,
        source_id: int,
        progress: Progress,
        n_rows: int,
        blocks: Ahead[RawBlock],
    ) -> None:
        self._connection = connection
        self._import_id = import_id
        self._source_id = source_id
        self._progress = progress
        self._n_rows = n_rows
        self._n_done = 0
        self._blocks = blocks

    def insert(self, table: str, columns: dict[str, Integers | Texts | Made], chosen: Mask) -> None:
        """Insert the chosen rows of some columns, a chunk at a time."""
        places = np.flatnonzero(chosen)
        fixed = {"import_id": self._import_id, "source_id": self._source_id}
        # Scales, and columns that nobody filled: written once in the statement, not bound row by row.
        same = {name: found for name, column in columns.items() if (found := _one_value(column, places)) is not None}
        varied = [_as_bytes(column) for name, column in columns.items() if name not in same]
        names = [*fixed, *same, *(name for name in columns if name not in same)]
        given = [*map(str, fixed.values()), *same.values()]
        bound = ["CAST(? AS TEXT)" if _is_bytes(one) else "?" for one in varied]
        one_row = f"({', '.join([*given, *bound])})"
        for at in _chunks(places):
            # Row after row in one list, laid in column by column: a third of the time of making each row.
            values: list[Any] = [None] * (len(at) * len(varied))
            for place, column in enumerate(varied):
                values[place :: len(varied)] = values_at(column, at)
            for start in range(0, len(at), _AT_ONCE):
                n_rows = min(_AT_ONCE, len(at) - start)
                statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([one_row] * n_rows)}"
                bound_now = values[start * len(varied) : (start + n_rows) * len(varied)]
                self._connection.execute(statement, bound_now)
            raw_blocks.put(self._connection, self._import_id, self._blocks.ready())
            self._n_done += len(at)
            self._progress(min(1.0, self._n_done / max(1, self._n_rows)))


def _one_value(column: Integers | Texts | Made, places: Integers) -> str | None:
    """Return what all of a column is at some places, as SQL writes it; None where there are several values or texts."""
    if callable(column) or not len(places):
        return None
    if not isinstance(column, np.ndarray):
        if column.null_count == len(column):
            return "NULL"
        lengths = pc.binary_length(column)
        is_empty = not column.null_count and not lengths.to_numpy(zero_copy_only=False)[places].any()
        return "''" if is_empty else None
    chosen = column[places]
    if (chosen != chosen[0]).any():
        return None
    return "NULL" if chosen[0] == NULL else str(chosen[0])


def _as_bytes(column: Integers | Texts | Made) -> Integers | Texts | Made:
    """Return texts with letters beyond ASCII as their bytes: to make one of Python's of each takes 15 times as long."""
    if callable(column) or isinstance(column, np.ndarray) or pc.all(pc.string_is_ascii(column), min_count=0).as_py():
        return column
    return column.cast(pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary())


def _is_bytes(column: Integers | Texts | Made) -> bool:
    return not callable(column) and not isinstance(column, np.ndarray) and "binary" in str(column.type)


def _chunks(positions: Integers) -> Iterator[Integers]:
    for start in range(0, len(positions), _CHUNK):
        yield positions[start : start + _CHUNK]


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
