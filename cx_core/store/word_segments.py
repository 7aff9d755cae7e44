"""An index of words put behind what another one holds, page by page: a tenth of the work of indexing the words again.

FTS5 keeps an index in segments, each a run of numbered pages in the table ``words_data``, with the first term of every
page in ``words_idx``. Which segments there are stands in page 10, how many rows and words in page 1. This is the form
that FTS5 writes in its format 4 (``fts5_index.c`` of SQLite, "Structure record" and "Segment b-tree"); a test has FTS5
check and compare what is made here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

_FORMAT = 4
_COUNTS, _STRUCTURE = 1, 10
#: A page's number holds its segment's number above these bits.
_PAGE_BITS = 37
#: FTS5 looks at no more segments.
_MOST_SEGMENTS = 2_000
#: A page of another form begins so.
_OTHER_FORM = b"\xff\x00\x00\x01"


@dataclass(frozen=True)
class _Segment:
    number: int
    first_page: int
    last_page: int


@dataclass(frozen=True)
class _Structure:
    """Page 10: ``levels`` of segments, each with how many of them are being merged. ``cookie`` goes with settings."""

    cookie: bytes
    n_written: int
    levels: tuple[tuple[int, tuple[_Segment, ...]], ...]

    @property
    def segments(self) -> tuple[_Segment, ...]:
        return tuple(segment for _, segments in self.levels for segment in segments)

    @classmethod
    def read(cls, page: bytes) -> _Structure:
        """Read the page; ValueError where it has another form."""
        if page[4:8] == _OTHER_FORM:
            raise ValueError("segments of another form")
        numbers = _numbers(page[4:])
        n_levels, _, n_written = next(numbers), next(numbers), next(numbers)
        levels = []
        for _ in range(n_levels):
            n_merged, n_segments = next(numbers), next(numbers)
            segments = tuple(_Segment(next(numbers), next(numbers), next(numbers)) for _ in range(n_segments))
            levels.append((n_merged, segments))
        return cls(page[:4], n_written, tuple(levels))

    @property
    def page(self) -> bytes:
        """Write the page."""
        numbers = [len(self.levels), len(self.segments), self.n_written]
        for n_merged, segments in self.levels:
            numbers += [n_merged, len(segments)]
            for one in segments:
                numbers += [one.number, one.first_page, one.last_page]
        return self.cookie + b"".join(map(_varint, numbers))

    def with_newest(self, segments: tuple[_Segment, ...]) -> _Structure:
        """Return the structure with further segments, the newest of all."""
        (n_merged, newest), *older = self.levels or ((0, ()),)
        return replace(self, levels=((n_merged, newest + segments), *older))


def append_index(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Put what the index ``words`` of one database holds behind that of another, inside the caller's transaction.

    No row may stand in both, and the target's connection must not have used its index before. Raises ValueError, with
    nothing written, where either index has a form that is not known here.
    """
    for one in (target, source):
        version = one.execute("SELECT v FROM words_config WHERE k = 'version'").fetchone()
        if version is None or version[0] != _FORMAT:
            raise ValueError("an index of another format")
    into, added = _Structure.read(_page(target, _STRUCTURE)), _Structure.read(_page(source, _STRUCTURE))
    above = max((one.number for one in into.segments), default=0)
    moved = tuple(replace(one, number=one.number + above) for one in added.segments)
    if max((one.number for one in moved), default=0) > _MOST_SEGMENTS:
        raise ValueError("too many segments")
    counts = _added(_page(target, _COUNTS), _page(source, _COUNTS))
    pages = source.execute("SELECT id + (? << ?), block FROM words_data WHERE id > ?", (above, _PAGE_BITS, _STRUCTURE))
    target.executemany("INSERT INTO words_data (id, block) VALUES (?, ?)", map(tuple, pages))
    begins = source.execute("SELECT segid + ?, term, pgno FROM words_idx ORDER BY segid, term", (above,))
    target.executemany("INSERT INTO words_idx (segid, term, pgno) VALUES (?, ?, ?)", map(tuple, begins))
    written = [(_COUNTS, counts), (_STRUCTURE, into.with_newest(moved).page)]
    target.executemany("INSERT OR REPLACE INTO words_data (id, block) VALUES (?, ?)", written)


def n_segments(connection: sqlite3.Connection) -> int:
    """Return how many segments an index has."""
    return int(connection.execute("SELECT count(*) FROM (SELECT DISTINCT segid FROM words_idx)").fetchone()[0])


def _page(connection: sqlite3.Connection, number: int) -> bytes:
    row = connection.execute("SELECT block FROM words_data WHERE id = ?", (number,)).fetchone()
    return bytes(row[0]) if row else b""


def _added(one: bytes, other: bytes) -> bytes:
    """Add the counts of two indexes: rows, and words of each column."""
    first, second = list(_numbers(one)), list(_numbers(other))
    longest = max(len(first), len(second))
    sums = [sum(counts[at] for counts in (first, second) if at < len(counts)) for at in range(longest)]
    return b"".join(map(_varint, sums))


def _numbers(data: bytes) -> Iterator[int]:
    """Yield the numbers that some bytes hold, seven bits a byte, the highest first."""
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            yield number
            number = 0


def _varint(number: int) -> bytes:
    """Write a number below 2^56 as SQLite does.

    >>> _varint(5), _varint(300), list(_numbers(_varint(2**40)))
    (b'\\x05', b'\\x82,', [1099511627776])
    """
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))
