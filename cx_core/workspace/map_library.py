"""The shelf of maps: snapshots of one and going back to them, copies, what stands in the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cx_core.formats import journey_json
from cx_core.journeys.build import with_new_ids
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Journey, JourneyState, Persona, Text
from cx_core.model.library import HistoryEntry, JourneySummary, Snapshot
from cx_core.model.operation import Applied, Conflict, Operation
from cx_core.store.journeys import JourneyStore


@dataclass(frozen=True)
class Relatives:
    """Maps that belong to one: those with a touchpoint that it shows in detail, with its name, and its twins."""

    parents: tuple[tuple[JourneySummary, Text], ...] = ()
    twins: tuple[JourneySummary, ...] = ()


@dataclass(frozen=True)
class MapLibrary:
    """What is done with maps as wholes."""

    journeys: JourneyStore

    def history(self, journey_id: str, limit: int = 50) -> tuple[HistoryEntry, ...]:
        """Return the changes of a map, newest first."""
        return self.journeys.history(journey_id, limit)

    def snapshots(self, journey_id: str) -> tuple[Snapshot, ...]:
        """Return the named snapshots of a map, the newest first."""
        return self.journeys.snapshots(journey_id)

    def take_snapshot(self, journey_id: str, name: str, actor: str) -> Snapshot:
        """Keep the map as it is now under a name."""
        journey = self.journeys.journey(journey_id)
        document = journey_json.write(journey, "vi", self._people(journey)).decode()
        return self.journeys.take_snapshot(journey_id, name, actor, _now(), document)

    def snapshot(self, snapshot_id: str) -> Journey:
        """Return the map that a snapshot holds."""
        document = self.journeys.snapshot_document(snapshot_id)
        return journey_json.read(document.encode(), tolerant=True).journey

    def restore(self, snapshot_id: str, actor: str) -> int:
        """Bring a map back to a snapshot; one undo takes it all back. Returns how many parts were changed."""
        return self.journeys.restore(self.snapshot(snapshot_id), actor, _now())

    def duplicate(self, journey_id: str, title: Text, actor: str, state: JourneyState | None = None) -> Journey:
        """Store a copy of a map under a new title, with the feedback assigned to it, as a draft.

        ``state`` sets the copy's state; a to-be copy of an as-is map becomes its pair.
        """
        journey = self.journeys.journey(journey_id)
        is_pair = journey.state == "as_is" and state == "to_be"
        draft = replace(journey, title=title, status="draft", state=state or journey.state)
        copy = with_new_ids(replace(draft, pair_id=journey.id if is_pair else journey.pair_id))
        made = self.journeys.create(copy, actor, _now())
        twins = {old.id: new.id for old, new in zip(journey.touchpoints, made.touchpoints, strict=True)}
        remembered = self.journeys.assignments(journey_id)
        chosen = {key: twins.get(one) if one else None for key, one in remembered.items() if not one or one in twins}
        if chosen:
            self.journeys.assign(made.id, chosen, actor, _now())
        return made

    def edit(self, journey: Journey, actor: str, **fields: object) -> Applied | Conflict:
        """Write new values of the map's own fields, over the version that was seen."""
        operation = Operation(new_id(), journey.id, "edit", "journey", journey.id, actor, journey.version, fields)
        return self.journeys.apply(operation, _now())

    def relatives(self, journey: Journey) -> Relatives:
        """Return the maps above a map and beside it; archived ones are no relatives."""
        parents: list[tuple[JourneySummary, Text]] = []
        twins: list[JourneySummary] = []
        for summary in self.journeys.journeys():
            if summary.id == journey.id or summary.status == "archived":
                continue
            other = self.journeys.journey(summary.id)
            parents += [(summary, one.name) for one in other.touchpoints if one.detail_id == journey.id]
            if other.id == journey.pair_id or other.pair_id == journey.id:
                twins.append(summary)
        return Relatives(tuple(parents), tuple(twins))

    def _people(self, journey: Journey) -> tuple[Persona, ...]:
        return tuple(one for one in self.journeys.personas() if one.id in journey.persona_ids)


def _now() -> datetime:
    return datetime.now(UTC)
