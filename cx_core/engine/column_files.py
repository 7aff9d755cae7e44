"""Columns in memory from snapshot files: read whole, and changed with the files that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cx_core.engine.column import Column, Marks
from cx_core.engine.columns import Columns
from cx_core.engine.duckdb_table import LOADED_COLUMNS, Mark, Part, mark


@dataclass(frozen=True)
class Held:
    """The answers of some files: their columns, and which rows each file brought."""

    columns: Columns
    parts: Mapping[Mark, Part]


def n_rows_of(files: Sequence[Path]) -> int:
    """Return how many answers snapshot files hold, from their ends alone."""
    return sum(pq.read_metadata(file).num_rows for file in files)


def hold(files: Sequence[Path], before: Held | None = None) -> Held:
    """Return the answers of ``files``; what ``before`` holds of them is not read again.

    Raises OSError and pyarrow.ArrowException for a file that is gone or no snapshot.
    """
    marks = [mark(file) for file in files]
    kept, alive = ({}, None) if before is None else _kept(before, marks)
    pieces = [] if before is None or alive is None else [_rows(before.columns.by_name, alive)]
    parts = dict(kept)
    for one in marks:
        if one not in kept:
            piece = _read(one[0])
            imports = piece["import_id"]
            parts[one] = Part(len(imports.marks), imports.first, imports.first + imports.size - 2)
            pieces.append(piece)
    if len(pieces) == 1 and before is not None and parts == before.parts:
        return before
    whole = {name: _joined([piece[name] for piece in pieces]) for name in LOADED_COLUMNS}
    order = _order_of(whole["customer"].marks)
    return Held(Columns(_rows(whole, order), len(order)), parts)


def _order_of(marks: Marks) -> Any:
    """Return the rows in ascending order of their marks, sixteen bits at a time: those are sorted by counting."""
    order = np.argsort(marks.astype(np.uint16), kind="stable")
    for bits in range(16, 8 * marks.dtype.itemsize, 16):
        order = order[np.argsort((marks >> bits).astype(np.uint16)[order], kind="stable")]
    return order


def _kept(before: Held, marks: Sequence[Mark]) -> tuple[dict[Mark, Part], Any]:
    """Return the files that are still there and which rows are theirs; none where that cannot be told."""
    kept = {one: part for one, part in before.parts.items() if one in marks}
    gone = [part for one, part in before.parts.items() if one not in kept]
    if not kept or any(one.overlaps(other) for one in gone for other in kept.values()):
        return {}, None
    imports = before.columns["import_id"]
    dead = [imports.between(part.first, part.last) for part in gone]
    return kept, ~reduce(np.logical_or, dead) if dead else slice(None)


def _rows(columns: Mapping[str, Column], rows: Any) -> dict[str, Column]:
    n = len(columns["day"].marks[rows])
    return {
        name: Column(one.first, one.marks[rows] if one.size > 1 else np.zeros(n, np.uint8), one.size)
        for name, one in columns.items()
    }


def _joined(pieces: Sequence[Column]) -> Column:
    """Return columns one after the other as one, in the smallest type that holds all of it."""
    given = [one for one in pieces if one.size > 1]
    if not given:
        return Column(0, np.zeros(sum(len(one.marks) for one in pieces), np.uint8), 1)
    first = min(one.first for one in given)
    size = max(one.first + one.size for one in given) - first
    kind = np.min_scalar_type(size)
    return Column(first, np.concatenate([_shifted(one, one.first - first, kind) for one in pieces]), size)


def _shifted(column: Column, by: int, kind: np.dtype[Any]) -> Any:
    marks = column.marks.astype(kind)
    if by and column.size > 1:
        marks[marks > 0] += kind.type(by)
    return marks


def _read(file: Path) -> dict[str, Column]:
    read = pq.read_table(file, columns=list(LOADED_COLUMNS))
    return {name: _column(read.column(name)) for name in LOADED_COLUMNS}


def _column(read: Any) -> Column:
    ends = pc.min_max(read).as_py()
    if ends["min"] is None:
        return Column(0, np.zeros(len(read), np.uint8), 1)
    null, size = ends["min"] - 1, ends["max"] - ends["min"] + 2
    if null >= np.iinfo(np.int32).min and size <= np.iinfo(np.int32).max and read.type == pa.int32():
        shifted = pc.fill_null(read, pa.scalar(null, pa.int32())).to_numpy() - np.int32(null)
    else:
        # As 64 bits: the difference of two numbers need not fit the type of both.
        shifted = pc.fill_null(pc.subtract(pc.cast(read, pa.int64()), null), 0).to_numpy()
    return Column(ends["min"], shifted.astype(np.min_scalar_type(size)), size)
