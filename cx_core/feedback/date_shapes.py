"""Shapes of dates: where in a text such as "00/00/0000 0:00 AM" each field stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from cx_core.model.folding import fold

#: ``ambiguous``: two small numbers that may be day and month either way.
ShapeKind = Literal["ambiguous", "year_first", "named_month", "serial", "epoch", "relative"]

_TIME = (
    r"(?P<hour>0{1,2})\s*(?::|h|g)\s*(?P<minute>0{2})(?:(?::|m|p)(?P<second_of_minute>0{2})(?:[.,](?P<micro>0{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?|SA|CH|sáng|chiều|tối)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|\(?(?:UTC|GMT)?[+-]0{1,2}:?(?:0{2})?\)?)?"
_GAP = r"(?:\s*,\s*|\s+|T|\s*-\s+|\s+lúc\s+|\s+at\s+)"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+|(?:Thứ\s+\S+|Chủ\s+nhật),?\s+)?"
_FORMS: tuple[tuple[ShapeKind, str], ...] = (
    ("year_first", rf"(?P<year>0000)[-/.](?P<month>0{{1,2}})[-/.](?P<day>0{{1,2}})(?:{_GAP}{_TIME}{_ZONE})?"),
    ("year_first", r"(?P<year>0000)年(?P<month>0{1,2})月(?P<day>0{1,2})日"),
    (
        "ambiguous",
        rf"{_WEEKDAY}(?P<first>0{{1,2}})\s?[-/.]\s?(?P<second>0{{1,2}})\s?[-/.]\s?(?P<year>0000|00)"
        rf"(?:{_GAP}{_TIME}{_ZONE})?",
    ),
    (
        "ambiguous_time_first",
        rf"{_TIME}{_GAP}(?:ngày\s+)?(?P<first>0{{1,2}})[-/.](?P<second>0{{1,2}})[-/.](?P<year>0000|00)",
    ),
    (
        "named_month",
        rf"{_WEEKDAY}(?:ngày\s+)?(?P<day>0{{1,2}})(?:st|nd|rd|th)?[\s/-]+(?P<name>tháng\s+0{{1,2}}|thg\s+0{{1,2}}"
        rf"|[A-Za-z]{{3,9}})\.?"
        rf"[\s,/-]+(?:năm\s+)?(?P<year>0000)(?:{_GAP}{_TIME}{_ZONE})?",
    ),
    (
        "named_month",
        rf"{_WEEKDAY}(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>0{{1,2}})(?:st|nd|rd"
        rf"|th)?,?\s+(?P<year>0000)(?:{_GAP}{_TIME}{_ZONE})?",
    ),
    ("serial", r"(?P<serial>0{5})(?:[.,](?P<fraction>0{1,15}))?"),
    ("epoch", r"(?P<epoch>0{10}|0{13})"),
)  # type: ignore[assignment]
_COMPILED = tuple((kind, re.compile(form)) for kind, form in _FORMS)
_COMPACT = re.compile(r"(?P<year>0000)(?P<month>00)(?P<day>00)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_AFTERNOON = ("p", "ch", "chieu", "toi")
_RELATIVE = re.compile(
    r"^(?:edited |da chinh sua )?(?P<ago>0{1,3}|an?|mot|hom qua|yesterday|today|hom nay)?\s*"
    r"(?P<unit>minutes?|hours?|days?|weeks?|months?|years?|phut|gio|ngay|tuan|thang|nam)?(?: ago| truoc)?"
    r"(?:,? da chinh sua)?$"
)
_SPEAKS_OF_PAST = re.compile(r"ago\b|tr[ướu]+[ớơo]?c|yesterday|today|h[ôo]m ", re.IGNORECASE)
_DAYS = {
    "minute": 0, "hour": 0, "day": 1, "week": 7, "month": 30, "year": 365,
    "phut": 0, "gio": 0, "ngay": 1, "tuan": 7, "thang": 30, "nam": 365,
}  # fmt: skip
_LONGEST = 60

Spans = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Shape:
    """Where the fields of a date stand: ``spans`` cut numbers out, ``constants`` hold for every value of the shape.

    ``is_cell``: the text form of a true date cell of a workbook.
    """

    kind: ShapeKind
    text: str
    spans: Spans = field(default_factory=dict)
    constants: dict[str, int] = field(default_factory=dict)
    has_zone: bool = False
    has_half_day: bool = False
    is_cell: bool = False
    order_by_custom: str | None = None


@lru_cache(maxsize=4096)
def read_shape(text: str | None) -> Shape | None:
    """Understand a shape; None when it is no date. ``text`` has every digit replaced by 0.

    >>> read_shape("00/00/0000").kind, read_shape("0000-00-00 00:00:00").is_cell, read_shape("KH000000") is None
    ('ambiguous', True, True)
    """
    if not text or len(text) > _LONGEST:
        return None
    for kind, form in _COMPILED:
        found = form.fullmatch(text)
        if found:
            return _shape(kind, text, found)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _shape("year_first", text, compact)
    return _relative(text)


def _shape(kind: str, text: str, found: re.Match[str]) -> Shape | None:
    spans = {
        name: found.span(name)
        for name in found.groupdict()
        if name not in ("half", "zone", "name", "micro") and found.group(name)
    }
    constants: dict[str, int] = {}
    named = found.groupdict()
    if named.get("half"):
        constants["half"] = int(fold(named["half"]).startswith(_AFTERNOON))
    if named.get("micro"):
        start, stop = found.span("micro")
        if stop - start >= 6:
            spans["micro"] = (start, start + 6)
    if kind == "named_month" and not _name_month(named, found, spans, constants):
        return None
    if kind == "serial":
        _serial(found, constants)
    if kind == "epoch":
        constants["per_second"] = 1 if len(named["epoch"]) == 10 else 1000
    zone = named.get("zone")
    if zone:
        _zone(zone, found.start("zone"), spans, constants)
    return Shape(
        "ambiguous" if kind == "ambiguous_time_first" else kind,  # type: ignore[arg-type]
        text,
        spans,
        constants,
        has_zone=bool(zone),
        has_half_day=bool(named.get("half")),
        order_by_custom="day_first" if _is_day_first_by_custom(text, named) else None,
        is_cell=text in ("0000-00-00 00:00:00", "0000-00-00 00:00:00.000"),
    )


def _is_day_first_by_custom(text: str, named: dict[str, str]) -> bool:
    half = fold(named.get("half") or "")
    return half in ("sa", "ch", "sang", "chieu", "toi") or bool(re.search(r"0\.0{1,2}\.0", text))


def _name_month(
    named: dict[str, str], found: re.Match[str], spans: dict[str, tuple[int, int]], constants: dict[str, int]
) -> bool:
    name = fold(named["name"])
    digits = re.search(r"0+$", name)
    if digits:
        stop = found.end("name")
        spans["month"] = (stop - len(digits.group()), stop)
        return True
    month = next((number for number, full in enumerate(_MONTH_NAMES, 1) if full == name), None)
    if month is None and (name[:3] in _MONTHS and (len(name) == 3 or name == "sept")):
        month = _MONTHS.index(name[:3]) + 1
    if month is None:
        return False
    constants["month"] = month
    return True


def _serial(found: re.Match[str], constants: dict[str, int]) -> None:
    if found.group("fraction"):
        constants["digits"] = found.end("fraction") - found.start("fraction")
    else:
        constants["fraction"], constants["digits"] = 0, 0


def _zone(zone: str, start: int, spans: Spans, constants: dict[str, int]) -> None:
    """Note the offset. Its digits differ from value to value, so they are spans; the sign is the shape's."""
    digits = re.search(r"([+-])(0{1,2}):?(00)?", zone)
    if not digits:
        constants["offset"] = 0
        return
    constants["sign"] = 1 if digits.group(1) == "+" else -1
    spans["zone_hours"] = (start + digits.start(2), start + digits.end(2))
    if digits.group(3):
        spans["zone_minutes"] = (start + digits.start(3), start + digits.end(3))


def _relative(text: str) -> Shape | None:
    if not _SPEAKS_OF_PAST.search(text):
        return None
    folded = fold(text)
    found = _RELATIVE.match(folded)
    if not found or not (found.group("ago") or found.group("unit")):
        return None
    ago, unit = found.group("ago") or "a", found.group("unit")
    if ago in ("hom qua", "yesterday", "today", "hom nay"):
        return Shape("relative", text, {}, {"ago": 1, "days": int(ago in ("hom qua", "yesterday"))})
    if not unit or ("ago" not in folded and "truoc" not in folded):
        return None
    days = _DAYS[unit] if unit in _DAYS else _DAYS[unit.rstrip("s")]
    if ago.startswith("0"):
        digits = re.search(r"0+", text)
        return Shape("relative", text, {"ago": digits.span()}, {"days": days}) if digits else None
    return Shape("relative", text, {}, {"ago": 1, "days": days})
