"""The parsed cells as columns of clean text, each row with its number in the sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx_core.importers import repair
from cx_core.importers.guard import Parsed
from cx_core.importers.raw_table import Note
from cx_core.importers.side_by_side import each_column
from cx_core.model.problem import Refusal

#: Around a cell these are nothing: blanks of every width, byte order marks, invisible joints.
_BLANKS = (
    " \t\r\n\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c"
    "\u200e\u200f\u202f\u2060\u3000\ufeff"
)
#: An apostrophe that an export put before a cell, so that no spreadsheet takes it for a formula.
_GUARDED = r"^'([=+\-@\t\r＝].*)$"
_ROW_NO = "row_no"
#: Cells whose letters are looked at together.
_LOOKED_AT_ONCE = 50_000


@dataclass(frozen=True)
class Grid:
    """Columns of one length: Arrow text arrays, NFC, trimmed, null where a cell is empty. Blank rows are gone.

    ``known`` is what was found out about these cells already, for the next look at them.
    """

    row_no: NDArray[np.int64]
    columns: tuple[Any, ...]
    notes: tuple[Note, ...]
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def n_rows(self) -> int:
        """Number of rows, header rows included."""
        return len(self.row_no)

    def rows(self, start: int, stop: int) -> list[list[str | None]]:
        """Return some rows as lists of cells."""
        sliced = [column.slice(start, stop - start).to_pylist() for column in self.columns]
        return [list(row) for row in zip(*sliced, strict=True)]

    def filled(self) -> NDArray[np.int64]:
        """Return the number of filled cells of each row."""
        return count_filled(self.columns, self.n_rows)


def count_filled(columns: Sequence[Any], n_rows: int) -> NDArray[np.int64]:
    """Return for each row how many of the columns have a value."""
    total = np.zeros(n_rows, np.int64)
    for column in columns:
        total += pc.is_valid(column).to_numpy(zero_copy_only=False)
    return total


def build_grid(parsed: Parsed) -> Grid:
    """Lay out what the reading process sent, repaired and cleaned; refuse a table without any cell."""
    row_no, columns = _columns(parsed.payload)
    if not len(row_no) or not columns:
        raise Refusal("file_empty")
    columns, notes = repair.repair_columns(columns)
    columns = each_column(
        lambda column: _clean(_one_chunk(column)), columns, len(row_no), size=lambda column: int(column.nbytes)
    )
    keep = count_filled(columns, len(row_no)) > 0
    if not keep.any():
        raise Refusal("file_empty")
    if not keep.all():
        mask = pa.array(keep)
        row_no, columns = row_no[keep], [column.filter(mask) for column in columns]
    return Grid(row_no, tuple(columns), (*parsed.notes, *notes))


def _columns(payload: Any) -> tuple[NDArray[np.int64], list[Any]]:
    if isinstance(payload, dict):
        rows = payload["rows"]
        width = max(map(len, rows), default=0)
        padded = [row + [""] * (width - len(row)) for row in rows]
        columns = [pa.array(column, pa.string()) for column in zip(*padded, strict=True)]
        return np.array(payload[_ROW_NO], np.int64), columns
    # Still in pieces, as they lie in the reading process's answer: put together one by one, they are not twice there.
    columns = [payload.column(index) for index, name in enumerate(payload.column_names) if name != _ROW_NO]
    if _ROW_NO in payload.column_names:
        return payload.column(_ROW_NO).to_numpy(), columns
    return np.arange(1, payload.num_rows + 1, dtype=np.int64), columns


def _one_chunk(column: Any) -> Any:
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def is_composed(column: Any) -> bool:
    """Tell whether every text is NFC: asked of the letters of all of them at once, in a sixth of the time of composing.

    Whatever is a part of a composed text is composed. A mark that begins a cell may make the answer too strict, never
    too lenient.

    >>> is_composed(pa.array(["Tốt", None])), is_composed(pa.array(["To\u0302\u0301t"]))
    (True, False)
    """
    width = np.int64 if pa.types.is_large_string(column.type) else np.int32
    for start in range(0, len(column), _LOOKED_AT_ONCE):
        part = column.slice(start, _LOOKED_AT_ONCE)
        _, offsets, letters = part.buffers()
        if letters is None:
            continue
        begins = np.frombuffer(offsets, width)[part.offset : part.offset + len(part) + 1]
        text = str(memoryview(letters)[begins[0] : begins[-1]], "utf-8")
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            return False
    return True


def _clean(column: Any) -> Any:
    """Compose, take off an export's apostrophe, trim; an empty text becomes null."""
    if not is_composed(column):
        column = pc.utf8_normalize(column, form="NFC")
    if pc.any(pc.starts_with(column, "'"), min_count=0).as_py():
        column = pc.replace_substring_regex(column, _GUARDED, r"\1")
    column = pc.utf8_trim(column, characters=_BLANKS)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, column.type), column)
