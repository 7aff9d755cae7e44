"""Columns of text into columns of values: scores, instants, amounts, labels; what cannot be read becomes a problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx_core.feedback.answer_codes import OTHER_CODE
from cx_core.feedback.customers import MAY_NEED_CARE, normalise_customer
from cx_core.feedback.dates import read_dates, to_utc
from cx_core.feedback.mixed_scales import Way, named_maximum, settle
from cx_core.feedback.money import read_amount
from cx_core.feedback.score_text import ASKED_WORDS, MISSING_CODES, ScoreText, read_score
from cx_core.importers.judged import Judged
from cx_core.importers.times import read_time
from cx_core.model.feedback import Scale
from cx_core.model.folding import fold
from cx_core.model.problem import MAX_ROWS_LISTED, Problem

Integers = NDArray[np.int64]
#: Verdicts on a distinct cell beside its value; a `_CODE` has its place in a list of codes for a value.
_READ, _MISSING, _ASKED, _UNREADABLE, _OUTSIDE, _CODE, _RESCALED, _TAKEN, _OTHER = range(9)


@dataclass
class Findings:
    """Problems met while reading cells, with the row numbers of the sheet."""

    row_no: Integers
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, kind: str, column: str, where: NDArray[np.bool_], allowed: str | None = None, *, lost: bool = True
    ) -> None:
        """Note a kind of problem at the rows where it was met; nothing where there are none."""
        if where.any():
            rows = tuple(int(number) for number in self.row_no[where][:MAX_ROWS_LISTED])
            self.problems.append(Problem(kind, column, rows, int(where.sum()), allowed, lost))


def _by_distinct(values: Any, read: Callable[[str], tuple[int, int]]) -> tuple[Integers, Integers]:
    """Read every distinct text once; return a value and a verdict for each row, `_MISSING` for blanks."""
    encoded = values.dictionary_encode()
    pairs = [read(text) for text in encoded.dictionary.to_pylist()]
    pairs.append((0, _MISSING))
    table = np.array(pairs, np.int64).reshape(-1, 2)
    codes = encoded.indices.fill_null(len(pairs) - 1).to_numpy(zero_copy_only=False)
    return table[codes, 0], table[codes, 1]


@dataclass(frozen=True)
class ScoreReading:
    """How a score column is to be read. ``way``: what a person said of a column with several scales."""

    scale: Scale
    way: Way | None = None


def scores(one: Judged, values: Any, how: ScoreReading, findings: Findings) -> pd.Series:
    """Return a score column in hundredths (Int64, NA where there is none). A 0 is a score.

    Every cell that gave none is a problem: what could not be read, what lies outside the scale, and each code for
    "no answer" by itself, so that nobody takes -1 or 99 for lost.
    """
    codes: dict[str, int] = {}
    labels = one.score.labels.on(how.scale.maximum) if one.score and one.score.labels else None
    missing = frozenset(one.hint.missing) if one.hint else frozenset()
    if one.score and one.score.is_coded:
        missing |= {OTHER_CODE}

    def read(text: str) -> tuple[int, int]:
        folded = fold(text)
        if folded in ASKED_WORDS:
            return 0, _ASKED
        point = labels.point(text) if labels else None
        if labels and point is not None:
            value, verdict = _label(point * 100, labels.scale.maximum, how)
        else:
            value, verdict = (0, _MISSING) if folded in missing else _judge(text, read_score(text), how)
        if verdict == _MISSING:
            return codes.setdefault(folded, len(codes)), _CODE
        return value, verdict

    found, verdict = _by_distinct(values, read)
    key, label = one.column.key, how.scale.label
    findings.add("score_unreadable", key, verdict == _UNREADABLE, label)
    findings.add("score_out_of_scale", key, verdict == _OUTSIDE, label)
    findings.add("score_on_other_scale", key, verdict == _OTHER, label)
    findings.add("scores_rescaled", key, verdict == _RESCALED, label, lost=False)
    findings.add("scores_without_maximum", key, verdict == _TAKEN, label, lost=False)
    findings.add("asked_not_answered", key, verdict == _ASKED, lost=False)
    for code, place in codes.items():
        findings.add("missing_code", key, (verdict == _CODE) & (found == place), code, lost=False)
    return _integers(found, np.isin(verdict, (_READ, _RESCALED, _TAKEN)))


def _label(value: int, maximum: int, how: ScoreReading) -> tuple[int, int]:
    if how.way:
        return _settled(value, maximum, how)
    return (value, _READ) if maximum == how.scale.maximum else (0, _OUTSIDE)


def _settled(value: int, named: int | None, how: ScoreReading) -> tuple[int, int]:
    """Read a score of a column with several scales, as a person said."""
    way = how.way
    settled = settle(value, named, way, how.scale.minimum) if way else None
    if way is None or settled is None:
        is_other = way is not None and way.kind == "keep" and (named or way.plain) != way.maximum
        return 0, _OTHER if is_other else _OUTSIDE
    if (named or way.plain) != way.maximum:
        return settled, _RESCALED
    return settled, _TAKEN if way.kind == "same" and named is None else _READ


def _judge(text: str, read: ScoreText, how: ScoreReading) -> tuple[int, int]:
    scale = how.scale
    if read.form == "missing":
        return 0, _MISSING
    if read.value is None:
        return 0, _UNREADABLE
    if how.way and not _is_code(read, scale):
        return _settled(read.value, named_maximum(text, read), how)
    if read.out_of is not None and read.form == "number" and read.out_of != scale.maximum:
        return 0, _OUTSIDE
    if scale.minimum * 100 <= read.value <= scale.maximum * 100:
        return read.value, _READ
    return 0, _MISSING if _is_code(read, scale) else _OUTSIDE


def _is_code(read: ScoreText, scale: Scale) -> bool:
    """Tell whether a number that the scale does not reach is a survey tool's "no answer"."""
    value = read.value
    if value is None or scale.minimum * 100 <= value <= scale.maximum * 100:
        return False
    return read.out_of is None and value % 100 == 0 and value // 100 in MISSING_CODES


