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
#: With what may stand behind it: "Mặt cười (1-11)".
_SCORE = r"(smiley|cam xuc|mat cuoi|emotion|icon|happiness)( score)?( ?[(:].*)?"


def _recognise(signs: Signs) -> float:
    return 0.8 if signs.matching(_SCORE) and signs.has(*_PLACES) else 0.0


SMILEY = Profile(
    "smiley",
    _recognise,
    hints=(
        ColumnHint("touchpoint|diem cham|counter|quay|kiosk", "touchpoint"),
        ColumnHint("location|dia diem|chi nhanh|device|thiet bi", "segment"),
        ColumnHint(_SCORE, "rating"),
    ),
)
