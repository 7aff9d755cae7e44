"""The table that goes to the store: one row an answer, columns as `cx_core.model.columns` names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cx_core.feedback.identity import identities
from cx_core.importers import cells
from cx_core.importers.choices import in_one_order
from cx_core.importers.joining import join_filled
from cx_core.importers.judged import Judged
from cx_core.importers.masking import masked_column
from cx_core.importers.person_keys import other_keys
from cx_core.importers.raw import RawRows, raw_rows
from cx_core.importers.row_rules import Mask, Reasons, kept_columns
from cx_core.importers.side_by_side import each_column, meanwhile
from cx_core.importers.study import Study
from cx_core.model import columns as c
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.problem import Problem, Refusal

#: Names of a tool's own id of an answer, folded. One of these is the answer's identity by itself.
OWN_ID = re.compile(
    r"response ?id|respondent ?id|submission ?id|_?uuid|review_?id|feedback ?id|request_id|msgid|answer ?id"
    r"|survey response id"
    r"|ma (phan hoi|phieu|danh gia|khao sat|tra loi)|ma so phieu"
)
#: Counters of a sheet: a row's number among its neighbours says nothing about the answer.
_COUNTERS = re.compile(r"stt|tt|so tt|so thu tu|no\.?|index|_index|unnamed: 0")
_LABEL_ROLES = ("channel", "touchpoint", "stage")
_UTC_IN_NAME = re.compile(r"\b(utc|gmt)\b(?! ?[+-])")
_SHARE_OF_IDS = 0.5
_CELL = "\x1f"
_JOINED_AT_ONCE = 65_536


def build_frame(
    study: Study,
    rejected: Mask,
    *,
    timezone: str,
    now: datetime,
    progress: Callable[[float], None],
) -> tuple[pd.DataFrame, RawRows, list[Problem]]:
    """Read every column; return the frame without the raw rows, these, and the problems of the cells."""
    kept = kept_columns(study, rejected)
    row_no = study.grid.row_no[study.first_data_row :][~rejected]
    findings = cells.Findings(row_no)
    data: dict[str, Any] = {c.ROW_NO: pd.Series(row_no, dtype="Int64")}
    # Identities are made by Python row by row, nearly all else by Arrow, which does not hold Python's lock.
    with (
        meanwhile(lambda: _masked(kept), len(row_no)) as masking,
        meanwhile(lambda: _given_columns(study, kept, timezone, now, findings), len(row_no)) as giving,
    ):
        identity = cells.texts(_identities(study, kept))
        progress(0.5)
        data.update(giving())
        masked, n_masked = masking()
    progress(0.75)
    verbatim = _verbatim(masked)
    data[c.VERBATIM] = cells.texts(verbatim) if verbatim is not None else _nothing(len(row_no))
    data[c.IDENTITY] = identity
    for one, values in masked:
        if one.role == "segment":
            data[f"{c.SEGMENT_PREFIX}{one.column.key}"] = cells.texts(in_one_order(values))
    if n_masked:
        findings.problems.append(Problem("personal_data_masked", None, (), n_masked, lost=False))
    progress(1.0)
    own = tuple((one.column.key, values) for one, values in masked if not one.column.is_derived)
    return pd.DataFrame(data), RawRows(row_no, own), findings.problems


def rejected_rows(study: Study, reasons: Reasons) -> pd.DataFrame:
    """Return the rows that are no answers, masked, with the kind of problem each is listed under."""
    where = np.flatnonzero(reasons != "")
    taken = [(one, one.column.values.take(pa.array(where))) for one in study.in_file]
    masked = [(one.column.key, values) for one, values in _masked(taken)[0]]
    return pd.DataFrame(
        {
            c.ROW_NO: pd.Series(study.grid.row_no[study.first_data_row :][where], dtype="Int64"),
            "kind": pd.Series(reasons[where].astype(object), dtype="str"),
            c.RAW: cells.texts(raw_rows(masked, len(where))),
        }
    )


def _given_columns(
    study: Study, kept: Sequence[tuple[Judged, Any]], timezone: str, now: datetime, findings: cells.Findings
) -> dict[str, Any]:
    values_of = {one.role: (one, values) for one, values in reversed(kept) if one.grid is None}
    n_rows = len(findings.row_no)
    data: dict[str, Any] = {}
    when = values_of.get("responded_at")
    data[c.RESPONDED_AT] = (
        cells.instants(*when, _date_reading(study, when[0], timezone, _times(when[0], kept)), now, findings)
        if when
        else pd.Series(pd.NaT, range(n_rows), dtype="datetime64[us, UTC]")
    )
    who = values_of.get("customer")
    data[c.CUSTOMER] = cells.customers(who[1]) if who else _nothing(n_rows)
    data.update({f"{c.CUSTOMER_KEY_PREFIX}{name}": values for name, values in other_keys(kept).items()})
    for role in _LABEL_ROLES:
        label = values_of.get(role)
        fixed = study.given.of_file(role)
        data[role] = (
            cells.texts(in_one_order(label[1]))
            if label
            else pd.Series([fixed] * n_rows, dtype="str")
            if fixed
            else _nothing(n_rows)
        )
    for role in SCORE_ROLES:
        score = values_of.get(role)
        data[role] = score_column(study, *score, findings) if score else pd.Series(pd.NA, range(n_rows), dtype="Int64")
    order = values_of.get("order")
    data[c.ORDER] = cells.texts(order[1]) if order else _nothing(n_rows)
    revenue = values_of.get("revenue")
    data[c.REVENUE] = cells.amounts(*revenue, findings) if revenue else pd.Series(pd.NA, range(n_rows), dtype="Int64")
    return data


def score_column(study: Study, one: Judged, values: Any, findings: cells.Findings) -> pd.Series:
    """Read a score column on its scale, as hundredths. Raises `Refusal` ``questions_open`` while that is open."""
    scale = study.scale(one)
    if scale is None:
        raise Refusal("questions_open", {"file": study.file.name, "n": 1})
    return cells.scores(one, values, cells.ScoreReading(scale, study.way(one)), findings)


def _nothing(n_rows: int) -> pd.Series:
    return pd.Series([None] * n_rows, dtype="str")


def _times(when: Judged, kept: Sequence[tuple[Judged, Any]]) -> tuple[str, Any] | None:
    """Return the column of times beside dates that have none of their own."""
    found = ((one.column.key, values) for one, values in kept if one.column.part == "time" and one.role == "ignore")
    return None if when.column.dates.has_time else next(found, None)


def _date_reading(study: Study, one: Judged, timezone: str, times: tuple[str, Any] | None = None) -> cells.DateReading:
    key = one.column.key
    zone = study.given.of_file("timezone") or (one.hint.timezone if one.hint else None) or _zone_in_name(one)
    crawled = study.given.crawl_dates.get(key)
    return cells.DateReading(
        order=study.date_order(one),
        timezone=zone or study.zone or study.profile.timezone or timezone,
        swap=study.given.date_swaps.get(key, False),
        crawled_on=datetime.combine(crawled, time()) if crawled else None,
        times=times,
    )


def _zone_in_name(one: Judged) -> str | None:
    return "UTC" if _UTC_IN_NAME.search(one.column.folded) else None


def _masked(kept: Sequence[tuple[Judged, Any]]) -> tuple[list[tuple[Judged, Any]], int]:
    n_rows = max((len(values) for _, values in kept), default=0)
    hidden = each_column(lambda pair: masked_column(*pair), kept, n_rows, size=lambda pair: int(pair[1].nbytes))
    masked = [(one, values) for (one, _), (values, _) in zip(kept, hidden, strict=True)]
    return masked, sum(n_masked for _, n_masked in hidden)


def _verbatim(masked: Sequence[tuple[Judged, Any]]) -> Any:
    """Return the customers' words, those of several columns under each other."""
    columns = [values for one, values in masked if one.role == "verbatim"]
    if len(columns) < 2:
        return columns[0] if columns else None
    joined = join_filled(columns, "\n")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, joined.type), joined)


