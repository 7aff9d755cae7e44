"""A binary workbook (xlsb) of one sheet, record by record; no library writes one.

Records, cells and texts as MS-XLSB 2.1.4 (records), 2.4 (their numbers) and 2.5 (structures) define them.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta

Value = str | int | float | bool | date | None

_ROW, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED, _STRING = 0, 2, 3, 4, 5, 6, 7, 19
_XF, _SHEET, _END_SHEET, _BOOK, _END_BOOK, _SHEETS, _END_SHEETS = 47, 129, 130, 131, 132, 143, 144
_DATA, _END_DATA, _SIZE, _NAMED_SHEET, _STRINGS, _END_STRINGS = 145, 146, 148, 156, 159, 160
_STYLES, _END_STYLES, _FORMATS, _END_FORMATS = 278, 279, 617, 618
#: The built-in number formats "general", "a day" and "a day and time", in the order of the styles below.
_GENERAL, _DAY, _INSTANT = range(3)
_NUMBER_FORMATS = (0, 14, 22)
_EPOCH = datetime(1899, 12, 30)
_MAIN = "application/vnd.ms-excel"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: An error cell as a row may hold it: #DIV/0!
DIVISION_BY_ZERO = "\0#DIV/0!"


def as_xlsb(rows: Sequence[Sequence[Value]], sheet: str = "Sheet1") -> bytes:
    """Write rows; a text that repeats is shared, another stands in its cell, whole numbers are packed."""
    texts = [value for row in rows for value in row if isinstance(value, str) and value]
    shared = [text for text in dict.fromkeys(texts) if texts.count(text) > 1]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": _workbook(sheet),
        "xl/_rels/workbook.bin.rels": _relations(
            {
                "rId1": ("worksheet", "worksheets/sheet1.bin"),
                "rId2": ("styles", "styles.bin"),
                "rId3": ("sharedStrings", "sharedStrings.bin"),
            }
        ),
        "xl/styles.bin": _styles(),
        "xl/sharedStrings.bin": _strings(shared, len(texts)),
        "xl/worksheets/sheet1.bin": _sheet(rows, {text: at for at, text in enumerate(shared)}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _record(number: int, body: bytes = b"") -> bytes:
    return _seven_bits(number) + _seven_bits(len(body)) + body


def _seven_bits(value: int) -> bytes:
    """Write a number in groups of seven bits, the lowest first; the top bit says that another follows.

    >>> _seven_bits(5).hex(), _seven_bits(278).hex()
    ('05', '9602')
    """
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _wide(text: str) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def _workbook(sheet: str) -> bytes:
    named = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet)
    return b"".join(
        (_record(_BOOK), _record(_SHEETS), _record(_NAMED_SHEET, named), _record(_END_SHEETS), _record(_END_BOOK))
    )


def _styles() -> bytes:
    formats = b"".join(
        _record(_XF, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0x1000, 0)) for number in _NUMBER_FORMATS
    )
    head = _record(_FORMATS, struct.pack("<I", len(_NUMBER_FORMATS)))
    return _record(_STYLES) + head + formats + _record(_END_FORMATS) + _record(_END_STYLES)


def _strings(shared: Sequence[str], used: int) -> bytes:
    items = b"".join(_record(_STRING, b"\0" + _wide(text)) for text in shared)
    return _record(_STRINGS, struct.pack("<II", used, len(shared))) + items + _record(_END_STRINGS)


def _sheet(rows: Sequence[Sequence[Value]], shared: dict[str, int]) -> bytes:
    width = max(map(len, rows), default=1)
    out = [
        _record(_SHEET),
        _record(_SIZE, struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, width - 1)),
        _record(_DATA),
    ]
    for at, row in enumerate(rows):
        spans = struct.pack("<III", 1, 0, width - 1)
        out.append(_record(_ROW, struct.pack("<IIHBBB", at, 0, 300, 0, 0, 0) + spans))
        out += [_cell(column, value, shared) for column, value in enumerate(row) if value not in (None, "")]
    return b"".join((*out, _record(_END_DATA), _record(_END_SHEET)))


def _cell(column: int, value: Value, shared: dict[str, int]) -> bytes:
    number, style, body = _content(value, shared)
    return _record(number, struct.pack("<II", column, style) + body)


def _content(value: Value, shared: dict[str, int]) -> tuple[int, int, bytes]:
    """Return the record's number, the style and the content of a filled cell."""
    if value == DIVISION_BY_ZERO:
        return _ERROR, _GENERAL, b"\x07"
    if isinstance(value, str):
        if value in shared:
            return _SHARED, _GENERAL, struct.pack("<I", shared[value])
        return _TEXT, _GENERAL, _wide(value)
    if isinstance(value, bool):
        return _BOOL, _GENERAL, bytes([value])
    if isinstance(value, date):
        return _dated(value)
    if isinstance(value, int) and abs(value) < 1 << 28:
        # The two lowest bits: not divided by a hundred, a whole number.
        return _RK, _GENERAL, struct.pack("<i", value << 2 | 2)
    return _REAL, _GENERAL, struct.pack("<d", value)


def _dated(value: date) -> tuple[int, int, bytes]:
    is_instant = isinstance(value, datetime)
    instant = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return _REAL, _INSTANT if is_instant else _DAY, struct.pack("<d", (instant - _EPOCH) / timedelta(days=1))


def _content_types() -> str:
    kinds = {
        "xl/workbook.bin": f"{_MAIN}.sheet.binary.macroEnabled.main",
        "xl/worksheets/sheet1.bin": f"{_MAIN}.worksheet",
        "xl/styles.bin": f"{_MAIN}.styles",
        "xl/sharedStrings.bin": f"{_MAIN}.sharedStrings",
    }
    parts = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">{rels}{parts}</Types>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    parts = "".join(
        f'<Relationship Id="{key}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">{parts}</Relationships>'
    )
