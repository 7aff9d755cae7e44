"""Count what a zipped workbook holds before a parser sees it: sizes, parts, far cells, lies."""

from __future__ import annotations

import errno
import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Protocol

from cx_core.importers.limits import Limits
from cx_core.importers.raw_table import Note
from cx_core.importers.sheet_layout import Merged
from cx_core.importers.sheet_scan import SheetScan
from cx_core.model.message import MessageValue
from cx_core.model.problem import Refusal

#: What opening or reading a damaged archive raises.
ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
#: What the same say of a machine without memory for it: no fault of the file.
_NO_MEMORY = re.compile(r"^Error -4 |can't start new thread")
_CHUNK = 1 << 20
#: Parts from this size on are unpacked in a second thread.
_LARGE = 8 << 20
_HEAD = 65_536
_ROWS_SPANNED = re.compile(rb'table:number-rows-spanned="(?:[2-9]|[1-9]\d+)"')
_UNIQUE_COUNT = re.compile(rb'uniqueCount="(\d+)"')
#: A shared string needs at least this many bytes of XML: ``<si><t/></si>``.
_SHORTEST_STRING = 13


@dataclass
class Contents:
    """What the count found.

    ``cells`` is the area that a reader would lay out; ``notes`` stand by sheet part, their columns counted from the
    leftmost filled one. ``merged`` are the cells merged downwards by sheet part, with the number of that column.
    """

    unpacked: int = 0
    cells: int = 0
    strings_lie: bool = False
    names: frozenset[str] = frozenset()
    notes: dict[str, list[Note]] = field(default_factory=dict)
    merged: dict[str, tuple[Merged, int]] = field(default_factory=dict)


class Taking(Protocol):
    """Takes the pieces of one sheet as soon as they have been looked at."""

    @property
    def part(self) -> str:
        """The sheet's part."""

    def take(self, piece: bytes, scan: SheetScan, contents: Contents) -> None:
        """Take the next piece; ``contents`` is the count so far, without this sheet's cells."""

    def end(self, scan: SheetScan) -> None:
        """All has been looked at."""


