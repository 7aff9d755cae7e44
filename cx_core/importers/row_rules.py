"""Rows under the header that are no answers: totals, repeated headers, remarks between, rows of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cx_core.feedback.score_text import read_score
from cx_core.importers.grid import count_filled
from cx_core.importers.judged import Judged
from cx_core.importers.profiles import RowRule
from cx_core.importers.statuses import rules_of_states, says_asked
from cx_core.importers.study import Study
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.folding import fold
from cx_core.model.problem import MAX_ROWS_LISTED, Problem

#: Kinds of remarks that others look for as well.
UNFINISHED, ASKED = "unfinished_answer", "asked_not_answered"
CANCELLED, CANCELLED_ANSWER = "cancelled_order", "cancelled_order_answer"
Mask = NDArray[np.bool_]
Reasons = NDArray[np.str_]
_MAYBE_TOTAL = (
    r"(?i)^\s*(tổng|tong|cộng|cong|total|sub-?\s?total|grand|trung bình|trung binh|((điểm|diem) )?[đd]?tb\b|bình quân"
    r"|(điểm|diem) trung b|average|avg|mean)"
)
_TOTAL = re.compile(
    r"^(tong( cong| so| ket| hop)?|cong( don)?|total|sub-? ?total|grand total|(diem )?(trung binh|d?tb)|average|avg"
    r"|binh quan|mean)"
    r"(\s*[:\-(].*|\s+(thang|quy|tuan|nam|ngay|ca|cua hang|chi nhanh|phieu|luot|diem|month|week|quarter|year|score"
    r"|rating|\d).*)?$"
)
#: A total row is emptier than the rows it sums: it has at most this share of their cells.
_TOTAL_FILLED = 0.75
#: Longer than a label, a cell that begins with "Tổng" is a sentence.
_LONGEST_TOTAL = 60
_STRAY_FROM = 4


def find_rejected(study: Study) -> tuple[Reasons, tuple[Problem, ...]]:
    """Return for each row under the header why it is no answer (empty: it is one), and one problem a reason."""
    reasons = np.full(study.n_rows, "", "U24")
    told = np.zeros(study.n_rows, bool)
    problems: list[Problem] = []
    row_no = study.grid.row_no[study.first_data_row :]
    for kind, column, mask, rejects in _reasons(study):
        # A row is remarked on once, and may still be rejected for another reason.
        fresh = mask & (reasons == "") & ~(told & (not rejects))
        if not fresh.any():
            continue
        problems.append(_problem(kind, column, row_no[fresh], lost=rejects))
        if rejects:
            reasons[fresh] = kind
        else:
            told |= fresh
    return reasons, tuple(problems)


def _problem(kind: str, column: str | None, row_no: NDArray[np.int64], *, lost: bool) -> Problem:
    rows = tuple(int(number) for number in row_no[:MAX_ROWS_LISTED])
    return Problem(kind, column, rows, len(row_no), lost=lost)


def _reasons(study: Study) -> Iterator[tuple[str, str | None, Mask, bool]]:
    yield from _by_tool(study)
    for kind, mask in _by_shape(study):
        yield kind, None, mask, True


def _by_shape(study: Study) -> Iterator[tuple[str, Mask]]:
    filled = count_filled([one.column.values for one in study.in_file], study.n_rows)
    typical = float(np.median(filled)) if len(filled) else 0.0
    yield "repeated_header", _repeated_headers(study)
    if study.profile.has_totals and study.file.kind != "json" and typical > 1:
        yield "total_row", _totals(study, filled, typical)
    if typical >= _STRAY_FROM:
        yield "stray_row", _strays(study, filled)
    yield "extra_cells", _extra_cells(study)


def _by_tool(study: Study) -> Iterator[tuple[str, str | None, Mask, bool]]:
    for one, rule in _rules(study):
        leaves_out = rule.kind == UNFINISHED and study.given.unfinished.get(one.column.key) == "leave_out"
        mask = _mask_of(one, rule)
        if rule.kind == CANCELLED:
            # Whoever sent the goods back has most to say: no purchase, and an answer all the same.
            answered = mask & _answered(study)
            yield CANCELLED_ANSWER, one.column.key, answered, False
            mask &= ~answered
        yield rule.kind, one.column.key, mask, rule.rejects or leaves_out
    if all(rule.kind != ASKED for rule in study.profile.rows):
        yield from _asked_in_vain(study)


def cancelled_answers(study: Study) -> Mask:
    """Return which rows hold a customer's answer beside an order that came to nothing."""
    cancelled = np.zeros(study.n_rows, bool)
    for one, rule in _rules(study):
        if rule.kind == CANCELLED:
            cancelled |= _mask_of(one, rule)
    return cancelled & _answered(study) if cancelled.any() else cancelled


def _answered(study: Study) -> Mask:
    """Return which rows hold a score or words."""
    answered = np.zeros(study.n_rows, bool)
    for one in study.columns:
        if one.role in (*SCORE_ROLES, "verbatim"):
            answered |= pc.is_valid(one.column.values).to_numpy(zero_copy_only=False)
    return answered


