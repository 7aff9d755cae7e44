"""A table as it leaves the app: titled columns and rows of plain values, not yet formatted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: What a column's values are, which decides how they are written: ``points`` are NPS points, ``share`` is 0 to 1.
ColumnKind = Literal["text", "whole", "number", "points", "share", "date"]

TableValue = str | int | float | date | None
Row = tuple[TableValue, ...]


@dataclass(frozen=True)
class Column:
    """One column: its title as it is shown, and the kind of its values. None in a row is "not known"."""

    title: str
    kind: ColumnKind = "text"
