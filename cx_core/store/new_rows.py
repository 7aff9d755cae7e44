"""Which rows of a file are new: not stored before, not said twice, and not empty."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.model.problem import MAX_ROWS_LISTED, Problem
from cx_core.store.answer_rows import AnswerRows, Integers, Mask, Texts

_CHUNK = 10_000
#: So many digits of an identity are two whole numbers, put together by an odd one (of the golden ratio).
_HEAD = 16
_MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Selection:
    """Which answers and orders are new, and what became of the rows of the file, each counted once.

    ``kept`` chooses among the frame's rows, ``kept_rows`` the first of each row of the file of which anything is kept.
    """

    kept: Mask
    kept_rows: Mask
    n_duplicates: int
    n_empty: int
    problems: tuple[Problem, ...]


def select_new(connection: sqlite3.Connection, source_id: int | None, rows: AnswerRows) -> Selection:
    """Choose the rows to keep.

    Rows of the frame with one row number are one row of the file: an answer with scores of several touchpoints. It is
    kept when any of them is. A row is a duplicate when a live row of the same source, or an earlier row of this file,
    has its identity.
    Identities are compared within a source only, because two tools may number their answers alike. ``source_id`` is
    None for a source that is new.
    """
    holds_something = rows.is_answer | rows.is_order
    stored = _stored_identities(connection, source_id, rows.identity)
    in_store = _mask(pc.is_in(rows.identity, pa.array(sorted(stored), rows.identity.type))) & holds_something
    repeated = np.zeros(len(rows), dtype=bool)
    repeated[holds_something] = _said_before(rows.identity.filter(pa.array(holds_something)))
    repeated &= ~in_store
    kept = holds_something & ~in_store & ~repeated
    first, in_row = _rows_of_file(rows.row_no)
    kept_rows = first & in_row(kept)
    of_stored = first & in_row(in_store) & ~kept_rows
    of_file = first & in_row(repeated) & ~kept_rows & ~of_stored
    empty = first & ~in_row(holds_something)
    problems = (
        _problem("duplicate_of_stored", rows, of_stored),
        _problem("duplicate_in_file", rows, of_file),
        _problem("row_without_answer", rows, empty),
    )
    return Selection(
        kept=kept,
        kept_rows=kept_rows,
        n_duplicates=int(of_stored.sum() + of_file.sum()),
        n_empty=int(empty.sum()),
        problems=tuple(problem for problem in problems if problem.count),
    )


def _mask(found: pa.BooleanArray) -> Mask:
    mask: Mask = found.to_numpy(zero_copy_only=False)
    return mask


def _said_before(identities: Texts) -> Mask:
    """Return which of some identities stand further up as well."""
    if _all_differ(identities):
        return np.zeros(len(identities), dtype=bool)
    # Codes are given in the order of the first places.
    codes = identities.dictionary_encode().indices.to_numpy()
    before = np.maximum.accumulate(np.append(-1, codes))[:-1]
    found: Mask = codes <= before
    return found


def _all_differ(identities: Texts) -> bool:
    """Tell that no identity stands twice, by what their first 16 digits come to; False where that does not tell.

    A file mostly has no row twice, and to sort numbers takes a fifth of the time of giving texts codes.
    """
    heads = pc.binary_slice(identities.cast(pa.large_binary()), 0, _HEAD)
    if pc.sum(pc.binary_length(heads), min_count=0).as_py() != _HEAD * len(heads):
        return False
    words = np.frombuffer(heads.buffers()[2] or b"", np.uint64, 2 * len(heads)).reshape(-1, 2)
    mixed = np.sort(words[:, 0] * _MIXER ^ words[:, 1])
    return not (mixed[1:] == mixed[:-1]).any()


def _rows_of_file(row_no: Integers) -> tuple[Mask, Callable[[Mask], Mask]]:
    """Return where each row of the file begins, and a function that tells of which of them a mask holds anywhere."""
    if len(row_no) < 2 or (np.diff(row_no) > 0).all():
        return np.ones(len(row_no), dtype=bool), lambda mask: mask
    _, begins, row = np.unique(row_no, return_index=True, return_inverse=True)
    first = np.zeros(len(row_no), dtype=bool)
    first[begins] = True

    def in_row(mask: Mask) -> Mask:
        found: Mask = (np.bincount(row, mask, len(begins)) > 0)[row]
        return found

    return first, in_row


def _problem(kind: str, rows: AnswerRows, where: Mask) -> Problem:
    numbers = rows.row_no[where]
    return Problem(kind, rows=tuple(numbers[:MAX_ROWS_LISTED].tolist()), count=len(numbers))


def _stored_identities(connection: sqlite3.Connection, source_id: int | None, identities: Texts) -> set[str]:
    """Return which identities the source already has, asking only for those of this file."""
    stored: set[str] = set()
    if source_id is None:
        return stored
    # An order in one row with an answer has no identity of its own, and none in the index.
    for table in ("feedback", "orders"):
        question = f"""SELECT value FROM json_each(?) WHERE value <> '' AND EXISTS (
            SELECT 1 FROM {table} WHERE source_id = ? AND identity = json_each.value AND identity <> '')"""
        for start in range(0, len(identities), _CHUNK):
            asked = json.dumps(identities.slice(start, _CHUNK).to_pylist())
            stored.update(row[0] for row in connection.execute(question, (asked, source_id)))
    return stored
