"""Zalo ZNS ratings: JSON pages with stars, chosen phrases, a note, milliseconds as text and the order's tracking id."""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    return 0.97 if signs.has("rate", "submitdate", "msgid", "trackingid", "feedbacks") >= 4 else 0.0


ZALO_ZNS = Profile(
    "zalo_zns",
    _recognise,
    hints=(
        ColumnHint("msgid", is_id=True, role="ignore"),
        ColumnHint("rate", "rating", scale=FIVE_POINTS),
        ColumnHint("submitdate", "responded_at"),
        # The phrases a customer ticks are words too: themes are found in them as in a note.
        ColumnHint("note|feedbacks", "verbatim"),
        ColumnHint("trackingid", "order"),
        ColumnHint("oaid|templateid|appid", "ignore"),
    ),
)
