"""Jotform: the day of submission first, the submission's id last."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    if not signs.has("submission date"):
        return 0.0
    return 0.95 if signs.has("submission id") else 0.6


JOTFORM = Profile(
    "jotform",
    _recognise,
    hints=(
        ColumnHint("submission id", is_id=True, role="ignore"),
        ColumnHint("submission date", "responded_at"),
        ColumnHint("submission ip|ip", "ignore", is_private=True),
        ColumnHint("last update date|edit link|flow status", "ignore"),
    ),
)
