"""The repository of maps: reading, the one way of editing, undo, history, personas, assignments."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from cx_core.journeys.build import checked, checked_persona
from cx_core.journeys.fields import flatten
from cx_core.journeys.ids import new_id
from cx_core.journeys.operations import clean_line, normalise, noun_name
from cx_core.model.journey import Journey, Opportunity, PainPoint, Persona
from cx_core.model.library import HistoryEntry, HistoryKind, JourneySummary, Snapshot
from cx_core.model.operation import Applied, Conflict, Noun, Operation
from cx_core.model.picture import Picture
from cx_core.model.problem import Refusal
from cx_core.store import (
    assignments,
    images,
    journey_reader,
    map_restore,
    map_snapshots,
    map_writer,
    operations_log,
    personas,
)
from cx_core.store.database import Database
from cx_core.store.map_migrations import MAP_MIGRATIONS
from cx_core.store.map_tables import insert, instant
from cx_core.store.settings import WORKSPACE_FILE
from cx_core.store.workspace_migrations import WORKSPACE_MIGRATIONS

#: So many maps are kept as they were read last.
MAPS_KEPT = 8


class JourneyStore(Database):
    """The maps of a workspace. Every instant is passed in, aware, and stored as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, keeps_readers=True, keeps_writer=True)
        self._maps: dict[str, tuple[tuple[object, ...], Journey]] = {}

    @classmethod
    def open(cls, folder: Path) -> JourneyStore:
        """Open the maps of the workspace in ``folder``; the file is made and brought up to date."""
        store = cls(folder / WORKSPACE_FILE)
        store.migrate(WORKSPACE_MIGRATIONS)
        store.migrate(MAP_MIGRATIONS)
        return store

    def journeys(self) -> tuple[JourneySummary, ...]:
        """Return the list of maps, the one changed last first."""

        def ask() -> tuple[JourneySummary, ...]:
            with self.read() as connection:
                return journey_reader.read_summaries(connection)

        return self.keep("summaries", ask)

    def journey(self, journey_id: str) -> Journey:
        """Return a whole map. Raises `Refusal` ``journey_unknown`` when there is none or it was removed.

        A large map takes 30 ms to read, and one look at the page asks for it a dozen times: it is read again when its
        state has changed, whoever changed it.
        """
        state = self.keep(f"state {journey_id}", lambda: self._state(journey_id))
        if state is None:
            raise Refusal("journey_unknown")
        known = self._maps.get(journey_id)
        if known is None or known[0] != state:
            known = self._read_map(journey_id)
            while len(self._maps) >= MAPS_KEPT:
                self._maps.pop(next(iter(self._maps)), None)
            self._maps[journey_id] = known
        return known[1]

    def _state(self, journey_id: str) -> tuple[object, ...] | None:
        with self.read() as connection:
            return journey_reader.read_state(connection, journey_id)

    def _read_map(self, journey_id: str) -> tuple[tuple[object, ...], Journey]:
        with self.read() as connection:
            state = journey_reader.read_state(connection, journey_id)
            found = journey_reader.read_journey(connection, journey_id)
            if state is None or found is None:
                raise Refusal("journey_unknown")
            return state, found

    def revision(self, journey_id: str) -> int:
        """Return a map's revision, the cheap question of every poll; 0 when the map is not there."""

        def ask() -> int:
            with self.read() as connection:
                return journey_reader.read_revision(connection, journey_id)

        return self.keep(f"revision {journey_id}", ask)

    def create(self, journey: Journey, actor: str, now: datetime, people: Iterable[Persona] = ()) -> Journey:
        """Store a whole map in one transaction, with those of its personas that are not there yet.

        Returns it as stored: clean texts, revision and versions 1. Personas that are named but neither given
        nor known are refused. Raises `Refusal` ``journey_exists`` when the id is taken; take
        `cx_core.journeys.build.with_new_ids` for a copy.
        """
        journey, actor = checked(journey), clean_line("actor", actor)
        with self.write() as connection:
            if journey_reader.read_revision(connection, journey.id):
                raise Refusal("journey_exists")
            _save_new(connection, people, actor, now)
            try:
                _insert_map(connection, journey, actor, instant(now))
            except sqlite3.IntegrityError as error:
                raise Refusal("id_taken") from error
            operation = Operation(new_id(), journey.id, "add", "journey", journey.id, actor)
            operations_log.write(connection, operation, Applied(1, 1, None), now, kind="create")
        return self.journey(journey.id)

    def apply(self, operation: Operation, now: datetime) -> Applied | Conflict:
        """Carry out an operation; the store's refusals are those of `normalise` and of `apply_operation`."""
        clean = normalise(operation)
        with self.write() as connection:
            return map_writer.apply_operation(connection, clean, now)

    def undo(self, journey_id: str, actor: str, now: datetime) -> Applied | Conflict | None:
        """Take back the actor's newest change of a map; None when there is nothing to take back.

        A conflict means that somebody has changed the same thing since. That change is then passed over: the next
        undo takes the one before it.
        """
        return self._step(journey_id, actor, now, "undo")

    def redo(self, journey_id: str, actor: str, now: datetime) -> Applied | Conflict | None:
        """Do again what the actor took back last; None when there is nothing, or something new was done since."""
        return self._step(journey_id, actor, now, "redo")

    def history(self, journey_id: str, limit: int = 50) -> tuple[HistoryEntry, ...]:
        """Return the changes of a map, newest first."""
        with self.read() as connection:
            return operations_log.history(connection, journey_id, limit)

    def can_step(self, journey_id: str, actor: str) -> tuple[bool, bool]:
        """Tell whether the actor has something to undo, and something to redo, on a map."""
        with self.read() as connection:
            return (
                operations_log.next_to_undo(connection, journey_id, actor) is not None,
                operations_log.next_to_redo(connection, journey_id, actor) is not None,
            )

    def authors(self, journey_id: str, since: datetime, but: str = "") -> dict[str, str]:
        """Return who changed each part of a map last, for changes after ``since`` by others than ``but``."""
        with self.read() as connection:
            return journey_reader.read_authors(connection, journey_id, since, but)

    def snapshots(self, journey_id: str) -> tuple[Snapshot, ...]:
        """Return the named snapshots of a map, the newest first."""
        with self.read() as connection:
            return map_snapshots.read_snapshots(connection, journey_id)

    def snapshot_document(self, snapshot_id: str) -> str:
        """Return a snapshot's map in the native format. Raises `Refusal` ``snapshot_unknown``."""
        with self.read() as connection:
            return map_snapshots.read_document(connection, snapshot_id)

    def take_snapshot(self, journey_id: str, name: str, actor: str, now: datetime, document: str) -> Snapshot:
        """Keep a map's document, in the native format, under a name. Refuses an empty name as ``name_empty``."""
        name = clean_line("name", name)
        if not name:
            raise Refusal("name_empty", {"noun": noun_name("snapshot")})
        with self.write() as connection:
            return map_snapshots.take_snapshot(connection, journey_id, name, clean_line("actor", actor), now, document)

    def restore(self, wanted: Journey, actor: str, now: datetime) -> int:
        """Bring the map of the same id to a state, by operations that one undo takes back; return their number."""
        wanted = checked(wanted)
        with self.write() as connection:
            return map_restore.restore_map(connection, wanted, clean_line("actor", actor), now)

    def personas(self) -> tuple[Persona, ...]:
        """Return every persona, by name."""
        with self.read() as connection:
            return personas.read_personas(connection)

    def save_persona(self, persona: Persona, actor: str, now: datetime) -> Persona:
        """Add a persona or write a new state of one; returns it with its new version."""
        clean = checked_persona(persona)
        with self.write() as connection:
            return personas.save_persona(connection, clean, clean_line("actor", actor), now)

    def remove_persona(self, persona_id: str, actor: str, now: datetime) -> None:
        """Remove a persona and take it off every map."""
        with self.write() as connection:
            personas.remove_persona(connection, persona_id, clean_line("actor", actor), now)

    def assignments(self, journey_id: str) -> dict[str, str | None]:
        """Return the remembered assignments of a map: touchpoint, or None for deliberately none, by place key."""

        def ask() -> dict[str, str | None]:
            with self.read() as connection:
                return assignments.read_assignments(connection, journey_id)

        return dict(self.keep(f"assignments {journey_id}", ask))

    def assign(self, journey_id: str, chosen: Mapping[str, str | None], actor: str, now: datetime) -> None:
        """Remember for places, by `place_key`, which touchpoint they belong to. Touches no feedback."""
        journey = self.journey(journey_id)
        wanted = {touchpoint_id for touchpoint_id in chosen.values() if touchpoint_id is not None}
        if not wanted.issubset({touchpoint.id for touchpoint in journey.touchpoints}):
            raise Refusal("target_unknown", {"noun": noun_name("touchpoint")})
        with self.write() as connection:
            assignments.write_assignments(connection, journey_id, chosen, clean_line("actor", actor), now)

    def forget(self, journey_id: str, place_keys: Iterable[str], now: datetime) -> None:
        """Forget assignments of places, so that names and aliases decide again."""
        with self.write() as connection:
            assignments.forget_assignments(connection, journey_id, tuple(place_keys), now)

    def keep_images(self, pictures: Iterable[Picture], now: datetime) -> None:
        """Keep pictures, and delete those that have stood nowhere for long."""
        with self.write() as connection:
            for picture in pictures:
                images.keep_image(connection, picture, now)
            images.sweep_images(connection, now)

    def image(self, name: str) -> bytes | None:
        """Return a picture's bytes; None when it is not there."""
        with self.read() as connection:
            return images.read_image(connection, name)

    def thumbs(self, names: Collection[str]) -> dict[str, bytes]:
        """Return the small twins (WebP) of those pictures that are there, by name."""
        with self.read() as connection:
            return images.read_thumbs(connection, names)

    def _step(self, journey_id: str, actor: str, now: datetime, kind: HistoryKind) -> Applied | Conflict | None:
        find = operations_log.next_to_undo if kind == "undo" else operations_log.next_to_redo
        with self.write() as connection:
            row = find(connection, journey_id, clean_line("actor", actor))
            return None if row is None else map_writer.undo(connection, row, now, kind)


