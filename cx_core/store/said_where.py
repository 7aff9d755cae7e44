"""What people say, as conditions on the table of answers."""

from __future__ import annotations

import json
from typing import Any

from cx_core.model.said import NO_THEME, Said

#: A reading that is close to neither side. Of these there is an index, which SQLite only takes for these very words.
_UNSURE_READING = "abs(json_extract(found, '$[2]')) < 0.25"
_THEMES = "SELECT 1 FROM feedback_themes AS said WHERE said.feedback_id = feedback.id"
_UNSURE = f"""SELECT feedback_id FROM analyses WHERE {_UNSURE_READING}
    EXCEPT SELECT feedback_id FROM corrections WHERE theme = ''"""
_READ = "SELECT 1 FROM analyses AS read WHERE read.feedback_id = feedback.id"


def said_where(said: Said) -> tuple[list[str], list[Any]]:
    """Return the conditions on a row of ``feedback`` and the values bound in them; none where everything is wanted."""
    parts: list[str] = []
    values: list[Any] = []
    if said.themes:
        condition, bound = _of_themes(said)
        parts.append(condition)
        values += bound
    elif said.sentiment is not None:
        parts.append(f"EXISTS ({_READ} AND read.sentiment = ?)")
        values.append(said.sentiment)
    if said.mark is not None:
        parts.append("feedback.id IN (SELECT feedback_id FROM marks WHERE mark = ?)")
        values.append(said.mark)
    if said.disagrees:
        parts.append("feedback.id IN (SELECT feedback_id FROM disagreements)")
    if said.unsure:
        parts.append(f"feedback.id IN ({_UNSURE})")
    return parts, values


def _of_themes(said: Said) -> tuple[str, list[Any]]:
    named = json.dumps([theme for theme in said.themes if theme != NO_THEME])
    feeling = "" if said.sentiment is None else " AND said.sentiment = ?"
    condition = f"EXISTS ({_THEMES} AND said.theme IN (SELECT value FROM json_each(?)){feeling})"
    values: list[Any] = [named] if said.sentiment is None else [named, said.sentiment]
    if NO_THEME in said.themes:
        feeling = "" if said.sentiment is None else " AND read.sentiment = ?"
        condition = f"({condition} OR (EXISTS ({_READ}{feeling}) AND NOT EXISTS ({_THEMES})))"
        values += [] if said.sentiment is None else [said.sentiment]
    return condition, values
