"""Columns that say how many were asked: the denominator of a response rate, which the answers alone cannot tell.

Such a number may stand for its row alone, or be repeated beside every answer of a campaign; the file does not
say which, so a person does.
"""

from __future__ import annotations

import re
from typing import Literal

from cx_core.importers.columns import Column
from cx_core.importers.judged import Judged
from cx_core.model.folding import fold

#: How the numbers of the column add up: one number for the whole file, one for each group, one for each row, or not.
InvitedAnswer = Literal["once", "group", "rows", "ignore"]
INVITED_ANSWERS: tuple[InvitedAnswer, ...] = ("once", "group", "rows", "ignore")

_NAME = re.compile(
    r"(so|sl|so luong|tong( so)?|luot) ?(khach|nguoi|phieu|tin|thu|email|sms|luot|loi moi)?( hang)?( da)?( duoc)? ?"
    r"(moi|gui|phat)( ra| di| khao sat| danh gia)?"
    r"|da (gui|moi|phat)( ra| di)?( khao sat)?|so loi moi|luot (gui|moi)"
    r"|(number of |no of |total )?(surveys? |e-?mails? |invitations? |invites? |messages? |people |customers? )?"
    r"(sent|invited|delivered)( count)?"
    r"|(number of |total )?(invitations?|invitees|invites)( sent| delivered)?|sample size|recipients?"
)
_GROUP_ROLES = ("channel", "touchpoint", "stage", "segment")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,9}")


def find_invited(columns: tuple[Judged, ...]) -> Judged | None:
    """Return the column that says how many were asked; None where there is none. Delivered before sent."""
    found = [one for one in columns if one.role in ("ignore", "segment") and _counts_people(one.column)]
    return min(found, key=lambda one: "deliver" not in one.column.spoken, default=None)


def _counts_people(column: Column) -> bool:
    return bool(
        column.n_values
        and _NAME.fullmatch(_bare(column.spoken))
        and all(_NUMBER.fullmatch(cell) for cell in column.sample)
    )


def _bare(name: str) -> str:
    return " ".join(re.sub(r"[#:()]", " ", fold(name)).split())


def ways_to_count(one: Judged, columns: tuple[Judged, ...]) -> tuple[InvitedAnswer, ...]:
    """Return how the numbers may add up, the likeliest first."""
    numbers = set(one.column.sample)
    if len(numbers) == 1:
        return ("once", "rows", "ignore") if one.column.n_values > 1 else ("once", "ignore")
    return ("group", "rows", "ignore") if _group(one, columns) else ("rows", "ignore")


def n_invited(one: Judged, columns: tuple[Judged, ...], way: InvitedAnswer) -> int:
    """Return how many were asked in all; 0 where the column is not to be used."""
    cells = one.column.values.to_pylist()
    if way == "once":
        return max(map(_number, filter(None, cells)), default=0)
    if way == "rows":
        return sum(map(_number, filter(None, cells)))
    group = _group(one, columns) if way == "group" else None
    if group is None:
        return 0
    return sum(
        {
            label: _number(cell) for label, cell in zip(group.column.values.to_pylist(), cells, strict=True) if cell
        }.values()
    )


def _number(cell: str) -> int:
    return int(re.sub(r"\D", "", cell))


def _group(one: Judged, columns: tuple[Judged, ...]) -> Judged | None:
    """Return the label column within whose every label the number is the same; None where there is none."""
    cells = one.column.values.to_pylist()
    for other in columns:
        if other.role not in _GROUP_ROLES or other.column.is_derived or other is one:
            continue
        pairs = {(label, cell) for label, cell in zip(other.column.values.to_pylist(), cells, strict=True) if cell}
        if 1 < len(pairs) == len({label for label, _ in pairs}) < len(cells) / 2:
            return other
    return None
