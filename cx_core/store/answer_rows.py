"""The table an importer hands over, as arrays that can be written: days, folded words, labels as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx_core.model import columns as c
from cx_core.model.folding import fold

#: Stands for "not given" in an array of whole numbers. NumPy writes a missing instant the same way.
NULL = np.iinfo(np.int64).min

Integers = NDArray[np.int64]
#: An Arrow array of texts, null where there is none: a text becomes an object of Python's only to be written.
Texts = Any
Mask = NDArray[np.bool_]
#: Gives what the rows at some places hold, made when it is asked for.
Made = Callable[[Integers], list[Any]]

_DAY_SECONDS = 86_400
#: The days whose year has four digits, since 1970-01-01.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896


@dataclass(frozen=True)
class Labels:
    """A column of labels: for each row the position of its label in ``labels``, -1 where it has none.

    ``labels`` are the distinct spellings; two of them may still be equal after folding.
    """

    positions: Integers
    labels: tuple[str, ...]

    def codes(self, codes: Iterable[int]) -> Integers:
        """Return the code of each row, given the code of each label; `NULL` where a row has no label."""
        table = np.append(np.fromiter(codes, np.int64, len(self.labels)), NULL)
        return table[self.positions]  # position -1 is the last entry


@dataclass(frozen=True)
class AnswerRows:
    """The rows of a file in file order, one array a column, all of one length.

    Whole numbers hold `NULL` and texts null where nothing was given. ``day`` counts from 1970-01-01 in the workspace's
    time zone; ``responded_at`` is UTC text to the second (``2026-11-20T02:05:00Z``). ``scores`` are hundredths.
    ``other_keys`` are further names of the same customers. ``raw`` gives the rows as the file had them.
    """

    row_no: Integers
    identity: Texts
    day: Integers
    responded_at: Texts
    channel: Labels
    touchpoint: Labels
    stage: Labels
    segments: tuple[tuple[str, Labels], ...]
    customer: Labels
    other_keys: tuple[Labels, ...]
    scores: dict[str, Integers]
    score_column: Labels
    verbatim: Texts
    order: Texts
    revenue: Integers
    raw: Callable[[Integers], Texts]

    def __len__(self) -> int:
        return len(self.row_no)

    @property
    def is_answer(self) -> Mask:
        """Which rows hold a score or words. A score of 0 is a score."""
        given = is_given(self.verbatim)
        for scores in self.scores.values():
            given |= scores != NULL
        return given

    @property
    def is_order(self) -> Mask:
        """Which rows hold an order's code or its revenue."""
        found: Mask = is_given(self.order) | (self.revenue != NULL)
        return found


def rows_of(frame: pd.DataFrame, timezone: str, raw: Callable[[Integers], Texts] | None = None) -> AnswerRows:
    """Turn the frame that an importer hands over (`cx_core.model.columns`) into arrays.

    A column the file did not have may be absent. ``raw`` gives the rows of some numbers as the file had them; without
    it the frame has a column of them. Raises KeyError without row numbers or identities and ValueError
    where an identity is missing: an importer gives every row both.
    """
    responded_at = _instants(frame)
    identity = _texts(frame, c.IDENTITY)
    if identity.null_count:
        raise ValueError("every row needs an identity")
    row_no = frame[c.ROW_NO].to_numpy(dtype=np.int64)
    segment_columns = _with_prefix(frame, c.SEGMENT_PREFIX)
    return AnswerRows(
        row_no=row_no,
        identity=identity,
        day=day_numbers(responded_at, timezone),
        responded_at=utc_texts(responded_at),
        channel=_labels(frame, c.CHANNEL),
        touchpoint=_labels(frame, c.TOUCHPOINT),
        stage=_labels(frame, c.STAGE),
        segments=tuple((name.removeprefix(c.SEGMENT_PREFIX), _labels(frame, name)) for name in segment_columns),
        customer=_labels(frame, c.CUSTOMER, form=str.strip),
        other_keys=tuple(_labels(frame, name, form=str.strip) for name in _with_prefix(frame, c.CUSTOMER_KEY_PREFIX)),
        scores={name: _integers(frame, name) for name in c.SCORES},
        score_column=_labels(frame, c.SCORE_COLUMN),
        verbatim=_texts(frame, c.VERBATIM),
        order=_texts(frame, c.ORDER),
        revenue=_integers(frame, c.REVENUE),
        raw=_raw(_texts(frame, c.RAW)) if raw is None else lambda at: raw(row_no[at]),
    )


def _raw(texts: Texts) -> Callable[[Integers], Texts]:
    return lambda at: texts_at(texts, at).fill_null("{}")


def is_given(texts: Texts) -> Mask:
    """Tell which of some texts are there."""
    found: Mask = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    return found


