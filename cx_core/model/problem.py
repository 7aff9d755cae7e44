"""Things that are wrong, as data: located, countable, translatable, and without the customer's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cx_core.model.message import Message, MessageValue

if TYPE_CHECKING:
    from cx_core.model.inspection import Question

#: A problem lists at most this many row numbers; ``count`` is always the whole number.
MAX_ROWS_LISTED = 20
#: Where several sheets of a workbook are read as one, row numbers of its second sheet begin behind this one.
SHEET_STRIDE = 10_000_000


def sheet_and_row(row_no: int) -> tuple[int, int]:
    """Return the place of the sheet, 1 the first, and the row in it that a row number stands for.

    >>> sheet_and_row(41), sheet_and_row(20_000_041)
    ((1, 41), (3, 41))
    """
    return row_no // SHEET_STRIDE + 1, row_no % SHEET_STRIDE


@dataclass(frozen=True)
class Problem:
    """One kind of thing wrong in a file, with every place it was met.

    ``rows`` are row numbers as the person sees them in the spreadsheet (the first row is 1), at most
    `MAX_ROWS_LISTED` of them (`sheet_and_row` for those of further sheets). ``allowed`` says what would
    have been right ("0–10"); None where nothing can be named. ``lost`` tells whether the row or cell did
    not go in because of it. Never holds a cell's text.

    >>> Problem("score_out_of_scale", column="csat", rows=(41,), count=1, allowed="1–5").count
    1
    """

    kind: str
    column: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 1
    allowed: str | None = None
    lost: bool = True

    def as_json(self) -> dict[str, object]:
        """Return the problem as the command line prints it."""
        return {
            "kind": self.kind,
            "column": self.column,
            "rows": list(self.rows),
            "count": self.count,
            "allowed": self.allowed,
        }


@dataclass
class Refusal(Exception):
    """A request that cannot be carried out, with the reason and the next step as a message.

    ``kind`` is stable (``"password_protected"``); its texts are ``refusal.<kind>.what`` (what and where) and
    ``refusal.<kind>.next`` (what to do). ``values`` fill both. ``questions`` are what must be answered
    first, where that is the reason. A refusal changes nothing.

    >>> str(Refusal("file_empty", {"file": "a.csv"}))
    'file_empty'
    """

    kind: str
    values: dict[str, MessageValue] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()

    def __str__(self) -> str:
        return self.kind

    @property
    def what(self) -> Message:
        """What was refused and why."""
        return Message.of(f"refusal.{self.kind}.what", **self.values)

    @property
    def next_step(self) -> Message:
        """What the person can do next."""
        return Message.of(f"refusal.{self.kind}.next", **self.values)
