"""Questions with several choices: "Zalo; Cửa hàng" in one cell, or a column a choice. Either way one label a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cx_core.importers.columns import Column
from cx_core.importers.grids import is_other, runs_of_questions
from cx_core.importers.joining import join_filled
from cx_core.model.folding import fold

#: Between the choices of one answer.
AND = " + "
#: What tools write into the column of a choice that was taken, and into one that was not.
TAKEN = frozenset({"1", "true", "x", "checked", "selected", "yes", "y", "co", "✓", "☑"})
_NOT_TAKEN = frozenset({"0", "false", "no", "n", "khong", "unchecked", "not selected"})
_BETWEEN = re.compile(r"\s*;\s*|,\s+|\s*\|\s*|\n+")
_MOST_CHOICES = 40
#: Share of the cells of several parts whose parts must all be known choices.
_ENOUGH = 0.8


def join_choices(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with one more for each question that a tool wrote as a column a choice.

    The new column is named as the question and holds the choices taken, joined; the columns it is made of are marked.
    """
    made: list[Column] = []
    parts: set[str] = set()
    for question, members in runs_of_questions(columns, other_too=True):
        taken = [(_short(label), _taken(column, label)) for column, label in members]
        n_named = sum(not is_other(label) for _, label in members)
        if n_named < 2 or any(mask is None for _, mask in taken):
            continue
        labels = [pc.if_else(mask, label, pa.scalar(None, pa.string())) for label, mask in taken]
        values = join_filled(labels, AND)
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
        at = len(columns) + len(made)
        made.append(Column(at, question, question, question, values, is_derived=True, part="joined"))
        parts.update(column.key for column, _ in members)
    keys = {column.key for column in columns}
    made = [column for column in made if column.key not in keys]
    if not made:
        return columns
    return (*(replace(one, part="choice") if one.key in parts else one for one in columns), *made)


def _short(label: str) -> str:
    """Return a choice without the request that stands behind it: "Other (please specify)" is "Other"."""
    return label.partition("(")[0].strip() or label if is_other(label) else label


def _taken(column: Column, label: str) -> Any:
    """Return where a choice was taken; None for a column that is no choice."""
    if is_other(label):
        # Whatever was written there says that it was taken.
        return _is_written(column)
    counts = column.counts
    if counts is None or len(counts) > 2:
        return None
    yes = [text for text in counts if fold(text) == fold(label) or fold(text) in TAKEN]
    if any(text not in yes and fold(text) not in _NOT_TAKEN for text in counts):
        return None
    is_number = set(counts) <= {"0", "1"}
    if len(yes) > 1 or (counts and not yes and not is_number):
        return None
    return pc.is_in(column.values, pa.array(yes, column.values.type))


def _is_written(column: Column) -> Any:
    no = [text for text in column.counts or {} if fold(text) in _NOT_TAKEN]
    return pc.and_(pc.is_valid(column.values), pc.invert(pc.is_in(column.values, pa.array(no, column.values.type))))


def in_one_order(values: Any) -> Any:
    """Return a label column with the choices of each answer in one order; as it is where cells hold one choice each.

    >>> in_one_order(pa.array(["Zalo, Quầy", "Quầy, Zalo", "Zalo", "Quầy", None])).to_pylist()
    ['Quầy + Zalo', 'Quầy + Zalo', 'Zalo', 'Quầy', None]
    >>> in_one_order(pa.array(["Có, nhưng chậm", "Không"])).to_pylist()
    ['Có, nhưng chậm', 'Không']
    """
    encoded = values.dictionary_encode()
    cells: list[str] = encoded.dictionary.to_pylist()
    several = _split(cells)
    if not several:
        return values
    joined = [AND.join(sorted(dict.fromkeys(several[cell]), key=fold)) if cell in several else cell for cell in cells]
    return pa.array(joined, values.type).take(encoded.indices)


def _split(cells: Sequence[str]) -> dict[str, list[str]]:
    """Return the choices of each cell that holds several; none unless the parts are choices: met in other cells too."""
    parts = {cell: [part for part in _BETWEEN.split(cell) if part] for cell in cells if _BETWEEN.search(cell)}
    single = {cell for cell in cells if cell not in parts} | {found[0] for found in parts.values() if len(found) == 1}
    met = Counter(part for found in parts.values() for part in set(found))
    known = {part for part, count in met.items() if count > 1 or part in single}
    good = [cell for cell, found in parts.items() if found and set(found) <= known]
    if len(known) > _MOST_CHOICES or not good or len(good) < _ENOUGH * len(parts):
        return {}
    return {cell: parts[cell] for cell in good}
