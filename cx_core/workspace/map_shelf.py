"""The list of maps as a person looks for one: whose it is, how fresh, how well founded, where it hurts most."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from cx_core.journeys.diff import MapDifference, difference
from cx_core.journeys.labels import evidence_backed_share
from cx_core.metrics.gap import to_emotion
from cx_core.model.folding import fold
from cx_core.model.journey import Journey, Persona, Text
from cx_core.model.library import JourneySummary
from cx_core.model.measure import Measure
from cx_core.workspace.maps import Maps

#: A map that nobody touched for so long is stale, unless a review date says otherwise.
UNTOUCHED = timedelta(days=180)

Staleness = Literal["review_due", "untouched"]


@dataclass(frozen=True)
class Shelved:
    """One map on the shelf.

    ``evidence`` is the share of its cards that rest on evidence, 0 to 1, None without cards. ``worst`` is the
    touchpoint with the lowest measured emotion of at least 10 answers, with its measure; None when none is measured.
    ``staleness`` says why it should be looked at again, None when it need not be.
    """

    summary: JourneySummary
    personas: tuple[Persona, ...]
    evidence: float | None
    worst: tuple[Text, Measure] | None
    staleness: Staleness | None
    words: str
    pair_id: str | None = None

    def holds(self, search: str) -> bool:
        """Tell whether every word looked for stands somewhere on the map, with or without diacritics."""
        return all(word in self.words for word in fold(search).split())


def shelf(maps: Maps, today: date) -> tuple[Shelved, ...]:
    """Return every map, the one changed last first."""
    people = {one.id: one for one in maps.personas()}
    return tuple(_shelved(maps, summary, people, today) for summary in maps.journeys())


Order = Literal["changed", "worst", "evidence", "review", "title"]


def ordered(found: Iterable[Shelved], order: Order, language: str) -> tuple[Shelved, ...]:
    """Return maps in an order; those of which nothing is known that it goes by stand last.

    ``changed`` newest first, ``worst`` by the worst touchpoint's emotion, lowest first, ``evidence`` least first,
    ``review`` the earliest day first, ``title`` by the alphabet without diacritics.
    """
    by: dict[Order, Callable[[Shelved], Any]] = {
        "worst": lambda one: _last(None if one.worst is None else to_emotion(one.worst[1])),
        "evidence": lambda one: _last(one.evidence),
        "review": lambda one: _last(one.summary.review_on),
        "title": lambda one: fold(one.summary.title.in_language(language)),
    }
    return tuple(found) if order == "changed" else tuple(sorted(found, key=by[order]))


def _last(value: Any) -> tuple[bool, Any]:
    return (value is None, 0 if value is None else value)


def compared(maps: Maps, before: Journey, after: Journey) -> MapDifference:
    """Return the difference of two maps with what was measured on each."""
    return difference(before, after, maps.emotions(before.id), maps.emotions(after.id))


def _shelved(maps: Maps, summary: JourneySummary, people: dict[str, Persona], today: date) -> Shelved:
    journey = maps.journey(summary.id)
    personas = tuple(people[one] for one in journey.persona_ids if one in people)
    return Shelved(
        summary,
        personas,
        evidence_backed_share(journey),
        _worst(maps, journey),
        _staleness(summary, today),
        _words(journey, personas),
        journey.pair_id,
    )


def _worst(maps: Maps, journey: Journey) -> tuple[Text, Measure] | None:
    measures = maps.measures(journey.id, None)
    known = [
        (emotion, touchpoint.name, measures[touchpoint.id])
        for touchpoint in journey.touchpoints
        if touchpoint.id in measures
        and measures[touchpoint.id].display not in ("none", "hidden")
        and (emotion := to_emotion(measures[touchpoint.id])) is not None
    ]
    if not known:
        return None
    _, name, measure = min(known, key=lambda one: one[0])
    return name, measure


def _staleness(summary: JourneySummary, today: date) -> Staleness | None:
    if summary.status == "archived":
        return None
    if summary.review_on is not None:
        return "review_due" if summary.review_on < today else None
    touched = summary.updated_at.date() if summary.updated_at else today
    return "untouched" if today - touched > UNTOUCHED else None


def _words(journey: Journey, personas: tuple[Persona, ...]) -> str:
    texts = [journey.title, journey.scenario, *(one.name for one in journey.stages)]
    texts += [one.name for one in journey.touchpoints] + [one.text for one in journey.pain_points]
    lines = [journey.owner, *(one.name for one in personas)]
    return fold(" ".join([*(f"{one.vi} {one.en}" for one in texts), *lines]))
