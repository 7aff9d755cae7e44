"""Microsoft Forms: answers opened in Excel, with the person's account before the questions.

``anonymous`` in the e-mail column is nobody. Ids begin at 1 in every form, so they tell rows of one file apart and no
more than that. The headers are in the language of whoever exports; how the Vietnamese ones are worded no public file
shows, so every usual way of saying them is known.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs

_START = "start time|((thoi gian|thoi diem|gio|ngay) )?bat dau( luc)?"
_END = "completion time|end time|((thoi gian|thoi diem|gio|ngay) )?(hoan (thanh|tat)|ket thuc)( luc)?"
_CHANGED = "last modified time|((thoi gian|lan|ngay) )?(sua doi|chinh sua)( (lan )?cuoi( cung)?| gan nhat)"
_EMAIL = "e-?mail|(dia chi )?(e-?mail|thu dien tu)"
_NAME = "name|ten|ho (va )?ten|ten nguoi (tra loi|phan hoi)"
_SURE = ("start time", "completion time", "thoi gian bat dau", "thoi gian hoan thanh")


def _recognise(signs: Signs) -> float:
    if not (signs.matching(_START) and signs.matching(_END)):
        return 0.0
    if signs.matching("id|ma") and signs.matching(_EMAIL) + signs.matching(_NAME):
        return 0.95
    # Shifts and projects begin and end as well.
    return 0.7 if signs.has(*_SURE) == 2 else 0.0


MICROSOFT_FORMS = Profile(
    "microsoft_forms",
    _recognise,
    hints=(
        ColumnHint(_END, "responded_at"),
        ColumnHint(f"{_START}|{_CHANGED}", "ignore"),
        ColumnHint("id|ma", "ignore"),
        ColumnHint(_EMAIL, "customer", is_private=True),
        ColumnHint(_NAME, "ignore", is_private=True),
        ColumnHint("language|ngon ngu", "segment"),
        ColumnHint("(points|feedback|diem|phan hoi) - .*|total points|quiz feedback|tong so diem", "ignore"),
    ),
)
