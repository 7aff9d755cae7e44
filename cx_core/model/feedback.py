"""Answers of customers: what a column means, and the scale that gives a number its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "responded_at", "customer", "channel", "touchpoint", "stage", "segment",
    "nps", "csat", "ces", "rating", "verbatim", "revenue", "order", "ignore",
]  # fmt: skip

ROLES: tuple[Role, ...] = (
    "responded_at", "customer", "channel", "touchpoint", "stage", "segment",
    "nps", "csat", "ces", "rating", "verbatim", "revenue", "order", "ignore",
)  # fmt: skip

#: Roles whose values are scores; the names are also the names of the metrics they feed.
SCORE_ROLES: tuple[Role, ...] = ("nps", "csat", "ces", "rating")

#: Roles that several columns of one file may have. A verbatim of several columns is joined, a segment
#: keeps the column's own name as its field; of the other roles one column is taken.
REPEATABLE_ROLES: frozenset[Role] = frozenset({"segment", "verbatim", "ignore"})

Direction = Literal["high_is_good", "low_is_good"]
DateOrder = Literal["day_first", "month_first", "year_first"]


@dataclass(frozen=True, order=True)
class Scale:
    """The scale of a score: its ends and which of them is good.

    Whole-number ends. ``direction`` matters for effort scores: CES 1.0 asks how much effort it took
    (high is bad), CES 2.0 whether it was easy (high is good); the two are never pooled.

    >>> Scale(0, 10).label
    '0–10'
    """

    minimum: int
    maximum: int
    direction: Direction = "high_is_good"

    def __post_init__(self) -> None:
        if self.minimum >= self.maximum:
            raise ValueError(f"a scale runs upwards: got {self.minimum} to {self.maximum}")

    @property
    def label(self) -> str:
        """The ends as people write them."""
        return f"{self.minimum}–{self.maximum}"

    @property
    def key(self) -> str:
        """The scale as a value to filter by: ``1-5``, and ``1-5-low`` where a low score is good."""
        ends = f"{self.minimum}-{self.maximum}"
        return ends if self.direction == "high_is_good" else f"{ends}-low"

    def contains(self, score: float) -> bool:
        """Tell whether a score lies on the scale, ends included."""
        return self.minimum <= score <= self.maximum


NPS_SCALE = Scale(0, 10)
#: The feeling of a comment as a number: 1 praise, 0 neither, -1 complaint.
SENTIMENT_SCALE = Scale(-1, 1)
#: Columns that have one scale, and so no column of scales beside them.
ONE_SCALE: dict[str, Scale] = {"nps": NPS_SCALE, "sentiment": SENTIMENT_SCALE}
