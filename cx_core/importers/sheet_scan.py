"""One pass over a worksheet's XML in pieces: how far its filled cells reach, and what has no value."""

from __future__ import annotations

import re

from cx_core.importers.limits import Limits
from cx_core.importers.raw_table import Note
from cx_core.importers.sheet_layout import SheetLayout, column_number
from cx_core.model.problem import Refusal

_GRID_ROWS, _GRID_COLUMNS = 1_048_576, 16_384
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^<>]*?\s)?r="(\d{1,12})"')
#: A cell that holds something; styled but empty cells close themselves and are passed over.
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Za-z]{1,8})(\d{1,12})"(?:[^<>]*[^/<>])?>')
#: Fixed texts, and yet patterns: found in half the time that ``in`` takes where their first letter is everywhere.
_MAYBE_ERROR, _MAYBE_FORMULA = re.compile(rb't="e"'), re.compile(rb"<f")
_ERROR = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\bt="e"[^<>]*>')
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MAYBE_NO_VALUE = re.compile(rb"</(?:\w+:)?f></|/></(?:\w+:)?c>|<(?:\w+:)?v ?/>|<(?:\w+:)?v></")
_REF = re.compile(rb'\br="([A-Za-z]{1,8})(\d{1,12})"')
_KEEP = 65_536


def _last_tag(text: bytes) -> int:
    return max(text.rfind(b"<c "), text.rfind(b":c "), text.rfind(b"<row"), text.rfind(b":row "))