def _rules(study: Study) -> Iterator[tuple[Judged, RowRule]]:
    """Yield the tool's own rules with the columns they look at; without any, what a column of states says."""
    for rule in study.profile.rows:
        for one in study.columns:
            if re.fullmatch(rule.pattern, one.column.folded):
                yield one, rule
    if not study.profile.rows:
        yield from rules_of_states(study.columns)


def _mask_of(one: Judged, rule: RowRule) -> Mask:
    return _where(one.column.values, lambda cell: _breaks(cell, rule))


def unfinished_in(study: Study) -> Iterator[tuple[Judged, int]]:
    """Yield the columns that tell answers apart that were not finished, with how many there are."""
    for one, rule in _rules(study):
        count = int(_mask_of(one, rule).sum()) if rule.kind == UNFINISHED and not rule.rejects else 0
        if count:
            yield one, count


def _asked_in_vain(study: Study) -> Iterator[tuple[str, str | None, Mask, bool]]:
    """Find rows of people who were asked and said nothing, in a file that has answers as well."""
    silent = np.ones(study.n_rows, bool)
    for one in study.columns:
        if one.role in (*SCORE_ROLES, "verbatim", "order", "revenue"):
            silent &= ~pc.is_valid(one.column.values).to_numpy(zero_copy_only=False)
    if silent.all() or not silent.any():
        return
    for one, words in says_asked(study.columns):
        said = _where(one.column.values, lambda cell, words=words: bool(cell) and (not words or fold(cell) in words))
        yield ASKED, one.column.key, silent & said, False


def _breaks(cell: str | None, rule: RowRule) -> bool:
    folded = fold(cell or "")
    return folded not in rule.keep_values if rule.keep_values else folded in rule.values


def _where(values: Any, test: Any) -> Mask:
    """Return where a test of the cell's text holds; every distinct text is tested once."""
    encoded = values.dictionary_encode()
    verdicts = np.array([*map(test, encoded.dictionary.to_pylist()), test(None)], bool)
    codes = encoded.indices.fill_null(len(verdicts) - 1).to_numpy(zero_copy_only=False)
    found: Mask = verdicts[codes]
    return found


def _repeated_headers(study: Study) -> Mask:
    """Find rows that say the header again: sheets pasted under each other."""
    n_rows = study.n_rows
    names = [(one, one.column.name) for one in study.columns if one.column.name]
    if len(names) < 2:
        return np.zeros(n_rows, bool)
    same = np.zeros(n_rows, np.int64)
    for one, name in names:
        same += pc.fill_null(pc.equal(one.column.values, name), False).to_numpy(zero_copy_only=False)
    repeated: Mask = same >= max(2, 0.7 * len(names))
    return repeated


def _totals(study: Study, filled: NDArray[np.int64], typical: float) -> Mask:
    rows = np.zeros(study.n_rows, bool)
    thin = filled <= max(1.0, _TOTAL_FILLED * typical)
    for one in study.columns:
        if one.role == "verbatim" and typical < _STRAY_FROM:
            continue
        maybe = pc.match_substring_regex(one.column.values, _MAYBE_TOTAL).fill_null(False)
        places = np.flatnonzero(maybe.to_numpy(zero_copy_only=False) & thin & ~rows)
        cells = one.column.values.take(pa.array(places)).to_pylist()
        for place, cell in zip(places, cells, strict=True):
            rows[place] = len(cell) <= _LONGEST_TOTAL and bool(_TOTAL.match(fold(cell).rstrip(" .:")))
    return rows


def _strays(study: Study, filled: NDArray[np.int64]) -> Mask:
    """Find rows with one lone cell that is neither words, score nor order: headings and signatures inside the table.

    A name under a column of scores is no score.
    """
    alone: Mask = filled == 1
    for one in study.columns:
        if (
            one.role in ("ignore", "segment", "responded_at", "channel", "stage", "touchpoint", "customer")
            and not one.is_open
        ):
            continue
        if one.role in SCORE_ROLES and one.score and one.score.labels is None:
            alone = alone & ~_where(one.column.values, _is_score)
            continue
        alone = alone & ~pc.is_valid(one.column.values).to_numpy(zero_copy_only=False)
    return alone


def _is_score(cell: str | None) -> bool:
    return cell is not None and read_score(cell).form != "words"


def _extra_cells(study: Study) -> Mask:
    """Find delimited rows that have cells beyond the header: an unquoted delimiter has shifted what follows it."""
    rows = np.zeros(study.n_rows, bool)
    if study.file.delimiter is None or not study.header.rows:
        return rows
    for one in reversed(study.in_file):
        if one.column.name:
            break
        rows |= pc.is_valid(one.column.values).to_numpy(zero_copy_only=False)
    # Where most rows have them, it is the header that is short of names.
    return rows if rows.mean() < 0.2 else np.zeros(study.n_rows, bool)


def kept_columns(study: Study, rejected: Mask) -> list[tuple[Judged, Any]]:
    """Return every column with its values in the rows that stay."""
    if not rejected.any():
        return [(one, one.column.values) for one in study.columns]
    keep = pa.array(~rejected)
    return [(one, one.column.values.filter(keep)) for one in study.columns]
