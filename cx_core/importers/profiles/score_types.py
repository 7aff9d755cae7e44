"""Files that hold scores of several kinds under each other, a second column saying which kind each is."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow.compute as pc

from cx_core.importers.columns import Column
from cx_core.model.folding import fold

#: Behind the code of a column that stands in another one now.
JOINED = " (joined)"


def split_by_type(columns: tuple[Column, ...], score: str, kind: str) -> tuple[Column, ...]:
    """Return one column of scores for every kind, named ``<score> (<kind>)``; none where all are of one kind or
    unnamed.

    ``score`` and ``kind`` are patterns of folded names.
    """
    scores = next((one for one in columns if re.fullmatch(score, one.folded)), None)
    kinds = next((one for one in columns if re.fullmatch(kind, one.folded)), None)
    if scores is None or kinds is None:
        return columns
    made: list[Column] = []
    for value in dict.fromkeys(kinds.sample):
        values = pc.if_else(pc.equal(kinds.values, value).fill_null(False), scores.values, None)
        name = f"{scores.name} ({value})"
        made.append(
            Column(len(columns) + len(made), name, name, name, values, f"{scores.folded} ({fold(value)})", True)
        )
    return (*columns, *made)


def join_ages(columns: tuple[Column, ...], newer: str, older: str, code: str) -> tuple[Column, ...]:
    """Return the columns with two of them joined, where a file has both: exports of two ages pasted into one.

    The joined column has ``code``; the two it is made of get codes that end in `JOINED`.
    """
    found = {one.folded: one for one in columns}
    if newer not in found or older not in found:
        return columns
    first, second = found[newer], found[older]
    name = f"{first.name} / {second.name}"
    joined = Column(len(columns), name, name, name, pc.coalesce(first.values, second.values), code, is_derived=True)
    rest = (replace(one, code=one.code + JOINED) if one in (first, second) else one for one in columns)
    return (*rest, joined)
