"""A large worksheet parsed in pieces, several at a time, while the rest of it is still unpacked and looked at.

The parser reads a sheet with one processor. So each piece, cut between two rows, becomes a small workbook of its own,
with the parts that give a cell its meaning. Before and behind its rows stands a row with a mark: where the marks are
found again just there, every row of the piece is where it belongs. Nothing is parsed that has not been looked at.
Wherever a piece could mean something else than the whole sheet, nothing comes of it and the sheet is read whole.
"""

from __future__ import annotations

import os
import re
import secrets
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cx_core.importers.limits import Limits
from cx_core.importers.preflight import Contents, SheetPart, part_name
from cx_core.importers.sheet_frame import (
    BEGIN,
    END,
    LAST_ROW,
    Frame,
    NotInPiecesError,
    all_strings,
    frame_of,
    read_book,
)
from cx_core.importers.sheet_layout import column_letters
from cx_core.importers.sheet_scan import SheetScan

#: Sheets from this size on are read in pieces of at least that size, or of so many times the parts that go with each.
FROM_BYTES, PIECE_BYTES, _TIMES_FRAME = 4 << 20, 2 << 20, 16
_TIMES_PIECE = 4
#: Cells of the box around a piece: a piece is a small part of a sheet, and several are in memory at a time.
_MOST_CELLS = 2_000_000
_AT_ONCE = min(4, os.cpu_count() or 1)
_ROW = re.compile(rb'<row\s(?:[^<>]*?\s)?r="(\d{1,7})"')
_ENCODING = re.compile(rb"""encoding=["']([^"']*)["']""")
_SHARED, _AS_TEXT = b' t="s"><v>', b' t="str"><v>'


@dataclass(frozen=True)
class Cells:
    """A sheet's cells from its first row and its leftmost filled column on.

    ``batches`` are Arrow record batches under each other, ``errors`` the row and column of every cell that holds an
    error, by columns, both counted from 0 in the batches.
    """

    batches: list[Any]
    width: int
    height: int
    errors: list[tuple[int, int]]


@dataclass(frozen=True)
class _Place:
    """Where a piece stands: its first row, the next one's first row (None: it is the last), its leftmost column."""

    first: int
    next: int | None
    left: int


@dataclass(frozen=True)
class _Parsed:
    place: _Place
    batch: Any
    #: Row in the sheet and column in the piece, both counted from 0, of every cell that holds an error.
    errors: list[tuple[int, int]]
    has_shared: bool


