"""Smiley terminals and QR surveys at the counter (five faces, or a row of 1 to 11), as Hearme and its like export
them."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs

_PLACES = (
    "location",
    "device",
    "touchpoint",
    "kiosk",
    "diem cham",
    "dia diem",
    "thiet bi",
    "chi nhanh",
    "counter",
    "quay",
)
_SCORES = ("smiley", "smiley score", "cam xuc", "mat cuoi", "emotion", "icon", "happiness")


def _recognise(signs: Signs) -> float:
    return 0.8 if signs.has(*_SCORES) and signs.has(*_PLACES) else 0.0


SMILEY = Profile(
    "smiley",
    _recognise,
    hints=(
        ColumnHint("touchpoint|diem cham|counter|quay|kiosk", "touchpoint"),
        ColumnHint("location|dia diem|chi nhanh|device|thiet bi", "segment"),
        ColumnHint("|".join(_SCORES), "rating"),
    ),
)