def _integers(found: Integers, good: NDArray[np.bool_]) -> pd.Series:
    return pd.Series(pd.arrays.IntegerArray(found.copy(), ~good))


@dataclass(frozen=True)
class DateReading:
    """How a date column is to be read. ``timezone`` holds for times without one of their own."""

    order: Any
    timezone: str
    swap: bool = False
    crawled_on: datetime | None = None
    #: Times of day in a column of their own, with its key.
    times: tuple[str, Any] | None = None


def instants(one: Judged, values: Any, how: DateReading, now: datetime, findings: Findings) -> pd.Series:
    """Return a date column in UTC; NaT where there is none or none can be read."""
    if one.hint and one.hint.missing:
        nothing = pc.is_in(values, pa.array(one.hint.missing, values.type))
        where = nothing.to_numpy(zero_copy_only=False)
        findings.add("missing_code", one.column.key, where, one.hint.missing[0], lost=False)
        values = pc.if_else(nothing, pa.scalar(None, values.type), values)
    local, offsets, own = read_dates(values, how.order, swap_true_dates=how.swap, crawled_on=how.crawled_on)
    filled = pc.is_valid(values).to_numpy(zero_copy_only=False)
    findings.add("date_unreadable", one.column.key, filled & np.isnat(local))
    if how.times:
        local = local + _times_of_day(*how.times, findings)
    utc = to_utc(local, offsets, own, how.timezone)
    # A day of grace: clocks differ, and a date without a time may already be tomorrow elsewhere.
    ahead = (utc > pd.Timestamp(now).tz_convert("UTC") + pd.Timedelta(days=1)).to_numpy()
    findings.add("date_in_future", one.column.key, ahead, lost=False)
    return utc


def _times_of_day(key: str, values: Any, findings: Findings) -> NDArray[np.timedelta64]:
    """Return what a column of times adds to each day; nothing where there is none or none can be read."""

    def read(text: str) -> tuple[int, int]:
        seconds = read_time(text)
        return (0, _UNREADABLE) if seconds is None else (seconds, _READ)

    found, verdict = _by_distinct(values, read)
    findings.add("time_unreadable", key, verdict == _UNREADABLE)
    return found.astype("timedelta64[s]")


def amounts(one: Judged, values: Any, findings: Findings) -> pd.Series:
    """Return whole đồng (Int64)."""

    def read(text: str) -> tuple[int, int]:
        amount = read_amount(text)
        return (0, _UNREADABLE) if amount is None else (amount, _READ)

    found, verdict = _by_distinct(values, read)
    findings.add("amount_unreadable", one.column.key, verdict == _UNREADABLE)
    return _integers(found, verdict == _READ)


def customers(values: Any) -> pd.Series:
    """Return the customers in one form each; missing where the file names nobody."""
    encoded = values.dictionary_encode()
    return texts(_normalised(encoded.dictionary).take(encoded.indices))


def _normalised(names: Any) -> Any:
    """Normalise distinct customers; plain codes, by far the most, all at once, since they only lose case and blanks."""
    codes = pc.replace_substring_regex(pc.utf8_upper(names), r"\s+", " ")
    special = pc.match_substring_regex(names, MAY_NEED_CARE)
    cared = [normalise_customer(text) for text in names.filter(special).to_pylist()]
    return pc.replace_with_mask(codes, special, pa.array(cared, names.type))


def texts(values: Any) -> pd.Series:
    """Return an Arrow text array as a pandas column of texts."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return values.to_pandas(types_mapper=None).astype("str") if len(values) else pd.Series([], dtype="str")
