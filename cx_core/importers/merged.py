"""Cells merged downwards: a day that stands once over its five answers is the day of each of them."""

from __future__ import annotations

from typing import Any

from cx_core.importers.raw_table import RawTable
from cx_core.importers.sheet_layout import Merged


def often_merged(merged: Merged) -> Merged:
    """Return the columns with more than one merged cell.

    A name that reaches over two header rows is no value of the rows below it.
    """
    return {column: ranges for column, ranges in merged.items() if len(ranges) > 1}


def fill_merged(table: RawTable, merged: Merged, first_column: int) -> None:
    """Give every row under a merged cell its value, where the row holds anything else; of a table in Arrow.

    The reader let the table begin with the sheet's first row and with the column ``first_column``, counted from 0.
    """
    often = {column - first_column: ranges for column, ranges in often_merged(merged).items()}
    if not often or not table.arrow:
        return
    import numpy as np
    import pyarrow as pa

    batch = table.arrow[0] if len(table.arrow) == 1 else _together(table.arrow)
    columns = [batch.column(at) for at in range(batch.num_columns)]
    filled = [_is_filled(column) for column in columns]
    has_any = np.logical_or.reduce(filled)
    for column, ranges in often.items():
        if not 0 <= column < len(columns):
            continue
        source = np.arange(batch.num_rows)
        for first, last in ranges:
            source[first : min(last, batch.num_rows)] = first - 1
        takes = has_any & ~filled[column] & filled[column][np.minimum(source, batch.num_rows - 1)]
        if not takes.any():
            continue
        values = columns[column].take(pa.array(np.where(takes, source, np.arange(batch.num_rows))))
        columns[column] = values.cast(batch.schema.field(column).type)
        note = table.note("merged_cells_filled", column)
        for row in np.flatnonzero(takes):
            note.add(int(row) + 1)
    table.arrow = [pa.RecordBatch.from_arrays(columns, names=batch.schema.names)]


def _together(batches: list[Any]) -> Any:
    """Return batches under each other as one; there are rows in them."""
    import pyarrow as pa

    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def _is_filled(column: Any) -> Any:
    import pyarrow.compute as pc

    return pc.fill_null(pc.not_equal(column, ""), False).to_numpy(zero_copy_only=False)
