"""What people have said about a file: answers to questions, and the mapping remembered from the last time."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo

from cx_core.feedback.mixed_scales import Way
from cx_core.importers.coded import ALIKE_ANSWERS, CODE_ANSWERS, AlikeAnswer, CodeAnswer
from cx_core.importers.grids import EACH, GRID_ANSWERS, GridAnswer
from cx_core.importers.invited import INVITED_ANSWERS, InvitedAnswer
from cx_core.model.feedback import ROLES, DateOrder, Direction, Role, Scale
from cx_core.model.inspection import Mapping, Privacy
from cx_core.model.problem import Refusal

_DIRECTIONS = get_args(Direction)
_ORDERS = get_args(DateOrder)
#: Answers about the file as a whole, by key.
FILE_ANSWERS = ("sheet", "encoding", "header", "timezone", "channel", "touchpoint", "stage", "source")
#: Answers about a column: ``<kind>:<column key>``; of ``codes_alike`` about a set of codes.
COLUMN_ANSWERS = (
    "role", "scale", "mixed_scale", "grid", "direction", "date_order", "date_swap", "crawl_date", "privacy", "column",
    "unfinished", "invited", "codes", "codes_alike", "year",
)  # fmt: skip
#: What becomes of answers that were not finished.
UNFINISHED_ANSWERS = ("keep", "leave_out")
#: Kinds whose answer is one of a few words, with the place that keeps it.
_ONE_OF: dict[str, tuple[str, tuple[str, ...]]] = {
    "role": ("roles", ROLES),
    "grid": ("grids", GRID_ANSWERS),
    "direction": ("directions", _DIRECTIONS),
    "date_order": ("date_orders", _ORDERS),
    "privacy": ("privacy", get_args(Privacy)),
    "unfinished": ("unfinished", UNFINISHED_ANSWERS),
    "invited": ("invited", INVITED_ANSWERS),
    "codes": ("codes", CODE_ANSWERS),
    "codes_alike": ("code_sets", ALIKE_ANSWERS),
}


@dataclass(frozen=True)
class Given:
    """Answers and memory in one, checked. Answers of now win over what is remembered."""

    roles: dict[str, Role] = field(default_factory=dict)
    scales: dict[str, tuple[int, int]] = field(default_factory=dict)
    grids: dict[str, GridAnswer] = field(default_factory=dict)
    mixes: dict[str, Way] = field(default_factory=dict)
    directions: dict[str, Direction] = field(default_factory=dict)
    date_orders: dict[str, DateOrder] = field(default_factory=dict)
    date_swaps: dict[str, bool] = field(default_factory=dict)
    crawl_dates: dict[str, date] = field(default_factory=dict)
    privacy: dict[str, Privacy] = field(default_factory=dict)
    unfinished: dict[str, str] = field(default_factory=dict)
    invited: dict[str, InvitedAnswer] = field(default_factory=dict)
    codes: dict[str, CodeAnswer] = field(default_factory=dict)
    code_sets: dict[str, AlikeAnswer] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    #: Columns whose date order was remembered, not answered now: the file may still disprove it.
    remembered_orders: frozenset[str] = frozenset()
    #: Score columns whose scale was remembered: the file may speak against it, and then it is asked about.
    remembered_scales: frozenset[str] = frozenset()
    #: Columns whose year or day of collection was that of an earlier file: every file has its own.
    remembered_times: frozenset[str] = frozenset()

    def of_file(self, name: str) -> str | None:
        """Return an answer about the file as a whole; None when there is none."""
        return self.whole.get(name) or None

    @property
    def unwanted_grids(self) -> frozenset[str]:
        """The grids that are left out, by their first column."""
        return frozenset(key for key, answer in self.grids.items() if answer == "ignore")

    @property
    def wanted_grids(self) -> frozenset[str]:
        """The grids of which each row is measured on its touchpoint, by their first column."""
        return frozenset(key for key, answer in self.grids.items() if answer == "touchpoints")

    @property
    def each(self) -> frozenset[str]:
        """The kinds of score of which every column is measured on its own touchpoint."""
        return frozenset(role for role, key in self.chosen.items() if key == EACH)


def gather(mapping: Mapping | None, answers: Pairs[str, str] | None) -> Given:
    """Check what was said and sort it. Raises `Refusal` ``answer_unknown`` with the answers that would do."""
    given = Given()
    said = {**dict(mapping.answers if mapping else ()), **dict(answers or {})}
    if mapping:
        _remember(mapping, given)
    for key, value in said.items():
        _sort(key, value, given)
    given.answers.update(said)
    orders, scales, years, crawled = (
        _answered(kind, answers) for kind in ("date_order", "scale", "year", "crawl_date")
    )
    return replace(
        given,
        remembered_orders=frozenset(given.date_orders) - orders,
        remembered_scales=frozenset(given.scales) - scales,
        remembered_times=(frozenset(given.years) - years) | (frozenset(given.crawl_dates) - crawled),
    )


def _answered(kind: str, answers: Pairs[str, str] | None) -> set[str]:
    """Return the columns about which a question of a kind has been answered now."""
    return {key.partition(":")[2] for key in answers or {} if key.startswith(f"{kind}:")}


def _remember(mapping: Mapping, given: Given) -> None:
    given.roles.update(mapping.roles)
    given.date_orders.update(mapping.date_orders)
    for key, scale in mapping.scales:
        given.scales[key] = (scale.minimum, scale.maximum)
        given.directions[key] = scale.direction
    fixed = {name: getattr(mapping, name) for name in ("sheet", "timezone", "channel", "touchpoint", "stage")}
    given.whole.update({name: value for name, value in fixed.items() if value})


def _sort(key: str, value: str, given: Given) -> None:
    kind, _, column = key.partition(":")
    if key in FILE_ANSWERS:
        if key == "timezone":
            _check_zone(value)
        given.whole[key] = value
    elif kind not in COLUMN_ANSWERS or not column:
        raise Refusal(
            "answer_unknown", {"key": key, "value": value, "known": ", ".join((*FILE_ANSWERS, *COLUMN_ANSWERS))}
        )
    else:
        _sort_column(kind, key, column, value, given)


def _sort_column(kind: str, key: str, column: str, value: str, given: Given) -> None:
    if kind in _ONE_OF:
        where, known = _ONE_OF[kind]
        getattr(given, where)[column] = _one_of(key, value, known)
    elif kind == "scale":
        given.scales[column] = read_ends(key, value)
    elif kind == "mixed_scale":
        given.mixes[column] = _way(key, value)
    elif kind == "date_swap":
        given.date_swaps[column] = _one_of(key, value, ("swap", "keep")) == "swap"
    elif kind == "year":
        given.years[column] = _year(key, value)
    elif kind == "crawl_date":
        given.crawl_dates[column] = _day(key, value)
    else:
        given.chosen[column] = value


def _one_of(key: str, value: str, known: tuple[str, ...]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    if value not in known:
        raise Refusal("answer_unknown", {"key": key, "value": value, "known": ", ".join(known)})
    return value


def read_ends(key: str, value: str) -> tuple[int, int]:
    """Read a scale's ends from ``1-5`` or ``1–5``.

    >>> read_ends("scale:Điểm", "0–10")
    (0, 10)
    """
    low, _, high = value.replace("–", "-").partition("-")
    if not (low.strip().isdecimal() and high.strip().isdecimal()) or int(low) >= int(high):
        raise Refusal("answer_unknown", {"key": key, "value": value, "known": "0-10, 1-5, 1-7, 1-10"})
    return int(low), int(high)


def _way(key: str, value: str) -> Way:
    way = Way.read(value)
    if way is None:
        raise Refusal("answer_unknown", {"key": key, "value": value, "known": "rescale-5-5, same-10, keep-5-5"})
    return way


def _year(key: str, value: str) -> int:
    if not (value.isdecimal() and 1970 <= int(value) < 2100):
        raise Refusal("answer_unknown", {"key": key, "value": value, "known": "2026"})
    return int(value)


def _day(key: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal("answer_unknown", {"key": key, "value": value, "known": "2026-11-20"}) from None


def _check_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise Refusal("answer_unknown", {"key": "timezone", "value": value, "known": "Asia/Ho_Chi_Minh, UTC"}) from None


def scale_text(ends: tuple[int, int]) -> str:
    """Return a scale's ends as an answer names them.

    >>> scale_text((1, 5))
    '1-5'
    """
    return f"{ends[0]}-{ends[1]}"


def scale_from(ends: tuple[int, int], direction: Direction) -> Scale:
    """Build a scale from its parts."""
    return Scale(*ends, direction)
