"""What a worksheet's XML says of its rows and columns beside the cells: which are hidden, which cells are merged."""

from __future__ import annotations

import re

from cx_core.importers.raw_table import Note

_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="(\d{1,7})"[^<>]*>')
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\s(?=[^<>]*\bhidden="(?:1|true)")([^<>]*)>')
_MIN, _MAX = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*\bref="([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})"')
#: More merged cells than these are no table that people keep.
_MOST_MERGED = 200_000
#: An element of these is shorter than that.
_LONGEST = 1_000

#: Rows that a cell reaches over, by column counted from 0: pairs of the first and the last row of the sheet.
Merged = dict[int, list[tuple[int, int]]]


class SheetLayout:
    """Hidden rows and columns and cells merged downwards, read in pieces."""

    def __init__(self) -> None:
        self.merged: Merged = {}
        self.n_left = 0
        self._n_merged = 0
        self._rows: list[list[int]] = []
        self._columns: list[list[int]] = []
        self._tail = b""

    def look(self, text: bytes) -> None:
        """Look at the next piece; an element that is cut in two is put together again."""
        if self._tail:
            text, self._tail = self._tail + text, b""
        cut = text.rfind(b"<")
        if cut > text.rfind(b">") and len(text) - cut < _LONGEST:
            text, self._tail = text[:cut], text[cut:]
        # Programs that write hidden="false" everywhere pay for the pattern, the others only for this.
        if b'hidden="' in text:
            for number in _HIDDEN_ROW.findall(text):
                _extend(self._rows, int(number), int(number))
            for attributes in _HIDDEN_COLUMNS.findall(text):
                first, last = _MIN.search(attributes), _MAX.search(attributes)
                if first and last:
                    _extend(self._columns, int(first.group(1)), int(last.group(1)))
        # Merged cells stand behind all cells: of a piece that ends among these, hardly anything is looked through.
        if text.find(b"mergeCell", max(0, text.rfind(b"</c>"))) >= 0:
            self._look_for_merged(text)

    def close(self) -> None:
        """Look at what is left."""
        self.look(b"")

    def _look_for_merged(self, text: bytes) -> None:
        for left, top, right, bottom in _MERGED.findall(text):
            first, last = int(top), int(bottom)
            if left.upper() != right.upper() or last <= first:
                continue
            if self._n_merged < _MOST_MERGED:
                self._n_merged += 1
                self.merged.setdefault(column_number(left) - 1, []).append((first, last))
            else:
                self.n_left += 1

    def notes(self, first_column: int) -> list[Note]:
        """Return what is worth telling; columns counted from the leftmost filled one, which is ``first_column``."""
        notes = []
        if self._rows:
            notes.append(Note("hidden_rows", count=len(self._rows), spans=self._rows))
        if self._columns:
            spans = [[first - 1 - first_column, last - 1 - first_column] for first, last in self._columns]
            notes.append(Note("hidden_columns", count=len(spans), spans=spans))
        if self.n_left:
            notes.append(Note("merged_cells_left", count=self.n_left))
        return notes


def _extend(spans: list[list[int]], first: int, last: int) -> None:
    if spans and spans[-1][1] + 1 == first:
        spans[-1][1] = last
    else:
        spans.append([first, last])


def column_number(letters: bytes) -> int:
    """Return the number of a column, A is 1.

    >>> column_number(b"A"), column_number(b"xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, A is 1.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
