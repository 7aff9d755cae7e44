"""Microsoft Forms: answers opened in Excel, with the person's account before the questions.

``anonymous`` in the e-mail column is nobody. Ids begin at 1 in every form, so they tell rows of one file apart and no
more than that.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs

_START = ("start time", "thoi gian bat dau")
_END = ("completion time", "thoi gian hoan thanh")


def _recognise(signs: Signs) -> float:
    if not (signs.has(*_START) and signs.has(*_END)):
        return 0.0
    return 0.95 if signs.has("id") and signs.has("email", "name", "ten") else 0.7


MICROSOFT_FORMS = Profile(
    "microsoft_forms",
    _recognise,
    hints=(
        ColumnHint("completion time|thoi gian hoan thanh", "responded_at"),
        ColumnHint("start time|thoi gian bat dau|last modified time|thoi gian sua doi lan cuoi", "ignore"),
        ColumnHint("id", "ignore"),
        ColumnHint("email", "customer", is_private=True),
        ColumnHint("name|ten", "ignore", is_private=True),
        ColumnHint("language|ngon ngu", "segment"),
        ColumnHint("(points|feedback|diem|phan hoi) - .*|total points|quiz feedback|tong so diem", "ignore"),
    ),
)
