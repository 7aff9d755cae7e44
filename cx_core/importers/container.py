"""What a file is, by its bytes: its name and extension are never believed."""

from __future__ import annotations

from typing import Literal

from cx_core.model.problem import Refusal

Container = Literal["zip", "ole", "markup", "text"]

#: First bytes of things that are no table, and what to call them.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"),
    (b"BM", "BMP"),
    (b"ID3", "MP3"),
)
#: Excel 2 to 4 wrote bare streams; no reader takes them any more.
_EXCEL_BEFORE_5 = (b"\x09\x08", b"\x09\x00", b"\x09\x02", b"\x09\x04")
#: How the stream of an old workbook (BIFF8, BIFF5) begins, with the length of that record.
_STREAM_STARTS = ((b"\x09\x08\x10\x00\x00\x06\x05\x00", 20), (b"\x09\x08\x08\x00\x00\x05\x05\x00", 12))
_WRITE_PROTECTED, _ENCRYPTED = b"\x86\x00\x00\x00", b"\x2f\x00"
_SECTOR = 512
_HEAD = 4096
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook", b"<meta", b"<style", b"<head", b"<div")


def container_of(head: bytes) -> Container:
    """Return the kind of container from the first `_HEAD` bytes; refuse what holds no table.

    >>> container_of(b"PK\\x03\\x04rest"), container_of(b"a;b\\n1;2\\n")
    ('zip', 'text')
    """
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Refusal("file_empty")
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if head[:4] == b"\xd0\xcf\x11\xe0":
        return "ole"
    if head[:2] in _EXCEL_BEFORE_5 and b"\0" in head[:32]:
        raise Refusal("file_excel_too_old")
    _refuse_foreign(head)
    if _is_markup(head):
        return "markup"
    return "text"


def is_encrypted_compound(data: bytes) -> bool:
    """Tell whether a compound document holds a workbook that opens with a password only.

    New workbooks stand in it whole and encrypted; in old ones an encryption record follows the first record of the
    stream, before which at most the one of write protection stands ([MS-XLS] 2.1.7.20.1).
    """
    if any(mark.encode("utf-16-le") in data for mark in ("EncryptedPackage", "EncryptionInfo")):
        return True
    for start, length in _STREAM_STARTS:
        at = data.find(start)
        while at >= 0:
            behind = data[at + length : at + length + 6].removeprefix(_WRITE_PROTECTED)
            if at % _SECTOR == 0 and behind.startswith(_ENCRYPTED):
                return True
            at = data.find(start, at + 1)
    return False


def _refuse_foreign(head: bytes) -> None:
    for magic, name in _FOREIGN:
        # Two letters may begin a honest column name; then a control byte must follow soon.
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in head[:64]):
            raise Refusal("file_foreign", {"found": name})
    if head[4:8] == b"ftyp":
        raise Refusal("file_foreign", {"found": "MP4"})


def _is_markup(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if text.startswith(
        (b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook", b"<meta", b"<style", b"<head", b"<div")
    ):
        return True
    return b"<table" in text and b"<tr" in text
