"""Where the table begins: titles skipped, one to three header rows joined, names made unique."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from cx_core.importers.grid import Grid
from cx_core.model.folding import fold

_LOOK_AT = 60
_DEEPEST_TITLE = 30
_LONGEST_NAME = 400
_NUMBER = re.compile(r"^[-+]?\d[\d.,\s]*%?$|^\d{1,3}/\d{1,3}$")
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$")
_TAG = re.compile(r"<[^<>]{1,200}>")
#: Stars around words; underscores stay, since machines name their columns with them.
_EMPHASIS = re.compile(r"(\*{1,2})(?=\S)([^*]+?)(?<=\S)\1")
#: Words that stand in headers and hardly ever alone in a cell below, folded.
_HEADER_WORDS = re.compile(
    r"\b(ngay|thoi gian|date|time|timestamp|diem|score|rating|sao|danh gia|comment|feedback|review|gop y|y kien"
    r"|nhan xet|"
    r"noi dung|khach|customer|sdt|phone|email|kenh|channel|stt|ma|id|ten|name|nps|csat|ces|cau hoi|question|text)\b"
)
_GENERIC_SUBHEADERS = frozenset({"response", "open-ended response", "open ended response", "tra loi", "other", "khac"})


@dataclass(frozen=True)
class Header:
    """The columns' names and the place of the table.

    ``rows`` are positions in the grid, ``first_data`` the position of the first row under the header. ``names`` are as
    written (empty where there is none), ``codes`` the names by which a tool knows its columns (mostly the same),
    ``paths`` all header cells of a column joined, ``keys`` unique. ``is_certain``: the header could be told from the
    data; without it a person should say.
    """

    rows: tuple[int, ...]
    first_data: int
    names: tuple[str, ...]
    codes: tuple[str, ...]
    paths: tuple[str, ...]
    keys: tuple[str, ...]
    is_certain: bool = True


def find_header(grid: Grid, answer: str | None = None) -> Header:
    """Find the header of a table. ``answer`` is ``none`` or ``first`` where a person has said."""
    rows = grid.rows(0, min(grid.n_rows, _LOOK_AT))
    if answer == "none":
        return _header(grid, rows, ())
    if answer == "first":
        return _header(grid, rows, (0,))
    typical = _typical_width(rows)
    start = _first_header(rows, typical)
    if start is None:
        return _header(grid, rows, ())
    # A group header with cells in half of the columns passes for a header too: the row above it is one then.
    places = _with_neighbours(grid, rows, start, typical)
    return _header(grid, rows, places, is_certain=_stands_out(rows, places))


def _first_header(rows: list[list[str | None]], typical: int) -> int | None:
    """Return the first row that may be the header, or the fuller one that follows it before any data."""
    found: int | None = None
    for place in range(min(len(rows), _DEEPEST_TITLE)):
        if not _may_be_header(rows, place, typical):
            if found is not None and _is_data(rows[place], typical):
                break
            continue
        if found is None:
            found = place
        elif len(_filled(rows[place])) <= len(_filled(rows[found])) or (
            place == found + 1 and _is_second_row(rows, found, place)
        ):
            break
        else:
            found = place
    return found


def _is_data(row: list[str | None], typical: int) -> bool:
    kinds = {_kind(cell) for cell in row}
    return len(_filled(row)) > typical / 2 and bool(kinds & {"n", "d"})


def _kind(cell: str | None) -> str:
    if not cell:
        return ""
    if _NUMBER.match(cell):
        return "n"
    return "d" if _DATE.match(cell) else "t"


def _filled(row: list[str | None]) -> list[int]:
    return [index for index, cell in enumerate(row) if cell]


def _typical_width(rows: list[list[str | None]]) -> int:
    """Return the number of cells that a row of the table has: the largest that at least a fifth of the rows reach."""
    widths = sorted((len(_filled(row)) for row in rows), reverse=True)
    return widths[min(len(widths) - 1, len(widths) // 5)]


def _may_be_header(rows: list[list[str | None]], place: int, typical: int) -> bool:
    cells = [cell for cell in rows[place] if cell]
    kinds = [_kind(cell) for cell in cells]
    if len(cells) < max(1, typical / 2) or (typical > 1 and len(cells) < 2):
        return False
    if kinds.count("t") < 0.6 * len(cells) or any(len(cell) > _LONGEST_NAME for cell in cells if typical > 1):
        return False
    if len(cells) < typical and any(cell.endswith(":") for cell in cells):
        return False  # "Người lập: Lan" above the table
    if "d" in kinds and _is_like_below(rows, place):
        return False
    # Headers do not repeat much; three cells "Nam" in one row are data.
    return max(Counter(cells).values()) <= max(2, len(cells) // 2)


def _is_like_below(rows: list[list[str | None]], place: int) -> bool:
    """Tell whether a row has dates and numbers where the rows under it have them: then it is one of them."""
    below = rows[place + 1 : place + 8]
    strong = [index for index, cell in enumerate(rows[place]) if _kind(cell) in ("n", "d")]
    alike = sum(1 for index in strong if any(_kind(row[index]) == _kind(rows[place][index]) for row in below))
    return bool(strong) and alike >= len(strong) / 2


def _with_neighbours(grid: Grid, rows: list[list[str | None]], start: int, typical: int) -> tuple[int, ...]:
    places = [start]
    above = start - 1
    while above >= 0 and len(places) < 3 and _is_group_row(grid, rows, above, places[0]):
        places.insert(0, above)
        above -= 1
    below = places[-1] + 1
    while below < len(rows) - 1 and len(places) < 3 and _is_second_row(rows, places[-1], below):
        places.append(below)
        below += 1
    return tuple(places)


def _is_group_row(grid: Grid, rows: list[list[str | None]], above: int, header: int) -> bool:
    """Tell whether a row right above the header names groups of columns: two or more texts over filled columns."""
    if grid.row_no[header] - grid.row_no[above] != 1:
        return False
    filled = _filled(rows[above])
    texts = [rows[above][index] for index in filled]
    return (
        len(filled) >= 2
        and all(_kind(text) == "t" and len(text or "") <= 80 for text in texts)
        and len(set(texts)) == len(texts)
        and max(filled) - min(filled) >= len(filled) - 1
        and len(filled) < len(_filled(rows[header]))
    )


def _is_second_row(rows: list[list[str | None]], first: int, second: int) -> bool:
    """Tell whether a row continues the header: it names the columns that the row above left open.

    Blanks in the row above must be filled here, every cell be short text, and the data below be of another kind or this
    row leave blank what the one above has named (cells merged downwards).
    """
    upper, lower = rows[first], rows[second]
    opened = [index for index in range(len(upper)) if not upper[index] and lower[index]]
    cells = [cell for cell in lower if cell]
    if not opened or any(_kind(cell) != "t" or len(cell) > 200 for cell in cells) or len(set(cells)) < len(cells) * 0.6:
        return False
    merged_down = sum(1 for index in range(len(upper)) if upper[index] and not lower[index])
    below = rows[second + 1 : second + 12]
    contrast = sum(1 for index in _filled(lower) if any(_kind(row[index]) in ("n", "d") for row in below))
    generic = sum(fold(cell) in _GENERIC_SUBHEADERS for cell in cells)
    if merged_down == 0 and not generic and len(cells) < len(upper):
        return False
    return (contrast > 0 and (merged_down > 0 or len(cells) == len(_filled(upper)) + len(opened))) or generic > 0


def _stands_out(rows: list[list[str | None]], places: tuple[int, ...]) -> bool:
    """Tell whether the header differs from the data: by kind, by known words, or by titles above it."""
    header = rows[places[-1]]
    below = rows[places[-1] + 1 :]
    if places[0] > 0 or len(places) > 1 or not below:
        return True
    for index in _filled(header):
        kinds = {_kind(row[index]) for row in below} - {""}
        if _kind(header[index]) == "t" and kinds and "t" not in kinds:
            return True
    if any(_HEADER_WORDS.search(fold((header[index] or "")[:_LONGEST_NAME])) for index in _filled(header)):
        return True
    # A column of codes has few distinct values, and its name is not one of them.
    return any(
        len({row[index] for row in below}) < len(below) / 2 and header[index] not in {row[index] for row in below}
        for index in _filled(header)
    )


def _header(grid: Grid, rows: list[list[str | None]], places: tuple[int, ...], *, is_certain: bool = True) -> Header:
    width = len(grid.columns)
    lines = [_spread(rows[place]) if place != places[-1] else list(rows[place]) for place in places]
    names: list[str] = []
    paths: list[str] = []
    for index in range(width):
        parts = [clean_name(line[index] or "") for line in lines if not _is_machine_text(line[index])]
        parts = [part for number, part in enumerate(parts) if part and part not in parts[:number]]
        paths.append(" – ".join(parts))
        names.append(_own_name(parts))
    names = _tell_apart(names, paths)
    first_data = (places[-1] + 1) if places else 0
    return Header(places, first_data, tuple(names), tuple(names), tuple(paths), unique_keys(names), is_certain)


def header_at(grid: Grid, places: tuple[int, ...], code_row: int | None = None) -> Header:
    """Build the header from rows that a tool is known to have.

    ``code_row`` is the one of them that holds the tool's own codes (0 the first); None joins them as usual.
    """
    rows = grid.rows(0, min(grid.n_rows, places[-1] + 2))
    header = _header(grid, rows, places)
    if code_row is None:
        return header
    codes = [clean_name(cell or "") for cell in rows[places[code_row]]]
    return replace(header, codes=tuple(codes), keys=unique_keys(codes))


def _is_machine_text(cell: str | None) -> bool:
    """Tell whether a header cell is for programs: survey tools put a JSON object under each question."""
    return bool(cell) and str(cell).startswith("{") and str(cell).endswith("}") and ":" in str(cell)


def _spread(row: list[str | None]) -> list[str | None]:
    """Carry a merged header over the blank cells to its right."""
    spread: list[str | None] = []
    for cell in row:
        spread.append(cell or (spread[-1] if spread else None))
    return spread


def _own_name(parts: list[str]) -> str:
    if not parts:
        return ""
    if fold(parts[-1]) in _GENERIC_SUBHEADERS and len(parts) > 1:
        return parts[-2]
    return parts[-1]


def _tell_apart(names: list[str], paths: list[str]) -> list[str]:
    """Name columns of one name by their whole path where that tells them apart."""
    counts = Counter(names)
    return [path if counts[name] > 1 and path != name else name for name, path in zip(names, paths, strict=True)]


def clean_name(text: str) -> str:
    """Return a header without tags, emphasis marks and line breaks.

    >>> clean_name("How <b>likely</b><br>are *you*\\nto recommend us?")
    'How likely are you to recommend us?'
    """
    text = text[:_LONGEST_NAME]
    return " ".join(_EMPHASIS.sub(r"\2", _TAG.sub(" ", text)).replace(" ", " ").split())


def unique_keys(names: list[str]) -> tuple[str, ...]:
    """Return a key for each column: its name, a number behind a repeated one, ``column 3`` without a name.

    >>> unique_keys(["Điểm", "Điểm", ""])
    ('Điểm', 'Điểm 2', 'column 3')
    """
    taken: set[str] = set()
    reserved = set(names)
    keys: list[str] = []
    for number, name in enumerate(names, 1):
        key = name or f"column {number}"
        count = 1
        while key in taken or (count > 1 and key in reserved):
            count += 1
            key = f"{name or 'column'} {count}"
        taken.add(key)
        keys.append(key)
    return tuple(keys)
