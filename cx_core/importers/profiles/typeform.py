"""Typeform: a token, the questions, then dates in UTC; one column a choice, so names repeat.

The column of a choice is headed by the choice and holds it again where it was taken; the question itself stands
nowhere in the file. Neighbouring ones are joined to one label a row, named after the choices; two such questions with
no other column between them are one, since nothing in the file parts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from cx_core.importers.choices import AND
from cx_core.importers.columns import Column
from cx_core.importers.joining import join_filled
from cx_core.importers.profiles.profile import ColumnHint, Profile, RowRule, Signs
from cx_core.model.folding import fold

_LONGEST_NAME = 100


def _recognise(signs: Signs) -> float:
    if not signs.has("submit date (utc)"):
        return 0.0
    return 0.97 if signs.has("#") or signs.has("network id") else 0.8


def _derive(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Add a column for each question with several choices, and mark the columns that it is made of."""
    made: list[Column] = []
    parts: set[int] = set()
    taken = {column.key for column in columns}
    for members in _runs(columns):
        values = join_filled([_labels(column) for column in members], AND)
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
        name = " / ".join(column.name for column in members)[:_LONGEST_NAME]
        if name not in taken:
            made.append(Column(len(columns) + len(made), name, name, name, values, is_derived=True, part="joined"))
            parts.update(column.index for column in members)
            taken.add(name)
    return (*(replace(one, part="choice") if one.index in parts else one for one in columns), *made)


def _runs(columns: Iterable[Column]) -> Iterator[list[Column]]:
    """Yield neighbouring columns of choices, two or more with different names."""
    for is_choice, run in groupby(columns, _holds_its_name):
        members = list(run)
        if is_choice and len(members) > 1 and len({fold(one.name) for one in members}) == len(members):
            yield members


def _holds_its_name(column: Column) -> bool:
    counts = column.counts
    return bool(counts) and {fold(text) for text in counts or ()} == {fold(column.name)}


def _labels(column: Column) -> pa.Array:
    return pc.if_else(pc.is_valid(column.values), column.name, pa.scalar(None, pa.string()))


TYPEFORM = Profile(
    "typeform",
    _recognise,
    hints=(
        ColumnHint("#", is_id=True, role="ignore"),
        ColumnHint(r"submit date \(utc\)", "responded_at", timezone="UTC"),
        ColumnHint(r"(start|stage) date \(utc\)|network id|ending|tags", "ignore"),
        ColumnHint("response type", "ignore"),
    ),
    rows=(RowRule("response type", "unfinished_answer", frozenset({"partial", "started"}), rejects=False),),
    timezone="UTC",
    derive=_derive,
)
