"""Dates of a whole column: their order is proven by all values together, never guessed from one.

Every value is reduced to its shape ("00/00/0000 00:00"); a column has few of them. Each shape is understood once, and
its fields are cut out of all its values at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx_core.feedback.date_shapes import Shape, read_shape
from cx_core.model.feedback import DateOrder

Instants = NDArray[np.datetime64]
#: More shapes than this are no dates.
_MOST_SHAPES = 3_000
#: A serial number of Excel: day 1 is 1900-01-01, and it believes that 1900 was a leap year.
_EXCEL_EPOCH = np.datetime64("1899-12-30", "us")
_DAY = 86_400_000_000
_EARLIEST, _LATEST = np.datetime64("1970-01-02", "us"), np.datetime64("2100-01-01", "us")


@dataclass(frozen=True)
class DateColumn:
    """What a column's values prove.

    ``order`` is proven or None; ``orders`` are the orders still possible where it matters, likeliest first.
    ``is_mixed``: some values can only be day first and others only month first. ``share`` is the part of the values
    that are dates. ``has_time``: some value has a time of day. ``swapped``: the true dates look as if Excel had read
    day for month. ``has_shape``: some value is written as a date, not as a mere number. ``n_relative`` counts "5
    months ago" and the like.
    """

    order: DateOrder | None
    orders: tuple[DateOrder, ...]
    share: float
    is_mixed: bool = False
    has_time: bool = False
    has_zone: bool = False
    swapped: bool = False
    has_shape: bool = False
    n_relative: int = 0
    n_values: int = 0


@dataclass
class _Group:
    """The values of one shape: where they are, and their fields as numbers."""

    shape: Shape
    places: NDArray[np.int64]
    fields: dict[str, NDArray[np.int64]] = field(default_factory=dict)


def study_dates(values: Any) -> DateColumn:
    """Study a column (Arrow text array, blanks null).

    >>> study_dates(pa.array(["01/02/2025", "13/02/2025"])).order
    'day_first'
    >>> study_dates(pa.array(["01/02/2025", "03/04/2025"])).orders
    ('day_first', 'month_first')
    """
    n_values = len(values) - values.null_count
    groups = _groups(values)
    n_dates = sum(len(group.places) for group in groups)
    if not n_values or not n_dates:
        return DateColumn(None, (), 0.0, n_values=n_values)
    open_groups = [group for group in groups if group.shape.kind == "ambiguous"]
    day_first = any(bool((group.fields["first"] > 12).any()) for group in open_groups)
    month_first = any(bool((group.fields["second"] > 12).any()) for group in open_groups)
    order, orders = _proven(groups, day_first, month_first)
    return DateColumn(
        order=order,
        orders=orders,
        share=n_dates / n_values,
        is_mixed=day_first and month_first,
        has_time=any(_has_time(group) for group in groups),
        has_zone=all(group.shape.has_zone or group.shape.kind == "epoch" for group in groups),
        swapped=_looks_swapped(groups, open_groups),
        has_shape=any(group.shape.kind not in ("serial", "epoch", "relative") for group in groups),
        n_relative=sum(len(group.places) for group in groups if group.shape.kind == "relative"),
        n_values=n_values,
    )


def _proven(
    groups: Sequence[_Group], day_first: bool, month_first: bool
) -> tuple[DateOrder | None, tuple[DateOrder, ...]]:
    if not any(group.shape.kind == "ambiguous" for group in groups):
        return "year_first", ()
    if day_first and month_first:
        return None, ("day_first", "month_first")
    if day_first:
        return "day_first", ()
    if month_first:
        return "month_first", ()
    ambiguous = [group.shape for group in groups if group.shape.kind == "ambiguous"]
    # Nobody writes the month first with dots, or beside Vietnamese words for morning and afternoon.
    if any(shape.order_by_custom == "day_first" for shape in ambiguous):
        return "day_first", ()
    if all(shape.has_half_day for shape in ambiguous):
        return None, ("month_first", "day_first")
    return None, ("day_first", "month_first")


def _has_time(group: _Group) -> bool:
    return any(
        bool(group.fields[name].any()) for name in ("hour", "minute", "second_of_minute") if name in group.fields
    )


def _looks_swapped(groups: Sequence[_Group], open_groups: Sequence[_Group]) -> bool:
    """See the trace of a spreadsheet that read day for month.

    Typing 13/02 where the computer expects month first leaves text, typing 12/02 makes a true date of 2 December. So:
    every text has a first number above 12, and no true date has a day above 12, with enough of both to be no chance.
    """
    true_dates = [group for group in groups if group.shape.kind == "year_first" and group.shape.is_cell]
    n_true, n_text = sum(len(group.places) for group in true_dates), sum(len(group.places) for group in open_groups)
    if n_true < 5 or n_text < 5:
        return False
    texts_over = all(bool((group.fields["first"] > 12).all()) for group in open_groups)
    return texts_over and all(bool((group.fields["day"] <= 12).all()) for group in true_dates)


def read_dates(
    values: Any,
    order: DateOrder | None,
    *,
    swap_true_dates: bool = False,
    crawled_on: datetime | None = None,
) -> tuple[Instants, NDArray[np.int64], NDArray[np.bool_]]:
    """Read a column: wall-clock times (``datetime64[us]``, NaT where there is none), offsets, which have one.

    The offset is the minutes east of UTC that a value itself names (0 for epoch numbers); the mask says which values
    do. Values whose day and month do not fit ``order`` come back as NaT: the caller counts them, they are never turned
    round in silence.
    """
    instants = np.full(len(values), np.datetime64("NaT", "us"), "datetime64[us]")
    offsets = np.zeros(len(values), np.int64)
    has_offset = np.zeros(len(values), np.bool_)
    for group in _groups(values):
        found = _instants(group, order, swap_true_dates, crawled_on)
        outside = (found < _EARLIEST) | (found > _LATEST)
        found[outside] = np.datetime64("NaT", "us")
        instants[group.places] = found
        if group.shape.has_zone or group.shape.kind == "epoch":
            offsets[group.places] = group.fields.get("offset", np.zeros(len(group.places), np.int64))
            has_offset[group.places] = True
    return instants, offsets, has_offset


def _groups(values: Any) -> list[_Group]:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    shapes = _digits_as_zeros(values).dictionary_encode()
    if len(shapes.dictionary) > _MOST_SHAPES:
        return []
    codes = shapes.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    groups: list[_Group] = []
    for code, text in enumerate(shapes.dictionary.to_pylist()):
        shape = read_shape(text)
        if shape is None:
            continue
        places = np.flatnonzero(codes == code)
        group = _Group(shape, places)
        letters = _letters(values.take(pa.array(places)), text)
        group.fields = {name: _number(letters[:, start:stop]) for name, (start, stop) in shape.spans.items()}
        group.fields.update({name: np.full(len(places), value, np.int64) for name, value in shape.constants.items()})
        if "zone_hours" in group.fields:
            minutes = group.fields["zone_hours"] * 60 + group.fields.get("zone_minutes", 0)
            group.fields["offset"] = group.fields["sign"] * minutes
        groups.append(group)
    return [group for group in groups if _is_possible(group)]


def _digits_as_zeros(values: Any) -> Any:
    """Return a text array with every ASCII digit replaced by 0, on its bytes: no letter of UTF-8 holds such a byte."""
    validity, offsets, data = values.buffers()
    if data is None:
        return values
    letters = np.frombuffer(data, np.uint8)
    zeros = np.where((letters >= ord("0")) & (letters <= ord("9")), np.uint8(ord("0")), letters)
    buffers = [validity, offsets, pa.py_buffer(zeros)]
    return pa.Array.from_buffers(values.type, len(values), buffers, values.null_count, values.offset)


def _letters(cells: Any, shape: str) -> NDArray[np.uint8]:
    """Return the letters of cells of one shape, a row each: the bytes, or the digits and blanks for all other letters.

    >>> _letters(pa.array(["5 giờ", "7 giờ"]), "0 giờ")[:, 0].tolist()
    [53, 55]
    """
    if not shape.isascii():
        plain = "".join(letter if letter.isascii() else " " for letter in shape)
        places = [at for at, letter in enumerate(shape) if letter == "0"]
        found = np.tile(np.frombuffer(plain.encode(), np.uint8), (len(cells), 1))
        for at in places:
            found[:, at] = _letters(pc.utf8_slice_codeunits(cells, at, at + 1), "0")[:, 0]
        return found
    data = cells.buffers()[2]
    return np.frombuffer(data or b"", np.uint8)[: len(cells) * len(shape)].reshape(len(cells), len(shape))


def _number(digits: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Read rows of digits as numbers."""
    found = np.zeros(len(digits), np.int64)
    for column in digits.T:
        found = found * 10 + (column.astype(np.int64) - ord("0"))
    return found


