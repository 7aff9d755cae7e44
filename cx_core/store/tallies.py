"""How many live answers came from where and until when: by source, by channel, by place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cx_core.model.imports import ChannelPresence, Dictionary, PlaceCount, SourceFreshness
from cx_core.model.period import day_from_number


@dataclass(frozen=True)
class _Tally:
    """Live answers of one source at one place, with their first and last day; None when none has a date."""

    source_id: int
    place: int
    n: int
    first_day: int | None
    last_day: int | None


def source_freshness(connection: sqlite3.Connection, dictionary: Dictionary) -> tuple[SourceFreshness, ...]:
    """Return every source with a live import, the freshest first; one without dates comes last."""
    tallies = _tallies(connection)
    rows = connection.execute(
        """SELECT sources.id, name, profile, max(imported_at) AS imported_at
            FROM sources JOIN imports ON imports.source_id = sources.id WHERE state = 'live' GROUP BY sources.id"""
    )
    found = []
    for row in rows:
        own = [tally for tally in tallies if tally.source_id == row["id"]]
        codes = {dictionary.places[tally.place].channel for tally in own}
        channels = {dictionary.label("channel", code) for code in codes}
        found.append(
            SourceFreshness(
                source_id=row["id"],
                source=row["name"],
                profile=row["profile"],
                n_answers=sum(tally.n for tally in own),
                first_on=_earliest(own),
                last_on=_latest(own),
                imported_at=datetime.fromisoformat(row["imported_at"]),
                channels=tuple(sorted(channel for channel in channels if channel)),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.last_on or date.min, one.imported_at), reverse=True))


def channels_present(connection: sqlite3.Connection, dictionary: Dictionary) -> tuple[ChannelPresence, ...]:
    """Return every channel that live answers name, the most answers first; "not said" is one of them."""
    by_channel: dict[int | None, list[_Tally]] = {}
    for tally in _tallies(connection):
        by_channel.setdefault(dictionary.places[tally.place].channel, []).append(tally)
    found = [
        ChannelPresence(dictionary.label("channel", code), sum(tally.n for tally in own), _latest(own))
        for code, own in by_channel.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.n_answers, one.channel or "")))


def places_with_counts(
    connection: sqlite3.Connection, dictionary: Dictionary, first_day: int | None, last_day: int | None
) -> tuple[PlaceCount, ...]:
    """Return every place with live answers in a span of days, the most answers first."""
    by_place: dict[int, list[_Tally]] = {}
    for tally in _tallies(connection, first_day, last_day):
        by_place.setdefault(tally.place, []).append(tally)
    found = [
        PlaceCount(dictionary.place(place), sum(tally.n for tally in own), _latest(own))
        for place, own in by_place.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.n_answers, one.place.id)))


def _tallies(connection: sqlite3.Connection, first_day: int | None = None, last_day: int | None = None) -> list[_Tally]:
    # Everything asked for stands in one index, so no words are read. Only rows of live imports stand in the table.
    where, values = _span(first_day, last_day)
    rows = connection.execute(
        f"""SELECT source_id, place, count(*) AS n, min(day) AS first_day, max(day) AS last_day
            FROM feedback {where} GROUP BY place, source_id""",
        values,
    )
    return [_Tally(**dict(row)) for row in rows]


def _span(first_day: int | None, last_day: int | None) -> tuple[str, list[int]]:
    limits = [("day >= ?", first_day), ("day <= ?", last_day)]
    given = [(text, day) for text, day in limits if day is not None]
    where = f"WHERE {' AND '.join(text for text, _ in given)}" if given else ""
    return where, [day for _, day in given]


def _earliest(tallies: Iterable[_Tally]) -> date | None:
    days = [tally.first_day for tally in tallies if tally.first_day is not None]
    return day_from_number(min(days)) if days else None


def _latest(tallies: Iterable[_Tally]) -> date | None:
    days = [tally.last_day for tally in tallies if tally.last_day is not None]
    return day_from_number(max(days)) if days else None