def _identities(study: Study, kept: Sequence[tuple[Judged, Any]]) -> Any:
    """Return the identity of every row: the tool's own id, else the whole row."""
    in_file = [(one, values) for one, values in kept if not one.column.is_derived]
    whole = [values for one, values in in_file if not _COUNTERS.fullmatch(one.column.folded)]
    whole = whole or [values for _, values in in_file]
    own = _own_ids(study, kept)
    if own is None:
        # A time of day tells rows apart; so does a column that numbers them.
        told_apart = _has_time_of_day(study) or any(_is_numbering(one) for one, _ in kept)
        return identities(_joined(whole), count_repeats=not told_apart)
    blank = pc.is_null(own[0]).to_numpy(zero_copy_only=False)
    if not blank.any():
        return identities(_joined(own), count_repeats=False)
    by_id, by_row = _joined(own), _joined(whole)
    texts = (row if is_blank else text for text, row, is_blank in zip(by_id, by_row, blank, strict=True))
    return identities(texts, count_repeats=False)


def _joined(columns: Sequence[Any]) -> Iterator[bytes]:
    """Yield each row's cells as one text; a slice at a time, since a million rows joined are half a gigabyte."""
    for start in range(0, len(columns[0]), _JOINED_AT_ONCE):
        parts = [column.slice(start, _JOINED_AT_ONCE).fill_null("") for column in columns]
        joined = pc.binary_join_element_wise(*parts, _CELL) if len(parts) > 1 else parts[0]
        yield from joined.cast(pa.binary()).to_pylist()


def _own_ids(study: Study, kept: Sequence[tuple[Judged, Any]]) -> list[Any] | None:
    by_tool = [values for one, values in kept if one.column.folded in study.profile.id_columns]
    has_id = any(one.hint and one.hint.is_id for one, _ in kept)
    if by_tool and has_id:
        return by_tool
    for one, values in kept:
        if not (OWN_ID.fullmatch(one.column.folded) or (one.hint and one.hint.is_id)):
            continue
        n_filled = len(values) - values.null_count
        if n_filled and n_filled >= 0.9 * len(values) and pc.count_distinct(values).as_py() >= _SHARE_OF_IDS * n_filled:
            return [values]
    return None


def _has_time_of_day(study: Study) -> bool:
    when = study.first("responded_at")
    return bool(when and when.column.dates.has_time)


def _is_numbering(one: Judged) -> bool:
    """Tell whether a column called id gives every row another value; it may begin anew in the next file."""
    if not re.fullmatch(r"#|_?id|ma|ma so", one.column.folded):
        return False
    column = one.column
    return column.n_missing == 0 and bool(
        pc.count_distinct(column.values).as_py() >= 0.9 * np.int64(len(column.values))
    )
