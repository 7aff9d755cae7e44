"""Which touchpoint of a map an answer belongs to, decided by the names in its file.

An answer is never rewritten: the decision is made per place, a distinct triple of channel, touchpoint and stage labels,
whenever the map or the remembered assignments change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cx_core.journeys.channels import channel_code
from cx_core.model.folding import fold
from cx_core.model.imports import Place
from cx_core.model.journey import Journey, Touchpoint

Method = Literal["remembered", "exact", "alias", "channel", "none"]


@dataclass(frozen=True)
class Match:
    """The touchpoint of a place, None when it is unassigned, and how that was decided."""

    touchpoint_id: str | None
    method: Method


UNASSIGNED = Match(None, "none")


def place_key(channel: str | None, touchpoint: str | None, stage: str | None) -> str:
    """Return the folded labels as one key.

    >>> place_key("Zalo OA", "Tư vấn", None)
    'zalo oa|tu van|'
    """
    return "|".join(fold(label or "").replace("|", "/") for label in (channel, touchpoint, stage))


def match_places(
    journey: Journey, places: Iterable[Place], remembered: Mapping[str, str | None] | None = None
) -> dict[int, Match]:
    """Return the match of every place by its id.

    In this order: a remembered assignment (to a touchpoint that is on the map, or deliberately to none); a
    touchpoint's name in either language; one of its aliases; and where the place names no touchpoint, the only
    touchpoint on its channel. Of several candidates the stage decides, then the channel; if several remain, the
    place is left unassigned rather than guessed.
    """
    book = _Book(journey)
    return {place.id: _match(place, book, remembered or {}) for place in places}


class _Book:
    """The touchpoints of a map by folded name, alias, channel and stage."""

    def __init__(self, journey: Journey) -> None:
        self.ids = {touchpoint.id for touchpoint in journey.touchpoints}
        self.by_name: dict[str, list[Touchpoint]] = defaultdict(list)
        self.by_alias: dict[str, list[Touchpoint]] = defaultdict(list)
        self.by_channel: dict[str, list[Touchpoint]] = defaultdict(list)
        self.stages: dict[str, set[str]] = defaultdict(set)
        for stage in journey.stages:
            for name in {fold(stage.name.vi), fold(stage.name.en)} - {""}:
                self.stages[name].add(stage.id)
        for touchpoint in journey.touchpoints:
            for name in {fold(touchpoint.name.vi), fold(touchpoint.name.en)} - {""}:
                self.by_name[name].append(touchpoint)
            for alias in {fold(alias) for alias in touchpoint.aliases}:
                self.by_alias[alias].append(touchpoint)
            self.by_channel[touchpoint.channel].append(touchpoint)

    def one_of(self, candidates: list[Touchpoint], place: Place) -> Touchpoint | None:
        """Return the only candidate that is left when the place's stage, then its channel, are looked at."""
        stage_ids = self.stages.get(fold(place.stage_label or ""), set())
        channel = channel_code(place.channel_label)
        for kept in (
            [one for one in candidates if one.stage_id in stage_ids],
            [one for one in candidates if one.channel == channel],
        ):
            candidates = kept or candidates
        return candidates[0] if len(candidates) == 1 else None


def _match(place: Place, book: _Book, remembered: Mapping[str, str | None]) -> Match:
    key = place_key(place.channel_label, place.touchpoint_label, place.stage_label)
    if key in remembered:
        chosen = remembered[key]
        if chosen is None or chosen in book.ids:
            return Match(chosen, "remembered")
    if place.touchpoint_label:
        return _by_words(place, place.touchpoint_label, book)
    channel = channel_code(place.channel_label)
    if place.channel_label:
        by_alias = book.one_of(book.by_alias.get(fold(place.channel_label), []), place)
        if by_alias is not None:
            return Match(by_alias.id, "alias")
    return _found(book.one_of(_on_channel(book, channel, place), place), "channel")


def _by_words(place: Place, label: str, book: _Book) -> Match:
    named = book.by_name.get(fold(label), [])
    if named:
        return _found(book.one_of(named, place), "exact")
    return _found(book.one_of(book.by_alias.get(fold(label), []), place), "alias")


def _on_channel(book: _Book, channel: str | None, place: Place) -> list[Touchpoint]:
    """Return the touchpoints on a channel; where the place names a stage of the map, only those in it."""
    if channel is None:
        return []
    found = book.by_channel.get(channel, [])
    stage_ids = book.stages.get(fold(place.stage_label or ""), set())
    return [one for one in found if one.stage_id in stage_ids] if stage_ids else found


def _found(touchpoint: Touchpoint | None, method: Method) -> Match:
    return UNASSIGNED if touchpoint is None else Match(touchpoint.id, method)
