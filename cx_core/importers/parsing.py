"""A parsed file, kept for a moment: looking at a file, asking and reading it need one parse, not three."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from cx_core.importers import guard
from cx_core.importers.grid import Grid, build_grid
from cx_core.importers.guard import Parsed
from cx_core.importers.limits import Limits
from cx_core.model.problem import Refusal

#: A parsed table is kept for this long, and only up to this size: it holds customers' words.
_KEPT_SECONDS = 120.0
_KEPT_BYTES = 48 * 2**20


@dataclass(frozen=True)
class Loaded:
    """A file's cells with the facts of the file itself."""

    parsed: Parsed
    grid: Grid
    sha256: str
    size: int
    modified_on: str


_Key = tuple[str, str | None, str | None, Limits]
_kept: dict[_Key, tuple[float, Loaded]] = {}
_guard = threading.Lock()
#: One entry for each block of `parsed_once` that runs.
_held: list[None] = []
#: While one does: what files came to, by path, number on the disk, size and time of change.
_digests: dict[tuple[str, int, int, int], str] = {}


def load(
    path: Path,
    sheet: str | None,
    encoding: str | None,
    limits: Limits,
    progress: Callable[[float], None] | None = None,
) -> Loaded:
    """Parse a file, or return the cells of the same bytes parsed a moment ago."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Refusal("file_too_big", {"size": size >> 20, "limit": limits.file_bytes >> 20})
    with ThreadPoolExecutor(1) as pool:
        # Beside the reading process, unless what is kept may spare that.
        digest = pool.submit(_sha256, path)
        known = _recall((digest.result(), sheet, encoding, limits)) if _kept else None
        if known:
            return known
        parsed = guard.parse(path, sheet=sheet, encoding=encoding, limits=limits, progress=progress)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    grid = build_grid(parsed)
    loaded = Loaded(_without_payload(parsed), grid, digest.result(), size, f"{modified:%Y-%m-%d}")
    if _held or sum(column.nbytes for column in grid.columns) <= _KEPT_BYTES:
        _keep((loaded.sha256, sheet, encoding, limits), loaded)
    return loaded


def forget() -> None:
    """Drop what is kept."""
    with _guard:
        _kept.clear()


@contextmanager
def parsed_once() -> Iterator[None]:
    """Keep a file of any size from one look to the next for the length of the block, and no longer."""
    _held.append(None)
    try:
        yield
    finally:
        _held.pop()
        _digests.clear()
        forget()
        # What the library keeps for later tables would stand beside what is made of this one.
        pa.default_memory_pool().release_unused()


def _without_payload(parsed: Parsed) -> Parsed:
    return Parsed(parsed.kind, parsed.encoding, parsed.delimiter, parsed.sheet, parsed.sheets, parsed.notes, None)


def _sha256(path: Path) -> str:
    """Return what a file comes to; inside `parsed_once` one that nobody has written to since is not read again."""
    facts = path.stat()
    written = (str(path), facts.st_ino, facts.st_size, facts.st_mtime_ns)
    known = _digests.get(written) if _held else None
    if known:
        return known
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if _held:
        _digests[written] = digest
    return digest


def _recall(key: _Key) -> Loaded | None:
    with _guard:
        _drop_old()
        found = _kept.get(key)
        return found[1] if found else None


def _keep(key: _Key, loaded: Loaded) -> None:
    with _guard:
        _drop_old()
        if len(_kept) >= 2:
            del _kept[min(_kept, key=lambda one: _kept[one][0])]
        _kept[key] = (time.monotonic(), loaded)


def _drop_old() -> None:
    now = time.monotonic()
    for key in [key for key, (at, _) in _kept.items() if now - at > _KEPT_SECONDS]:
        del _kept[key]
