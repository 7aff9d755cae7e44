"""Segments: rules that select answers and so customers; and levels: fields made by grouping the values of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: A condition's field for a score is this and the metric's column, and the key of the scale where there are several.
SCORE_PREFIX = "score:"
#: Fields of conditions that are no column of answers: what was read out of the words, and what the customer bought.
DAY, THEME, FEELING, RFM, ORDERS = "day", "theme", "feeling", "rfm", "orders"
#: The values of `ORDERS`.
HAS_ORDERS, NO_ORDERS = "yes", "no"


@dataclass(frozen=True)
class Condition:
    """One thing that must be true of an answer.

    ``field`` is a field of `Filters`, or ``score:<column>`` with ``:<scale key>`` behind it where the scale matters,
    ``day``, ``theme``, ``feeling``, ``rfm`` or ``orders``. A score lies between ``low`` and ``high``, a day between
    ``since`` and ``until``, both ends included and either may be open; any other field has one of ``values``, or none
    of them with ``is_not``: then an answer without a value counts too.
    """

    field: str
    values: tuple[str, ...] = ()
    is_not: bool = False
    low: float | None = None
    high: float | None = None
    since: date | None = None
    until: date | None = None

    @property
    def score(self) -> tuple[str, str] | None:
        """The column and the scale key (may be empty) of a score; None for another field.

        >>> Condition("score:csat:1-5").score, Condition("score:nps").score, Condition("channel").score
        (('csat', '1-5'), ('nps', ''), None)
        """
        if not self.field.startswith(SCORE_PREFIX):
            return None
        column, _, scale = self.field.removeprefix(SCORE_PREFIX).partition(":")
        return column, scale


#: All conditions of one block must hold; one block that holds is enough.
Block = tuple[Condition, ...]


@dataclass(frozen=True)
class Segment:
    """A rule with a name. ``id`` never changes; without blocks it selects nobody."""

    id: str
    name: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class CodedTest:
    """A condition in codes: ``column`` holds one of ``codes`` (or none of them), or lies ``between`` two numbers.

    None among the codes stands for "no value". An empty ``codes`` admits nothing, and everything with ``is_not``.
    """

    column: str
    codes: tuple[int | None, ...] | None = None
    between: tuple[int, int] | None = None
    is_not: bool = False


#: A rule in codes: one block whose tests all hold is enough.
CodedRule = tuple[tuple[CodedTest, ...], ...]


@dataclass(frozen=True)
class Level:
    """A field made of another one by grouping: branches by region, sources by kind.

    ``groups`` pairs the codes of ``column`` with the name of their group; a code that is not in it belongs to none.
    """

    field: str
    column: str
    groups: Mapping[int, str]
