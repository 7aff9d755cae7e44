"""What a piece of a worksheet needs around it to be a workbook of its own, and the texts that all of them share."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cx_core.importers.preflight import ZIP_FAULTS, SheetPart, part_name

#: Parts that go with every piece may not be larger, and shared texts, which are read once, not larger than that.
_MOST_FRAME, _MOST_STRINGS = 2 << 20, 256 << 20
#: Parts without which a workbook cannot be opened, and those that tell what a cell means.
_NEEDED = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_USEFUL, _STRINGS = re.compile(r"xl/[^/]+\.xml"), "xl/sharedstrings.xml"
LAST_ROW = 1_048_576
#: How a sheet begins and ends that holds nothing but rows.
BEGIN, END = b"<worksheet><sheetData>", b"</sheetData></worksheet>"


class NotInPiecesError(Exception):
    """The sheet must be read whole."""


@dataclass(frozen=True)
class Frame:
    """What goes with every piece: the small parts of the book, the sheet's name and part, and shared texts.

    ``entry`` is the part's name as the archive spells it. ``strings`` is the name of the shared texts with what reads
    them: they may be large, and are not touched before they have been looked at.
    """

    parts: tuple[tuple[str, bytes], ...]
    sheet: str
    part: str
    entry: str
    strings: tuple[str, Callable[[], bytes]] | None = None

    def book(self, sheet: Sequence[bytes], *more: tuple[str, bytes]) -> bytes:
        """Return a workbook with this sheet, whose XML is given in parts; not compressed."""
        out = _Joined()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in (*self.parts, *more):
                archive.writestr(name, data)
            with archive.open(self.entry, "w") as part:
                for text in sheet:
                    part.write(text)
        return b"".join(out.written)


class _Joined(io.RawIOBase):
    """Keeps what is written and copies nothing of it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: Any) -> int:
        """Keep these bytes."""
        self.written.append(data)
        return len(data)


def frame_of(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], sheet: SheetPart) -> Frame | None:
    """Return what goes with each piece of a sheet; None for a book of an unusual make."""
    by_name = {part_name(entry): entry for entry in entries}
    part, strings = by_name.get(sheet.part), by_name.get(_STRINGS)
    if part is None or any(name not in by_name for name in _NEEDED):
        return None
    small = [
        entry for name, entry in by_name.items() if name in _NEEDED or (_USEFUL.fullmatch(name) and name != _STRINGS)
    ]
    if sum(entry.file_size for entry in small) > _MOST_FRAME or (strings and strings.file_size > _MOST_STRINGS):
        return None
    try:
        parts = tuple((entry.filename, archive.read(entry)) for entry in small)
    except ZIP_FAULTS:
        return None
    texts = (strings.filename, partial(archive.read, strings)) if strings else None
    return Frame(parts, sheet.name, sheet.part, part.filename, texts)


def _goes_with_each(name: str) -> bool:
    return name in _NEEDED or bool(_USEFUL.fullmatch(name))


def all_strings(frame: Frame) -> Any:
    """Return the shared texts in their order, None where there are none.

    They are read as the cells of a sheet that shows each of them once.
    """
    if frame.strings is None:
        return None
    name, data = frame.strings[0], frame.strings[1]()
    count = data.count(b"</si>") + data.count(b"<si/>")
    if not count:
        return None
    import pyarrow as pa

    # Beside each other where there are more of them than rows.
    height = -(-count // -(-count // LAST_ROW))
    cells = '<c t="s"><v>{}</v></c>'.format
    rows = ("<row>" + "".join(map(cells, range(at, count, height))) + "</row>" for at in range(height))
    batch, _ = read_book(
        frame.book((BEGIN, "".join(rows).encode(), END), (name, data)), frame.sheet, from_first_row=True
    )
    return pa.concat_arrays([batch.column(at) for at in range(batch.num_columns)]).slice(0, count)


def read_book(book: bytes, sheet: str, *, from_first_row: bool) -> tuple[Any, list[tuple[int, int]]]:
    """Return a sheet of a workbook as a batch of texts, with the rows and columns of its errors.

    It begins with row 1 or with the first filled row.
    """
    import fastexcel

    skip = 0 if from_first_row else None
    try:
        found = fastexcel.read_excel(book).load_sheet(sheet, header_row=None, dtypes="string", skip_rows=skip)
        batch, errors = found.to_arrow_with_errors()
    except BaseException as error:  # PanicException of the Rust readers is no Exception
        raise NotInPiecesError from error
    return batch, [error.offset_position for error in (errors.errors if errors else ())]
