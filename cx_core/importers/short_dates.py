"""Dates that leave something out: "12/3" without a year, "Tháng 9", a month that stands only in the sheet's name.

They become a column of whole dates beside the one they stand in; which year it was, where nothing says so, is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cx_core.importers.columns import Column
from cx_core.model.folding import fold

#: Behind the name of the column that the whole dates are made of; the sheet's own name makes `SHEET`.
MADE = " (YYYY-MM-DD)"
SHEET = "Sheet"
_MONTH = re.compile(r"(thang|thg|th|t|month)?\.?\s*(\d{1,2})(?:\s*(?:[/.\-]|,?\s+nam\s)\s*(\d{4}))?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})")
_NAMED = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:[\s,'-]+(\d{4}))?")
_DAY_AND_MONTH = re.compile(r"(?:ngay\s)?(\d{1,2})\s*(?:[/.\-]|thang)\s*(\d{1,2})")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAYS_DAY = re.compile(r"^(ngay|date|day|thoi gian|luc)\b")
_SAYS_MONTH = re.compile(r"^(thang|month|ky|period)\b")
_MOSTLY = 0.9


@dataclass(frozen=True)
class ShortDates:
    """The columns with that of whole dates. ``asked``: the column of which only a person knows the year; else None."""

    columns: tuple[Column, ...]
    asked: str | None = None


@dataclass(frozen=True)
class _Part:
    """What a cell says of a date: ``first`` and ``second`` are day and month in the order of the file."""

    month: int | None = None
    year: int | None = None
    first: int | None = None
    second: int | None = None

    def whole(self, year: int, day: str | None) -> str:
        year = self.year or year
        if self.month is None:
            return f"{self.first}/{self.second}/{year}"
        return f"{year}-{self.month:02}-{int(day or 1):02}"


def complete_dates(
    columns: tuple[Column, ...], sheets: Sequence[str], years: dict[str, int], likely: int
) -> ShortDates:
    """Return the columns with whole dates where a file has none: of a column of short ones, else of the sheets' names.

    ``sheets`` has the sheet of each row, or is empty; ``years`` what was answered by column; ``likely`` is the year
    taken until somebody has said another one. The sheets' names become a column as well where they differ.
    """
    named = _sheet_column(columns, sheets)
    if named is not None and len(named.counts or {}) > 1:
        columns = (*columns, named)
    whole = [one for one in columns if one.n_values and one.dates.share >= 0.5 and one.dates.has_shape]
    if whole:
        return ShortDates(_with_years(columns, whole))
    for one in (*columns, *([named] if named is not None and named not in columns else [])):
        parts = _parts(one)
        if parts:
            return _completed(columns, one, parts, years, likely)
    return ShortDates(columns)


def _with_years(columns: tuple[Column, ...], whole: Sequence[Column]) -> tuple[Column, ...]:
    taken = {one.key for one in columns}
    for one in whole:
        made = _with_year(one, len(columns))
        if made and made.key not in taken:
            columns = (*(replace(other, part="dated") if other is one else other for other in columns), made)
    return columns


def _with_year(one: Column, index: int) -> Column | None:
    """Return a column of dates with the year of the others at those that have none; None where no or several are known.

    A sheet in another language's Excel keeps "15/3" as text beside the dates that it took for such.
    """
    short = {cell: part for cell in one.counts or () if (part := _read_day(fold(cell)))}
    years = {year for cell in one.counts or () if cell not in short for year in _FULL_YEAR.findall(cell)}
    if not short or len(years) != 1:
        return None
    (year,) = years
    texts = [short[cell].whole(int(year), None) if cell in short else cell for cell in one.values.to_pylist()]
    name = one.key + MADE
    return Column(index, name, name, name, pa.array(texts, pa.string()), is_derived=True)


def _sheet_column(columns: tuple[Column, ...], sheets: Sequence[str]) -> Column | None:
    if not sheets or any(one.key == SHEET for one in columns):
        return None
    return Column(len(columns), SHEET, SHEET, SHEET, pa.array(sheets, pa.string()), is_derived=True)


def _completed(
    columns: tuple[Column, ...], one: Column, parts: dict[str, _Part], years: dict[str, int], likely: int
) -> ShortDates:
    name = one.key + MADE
    if any(column.key == name for column in columns):
        return ShortDates(columns)
    days = _days(columns) if any(part.month for part in parts.values()) else None
    year = years.get(one.key, likely)
    texts = [
        parts[cell].whole(year, day) if cell in parts else None
        for cell, day in zip(one.values.to_pylist(), days or [None] * len(one.values), strict=True)
    ]
    made = Column(len(columns), name, name, name, pa.array(texts, pa.string()), is_derived=True)
    is_open = any(part.year is None for part in parts.values())
    if any(part.month is None for part in parts.values()):
        # A month may group answers as well; a day without its year is nothing but a date.
        columns = tuple(replace(other, part="dated") if other is one else other for other in columns)
    return ShortDates((*columns, made), one.key if is_open else None)


def _days(columns: Sequence[Column]) -> list[str | None] | None:
    """Return the day of the month of each row where a column called so holds nothing else."""
    for one in columns:
        is_day = fold(one.name) in ("ngay", "day") and one.n_values
        if is_day and all(cell.isdecimal() and 1 <= int(cell) <= 28 + 3 for cell in one.sample):
            days: list[str | None] = one.values.to_pylist()
            return days
    return None


def _parts(one: Column) -> dict[str, _Part]:
    """Return what each distinct cell says of a date; nothing where fewer than most of them do."""
    if one.part is not None or not one.n_values or not one.counts:
        return {}
    says_month = bool(_SAYS_MONTH.search(one.spoken))
    read = {cell: _read(fold(cell), says_month) for cell in one.counts}
    parts = {cell: part for cell, part in read.items() if part}
    if len(parts) < _MOSTLY * len(read):
        return {}
    is_day = any(part.month is None for part in parts.values())
    return {} if is_day and not _SAYS_DAY.search(one.spoken) else parts


def _read(text: str, says_month: bool) -> _Part | None:
    return _read_month(text, says_month) or _read_day(text)


def _read_month(text: str, says_month: bool) -> _Part | None:
    found = _MONTH.fullmatch(text)
    if found and (found[1] or found[3] or says_month) and 1 <= int(found[2]) <= 12:
        return _Part(int(found[2]), int(found[3]) if found[3] else None)
    found = _YEAR_FIRST.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12:
        return _Part(int(found[2]), int(found[1]))
    found = _NAMED.fullmatch(text)
    return _Part(_NAMES.index(found[1]) + 1, int(found[2]) if found[2] else None) if found else None


def _read_day(text: str) -> _Part | None:
    found = _DAY_AND_MONTH.fullmatch(text)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    fits = 1 <= min(first, second) <= 12 and max(first, second) <= 31
    return _Part(first=first, second=second) if fits else None


def sheets_of_rows(names: Sequence[str], row_no: NDArray[np.int64], stride: int) -> list[str]:
    """Return the sheet that each row of several sheets stands in.

    >>> sheets_of_rows(["T7", "T8"], np.array([2, 1_000_002]), 1_000_000)
    ['T7', 'T8']
    """
    return [names[place] for place in (row_no // stride).tolist()]