def _save_new(connection: sqlite3.Connection, people: Iterable[Persona], actor: str, now: datetime) -> None:
    known = {row["id"] for row in connection.execute("SELECT id FROM personas")}
    for persona in people:
        if persona.id not in known:
            personas.save_persona(connection, checked_persona(persona), actor, now)


def _insert_map(connection: sqlite3.Connection, journey: Journey, actor: str, at: str) -> None:
    fields = flatten("journey", journey)
    map_writer.require_personas(connection, fields)
    insert(connection, "journey", {"id": journey.id, "revision": 1, "touched_at": at}, fields, actor, at)
    for stage in journey.stages:
        values = {"id": stage.id, "journey_id": journey.id, "position": stage.position}
        insert(connection, "stage", values, flatten("stage", stage), actor, at)
        for touchpoint in stage.touchpoints:
            values = {"id": touchpoint.id, "journey_id": journey.id, "stage_id": stage.id}
            values["position"] = touchpoint.position
            insert(connection, "touchpoint", values, flatten("touchpoint", touchpoint), actor, at)
            leaves: tuple[tuple[Noun, tuple[PainPoint | Opportunity, ...]], ...] = (
                ("pain_point", touchpoint.pain_points),
                ("opportunity", touchpoint.opportunities),
            )
            for noun, leaf in ((noun, leaf) for noun, all_leaves in leaves for leaf in all_leaves):
                values = {"id": leaf.id, "journey_id": journey.id, "touchpoint_id": touchpoint.id}
                values["position"] = leaf.position
                insert(connection, noun, values, flatten(noun, leaf), actor, at)
