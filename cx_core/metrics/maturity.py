"""Scoring of the maturity self-assessment: five dimensions, five levels. A discussion aid, not a measurement.

The statements stand in the language files. Dimension ``a`` to ``e`` has items 1 to 5, one a level from basic to
demanding; an answer is 1 (not at all) to 5 (everywhere, with evidence).
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["ad_hoc", "established", "performing", "optimizing", "embedded"]

LEVELS: tuple[Level, ...] = ("ad_hoc", "established", "performing", "optimizing", "embedded")
DIMENSIONS: tuple[str, ...] = ("a", "b", "c", "d", "e")
ITEMS: tuple[int, ...] = (1, 2, 3, 4, 5)
CUTS: tuple[float, ...] = (1.8, 2.6, 3.4, 4.2)
MIN_ANSWERED = 0.6
#: A harder item answered this much higher than an easier one, or raters this far apart, is worth a talk.
NOTABLE = 2

#: An item is a dimension and a level: ("b", 3).
Item = tuple[str, int]


@dataclass(frozen=True)
class DimensionScore:
    """One dimension: the mean of its answered items, 1 to 5, and its level.

    Both are None with fewer than 60 % of the items answered. ``to_check`` pairs an easier item with a harder one
    that was answered at least 2 higher.
    """

    dimension: str
    score: float | None
    level: Level | None
    n_answered: int
    to_check: tuple[tuple[Item, Item], ...] = ()


@dataclass(frozen=True)
class Maturity:
    """The whole assessment.

    ``score`` is the mean of the five dimensions, ``level`` its level but at most one above the weakest dimension's;
    both None while a dimension has none. ``is_capped`` tells whether the weakest dimension held it down. Show
    levels, no decimals.
    """

    score: float | None
    level: Level | None
    dimensions: tuple[DimensionScore, ...]
    is_capped: bool = False


def score_maturity(answers: Mapping[Item, int | None]) -> Maturity:
    """Score one set of answers.

    Dimension = mean of its answered items (at least 60 % of them), overall = mean of the five dimensions; levels
    change at 1.8, 2.6, 3.4 and 4.2. ValueError for an answer outside 1 to 5 or an unknown item.

    >>> score_maturity({(dimension, item): 3 for dimension in DIMENSIONS for item in ITEMS}).level
    'performing'
    """
    _check(answers)
    dimensions = tuple(_dimension(one, answers) for one in DIMENSIONS)
    scores = [one.score for one in dimensions if one.score is not None]
    if len(scores) < len(DIMENSIONS):
        return Maturity(None, None, dimensions)
    score = statistics.fmean(scores)
    place = LEVELS.index(level_of(score))
    highest = min(LEVELS.index(level_of(one)) for one in scores) + 1
    return Maturity(score, LEVELS[min(place, highest)], dimensions, place > highest)


def level_of(score: float) -> Level:
    """Return the level of a score from 1 to 5; a score on a cut has the higher level.

    >>> level_of(1.79), level_of(1.8), level_of(5)
    ('ad_hoc', 'established', 'embedded')
    """
    # A hair of tolerance: the mean of five answers may be a hair under the cut it equals.
    return LEVELS[sum(score >= cut - 1e-9 for cut in CUTS)]


@dataclass(frozen=True)
class ItemSpread:
    """How several raters answered one item. ``is_notable``: they are 2 or more apart, which is itself the finding."""

    item: Item
    median: float
    spread: int
    n_raters: int

    @property
    def is_notable(self) -> bool:
        """True when the raters do not see the same company."""
        return self.spread >= NOTABLE


def rater_spread(raters: Sequence[Mapping[Item, int | None]]) -> tuple[ItemSpread, ...]:
    """Return the median and the spread (largest minus smallest) of each item over raters, the widest first.

    Items that nobody answered are left out.

    >>> rater_spread([{("a", 1): 5}, {("a", 1): 2}])[0].is_notable
    True
    """
    for answers in raters:
        _check(answers)
    found = []
    for item in ((dimension, number) for dimension in DIMENSIONS for number in ITEMS):
        given = [answer for answer in (answers.get(item) for answers in raters) if answer is not None]
        if given:
            found.append(ItemSpread(item, statistics.median(given), max(given) - min(given), len(given)))
    return tuple(sorted(found, key=lambda one: (-one.spread, one.item)))


def _dimension(dimension: str, answers: Mapping[Item, int | None]) -> DimensionScore:
    given = {number: answers.get((dimension, number)) for number in ITEMS}
    known = {number: answer for number, answer in given.items() if answer is not None}
    to_check = tuple(
        ((dimension, easier), (dimension, harder))
        for easier, low in known.items()
        for harder, high in known.items()
        if harder > easier and high - low >= NOTABLE
    )
    if len(known) < MIN_ANSWERED * len(ITEMS):
        return DimensionScore(dimension, None, None, len(known), to_check)
    score = statistics.fmean(known.values())
    return DimensionScore(dimension, score, level_of(score), len(known), to_check)


def _check(answers: Mapping[Item, int | None]) -> None:
    for (dimension, number), answer in answers.items():
        if dimension not in DIMENSIONS or number not in ITEMS:
            raise ValueError(f"there is no item {dimension}{number}")
        if answer is not None and not 1 <= answer <= len(LEVELS):
            raise ValueError(f"an answer is 1 to 5, not {answer}")
