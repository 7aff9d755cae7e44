"""Many rows of one import inserted from columns: one list of values, of which SQLite is given hundreds of rows at once.

Python's own values are what takes time here, so few kinds of them are made: whole numbers, texts of ASCII letters and
`bytearray`. Of None and of bytes Python asks each time how a database takes them, which lasts as long as writing five
numbers. So a missing number goes as `NULL` and becomes none in the statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.store import raw_blocks
from cx_core.store.ahead import Ahead
from cx_core.store.answer_rows import NULL, Integers, Made, Mask, Texts, texts_at
from cx_core.store.raw_blocks import RawBlock

Progress = Callable[[float], None]
Column = Integers | Texts | Made

_CHUNK = 10_000
#: Rows written by one statement: a fifth quicker than one by one. All their values must fit it, 32,766 by default.
_AT_ONCE = 500


class RowInserts:
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

    def insert(self, table: str, columns: dict[str, Column], chosen: Mask) -> None:
        """Insert the chosen rows of some columns, a chunk at a time."""
        places = np.flatnonzero(chosen)
        fixed = {"import_id": self._import_id, "source_id": self._source_id}
        # Scales, and columns that nobody filled: written once in the statement, not bound row by row.
        same = {name: found for name, column in columns.items() if (found := _one_value(column, places)) is not None}
        varied = [_as_bytes(column) for name, column in columns.items() if name not in same]
        names = [*fixed, *same, *(name for name in columns if name not in same)]
        given = [*map(str, fixed.values()), *same.values()]
        one_row = f"({', '.join([*given, *(_bound(column, places) for column in varied)])})"
        for at in _chunks(places):
            # Row after row in one list, laid in column by column: a third of the time of making each row.
            values: list[Any] = [None] * (len(at) * len(varied))
            for place, column in enumerate(varied):
                values[place :: len(varied)] = _values_at(column, at)
            for start in range(0, len(at), _AT_ONCE):
                n_rows = min(_AT_ONCE, len(at) - start)
                statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([one_row] * n_rows)}"
                bound_now = values[start * len(varied) : (start + n_rows) * len(varied)]
                self._connection.execute(statement, bound_now)
            raw_blocks.put(self._connection, self._import_id, self._blocks.ready())
            self._n_done += len(at)
            self._progress(min(1.0, self._n_done / max(1, self._n_rows)))


def _one_value(column: Column, places: Integers) -> str | None:
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


def _as_bytes(column: Column) -> Column:
    """Return texts with letters beyond ASCII as their bytes: to make one of Python's of each takes 15 times as long."""
    if callable(column) or isinstance(column, np.ndarray) or pc.all(pc.string_is_ascii(column), min_count=0).as_py():
        return column
    return column.cast(pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary())


def _is_bytes(column: Column) -> bool:
    return not callable(column) and not isinstance(column, np.ndarray) and "binary" in str(column.type)


def _bound(column: Column, places: Integers) -> str:
    """Return what stands in the statement for a value that `_values_at` gives."""
    if _is_bytes(column):
        return "CAST(? AS TEXT)"
    lacks_some = isinstance(column, np.ndarray) and bool((column[places] == NULL).any())
    return f"nullif(?, {NULL})" if lacks_some else "?"


def _values_at(column: Column, at: Integers) -> list[Any]:
    """Return what a column holds at some places (ascending); a number that is missing is `NULL`."""
    if callable(column):
        return column(at)
    if isinstance(column, np.ndarray):
        return column[at].tolist()
    texts = texts_at(column, at)
    if _is_bytes(column):
        return _bytes_of(texts)
    found: list[Any] = texts.to_numpy(zero_copy_only=False).tolist()
    return found


def _bytes_of(texts: Texts) -> list[bytearray | None]:
    """Return the bytes of texts, None for a null."""
    width = np.dtype(np.int64 if "large" in str(texts.type) else np.int32)
    _, offsets, letters = texts.buffers()
    ends = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1]
    said = bytearray(memoryview(letters)[ends[0] : ends[-1]]) if letters is not None and len(ends) else bytearray()
    steps = np.subtract(ends, ends[:1]).tolist()
    if not texts.null_count:
        return [said[begin:end] for begin, end in pairwise(steps)]
    is_there = pc.is_valid(texts).to_numpy(zero_copy_only=False).tolist()
    return [said[begin:end] if there else None for (begin, end), there in zip(pairwise(steps), is_there, strict=True)]


def _chunks(positions: Integers) -> Iterator[Integers]:
    for start in range(0, len(positions), _CHUNK):
        yield positions[start : start + _CHUNK]
