"""Google Forms: the answers' sheet, downloaded as Excel or CSV, in an English or a Vietnamese account.

The first column is the time stamp in the sheet's own time zone, the others are the questions word for word. There is
no id of an answer.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs

_TIMESTAMPS = ("timestamp", "dau thoi gian")
_SHEETS = ("form responses", "cau tra loi bieu mau")


def _recognise(signs: Signs) -> float:
    if not signs.names or signs.names[0] not in _TIMESTAMPS:
        return 0.0
    sheet_is_its = (signs.sheet or "").casefold().startswith(("form responses", "câu trả lời biểu mẫu"))
    return 0.95 if sheet_is_its or signs.names[0] == "dau thoi gian" else 0.8


GOOGLE_FORMS = Profile(
    "google_forms",
    _recognise,
    hints=(
        ColumnHint("timestamp|dau thoi gian", "responded_at"),
        ColumnHint("email address|dia chi email|username|ten nguoi dung", is_private=True),
        ColumnHint("score|diem so", "ignore"),
    ),
    sheets=_SHEETS,
)
