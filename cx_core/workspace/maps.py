"""The maps, and what the feedback says at each place on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cx_core.access.roles import Role, require
from cx_core.engine.coded import Assignment
from cx_core.formats import journey_json
from cx_core.formats.document import ReadJourney
from cx_core.formats.overlay import Overlay
from cx_core.formats.registry import Format, format_by_key
from cx_core.journeys.build import with_new_ids
from cx_core.journeys.gaps import MeasuredEmotion
from cx_core.journeys.lanes import with_all_lanes
from cx_core.journeys.matching import Match, place_key
from cx_core.metrics.gap import emotion_interval, to_emotion
from cx_core.model.filters import Filters
from cx_core.model.imports import PlaceCount
from cx_core.model.journey import Journey, Persona
from cx_core.model.library import JourneySummary
from cx_core.model.measure import Measure
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.model.problem import Problem, Refusal
from cx_core.store.journeys import JourneyStore
from cx_core.workspace.map_library import MapLibrary
from cx_core.workspace.map_numbers import map_numbers
from cx_core.workspace.measuring import Measuring

#: The metrics a place can be measured by, in the order in which a tie is decided.
TOUCHPOINT_METRICS = ("nps", "csat", "ces", "rating")
#: For so long a change by somebody else carries that person's name on the board.
AUTHOR_SHOWN = timedelta(minutes=10)


@dataclass(frozen=True)
class PlaceMatch:
    """A place as the files name it, how many answers it has, and where on the map it belongs."""

    count: PlaceCount
    match: Match


@dataclass(frozen=True)
class ImportedMap:
    """A map that came from a file, and what of the file did not come along."""

    journey: Journey
    problems: tuple[Problem, ...] = ()


class Maps:
    """Reading and editing maps. Every edit is an operation, allowed or not by the role of who asks."""

    def __init__(self, journeys: JourneyStore, measuring: Measuring) -> None:
        self._journeys = journeys
        self._measuring = measuring
        self.library = MapLibrary(journeys)

    def journeys(self) -> tuple[JourneySummary, ...]:
        """Return the list of maps, the one changed last first."""
        return self._journeys.journeys()

    def journey(self, journey_id: str) -> Journey:
        """Return a whole map. Raises `Refusal` ``journey_unknown``."""
        return self._journeys.journey(journey_id)

    def revision(self, journey_id: str) -> int:
        """Return a map's revision; 0 when the map is not there."""
        return self._journeys.revision(journey_id)

    def personas(self) -> tuple[Persona, ...]:
        """Return every persona, by name."""
        return self._journeys.personas()

    def create(self, journey: Journey, actor: str, people: Iterable[Persona] = ()) -> Journey:
        """Store a whole new map."""
        return self._journeys.create(journey, actor, _now(), people)

    def apply(self, operation: Operation, role: Role = "facilitator") -> Applied | Conflict:
        """Carry out one edit. Raises `Refusal` when the role may not, or when the edit makes no sense."""
        require(role, operation)
        return self._journeys.apply(operation, _now())

    def undo(self, journey_id: str, actor: str) -> Applied | Conflict | None:
        """Take back the actor's newest change; None when there is none."""
        return self._journeys.undo(journey_id, actor, _now())

    def redo(self, journey_id: str, actor: str) -> Applied | Conflict | None:
        """Do again what the actor took back last; None when there is none."""
        return self._journeys.redo(journey_id, actor, _now())

    def can_step(self, journey_id: str, actor: str) -> tuple[bool, bool]:
        """Tell whether the actor has something to undo, and something to redo."""
        return self._journeys.can_step(journey_id, actor)

    def authors(self, journey_id: str, but: str) -> dict[str, str]:
        """Return who changed each part in the last `AUTHOR_SHOWN`, other than ``but``."""
        return self._journeys.authors(journey_id, _now() - AUTHOR_SHOWN, but)

    def measures(
        self, journey_id: str, metric: str | None, filters: Filters | None = None, field: str = "touchpoint"
    ) -> dict[str, Measure]:
        """Return each touchpoint's measure by touchpoint id, or with ``field`` "stage" each stage's.

        With ``metric`` None each place is measured by the metric that has most answers there.
        """
        chosen = _on_map(filters, journey_id)
        found: dict[str, Measure] = {}
        for key in (metric,) if metric else TOUCHPOINT_METRICS:
            for touchpoint_id, measure in self._measuring.by(key, field, chosen).items():
                if touchpoint_id is None:
                    continue
                if touchpoint_id not in found or measure.n > found[touchpoint_id].n:
                    found[touchpoint_id] = measure
        return found

    def touchpoint_filters(self, journey_id: str, touchpoint_id: str, filters: Filters | None = None) -> Filters:
        """Return the filters narrowed to one touchpoint of a map."""
        return _on_map(filters, journey_id).with_values("touchpoint", [touchpoint_id])

    def stage_filters(self, journey_id: str, stage_id: str, filters: Filters | None = None) -> Filters:
        """Return the filters narrowed to one stage of a map."""
        return _on_map(filters, journey_id).with_values("stage", [stage_id])

    def assignment(self, journey_id: str) -> Assignment:
        """Return which touchpoint each place belongs to."""
        found = self._measuring.assignment(journey_id)
        assert found is not None
        return found

    def places(self, journey_id: str, counts: Iterable[PlaceCount]) -> tuple[PlaceMatch, ...]:
        """Return every place that has answers with its match on the map, the most frequent first."""
        matches = self._measuring.matches(self.journey(journey_id))
        return tuple(PlaceMatch(one, matches[one.place.id]) for one in counts)

    def assign(self, journey_id: str, places: Iterable[PlaceMatch], touchpoint_id: str | None, actor: str) -> None:
        """Remember for places which touchpoint they belong to; None: deliberately none. Touches no feedback."""
        chosen = {_key(one): touchpoint_id for one in places}
        self._journeys.assign(journey_id, chosen, actor, _now())

    def export(
        self, journey_id: str, format_key: str, language: str, *, all_lanes: bool = False
    ) -> tuple[Format, bytes]:
        """Return a map as a file of one format; drawings also show what was measured over the whole time.

        ``all_lanes`` draws also the lanes that are hidden on the map.
        """
        chosen = format_by_key(format_key)
        if chosen.write is None:
            raise Refusal("format_read_only", {"format": format_key})
        journey, people = self.journey(journey_id), self._people(journey_id)
        if chosen.key == "json":
            return chosen, journey_json.write(journey, language, people, self._images(journey))
        if chosen.draw is None:
            return chosen, chosen.write(journey, language, people)
        journey = with_all_lanes(journey) if all_lanes else journey
        measures = self.measures(journey_id, None)
        numbers = map_numbers(journey, measures, self.measures(journey_id, None, field="stage"), language)
        images = self._journeys.thumbs([name for one in journey.touchpoints for name in one.images])
        return chosen, chosen.draw(journey, language, people, Overlay(emotions(measures), numbers, images))

    def emotions(self, journey_id: str, filters: Filters | None = None) -> dict[str, MeasuredEmotion]:
        """Return the measured emotion of every touchpoint of a map that has answers."""
        return emotions(self.measures(journey_id, None, filters))

    def read_document(
        self, data: bytes, format_key: str, *, tolerant: bool = False, language: str = "vi"
    ) -> ReadJourney:
        """Return the map that a file holds, with nothing stored. Raises `Refusal` when content would be lost."""
        chosen = format_by_key(format_key)
        if chosen.read is None:
            raise Refusal("format_write_only", {"format": format_key})
        return chosen.read(data, tolerant=tolerant, language=language)

    def import_document(
        self, data: bytes, format_key: str, actor: str, *, tolerant: bool = False, language: str = "vi"
    ) -> ImportedMap:
        """Store the map that a file holds, under new ids. Raises `Refusal` when content would be lost."""
        read = self.read_document(data, format_key, tolerant=tolerant, language=language)
        self._journeys.keep_images(read.images, _now())
        created = self.create(with_new_ids(read.journey), actor, read.personas)
        return ImportedMap(created, read.problems)

    def _images(self, journey: Journey) -> dict[str, bytes]:
        names = {name for touchpoint in journey.touchpoints for name in touchpoint.images}
        found = {name: self._journeys.image(name) for name in names}
        return {name: data for name, data in found.items() if data is not None}

    def _people(self, journey_id: str) -> tuple[Persona, ...]:
        wanted = set(self.journey(journey_id).persona_ids)
        return tuple(persona for persona in self.personas() if persona.id in wanted)


def _key(one: PlaceMatch) -> str:
    place = one.count.place
    return place_key(place.channel_label, place.touchpoint_label, place.stage_label)


def emotions(measures: Mapping[str, Measure]) -> dict[str, MeasuredEmotion]:
    """Return measures by place on the axis of emotion, with their intervals."""
    found = {}
    for place, measure in measures.items():
        low, high = emotion_interval(measure) or (None, None)
        found[place] = MeasuredEmotion(to_emotion(measure), low, high, measure.n, measure.metric)
    return found


def _on_map(filters: Filters | None, journey_id: str) -> Filters:
    return replace(filters or Filters(), journey_id=journey_id)


def _now() -> datetime:
    return datetime.now(UTC)
