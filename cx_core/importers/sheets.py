"""Several sheets of one workbook read as one table: a sheet a month, all with the same header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from cx_core.importers import parsing
from cx_core.importers.grid import Grid
from cx_core.importers.header import find_header
from cx_core.importers.limits import Limits
from cx_core.importers.parsing import Loaded
from cx_core.importers.raw_table import Note, SheetFacts
from cx_core.model.folding import fold
from cx_core.model.problem import SHEET_STRIDE, Refusal

#: Kinds of notes whose spans are rows; those of others are columns.
NOTES_OF_ROWS = frozenset({"hidden_rows"})
#: The answer "all sheets with the same header".
ALL_SHEETS = "*"
#: A sheet's header is looked for in so many of its first rows.
HEAD_ROWS = 12


def load_sheets(
    path: Path,
    sheet: str | None,
    encoding: str | None,
    limits: Limits,
    progress: Callable[[float], None] | None = None,
) -> Loaded:
    """Parse a file's sheet; for `ALL_SHEETS` the likeliest one and every other with its header, in the book's order.

    A row of the second sheet has `SHEET_STRIDE` added to its number, one of the third twice that, and so on.
    """
    if sheet != ALL_SHEETS:
        return parsing.load(path, sheet, encoding, limits, progress)
    first = parsing.load(path, None, encoding, limits, progress)
    names = sheets_alike(first)
    if not names:
        return first
    header = _header_row(first)
    together = [one.name for one in first.parsed.sheets if one.name in (first.parsed.sheet, *names)]
    parts = [
        first if name == first.parsed.sheet else parsing.load(path, name, encoding, limits, progress)
        for name in together
    ]
    grids = [parts[0].grid, *(_under(part.grid, header) for part in parts[1:])]
    if sum(grid.n_rows for grid in grids) > limits.rows:
        raise Refusal("file_too_many_rows", {"limit": limits.rows})
    places = [_place(first, part.parsed.sheet) for part in parts]
    parsed = replace(first.parsed, sheet=", ".join(part.parsed.sheet or "" for part in parts))
    return replace(first, parsed=parsed, grid=_stacked(grids, places))


def sheets_alike(loaded: Loaded) -> list[str]:
    """Return the other visible sheets that have the same header as the one that was read, in the book's order."""
    header = _header_row(loaded)
    if not header:
        return []
    return [
        sheet.name
        for sheet in loaded.parsed.sheets
        if sheet.name != loaded.parsed.sheet and sheet.visible and _has_header(sheet, header)
    ]


def _header_row(loaded: Loaded) -> list[str]:
    """Return the folded cells of the sheet's last header row; empty where it has none."""
    header = find_header(loaded.grid)
    return _folded(loaded.grid.rows(header.rows[-1], header.rows[-1] + 1)[0]) if header.rows else []


def _folded(row: Sequence[str | None]) -> list[str]:
    cells = [fold(cell or "") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _has_header(sheet: SheetFacts, header: list[str]) -> bool:
    return sheet.n_rows > 1 and any(_folded(row) == header for row in sheet.head)


def _under(grid: Grid, header: list[str]) -> Grid:
    """Return the rows under the same header."""
    rows = grid.rows(0, min(grid.n_rows, HEAD_ROWS))
    begin = next((place + 1 for place, row in enumerate(rows) if _folded(row) == header), 0)
    return Grid(grid.row_no[begin:], tuple(column.slice(begin) for column in grid.columns), grid.notes)


def _place(first: Loaded, name: str | None) -> int:
    return next((at for at, sheet in enumerate(first.parsed.sheets) if sheet.name == name), 0)


def _stacked(grids: list[Grid], places: list[int]) -> Grid:
    """Put tables under each other; a note about a column or the file is kept once a sheet, its rows renumbered."""
    width = max(len(grid.columns) for grid in grids)
    columns = tuple(
        pa.concat_arrays(
            [grid.columns[at] if at < len(grid.columns) else pa.nulls(grid.n_rows, pa.string()) for grid in grids]
        )
        for at in range(width)
    )
    moved = [place * SHEET_STRIDE for place in places]
    row_no = np.concatenate([grid.row_no + by for grid, by in zip(grids, moved, strict=True)])
    notes = [_moved(note, by) for grid, by in zip(grids, moved, strict=True) for note in grid.notes]
    return Grid(row_no, columns, tuple(notes))


def _moved(note: Note, by: int) -> Note:
    spans = [[first + by, last + by] for first, last in note.spans] if note.kind in NOTES_OF_ROWS else note.spans
    return replace(note, rows=[row + by for row in note.rows], spans=spans)
