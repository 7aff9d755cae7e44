"""Text that was decoded wrongly before it came here: put right where that is certain, named where it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.importers.raw_table import Note
from cx_core.importers.vietnamese import from_tcvn3, from_vni, plausibility

_SAMPLE_ROWS = 3_000
_SAMPLE_LETTERS = 200_000
#: What UTF-8 read as Windows-1252 looks like: a capital A or a with a hat, or Æ, Ä, á», before an odd sign.
_TWICE = "[ÃÂÄÆ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|áº|á»|â€|ðŸ"
_TWICE_PATTERN = re.compile(_TWICE)
_WORD = re.compile(r"[^\W\d_]+")
#: A question mark between letters of one word that is no address: "nhi?t", not "shop/?id=1".
_LOST = re.compile(r"(?<!\S)[^\s=/&:@]*[^\W\d_]\?[^\W\d_][^\s=/&:@]*(?!\S)|" + "\ufffd")
#: What every such place holds; looked for in a hundredth of the time.
_MAYBE_LOST = re.compile(r"\?[^\W\d_]|\ufffd")
_LOST_IN_CELLS = r"(?:^|\s)[^\s=/&:@]*\p{L}\?\p{L}[^\s=/&:@]*(?:\s|$)|\x{fffd}"
_WINDOWS_1252 = {letter: byte for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))}
_TO_BYTES = str.maketrans({letter: chr(byte) for letter, byte in _WINDOWS_1252.items()})
_TIMES = 3
#: Share of the letters with marks that may be signs of another font.
_STRAY_BYTES = 0.05
#: Share of the words with marks or question marks that must be damaged before the file is called so.
_LOST_SHARE, _LOST_LEAST = 0.2, 3


def undo_double_encoding(text: str) -> str:
    """Return text that was UTF-8, read as Windows-1252 and saved again, as it was; other text unchanged.

    >>> undo_double_encoding("Chá» quÃ¡ lÃ¢u")
    'Chá» quÃ¡ lÃ¢u'
    >>> undo_double_encoding("dá»‹ch vá»¥")
    'dịch vụ'
    """
    for _ in range(_TIMES):
        if not _TWICE_PATTERN.search(text):
            break
        try:
            once = text.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
        except UnicodeError:
            break
        text = once
    return text


def repair_columns(columns: list[Any]) -> tuple[list[Any], list[Note]]:
    """Repair the columns of a table as far as its own text proves how; return them and what was found."""
    sample = _sample(columns)
    if sample.isascii():
        return columns, _lost_letters(columns, sample)
    notes: list[Note] = []
    if _TWICE_PATTERN.search(sample):
        columns, n_cells = _apply(columns, undo_double_encoding, _TWICE)
        if n_cells:
            notes.append(Note("double_encoding_repaired", count=n_cells))
            sample = _sample(columns)
    decode = _old_font(sample)
    if decode:
        columns, n_cells = _apply(columns, decode, r"[^\x00-\x7f]")
        notes.append(Note("old_font_repaired", count=n_cells))
        sample = _sample(columns)
    return columns, [*notes, *_lost_letters(columns, sample)]


def _sample(columns: list[Any]) -> str:
    """Return text from all over the table."""
    pieces: list[str] = []
    for column in columns:
        step = max(1, len(column) // _SAMPLE_ROWS)
        taken = column.take(pa.array(np.arange(0, len(column), step))) if step > 1 else column
        pieces.append("\n".join(filter(None, taken.to_numpy(zero_copy_only=False).tolist()))[:_SAMPLE_LETTERS])
    return "\n".join(pieces)


def _old_font(sample: str) -> Callable[[str], str] | None:
    """Return how to read text typed in a font of the years before Unicode (.VnTime, VNI-Times), None if it is not."""
    if plausibility(sample) >= 0.5:
        return None
    data = "".join(letter for letter in sample if ord(letter) < 256).encode("latin-1")
    scored = [(plausibility(from_tcvn3(data)), from_tcvn3), (plausibility(from_vni(data)), from_vni)]
    share, decode = max(scored, key=lambda one: one[0])
    n_odd = sum(byte > 127 for byte in data)
    if share <= 0.8 or decode(data).count("\ufffd") > _STRAY_BYTES * n_odd:
        return None  # what the font has no letters for was not typed in it
    return lambda text: decode(text.encode("latin-1")) if all(ord(letter) < 256 for letter in text) else text


def _apply(columns: list[Any], change: Callable[[str], str], pattern: str) -> tuple[list[Any], int]:
    """Change the cells that match; return the columns and how many cells became others."""
    changed = 0
    repaired: list[Any] = []
    for column in columns:
        matching = pc.match_substring_regex(column, pattern).fill_null(False)
        if not pc.any(matching).as_py():
            repaired.append(column)
            continue
        cells = column.to_pylist()
        for place in pc.indices_nonzero(matching).to_pylist():
            new = change(cells[place])
            changed += new != cells[place]
            cells[place] = new
        repaired.append(pa.array(cells, column.type))
    return repaired, changed


def _lost_letters(columns: list[Any], sample: str) -> list[Note]:
    """Name text whose letters were saved as question marks: nothing can bring them back."""
    if not _MAYBE_LOST.search(sample):
        return []
    n_lost = len(_LOST.findall(sample))
    n_marked = sum(not word.isascii() for word in _WORD.findall(sample))
    if n_lost < _LOST_LEAST or n_lost < _LOST_SHARE * (n_lost + n_marked):
        return []
    note = Note("letters_lost", lost=True)
    for index, column in enumerate(columns):
        matching = pc.match_substring_regex(column, _LOST_IN_CELLS).fill_null(False)
        count = int(pc.sum(matching).as_py() or 0)
        if count:
            note.count += count
            note.column = index if note.column is None else note.column
    return [note] if note.count else []