class SheetScan:
    """Bounds of the filled cells, cheaply.

    Reading each of 13 million references costs more than parsing the file, so the pass asks for *new* columns only (a
    search that skips the known ones) and takes rows from the row elements. Should that too generous box pass the limit,
    every filled cell is looked at after all. A sheet that changes its manner of writing half way may be measured too
    small; the limits of the process stand behind this one.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.notes: list[Note] = []
        self.layout = SheetLayout()
        self._limits = limits
        self._columns: dict[bytes, int] = {}
        self._new_column = _search_for_new(())
        self._rows = [_GRID_ROWS + 1, 0]
        self._exact = False
        self._exact_box = [_GRID_ROWS + 1, 0, _GRID_COLUMNS + 1, 0]
        self._carry = b""
        #: Whether every cell of the first piece begins with its reference, as nearly all programs write it.
        self._usual: bool | None = None

    @property
    def box_cells(self) -> int:
        """Area of the smallest rectangle around the filled cells, or a bound above it."""
        if self._exact:
            first, last, left, right = self._exact_box
        else:
            first, last = self._rows
            left, right = min(self._columns.values(), default=1), max(self._columns.values(), default=0)
        return max(0, last - first + 1) * max(0, right - left + 1)

    @property
    def first_column(self) -> int:
        """Number of the leftmost filled column counted from 0: where readers let a sheet begin."""
        return min(self._columns.values(), default=1) - 1

    @property
    def last_column(self) -> int:
        """Number of the rightmost filled column counted from 0; -1 as long as there is none."""
        return max(self._columns.values(), default=0) - 1

    @property
    def is_far(self) -> bool:
        """Tell whether the rows reach so far that every filled cell is looked at."""
        return self._exact

    def feed(self, piece: bytes) -> None:
        """Look at the next piece of the sheet."""
        if self._usual is None:
            self._usual = piece.count(b'<c r="') == piece.count(b"<c ") and b":c " not in piece
        text = self._carry + piece
        cut = max(text.rfind(b"<c "), text.rfind(b"<row")) if self._usual else _last_tag(text)
        cut = cut if cut > 0 and len(text) - cut <= _KEEP else max(0, len(text) - 4096)
        self._carry = text[cut:]
        self._look(text[:cut])

    def close(self) -> None:
        """Look at what is left."""
        self._look(self._carry)
        self.layout.close()

    def _look(self, text: bytes) -> None:
        self.layout.look(text)
        # Sheets drag a million styled but empty rows behind them; without a closed cell nothing here has a value.
        if b"</c>" not in text and (self._usual or b":c>" not in text):
            return
        self._look_for_columns(text)
        rows = self._row_numbers(text)
        if rows:
            self._rows = [min(self._rows[0], *rows), max(self._rows[1], *rows)]
        self._measure_exactly(text)
        if _MAYBE_ERROR.search(text):
            self._note_places("error_cells", text, _ERROR)
        if _MAYBE_FORMULA.search(text) and _MAYBE_NO_VALUE.search(text):
            self._note_missing_values(text)

    def _row_numbers(self, text: bytes) -> list[int]:
        """Return the numbers of the first and the last row; of all of them where a sheet is written in an odd way."""
        if not self._usual:
            return [int(number) for number in _ROW.findall(text)]
        found = (_ROW.search(text), _ROW.search(text, max(0, text.rfind(b"<row "))))
        return [int(row.group(1)) for row in found if row]

    def _look_for_columns(self, text: bytes) -> None:
        position = 0
        while found := self._new_column[not self._usual].search(text, position):
            letters = found.group(1)
            number = column_number(letters)
            if number > _GRID_COLUMNS:
                raise Refusal("file_too_sparse", {"cell": (letters + found.group(2)).decode()})
            self._columns[letters] = number
            if len(self._columns) > self._limits.columns:
                raise Refusal("file_too_many_columns", {"count": len(self._columns), "limit": self._limits.columns})
            self._new_column = _search_for_new(tuple(self._columns))
            position = found.end()

    def _measure_exactly(self, text: bytes) -> None:
        """Keep the exact box of far sheets: a sheet whose rough box is small never pays for it."""
        if not self._exact and self.box_cells <= self._limits.box_cells and self._rows[1] <= _GRID_ROWS:
            self._exact_box = [self._rows[0], self._rows[1], 1, max(self._columns.values(), default=0)]
            return
        if not self._exact:
            self._exact = True
            self._exact_box = self._exact_box if self._exact_box[3] else [_GRID_ROWS + 1, 0, _GRID_COLUMNS + 1, 0]
        box = self._exact_box
        for cell in _FILLED.finditer(text):
            column, row = column_number(cell.group(1)), int(cell.group(2))
            self._exact_box = box = [min(box[0], row), max(box[1], row), min(box[2], column), max(box[3], column)]
            if row > _GRID_ROWS or column > _GRID_COLUMNS or self.box_cells > self._limits.box_cells:
                raise Refusal("file_too_sparse", {"cell": (cell.group(1).upper() + cell.group(2)).decode()})

    def _note_places(self, kind: str, text: bytes, pattern: re.Pattern[bytes]) -> None:
        for found in pattern.finditer(text):
            self._note(kind, found.group(0))

    def _note_missing_values(self, text: bytes) -> None:
        for found in _NO_VALUE.finditer(text):
            # A formula whose result is an empty text has a value: the empty text.
            if not (b't="str"' in found.group(1) and found.group(2)):
                self._note("formulas_without_values", b" " + found.group(1))

    def _note(self, kind: str, cell: bytes) -> None:
        place = _REF.search(cell)
        column = column_number(place.group(1)) - 1 if place else None
        row = int(place.group(2)) if place else None
        for note in self.notes:
            if note.kind == kind and note.column == column:
                break
        else:
            note = Note(kind, column=column, lost=True)
            self.notes.append(note)
        note.add(row)


def _search_for_new(known: tuple[bytes, ...]) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return searches for the first filled cell of a column not met so far: for the usual spelling, and for any.

    The usual one begins with a fixed text, which the search can jump to; that makes it ten times as fast.
    """
    skip = rb"(?!(?:" + b"|".join(known) + rb")\d)" if known else b""
    rest = rb'r="' + skip + rb'([A-Za-z]{1,8})(\d{1,12})"(?:[^<>]*[^/<>])?>'
    return re.compile(b"<c " + rest), re.compile(rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?" + rest)
