"""The table an importer hands over, as arrays that can be written: days, folded words, labels as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx_core.model import columns as c
from cx_core.model.folding import fold
from cx_core.store.fold_many import fold_all

#: Stands for "not given" in an array of whole numbers. NumPy writes a missing instant the same way.
NULL = np.iinfo(np.int64).min

Integers = NDArray[np.int64]
Texts = NDArray[np.object_]
Mask = NDArray[np.bool_]


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

    Whole numbers hold `NULL` and texts None where nothing was given. ``day`` counts from 1970-01-01 in the workspace's
    time zone; ``responded_at`` is UTC text to the second (``2026-11-20T02:05:00Z``). ``scores`` are hundredths.
    ``other_keys`` are further names of the same customers.
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
    verbatim_folded: Texts
    order: Texts
    revenue: Integers
    raw: Texts

    def __len__(self) -> int:
        return len(self.row_no)

    @property
    def is_answer(self) -> Mask:
        """Which rows hold a score or words. A score of 0 is a score."""
        given = self.verbatim != None  # noqa: E711  (elementwise)
        for scores in self.scores.values():
            given |= scores != NULL
        return given

    @property
    def is_order(self) -> Mask:
        """Which rows hold an order's code or its revenue."""
        return (self.order != None) | (self.revenue != NULL)  # noqa: E711  (elementwise)


def rows_of(frame: pd.DataFrame, timezone: str) -> AnswerRows:
    """Turn the frame that an importer hands over (`cx_core.model.columns`) into arrays.

    A column the file did not have may be absent. Raises KeyError without row numbers or identities and ValueError
    where an identity is missing: an importer gives every row both.
    """
    responded_at = _instants(frame)
    identity = _texts(frame, c.IDENTITY)
    if c.IDENTITY not in frame or (identity == None).any():  # noqa: E711  (elementwise)
        raise ValueError("every row needs an identity")
    verbatim = _texts(frame, c.VERBATIM)
    segment_columns = _with_prefix(frame, c.SEGMENT_PREFIX)
    return AnswerRows(
        row_no=frame[c.ROW_NO].to_numpy(dtype=np.int64),
        identity=identity,
        day=day_numbers(responded_at, timezone),
        responded_at=_as_utc_text(responded_at),
        channel=_labels(frame, c.CHANNEL),
        touchpoint=_labels(frame, c.TOUCHPOINT),
        stage=_labels(frame, c.STAGE),
        segments=tuple((name.removeprefix(c.SEGMENT_PREFIX), _labels(frame, name)) for name in segment_columns),
        customer=_labels(frame, c.CUSTOMER, form=str.strip),
        other_keys=tuple(_labels(frame, name, form=str.strip) for name in _with_prefix(frame, c.CUSTOMER_KEY_PREFIX)),
        scores={name: _integers(frame, name) for name in c.SCORES},
        score_column=_labels(frame, c.SCORE_COLUMN),
        verbatim=verbatim,
        verbatim_folded=fold_all(verbatim),
        order=_texts(frame, c.ORDER),
        revenue=_integers(frame, c.REVENUE),
        raw=_texts(frame, c.RAW),
    )


def day_numbers(instants: pd.Series[Any], timezone: str) -> Integers:
    """Return the day of each instant in a time zone, as days since 1970-01-01; `NULL` where there is none.

    Grouping by the UTC day would move 29 % of Vietnam's answers to the day before.

    >>> day_numbers(pd.Series(pd.to_datetime(["1970-01-01T18:00:00Z", None])), "Asia/Ho_Chi_Minh").tolist()[0]
    1
    """
    local = instants.dt.tz_convert(timezone).dt.tz_localize(None)
    return local.to_numpy(dtype="datetime64[us]").astype("datetime64[D]").astype(np.int64)


def as_values(column: Integers | Texts) -> list[Any]:
    """Return an array as what SQLite takes: whole numbers or texts, None where nothing was given."""
    if column.dtype == object:
        return column.tolist()
    missing = column == NULL
    if not missing.any():
        return column.tolist()
    values = column.astype(object)
    values[missing] = None
    return values.tolist()


def _with_prefix(frame: pd.DataFrame, prefix: str) -> list[str]:
    return [str(name) for name in frame.columns if str(name).startswith(prefix)]


def _column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    return frame[name] if name in frame else pd.Series([None] * len(frame), dtype=object, index=frame.index)


def _texts(frame: pd.DataFrame, name: str) -> Texts:
    column = _column(frame, name)
    texts = column.astype(object).to_numpy(copy=True)
    texts[(column.isna() | (column == "")).to_numpy(dtype=bool)] = None
    return texts


def _integers(frame: pd.DataFrame, name: str) -> Integers:
    numbers: Integers = _column(frame, name).astype("Int64").array.to_numpy(dtype=np.int64, na_value=NULL)
    return numbers


def _instants(frame: pd.DataFrame) -> pd.Series[Any]:
    return pd.to_datetime(_column(frame, c.RESPONDED_AT), utc=True)


def _as_utc_text(instants: pd.Series[Any]) -> Texts:
    seconds = instants.dt.tz_localize(None).to_numpy(dtype="datetime64[s]")
    texts = np.datetime_as_string(seconds).astype(object) + "Z"
    texts[np.isnat(seconds)] = None
    return texts


def _labels(frame: pd.DataFrame, name: str, form: Callable[[str], str] = fold) -> Labels:
    """Number a column's distinct labels; one that is empty once formed counts as none."""
    column = _column(frame, name)
    # What importers hand over stands in Arrow already: no text becomes an object but once a label.
    values = column.array if isinstance(column.dtype, pd.StringDtype) else _texts(frame, name)
    positions, distinct = pd.factorize(values)
    labels = [str(label) for label in distinct]
    places = np.full(len(labels) + 1, -1, dtype=np.int64)
    full = [at for at, label in enumerate(labels) if form(label)]
    places[full] = np.arange(len(full))
    return Labels(places[positions], tuple(labels[at] for at in full))
