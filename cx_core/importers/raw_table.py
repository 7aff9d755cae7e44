"""What the reading process hands back: text cells with their row numbers, and notes about the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Note:
    """Something worth telling about the file, before columns have names.

    ``column`` counts from 0 inside the table, None where the note is not about one. ``rows`` are sheet rows; `add`
    keeps only the first few and counts all. ``spans`` are first and last places where there may be very many.
    """

    kind: str
    count: int = 0
    rows: list[int] = field(default_factory=list)
    column: int | None = None
    allowed: str | None = None
    lost: bool = False
    spans: list[list[int]] = field(default_factory=list)

    def add(self, row: int | None, most: int = 20) -> None:
        """Count one more place."""
        self.count += 1
        if row is not None and len(self.rows) < most:
            self.rows.append(row)


@dataclass
class SheetFacts:
    """One sheet of a workbook, as far as choosing among them needs. ``head`` are its first rows, shortened."""

    name: str
    n_rows: int
    n_columns: int
    visible: bool = True
    head: list[list[str]] = field(default_factory=list)


@dataclass
class RawTable:
    """The cells of one table as text.

    Either ``rows`` with their ``row_no`` (blank rows left out), or ``arrow``: a list of record batches whose rows
    stand from ``first_row`` on without a gap, or with a ``row_no`` column of their own.
    """

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: list[SheetFacts] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    row_no: list[int] = field(default_factory=list)
    arrow: Any = None

    def note(self, kind: str, column: int | None = None, *, lost: bool = False) -> Note:
        """Return the note of a kind and column, made when it is the first."""
        for known in self.notes:
            if known.kind == kind and known.column == column:
                return known
        fresh = Note(kind, column=column, lost=lost)
        self.notes.append(fresh)
        return fresh