@dataclass
class InPieces:
    """Takes a sheet's XML as it is looked at, and gives its cells.

    ``allow_memory`` is told the cells and the bytes counted so far, before they are worked on.
    """

    frame: Frame
    limits: Limits
    allow_memory: Callable[[int, int], None]
    _buffer: list[bytes] = field(default_factory=list)
    _held: int = 0
    _first: int | None = None
    _coming: list[Future[_Parsed]] = field(default_factory=list)
    _is_given_up: bool = False
    #: Once all has been taken: what was read; None where the sheet must be read whole.
    cells: Cells | None = None

    def __post_init__(self) -> None:
        """Start what reads the pieces."""
        self._piece = max(PIECE_BYTES, _TIMES_FRAME * sum(len(data) for _, data in self.frame.parts))
        # A text of the file cannot be taken for a mark that nobody knew when it was written.
        self._mark = f"\ue000{secrets.token_hex(3)}"
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._strings: Future[Any] | None = None

    def close(self) -> None:
        """Stop: what has not begun does not begin."""
        self._pool.shutdown(cancel_futures=True)

    @property
    def part(self) -> str:
        """The sheet's part."""
        return self.frame.part

    def take(self, piece: bytes, scan: SheetScan, contents: Contents) -> None:
        """Take the next part of the XML, which ``scan`` has looked at."""
        if self._is_given_up:
            return
        self.allow_memory(contents.cells + scan.box_cells, contents.unpacked)
        # All other parts have been looked at by now.
        self._strings = self._strings or self._pool.submit(all_strings, self.frame)
        self._buffer.append(piece)
        self._held += len(piece)
        if self._held >= self._piece:
            try:
                self._cut(scan)
            except NotInPiecesError:
                self._is_given_up = True
                self._buffer.clear()
                self.close()

    def _cut(self, scan: SheetScan) -> None:
        """Hand over all rows but the last one, whose end has perhaps not come yet."""
        text = b"".join(self._buffer)
        if self._first is None:
            text = self._without_head(text)
        at = text.rfind(b"<row ") if self._first else -1
        if at > 0 and text.find(b">", at) < 0:
            at = text.rfind(b"<row ", 0, at)
        if at > 0:
            self._hand_over(text[:at], _row_number(text, at), scan)
            text = text[at:]
        elif len(text) > _TIMES_PIECE * self._piece:
            # A row of many pieces, or something long behind the rows: put together anew with each it would take long.
            raise NotInPiecesError
        self._buffer, self._held = [text], len(text)

    def _without_head(self, text: bytes) -> bytes:
        """Return the rows; all of it as long as none has come."""
        at = text.find(b"<row ")
        if at < 0 or text.find(b">", at) < 0:
            return text
        encoding = _ENCODING.search(text, 0, at)
        is_utf8 = encoding is None or encoding[1].upper() in (b"UTF-8", b"UTF8")
        if not is_utf8 or not text[:at].rstrip().endswith(b"<sheetData>"):
            raise NotInPiecesError
        self._first = _row_number(text, at)
        return text[at:]

    def _hand_over(self, rows: bytes, following: int | None, scan: SheetScan) -> None:
        first, width = self._first or 0, scan.last_column - scan.first_column + 1
        if following is not None:
            above = first if self._coming else 1
            fits = above <= following - 1 <= LAST_ROW and width * (following - above) <= _MOST_CELLS
        else:
            fits = first <= LAST_ROW
        if scan.is_far or first < 1 or not fits:
            raise NotInPiecesError
        self._wait_for_room()
        place = _Place(first, following, scan.first_column)
        self._coming.append(self._pool.submit(self._parse, rows, place, not self._coming))
        self._first = following

    def _wait_for_room(self) -> None:
        """Wait where many pieces lie ahead; what failed ends it all."""
        for one in self._coming[: -2 * _AT_ONCE]:
            one.result() if not one.done() else None
        if any(one.done() and one.exception() for one in self._coming[-3 * _AT_ONCE :]):
            raise NotInPiecesError

    def _parse(self, rows: bytes, place: _Place, is_first: bool) -> _Parsed:
        """Read the rows of one piece. The first piece begins with the sheet's first row and has no mark before it."""
        text = [BEGIN]
        if not is_first:
            text.append(self._marked_row(place.first - 1, place.left))
        marked = rows.replace(_SHARED, _AS_TEXT + self._mark.encode())
        text.append(marked)
        if place.next:
            text += (self._marked_row(place.next, place.left), END)
        batch, errors = read_book(self.frame.book(text), self.frame.sheet, from_first_row=is_first)
        above = 0 if is_first else place.first - 2
        height = batch.num_rows
        expected = place.next - above if place.next else height
        marks = [*([] if is_first else [0]), *([height - 1] if place.next else [])]
        if height != expected or any(batch.column(0)[at].as_py() != self._mark for at in marks):
            raise NotInPiecesError
        begin = 0 if is_first else 1
        taken = batch.slice(begin, height - len(marks))
        return _Parsed(place, taken, [(row + above, column) for row, column in errors], len(marked) > len(rows))

    def _marked_row(self, number: int, left: int) -> bytes:
        place = f"{column_letters(left + 1)}{number}"
        return f'<row r="{number}"><c r="{place}" t="str"><v>{self._mark}</v></c></row>'.encode()

    def end(self, scan: SheetScan) -> None:
        """Take what is left: all has been looked at."""
        try:
            self.cells = None if self._is_given_up else self._finished(scan)
        except Exception:
            # Whatever it was, reading the whole sheet meets it too and says so.
            self.cells = None
        finally:
            self.close()

    def _finished(self, scan: SheetScan) -> Cells:
        if not self._coming:
            raise NotInPiecesError
        self._hand_over(b"".join(self._buffer), None, scan)
        self._buffer.clear()
        parsed = [one.result() for one in self._coming]
        self._coming.clear()
        strings = self._strings.result() if self._strings else None
        left = scan.first_column
        width = max(one.place.left - left + one.batch.num_columns for one in parsed)
        errors = sorted(
            ((row, column + one.place.left - left) for one in parsed for row, column in one.errors),
            key=lambda place: (place[1], place[0]),
        )
        import pyarrow as pa

        columns = list(self._pool.map(lambda at: self._column(parsed, at + left, strings), range(width)))
        table = pa.Table.from_arrays(columns, names=[str(at) for at in range(width)])
        is_empty = table.column(0).null_count == table.num_rows and not any(column == 0 for _, column in errors)
        # Tables of one column are perhaps whole rows in a cell each; limits speak of the whole.
        if width < 2 or is_empty or width > self.limits.columns or table.num_rows > self.limits.rows:
            raise NotInPiecesError
        return Cells(table.to_batches(), width, table.num_rows, errors)

    def _column(self, parsed: list[_Parsed], at: int, strings: Any) -> Any:
        """Return one column, counted from 0 in the sheet, of all pieces."""
        import pyarrow as pa

        return pa.chunked_array([self._cells(one, at - one.place.left, strings) for one in parsed], pa.string())

    def _cells(self, one: _Parsed, at: int, strings: Any) -> Any:
        import pyarrow as pa

        if not 0 <= at < one.batch.num_columns:
            return pa.nulls(one.batch.num_rows, pa.string())
        cells = one.batch.column(at)
        if not one.has_shared:
            return cells
        import pyarrow.compute as pc

        is_shared = pc.starts_with(cells, self._mark)
        if not is_shared.true_count:
            return cells
        if strings is None:
            raise NotInPiecesError
        # Scalars of this library, and tables of anything but arrays, would load pandas.
        nothing = pa.nulls(len(cells), pa.string())
        is_mixed = is_shared.true_count + cells.null_count < len(cells)
        marked = pc.if_else(is_shared, cells, nothing) if is_mixed else cells
        numbers = pc.utf8_slice_codeunits(marked, len(self._mark)).cast(pa.int32())
        texts = strings.take(numbers)
        return pc.coalesce(texts, pc.if_else(is_shared, nothing, cells)) if is_mixed else texts


@contextmanager
def in_pieces(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    sheet: SheetPart | None,
    limits: Limits,
    allow_memory: Callable[[int, int], None],
) -> Iterator[InPieces | None]:
    """Give what reads a sheet in pieces, and stop it at the end; None where that would not pay or is not possible."""
    frame = frame_of(archive, entries, sheet) if sheet and _is_large(sheet, entries) else None
    if frame is None:
        yield None
        return
    taking = InPieces(frame, limits, allow_memory)
    try:
        yield taking
    finally:
        taking.close()


def _is_large(sheet: SheetPart, entries: list[zipfile.ZipInfo]) -> bool:
    return any(part_name(entry) == sheet.part and entry.file_size >= FROM_BYTES for entry in entries)


def _row_number(text: bytes, at: int) -> int:
    """Return the number of the row that begins there."""
    begin = _ROW.match(text, at)
    if begin is None:
        raise NotInPiecesError
    return int(begin[1])
