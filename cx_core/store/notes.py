"""Notes of events and saved views: small things that a person keeps beside the numbers."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cx_core.model.events import Event
from cx_core.model.problem import Refusal
from cx_core.store.database import Database
from cx_core.store.lenses import renamed
from cx_core.store.map_tables import as_json, instant
from cx_core.store.measuring_migrations import MEASURING_MIGRATIONS
from cx_core.store.settings import WORKSPACE_FILE

LONGEST_TITLE = 120

Address = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SavedView:
    """A page as somebody left it: its name, its address, and whether it stands on the home page."""

    id: str
    name: str
    page: str
    address: Address
    pinned: bool = False


class Notes(Database):
    """Events and saved views of a workspace."""

    @classmethod
    def open(cls, folder: Path) -> Notes:
        """Open the notes of the workspace in ``folder``; the file is made and brought up to date."""
        store = cls(folder / WORKSPACE_FILE, keeps_readers=True, keeps_writer=True)
        store.migrate(MEASURING_MIGRATIONS)
        return store

    def events(self) -> tuple[Event, ...]:
        """Return every own event, the earliest first."""
        return self.keep("events", self._read_events)

    def _read_events(self) -> tuple[Event, ...]:
        with self.read() as connection:
            rows = connection.execute("SELECT * FROM events ORDER BY first_on, title, id").fetchall()
        return tuple(
            Event(
                date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"]), row["title"], "own", row["id"]
            )
            for row in rows
        )

    def add_event(self, first: date, last: date, title: str, now: datetime) -> Event:
        """Keep an event. Raises `Refusal` ``event_untitled`` or ``event_backwards``."""
        text = " ".join(title.split())[:LONGEST_TITLE]
        if not text:
            raise Refusal("event_untitled")
        if last < first:
            raise Refusal("event_backwards")
        event = Event(first, last, text, "own", uuid.uuid4().hex)
        with self.write() as connection:
            connection.execute(
                "INSERT INTO events (id, first_on, last_on, title, created_at) VALUES (?, ?, ?, ?, ?)",
                (event.id, first.isoformat(), last.isoformat(), text, instant(now)),
            )
        return event

    def remove_event(self, event_id: str) -> None:
        """Forget an event; nothing happens when it is gone already."""
        with self.write() as connection:
            connection.execute("DELETE FROM events WHERE id = ?", (event_id,))

    def views(self) -> tuple[SavedView, ...]:
        """Return every saved view, pinned ones first, then by name."""
        return self.keep("views", self._read_views)

    def _read_views(self) -> tuple[SavedView, ...]:
        with self.read() as connection:
            rows = connection.execute("SELECT * FROM saved_views ORDER BY pinned DESC, name, id").fetchall()
        return tuple(
            SavedView(row["id"], row["name"], row["page"], _address(row["address"]), bool(row["pinned"]))
            for row in rows
        )

    def save_view(self, name: str, page: str, address: Address, now: datetime, *, pinned: bool = False) -> SavedView:
        """Keep a view; one of the same name is replaced. Raises `Refusal` ``view_unnamed``."""
        text = " ".join(name.split())[:LONGEST_TITLE]
        if not text:
            raise Refusal("view_unnamed")
        view = SavedView(uuid.uuid4().hex, text, page, address, pinned)
        with self.write() as connection:
            connection.execute("DELETE FROM saved_views WHERE name = ?", (text,))
            connection.execute(
                "INSERT INTO saved_views (id, name, page, address, pinned, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    view.id,
                    text,
                    page,
                    as_json({key: list(values) for key, values in address}),
                    int(pinned),
                    instant(now),
                ),
            )
        return view

    def pin_view(self, view_id: str, pinned: bool) -> None:
        """Put a view on the home page or take it off."""
        with self.write() as connection:
            connection.execute("UPDATE saved_views SET pinned = ? WHERE id = ?", (int(pinned), view_id))

    def remove_view(self, view_id: str) -> None:
        """Forget a view; nothing happens when it is gone already."""
        with self.write() as connection:
            connection.execute("DELETE FROM saved_views WHERE id = ?", (view_id,))

    def source_renamed(self, old: str, new: str) -> None:
        """Let the views that filter by a source's name follow it."""
        with self.write() as connection:
            for row in connection.execute("SELECT id, address FROM saved_views").fetchall():
                address = json.loads(row["address"])
                names = address.get("source", [])
                if renamed(names, old, new) != names:
                    address["source"] = renamed(names, old, new)
                    connection.execute("UPDATE saved_views SET address = ? WHERE id = ?", (as_json(address), row["id"]))


def _address(text: str) -> Address:
    return tuple((key, tuple(values)) for key, values in json.loads(text).items())
