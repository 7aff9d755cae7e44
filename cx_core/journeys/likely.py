"""Which touchpoint feedback that matches none most likely belongs to: offered to a person, never decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cx_core.journeys.channels import channel_code
from cx_core.model.folding import fold
from cx_core.model.imports import Place
from cx_core.model.journey import Journey, Stage, Touchpoint

#: What equal channels and equal stages add to the likeness of names, which goes from 0 to 1.
SAME_CHANNEL, SAME_STAGE = 0.3, 0.2
#: Less than this is no more than chance.
LEAST = 0.3

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def likely_touchpoints(journey: Journey, places: Iterable[Place]) -> dict[int, str]:
    """Return the likeliest touchpoint by the place's id; places that are like none, or like two equally, are left out.

    Names are alike by the share of words in common (Dice: twice the common ones over all), the best of a touchpoint's
    names and aliases; the same channel and the same stage add to it.

    >>> from cx_core.journeys import build
    >>> points = [build.touchpoint("Gọi tổng đài", id="a"), build.touchpoint("Giao hàng tận nơi", id="b")]
    >>> one = build.journey("x", [build.stage("y", points)])
    >>> likely_touchpoints(one, [Place(1, None, "Giao hàng nhanh"), Place(2, None, "Phòng ở")])
    {1: 'b'}
    """
    known = [_Known.of(point, stage) for stage in journey.stages for point in stage.touchpoints]
    found: dict[int, str] = {}
    for place in places:
        ranked = sorted(((one.likeness(place), one.id) for one in known), reverse=True)[:2]
        if ranked and ranked[0][0] >= LEAST and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            found[place.id] = ranked[0][1]
    return found


@dataclass(frozen=True)
class _Known:
    """A touchpoint's names as sets of words, its channel, the names of its stage."""

    id: str
    names: tuple[frozenset[str], ...]
    channel: str
    stage: frozenset[str]

    @classmethod
    def of(cls, point: Touchpoint, stage: Stage) -> _Known:
        names = {_words(name) for name in (point.name.vi, point.name.en, *point.aliases)} - {frozenset()}
        stages = frozenset(fold(name) for name in (stage.name.vi, stage.name.en) if name)
        return cls(point.id, tuple(names), point.channel, stages)

    def likeness(self, place: Place) -> float:
        words = _words(place.touchpoint_label or "")
        alike = max((_dice(words, name) for name in self.names), default=0.0)
        if self.channel != "other" and channel_code(place.channel_label) == self.channel:
            alike += SAME_CHANNEL
        return alike + (SAME_STAGE if fold(place.stage_label or "") in self.stage else 0.0)


def _words(text: str) -> frozenset[str]:
    return frozenset(_NOT_A_WORD.sub(" ", fold(text)).split())


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
