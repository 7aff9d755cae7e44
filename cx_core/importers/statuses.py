"""Rows that a column of states sets apart, where no tool's own rule does: tests, unfinished answers, cancelled orders.

Only a short list of states is read: a column of free remarks that happens to hold "test" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_core.importers.judged import Judged
from cx_core.importers.profiles.profile import RowRule
from cx_core.model.folding import fold

_NAME = re.compile(
    r"(trang thai|tinh trang|ket qua|status|state|delivery status)( (cua )?(phieu|don( hang)?|hoa don|khao sat|tra loi"
    r"|gui|xu ly|order|response|survey|delivery|payment))?"
    r"|(order|response|survey|submission|completion|delivery|payment|fulfillment) (status|state)|response type"
    r"|finished|completed|is complete|is test|hoan (thanh|tat)|da hoan (thanh|tat)"
)
_YES_NO_NAME = re.compile(r"finished|completed|is complete|(da )?hoan (thanh|tat)")
_MOST_STATES = 15

_TESTS = frozenset(
    {
        "test", "testing", "preview", "survey preview", "survey test", "thu", "thu nghiem", "ban thu", "phieu thu",
        "kiem thu", "xem truoc", "chay thu", "demo",
    }
)  # fmt: skip
_UNFINISHED = frozenset(
    {
        "partial", "incomplete", "in progress", "started", "not completed", "not finished", "abandoned", "draft",
        "chua hoan thanh", "chua hoan tat", "chua xong", "dang lam", "dang do", "do dang", "bo do", "bo giua chung",
        "dang tra loi", "nhap", "ban nhap",
    }
)  # fmt: skip
_NO = frozenset({"false", "no", "0", "khong", "chua", "n"})
_UNDELIVERED = frozenset(
    {
        "bounced", "bounce", "failed", "undelivered", "not delivered", "suppressed", "unsubscribed", "opted out",
        "gui loi", "loi", "gui that bai", "khong gui duoc", "that bai",
    }
)  # fmt: skip
_ASKED = frozenset(
    {
        "sent", "delivered", "invited", "opened", "pending", "no response", "not responded", "not answered", "da gui",
        "da moi", "da mo", "chua tra loi", "chua phan hoi", "khong tra loi", "khong phan hoi", "cho tra loi",
    }
)  # fmt: skip
#: Columns of the instant at which somebody was asked.
_WHEN_ASKED = re.compile(
    r"(ngay|thoi gian|thoi diem|luc|gio) (gui|moi|phat)( .*)?|(date |time )?(sent|invited)( at| on| date| time)?"
    r"|(survey|request|invitation|invite|email)s? (sent|date)( at| on| date)?|invited (at|on)|ngay phat phieu"
)
_CANCELLED = frozenset(
    {
        "cancelled", "canceled", "cancel", "voided", "void", "refunded", "returned", "da huy", "huy", "huy don",
        "don huy", "da hoan tien", "hoan tien", "tra hang", "da tra hang", "khach huy", "hoan hang", "da hoan hang",
    }
)  # fmt: skip

#: Columns of the instant at which an order was given up: empty for the others.
_WHEN_CANCELLED = re.compile(r"cancell?ed (at|on|date)|cancell?ation (date|time)|(ngay|thoi gian|luc) huy( don)?")


def rules_of_states(columns: tuple[Judged, ...]) -> Iterator[tuple[Judged, RowRule]]:
    """Yield each column of states with a rule about what it says."""
    has_orders = any(one.role in ("order", "revenue") for one in columns)
    for one in columns:
        if has_orders and one.role == "ignore" and _WHEN_CANCELLED.fullmatch(one.column.spoken):
            if one.column.n_values and one.column.n_missing:
                yield one, RowRule("", "cancelled_order", keep_values=frozenset({""}))
            continue
        if one.role not in ("ignore", "segment") or not _NAME.fullmatch(one.column.spoken):
            continue
        counts = one.column.counts
        if counts is None or len(counts) > _MOST_STATES:
            continue
        states = {fold(text) for text in counts}
        for kind, words, rejects in _kinds(one, has_orders):
            if states & words and states - words:
                yield one, RowRule("", kind, words, rejects=rejects)


def _kinds(one: Judged, has_orders: bool) -> Iterator[tuple[str, frozenset[str], bool]]:
    if has_orders:
        yield "cancelled_order", _CANCELLED, True
        return
    yield "test_answer", _TESTS, True
    yield "not_delivered", _UNDELIVERED, False
    yield "unfinished_answer", _UNFINISHED | (_NO if _YES_NO_NAME.fullmatch(one.column.spoken) else frozenset()), False


def says_asked(columns: tuple[Judged, ...]) -> Iterator[tuple[Judged, frozenset[str] | None]]:
    """Yield the columns that say that somebody was asked: by the words given, or by any value where there are none."""
    for one in columns:
        if one.role not in ("ignore", "segment"):
            continue
        if _WHEN_ASKED.fullmatch(one.column.spoken) and one.column.dates.share > 0.5:
            yield one, None
        elif _NAME.fullmatch(one.column.spoken):
            yield one, _ASKED