def open_zip(archive: zipfile.ZipFile, size: int, limits: Limits) -> list[zipfile.ZipInfo]:
    """Check the directory of a zip and return its entries; refuse sizes and tricks no honest file has."""
    entries = archive.infolist()
    if len(entries) > limits.parts:
        raise Refusal("file_too_many_parts", {"count": len(entries), "limit": limits.parts})
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("file_password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise Refusal("file_unpacks_too_big", _megabytes(unpacked, limits.unpacked_bytes))
    for entry in entries:
        if entry.file_size > limits.ratio_floor_bytes and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise Refusal("file_unpacks_too_big", _megabytes(entry.file_size, limits.ratio_floor_bytes))
    names = [part_name(entry) for entry in entries]
    if len(set(names)) != len(names) or sum(entry.compress_size for entry in entries) > size:
        raise Refusal("file_damaged")
    return entries


def part_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name in one spelling."""
    return entry.filename.replace("\\", "/").lower()


def count_contents(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits, last: Taking | None = None
) -> Contents:
    """Inflate every XML part once, in pieces, and count; refuse what would hurt a parser.

    ``last`` is a sheet that is looked at after all other parts, with what takes each of its pieces once it is.
    """
    contents = Contents(names=frozenset(part_name(entry) for entry in entries))
    for entry in entries:
        name = part_name(entry)
        if name.endswith((".xml", ".rels", ".vml")) and not (last and name == last.part):
            _count_part(archive, entry, name, contents, limits)
    if last:
        entry = next(entry for entry in entries if part_name(entry) == last.part)
        _count_part(archive, entry, last.part, contents, limits, last)
    return contents


def _count_part(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    name: str,
    contents: Contents,
    limits: Limits,
    taking: Taking | None = None,
) -> None:
    scan = SheetScan(name.rsplit("/", 1)[-1], limits) if _is_sheet(name) else None
    merged, first = _MergedInOds() if name == "content.xml" else None, True
    for piece in _pieces(archive, entry):
        contents.unpacked += len(piece)
        if contents.unpacked > limits.unpacked_bytes:
            raise Refusal("file_unpacks_too_big", _megabytes(contents.unpacked, limits.unpacked_bytes))
        if first:
            first = False
            _look_at_head(name, piece, entry, contents)
        if scan:
            scan.feed(piece)
            if taking and not contents.strings_lie:
                taking.take(piece, scan, contents)
        if merged:
            merged.look(piece)
    if merged and merged.count > 1:
        contents.notes[""] = [Note("merged_cells_left", count=merged.count)]
    if scan:
        _count_sheet(scan, name, contents)
        if taking:
            taking.end(scan)


def _look_at_head(name: str, piece: bytes, entry: zipfile.ZipInfo, contents: Contents) -> None:
    _refuse_entities(name, piece[:_HEAD])
    if name.endswith("sharedstrings.xml"):
        contents.strings_lie = _strings_lie(piece[:4096], entry.file_size)


def _count_sheet(scan: SheetScan, name: str, contents: Contents) -> None:
    scan.close()
    contents.cells += scan.box_cells
    for note in scan.notes:
        note.column = None if note.column is None else max(0, note.column - scan.first_column)
    contents.notes[name] = [*scan.notes, *scan.layout.notes(scan.first_column)]
    contents.merged[name] = (scan.layout.merged, scan.first_column)


class _MergedInOds:
    """Count the cells of an OpenDocument sheet that reach over several rows: their value is that of the first only."""

    def __init__(self) -> None:
        self.count = 0
        self._tail = b""

    def look(self, piece: bytes) -> None:
        text = self._tail + piece
        cut = max(0, text.rfind(b"<"), len(text) - _HEAD)
        self.count += len(_ROWS_SPANNED.findall(text, 0, cut))
        self._tail = text[cut:]


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            if entry.file_size >= _LARGE:
                yield from _one_ahead(part)
                return
            while piece := part.read(_CHUNK):
                yield piece
    except ZIP_FAULTS as error:
        raise what_it_means(error) from error


def what_it_means(error: BaseException) -> MemoryError | Refusal:
    """Return what one of `ZIP_FAULTS` is to be raised as: damage, or too little memory to find any.

    >>> what_it_means(zlib.error("Error -3 while decompressing data")).kind
    'file_damaged'
    """
    if _NO_MEMORY.search(str(error)) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return MemoryError()
    return Refusal("file_damaged")


def _one_ahead(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces, the next unpacked while one is looked at: unpacking holds no lock of Python's."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(part.read, _CHUNK)
        while piece := coming.result():
            coming = pool.submit(part.read, _CHUNK)
            yield piece


def _is_sheet(name: str) -> bool:
    return "worksheets/" in name and name.endswith(".xml") and "/_rels/" not in name


def _refuse_entities(name: str, head: bytes) -> None:
    """Refuse document types in parts that a reader parses (macro modules elsewhere carry them lawfully)."""
    read_by_parser = name.startswith(("xl/", "[content_types]", "_rels/", "docprops/")) or name in (
        "content.xml",
        "styles.xml",
        "settings.xml",
        "meta.xml",
    )
    plain = head.replace(b"\0", b"").lower()
    if read_by_parser and (b"<!doctype" in plain or b"<!entity" in plain):
        raise Refusal("file_entities")


def _strings_lie(head: bytes, size: int) -> bool:
    claimed = _UNIQUE_COUNT.search(head)
    return bool(claimed) and int(claimed.group(1)) > max(1, size // _SHORTEST_STRING) * 2  # type: ignore[union-attr]


def _megabytes(found: int, limit: int) -> dict[str, MessageValue]:
    return {"size": found >> 20, "limit": limit >> 20}


_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook names it, and the part that holds it."""

    name: str
    part: str
    visible: bool
    is_table: bool


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """Return the sheets of a workbook in its order; empty when it does not say."""
    try:
        book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    except (KeyError, *ZIP_FAULTS):
        return []
    targets = {}
    for relation in _RELATION.findall(relations):
        given = dict(_ATTRIBUTE.findall(relation))
        targets[given.get(b"Id")] = (given.get(b"Target", b"").decode("utf-8", "replace"), given.get(b"Type", b""))
    sheets = []
    for found in _SHEET.findall(book):
        given = {name.rsplit(b":", 1)[-1]: value for name, value in _ATTRIBUTE.findall(found)}
        target, kind = targets.get(given.get(b"id"), ("", b""))
        part = target.lower().lstrip("/")
        sheets.append(
            SheetPart(
                html.unescape(given.get(b"name", b"").decode("utf-8", "replace")),
                part if part.startswith("xl/") else f"xl/{part}",
                given.get(b"state", b"visible") == b"visible",
                kind.endswith(b"/worksheet"),
            )
        )
    return sheets


def workbook_kind(names: frozenset[str]) -> str | None:
    """Return ``xlsx``, ``xlsb`` or ``ods`` for a workbook's parts; None for a zip that holds something else."""
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if "content.xml" in names and ("mimetype" in names or "meta-inf/manifest.xml" in names):
        return "ods"
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    return None


_DATA_ENDINGS = (
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".xlsb",
    ".ods",
    ".json",
    ".jsonl",
    ".ndjson",
    ".html",
)


def only_member(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], depth: int) -> bytes:
    """Return the one data file that a zip was sent as; refuse a zip of none or of several."""
    files = [entry for entry in entries if not entry.is_dir() and not _is_litter(part_name(entry))]
    data = [entry for entry in files if part_name(entry).endswith(_DATA_ENDINGS)] or files
    if depth or not files or part_name(files[0]).startswith("[content_types]"):
        raise Refusal("file_foreign", {"found": "ZIP"})
    if len(data) > 1:
        raise Refusal("file_zip_of_several", {"count": len(data)})
    return b"".join(_pieces(archive, data[0]))


def _is_litter(name: str) -> bool:
    return name.startswith("__macosx/") or name.rsplit("/", 1)[-1] in (".ds_store", "thumbs.db", "desktop.ini")