def _is_possible(group: _Group) -> bool:
    """Tell whether numbers of this shape can be dates at all: serials and epochs have their decades."""
    if group.shape.kind == "serial":
        return bool(((group.fields["serial"] >= 20_000) & (group.fields["serial"] <= 73_000)).mean() > 0.9)
    if group.shape.kind == "epoch":
        seconds = group.fields["epoch"] // group.shape.constants["per_second"]
        return bool(((seconds >= 946_684_800) & (seconds <= 4_102_444_800)).mean() > 0.9)
    if group.shape.kind == "ambiguous":
        return bool(((group.fields["first"] <= 31) & (group.fields["second"] <= 31)).mean() > 0.5)
    return True


def _instants(group: _Group, order: DateOrder | None, swap: bool, crawled_on: datetime | None) -> Instants:
    kind, fields = group.shape.kind, group.fields
    if kind == "serial":
        parts = fields["serial"] * _DAY + np.round(
            fields["fraction"] / 10 ** group.shape.constants["digits"] * _DAY
        ).astype(np.int64)
        # A day's part is kept to the second: what lies below is rounding of the spreadsheet.
        return _EXCEL_EPOCH + (np.round(parts / 1_000_000).astype(np.int64) * 1_000_000).astype("timedelta64[us]")
    if kind == "epoch":
        micro = fields["epoch"] * (1_000_000 // group.shape.constants["per_second"])
        return micro.astype("datetime64[us]")
    if kind == "relative":
        return _relative(group, crawled_on)
    day, month = _day_and_month(group, order, swap)
    return _assemble(fields, day, month)


def _day_and_month(group: _Group, order: DateOrder | None, swap: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    fields = group.fields
    if group.shape.kind == "ambiguous":
        first, second = fields["first"], fields["second"]
        return (second, first) if order == "month_first" else (first, second)
    if swap and group.shape.is_cell:
        return fields["month"], fields["day"]
    return fields["day"], fields["month"]


def _assemble(fields: dict[str, NDArray[np.int64]], day: NDArray[np.int64], month: NDArray[np.int64]) -> Instants:
    """Put fields together; a day the month does not have gives NaT."""
    none = np.zeros(len(day), np.int64)
    year = np.where(fields["year"] < 100, fields["year"] + 2000, fields["year"])
    good = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1900)
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    first_of_month = months.astype("datetime64[M]").astype("datetime64[D]")
    days_in_month = ((months + 1).astype("datetime64[M]").astype("datetime64[D]") - first_of_month).astype(np.int64)
    good &= day <= days_in_month
    hour, minute, second = (fields.get(name, none) for name in ("hour", "minute", "second_of_minute"))
    if "half" in fields:
        hour = hour % 12 + 12 * fields["half"]
    good &= (hour < 24) & (minute < 60) & (second < 60)
    micro = ((hour * 60 + minute) * 60 + second) * 1_000_000 + fields.get("micro", none)
    found: Instants = (first_of_month + (day - 1).astype("timedelta64[D]")).astype("datetime64[us]") + micro.astype(
        "timedelta64[us]"
    )
    found[~good] = np.datetime64("NaT", "us")
    return found


def _relative(group: _Group, crawled_on: datetime | None) -> Instants:
    found = np.full(len(group.places), np.datetime64("NaT", "us"), "datetime64[us]")
    if crawled_on is None:
        return found
    day = np.datetime64(crawled_on.replace(tzinfo=None), "us").astype("datetime64[D]").astype("datetime64[us]")
    days = (group.fields["ago"] * group.shape.constants["days"]).astype(np.int64)
    return day - (days * _DAY).astype("timedelta64[us]")


def to_utc(instants: Instants, offsets: NDArray[np.int64], has_offset: NDArray[np.bool_], timezone: str) -> Any:
    """Return instants in UTC as a pandas series; a value without a zone of its own is of ``timezone``.

    An hour that a clock change skips moves forward, one that it repeats is taken as the first.
    """
    import pandas as pd

    local = pd.Series(instants).dt.tz_localize(
        timezone, ambiguous=np.ones(len(instants), bool), nonexistent="shift_forward"
    )
    own = pd.Series(instants - (offsets * 60_000_000).astype("timedelta64[us]")).dt.tz_localize("UTC")
    return local.dt.tz_convert("UTC").where(~has_offset, own).astype("datetime64[us, UTC]")