def day_numbers(instants: pd.Series[Any], timezone: str) -> Integers:
    """Return the day of each instant in a time zone, as days since 1970-01-01; `NULL` where there is none.

    Grouping by the UTC day would move 29 % of Vietnam's answers to the day before.

    >>> day_numbers(pd.Series(pd.to_datetime(["1970-01-01T18:00:00Z", None])), "Asia/Ho_Chi_Minh").tolist()[0]
    1
    """
    local = instants.dt.tz_convert(timezone).dt.tz_localize(None)
    return local.to_numpy(dtype="datetime64[us]").astype("datetime64[D]").astype(np.int64)


def texts_at(texts: Texts, at: Integers) -> Texts:
    """Return the texts at some places (ascending)."""
    if len(at) and at[-1] - at[0] == len(at) - 1:
        return texts.slice(int(at[0]), len(at))
    return texts.take(pa.array(at))


def _with_prefix(frame: pd.DataFrame, prefix: str) -> list[str]:
    return [str(name) for name in frame.columns if str(name).startswith(prefix)]


def _column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    return frame[name] if name in frame else pd.Series([None] * len(frame), dtype=object, index=frame.index)


def _texts(frame: pd.DataFrame, name: str) -> Texts:
    """Return a column of texts; an empty one counts as none."""
    column = _column(frame, name)
    if not isinstance(column.dtype, pd.StringDtype):
        column = column.astype(object).where(column.notna(), None)
    texts = pa.array(column.array if isinstance(column.dtype, pd.StringDtype) else column.tolist(), pa.large_string())
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    empty = pc.equal(texts, "")
    return pc.if_else(empty, pa.scalar(None, texts.type), texts) if pc.any(empty, min_count=0).as_py() else texts


def _integers(frame: pd.DataFrame, name: str) -> Integers:
    numbers: Integers = _column(frame, name).astype("Int64").array.to_numpy(dtype=np.int64, na_value=NULL)
    return numbers


def _instants(frame: pd.DataFrame) -> pd.Series[Any]:
    return pd.to_datetime(_column(frame, c.RESPONDED_AT), utc=True)


def utc_texts(instants: pd.Series[Any]) -> Texts:
    """Return instants as UTC text to the second, null where there is none.

    >>> utc_texts(pd.Series(pd.to_datetime(["2026-11-20T02:05:00Z", None]))).to_pylist()
    ['2026-11-20T02:05:00Z', None]
    """
    seconds = instants.dt.tz_localize(None).to_numpy(dtype="datetime64[s]")
    missing = np.isnat(seconds)
    day, second = np.divmod(np.where(missing, 0, seconds.astype(np.int64)), _DAY_SECONDS)
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    if last - first >= len(seconds) or first < _FIRST_DAY or last > _LAST_DAY:
        texts = np.datetime_as_string(seconds).astype(object) + "Z"
        return pa.array(texts, pa.large_string(), mask=missing)
    # Each day is written once and each digit of the clock is counted out, in a tenth of the time.
    days = np.datetime_as_string(np.arange(first, last + 1).astype("datetime64[D]")).astype("S10")
    letters = np.full((len(seconds), 20), np.frombuffer(b"0000-00-00T00:00:00Z", np.uint8))
    letters[:, :10] = days.view(np.uint8).reshape(-1, 10)[day - first]
    for at, unit, n_of_it in ((11, 3600, 24), (14, 60, 60), (17, 1, 60)):
        tens, ones = np.divmod((second // unit % n_of_it).astype(np.uint8), 10)
        letters[:, at] += tens
        letters[:, at + 1] += ones
    ends = np.arange(0, 20 * len(seconds) + 1, 20, dtype=np.int64)
    whole = pa.Array.from_buffers(pa.large_string(), len(seconds), [None, pa.py_buffer(ends), pa.py_buffer(letters)])
    return pc.if_else(pa.array(missing), pa.scalar(None, whole.type), whole) if missing.any() else whole


def _labels(frame: pd.DataFrame, name: str, form: Callable[[str], str] = fold) -> Labels:
    """Number a column's distinct labels; one that is empty once formed counts as none."""
    column = _column(frame, name)
    # What importers hand over stands in Arrow already: no text becomes an object but once a label.
    values = column.array if isinstance(column.dtype, pd.StringDtype) else _texts(frame, name).to_pandas()
    positions, distinct = pd.factorize(values)
    labels = [str(label) for label in np.asarray(distinct, dtype=object).tolist()]
    places = np.full(len(labels) + 1, -1, dtype=np.int64)
    full = [at for at, label in enumerate(labels) if form(label)]
    places[full] = np.arange(len(full))
    return Labels(places[positions], tuple(labels[at] for at in full))
