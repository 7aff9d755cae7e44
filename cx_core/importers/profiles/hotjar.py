"""Hotjar surveys and feedback: the visitor's page and browser before the answers."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    visitor = signs.has("number", "user", "date submitted", "country", "source url", "device", "browser", "os")
    return 0.95 if signs.has("date submitted", "source url") == 2 and visitor >= 5 else 0.0


HOTJAR = Profile(
    "hotjar",
    _recognise,
    hints=(
        ColumnHint("number|hotjar user id|tags|browser|os|operating system", "ignore"),
        ColumnHint("user", "customer", is_private=True),
        ColumnHint("date submitted", "responded_at"),
        ColumnHint("country|device", "segment"),
        ColumnHint("source url", "ignore"),
    ),
)
