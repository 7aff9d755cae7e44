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

from cx_core.feedback.customers import MAY_NEED_CARE, normalise_customer
from cx_core.feedback.dates import read_dates, to_utc
from cx_core.feedback.money import read_amount
from cx_core.feedback.score_text import ASKED_WORDS, MISSING_CODES, ScoreText, read_score
from cx_core.importers.roles import Judged
from cx_core.model.feedback import Scale
from cx_core.model.folding import fold
from cx_core.model.problem import MAX_ROWS_LISTED, Problem

Integers = NDArray[np.int64]
#: Verdicts on a distinct cell beside its value.
_READ, _MISSING, _ASKED, _UNREADABLE, _OUTSIDE = range(5)


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


def scores(one: Judged, values: Any, scale: Scale, findings: Findings) -> pd.Series:
    """Return a score column in hundredths (Int64, NA where there is none). A 0 is a score."""
    labels = one.score.labels if one.score else None
    missing = frozenset(one.hint.missing) if one.hint else frozenset()

    def read(text: str) -> tuple[int, int]:
        folded = fold(text)
        if folded in ASKED_WORDS:
            return 0, _ASKED
        if folded in missing:
            return 0, _MISSING
        point = labels.point(text) if labels else None
        return (point * 100, _READ) if point is not None else _judge(read_score(text), scale)

    found, verdict = _by_distinct(values, read)
    key = one.column.key
    findings.add("score_unreadable", key, verdict == _UNREADABLE, scale.label)
    findings.add("score_out_of_scale", key, verdict == _OUTSIDE, scale.label)
    findings.add("asked_not_answered", key, verdict == _ASKED, lost=False)
    return _integers(found, verdict == _READ)


def _judge(read: ScoreText, scale: Scale) -> tuple[int, int]:
    if read.form == "missing":
        return 0, _MISSING
    if read.value is None:
        return 0, _UNREADABLE
    if read.out_of is not None and read.form == "number" and read.out_of != scale.maximum:
        return 0, _OUTSIDE
    if scale.minimum * 100 <= read.value <= scale.maximum * 100:
        return read.value, _READ
    is_code = read.value % 100 == 0 and read.value // 100 in MISSING_CODES
    return 0, _MISSING if is_code else _OUTSIDE


def _integers(found: Integers, good: NDArray[np.bool_]) -> pd.Series:
    return pd.Series(pd.arrays.IntegerArray(found.copy(), ~good))


def lost_scores(column: str, problems: list[Problem]) -> int:
    """Return how many cells of a score column were lost."""
    return sum(one.count for one in problems if one.column == column and one.lost)


@dataclass(frozen=True)
class DateReading:
    """How a date column is to be read. ``timezone`` holds for times without one of their own."""

    order: Any
    timezone: str
    swap: bool = False
    crawled_on: datetime | None = None


def instants(one: Judged, values: Any, how: DateReading, now: datetime, findings: Findings) -> pd.Series:
    """Return a date column in UTC; NaT where there is none or none can be read."""
    if one.hint and one.hint.missing:
        nothing = pc.is_in(values, pa.array(one.hint.missing, values.type))
        values = pc.if_else(nothing, pa.scalar(None, values.type), values)
    local, offsets, own = read_dates(values, how.order, swap_true_dates=how.swap, crawled_on=how.crawled_on)
    filled = pc.is_valid(values).to_numpy(zero_copy_only=False)
    findings.add("date_unreadable", one.column.key, filled & np.isnat(local))
    utc = to_utc(local, offsets, own, how.timezone)
    # A day of grace: clocks differ, and a date without a time may already be tomorrow elsewhere.
    ahead = (utc > pd.Timestamp(now).tz_convert("UTC") + pd.Timedelta(days=1)).to_numpy()
    findings.add("date_in_future", one.column.key, ahead, lost=False)
    return utc


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
