"""What was ordered against what came and what was paid: fewer of it, more to pay, another size or colour."""

from __future__ import annotations

from cx_core.text import kinds
from cx_core.text.clause_rules import Rule
from cx_core.text.lexicon import Entry
from cx_core.text.walk import FAR, Walk

#: What a delivery weighs that is not what was ordered, and how many words may stand between the two.
OTHERWISE, SCOPE = -1.4, 12


def order(walk: Walk, start: int, end: int, entry: Entry) -> None:
    if not _is_time(walk, end):
        walk.ordered, walk.ordered_at = entry.value, end


def got(walk: Walk, start: int, end: int, entry: Entry) -> None:
    """Complain of "đặt 3 … giao có 2" and "đặt size M … giao size L": of a kind, 0, nobody says that it was right."""
    is_less = entry.value < walk.ordered if entry.value else not walk.ordered
    if is_less and start - walk.ordered_at <= SCOPE and not _is_time(walk, end):
        walk.note(start, end, OTHERWISE)
        walk.ordered_at = FAR


def charged(walk: Walk, start: int, end: int, entry: Entry) -> None:
    """Complain of "gọi 1 … tính 2"; "tính tiền 3" may itself be what was wanted."""
    if 0 < walk.ordered < entry.value and start - walk.ordered_at <= SCOPE and not _is_time(walk, end):
        walk.note(start, end, OTHERWISE)
        walk.ordered_at = FAR
    else:
        order(walk, start, end, entry)


def _is_time(walk: Walk, end: int) -> bool:
    """Tell whether the number before ``end`` counts time: "giao 1 ngày"."""
    following = walk.following(end)
    return following is not None and following.kind == kinds.UNIT


BY_KIND: dict[int, Rule] = {kinds.ORDER: order, kinds.GOT: got, kinds.CHARGED: charged}
