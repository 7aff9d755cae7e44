"""The rows as the files had them: packed together some hundreds at a time, since hardly any is ever looked at.

A block is a packed text, a line a row: the row's number in the file, a tab, the masked cells as one JSON object. Packed
they take a fifth of the space, and an import writes hundreds of rows in one statement. Packed means `_ZSTD`, the length
of the text in four bytes and a frame of Zstandard; older blocks are packed with zlib, which begins with another byte.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.store.answer_rows import Integers, Texts

BLOCK_ROWS = 500
#: Rows whose texts are made at one time.
_CHUNK = 10_000
#: Packs in a third of the time of zlib's quickest way, and a little smaller.
_LEVEL = 1
_ZSTD = b"\x01"
_SIZE = struct.Struct(">I")
_COVERING = "SELECT id, data FROM raw_blocks WHERE import_id = ? AND first_row <= ? AND last_row >= ?"


@dataclass(frozen=True)
class RawBlock:
    """Some rows of one file, packed; ``first_row`` and ``last_row`` are the smallest and largest of their numbers."""

    first_row: int
    last_row: int
    n_rows: int
    data: bytes


def pack(row_no: Integers, texts_of: Callable[[Integers], Texts]) -> Iterator[RawBlock]:
    """Yield the blocks of a file's rows; ``texts_of`` gives the JSON objects of the rows at some places (ascending)."""
    for start in range(0, len(row_no), _CHUNK):
        places = np.arange(start, min(start + _CHUNK, len(row_no)))
        lines = _lines(row_no[places], texts_of(places))
        for at in range(0, len(places), BLOCK_ROWS):
            numbers = row_no[places[at : at + BLOCK_ROWS]]
            data = _pack(_letters(lines.slice(at, BLOCK_ROWS)))
            yield RawBlock(int(numbers.min()), int(numbers.max()), len(numbers), data)


def put(connection: sqlite3.Connection, import_id: int, blocks: Iterable[RawBlock]) -> None:
    """Write blocks of an import inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO raw_blocks (import_id, first_row, last_row, n_rows, data) VALUES (?, ?, ?, ?, ?)",
        ((import_id, one.first_row, one.last_row, one.n_rows, one.data) for one in blocks),
    )


def row_of(connection: sqlite3.Connection, import_id: int | str, row_no: int) -> dict[str, Any] | None:
    """Return one row as the file had it; None when there is none such."""
    begin = f"{row_no}\t"
    for _, data in connection.execute(_COVERING, (import_id, row_no, row_no)):
        for line in _unpack(data):
            if line.startswith(begin):
                row: dict[str, Any] = json.loads(line[len(begin) :])
                return row
    return None


def forget_rows(connection: sqlite3.Connection, import_id: int, row_no: Iterable[int]) -> int:
    """Take rows of an import out of their blocks inside the caller's transaction; return how many there were."""
    unwanted = {str(number) for number in row_no}
    if not unwanted:
        return 0
    first, last = min(map(int, unwanted)), max(map(int, unwanted))
    n_gone = 0
    for number, data in connection.execute(_COVERING, (import_id, last, first)).fetchall():
        lines = _unpack(data)
        kept = [line for line in lines if line.partition("\t")[0] not in unwanted]
        n_gone += len(lines) - len(kept)
        if not kept:
            connection.execute("DELETE FROM raw_blocks WHERE id = ?", (number,))
        elif len(kept) < len(lines):
            connection.execute(
                "UPDATE raw_blocks SET n_rows = ?, data = ? WHERE id = ?", (len(kept), _packed_lines(kept), number)
            )
    return n_gone


def _lines(row_no: Integers, texts: Texts) -> Texts:
    """Return a line for each row; a line's end within JSON stands between its parts, where a blank says the same."""
    if b"\n" in bytes(_letters(texts)):
        texts = pc.replace_substring(texts, "\n", " ")
    tab, end, nothing = (pa.scalar(one, texts.type) for one in ("\t", "\n", ""))
    return pc.binary_join_element_wise(pa.array(row_no).cast(texts.type), tab, texts, end, nothing)


def _letters(texts: Texts) -> memoryview:
    """Return the bytes of some texts one after the other, as they stand in memory."""
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, offsets, letters = texts.buffers()
    ends = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1]
    return memoryview(letters)[ends[0] : ends[-1]]


def _packed_lines(lines: Iterable[str]) -> bytes:
    return _pack("".join(f"{line}\n" for line in lines).encode())


def _pack(text: bytes | memoryview) -> bytes:
    packed: bytes = pa.Codec("zstd", _LEVEL).compress(pa.py_buffer(text), asbytes=True)
    return _ZSTD + _SIZE.pack(len(text)) + packed


def _unpack(data: bytes) -> list[str]:
    if data[:1] == _ZSTD:
        size = _SIZE.unpack_from(data, 1)[0]
        text: bytes = pa.Codec("zstd").decompress(data[1 + _SIZE.size :], decompressed_size=size, asbytes=True)
    else:
        text = zlib.decompress(data)
    return text.decode().split("\n")[:-1]
