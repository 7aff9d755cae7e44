"""Grids that stand whole in one cell a row, "Delivery: 5" under "Staff: 4": told apart into a column a row of the grid.

Form builders write a table of several questions so. The rows of the grid are then judged as any grid's are; the cell
itself stays in the raw row as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pyarrow as pa

from cx_core.importers.columns import Column
from cx_core.model.folding import fold

#: A line of such a cell: the row of the grid and what was chosen there, which may be nothing.
_LINE = re.compile(r"\s*(?P<row>[^\n]{1,80}?)\s*:\s*(?P<answer>[^:\n]{0,60}?)\s*")
_BETWEEN = ("\n", "; ", " | ")
#: Share of the cells that must look so.
_MOSTLY = 0.8
_MOST_ROWS = 40
#: A scale has at most so many steps.
_MOST_ANSWERS = 12


def split_cell_grids(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with one more for each row of every grid that stands in cells.

    A made column is headed "question [row]"; the column that it is made of is marked.
    """
    made: list[Column] = []
    whole: set[int] = set()
    keys = {column.key for column in columns}
    for column in columns:
        between = _delimiter(column)
        if between is None:
            continue
        for row, values in _rows(column, between).items():
            name = f"{column.name or column.key} [{row}]"
            if name not in keys:
                made.append(Column(len(columns) + len(made), name, name, name, values, is_derived=True, part="row"))
                keys.add(name)
                whole.add(column.index)
    if not made:
        return columns
    return (*(replace(one, part="grid") if one.index in whole else one for one in columns), *made)


def _delimiter(column: Column) -> str | None:
    """Return what parts the lines of the cells where most of them hold the same grid; None where they do not."""
    cells = column.sample
    if len(cells) < 2 or ":" not in cells[0]:
        return None
    return next((between for between in _BETWEEN if _holds_grid(cells, between)), None)


def _holds_grid(cells: list[str], between: str) -> bool:
    needed = max(2, _MOSTLY * len(cells))
    grids: list[dict[str, str]] = []
    for n_before, cell in enumerate(cells):
        if len(grids) + len(cells) - n_before < needed:
            return False
        parsed = _parse(cell.split(between))
        if parsed and len(parsed) > 1:
            grids.append(parsed)
    rows = {fold(row) for parsed in grids for row in parsed}
    if len(grids) < needed or len(rows) > min(_MOST_ROWS, 2 * max(map(len, grids))):
        return False
    return _are_choices(grids)


def _are_choices(grids: list[dict[str, str]]) -> bool:
    """Tell whether the answers were chosen among a few, and not written: "Lý do: …" under "Ghi chú: …" is a text."""
    answers = Counter(answer for parsed in grids for answer in parsed.values() if answer)
    return bool(answers) and len(answers) <= _MOST_ANSWERS and len(answers) * 2 <= answers.total()


def _parse(lines: list[str]) -> dict[str, str] | None:
    """Return the answers by row; None where a line is none of a grid."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        found[match["row"]] = match["answer"]
    return found


def _rows(column: Column, between: str) -> dict[str, pa.Array]:
    """Return the column of each row of the grid, in the order in which they are first met."""
    encoded = column.values.dictionary_encode()
    parsed = [_parse(cell.split(between)) or {} for cell in encoded.dictionary.to_pylist()]
    labels: dict[str, str] = {}
    for answers in parsed:
        for row in answers:
            labels.setdefault(fold(row), row)
    return {
        label: pa.array([_answer(answers, key) for answers in parsed], pa.string()).take(encoded.indices)
        for key, label in labels.items()
    }


def _answer(answers: dict[str, str], key: str) -> str | None:
    return next((answer or None for row, answer in answers.items() if fold(row) == key), None)
