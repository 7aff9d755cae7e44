"""Paper forms typed in: a column for each level ("Rất hài lòng", "Hài lòng", …) and a cross in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from cx_core.feedback.labels import read_labels
from cx_core.importers.choices import TAKEN
from cx_core.importers.columns import Column
from cx_core.model.folding import fold

_FEWEST_LEVELS = 3


def join_ticked(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with one more for each row of neighbouring levels: the level that has the cross.

    The new column is named as the question above the levels, else as the levels themselves; the columns it is made of
    are marked as choices. Where a row has two crosses the first counts, and nothing is lost: the row is kept as it was.
    """
    made: list[Column] = []
    parts: set[str] = set()
    for members in _runs(columns):
        name = _question(members)
        if any(name == one.key for one in columns):
            continue
        values = pc.coalesce(*(_level(one) for one in members))
        made.append(Column(len(columns) + len(made), name, name, name, values, is_derived=True))
        parts.update(one.key for one in members)
    if not made:
        return columns
    return (*(replace(one, part="choice") if one.key in parts else one for one in columns), *made)


def _runs(columns: tuple[Column, ...]) -> Iterator[list[Column]]:
    """Yield neighbouring columns of crosses whose own names are levels of one scale."""
    run: list[Column] = []
    for column in (*columns, None):
        if column is not None and not column.is_derived and _holds_crosses(column):
            longer = [*run, column]
            if len(longer) < 2 or read_labels(_own_name(one) for one in longer):
                run = longer
                continue
        if len(run) >= _FEWEST_LEVELS and len({fold(_own_name(one)) for one in run}) == len(run):
            yield run
        run = [column] if column is not None and not column.is_derived and _holds_crosses(column) else []


def _holds_crosses(column: Column) -> bool:
    counts = column.counts
    is_level = read_labels([_own_name(column)]) is not None
    return is_level and counts is not None and len(counts) <= 2 and all(fold(text) in TAKEN for text in counts)


def _own_name(column: Column) -> str:
    return column.name.rpartition(" – ")[2]


def _question(members: list[Column]) -> str:
    """Return what stands above the levels; their own names where nothing does."""
    above = {one.path.rpartition(" – ")[0] for one in members}
    question = above.pop() if len(above) == 1 else ""
    return question or " / ".join(_own_name(one) for one in members)


def _level(column: Column) -> pa.Array:
    return pc.if_else(pc.is_valid(column.values), _own_name(column), pa.scalar(None, pa.string()))
