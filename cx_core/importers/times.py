"""A time of day in a column of its own, beside the date: found by name and values, added to the day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx_core.importers.columns import Column
from cx_core.model.folding import fold

_NAME = re.compile(
    r"(gio|luc|hour|time|thoi gian|thoi diem)"
    r"( (tra loi|danh gia|phan hoi|gop y|khao sat|gui|ghi nhan|mua|dat|of day|of response|submitted))?"
    r"|(response|submission|submit|review|start|end|completion|created) time"
)
#: A workbook's time without a day comes as a time on its day 0.
_TIME = re.compile(
    r"(?:1899-12-3[01][ t])?(\d{1,2})(?:\s*(?:[:hg.]|gio)\s*(\d{2})?)(?::(\d{2})(?:\.\d+)?)?\s*(am|pm|sa|ch)?"
)
_ENOUGH = 0.7
_HALF_DAY = 12


def find_times(columns: Sequence[Column]) -> Column | None:
    """Return the column that holds times of day and no dates; None where there is none, or more than one."""
    found = [one for one in columns if one.n_values and _NAME.fullmatch(one.spoken) and one.share(_is_time) >= _ENOUGH]
    return found[0] if len(found) == 1 else None


def _is_time(cell: str) -> bool:
    return read_time(cell) is not None


def read_time(text: str) -> int | None:
    """Return a time of day in seconds since midnight; None where the text is none.

    >>> read_time("9h30"), read_time("02:05:09 PM"), read_time("1899-12-31 08:00:00"), read_time("25:00")
    (34200, 50709, 28800, None)
    """
    found = _TIME.fullmatch(fold(text))
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = found.group(4)
    if half and not 1 <= hour <= _HALF_DAY:
        return None
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half in ("pm", "ch") else 0)
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None
