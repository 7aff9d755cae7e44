"""Workbooks whose bytes depend on nothing but their contents."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

from openpyxl import Workbook

_STAMP = datetime(2026, 11, 2, 9, 0, 0, tzinfo=UTC)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def to_bytes(workbook: Workbook) -> bytes:
    """Return the workbook as a file.

    openpyxl writes the time of saving into the properties and into each part of the archive; both are set to one
    fixed moment, so that making the sample again changes nothing.
    """
    workbook.properties.creator = "Gác Thóc"
    workbook.properties.created = _STAMP.replace(tzinfo=None)
    saved = io.BytesIO()
    workbook.save(saved)
    fixed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rf"\g<1>{_STAMP:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode(), content)
            entry = zipfile.ZipInfo(part.filename, _STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=9)
    return fixed.getvalue()
