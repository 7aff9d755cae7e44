"""Typeform: a token, the questions, then dates in UTC; one column a choice, so names repeat."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, RowRule, Signs


def _recognise(signs: Signs) -> float:
    if not signs.has("submit date (utc)"):
        return 0.0
    return 0.97 if signs.has("#") or signs.has("network id") else 0.8


TYPEFORM = Profile(
    "typeform",
    _recognise,
    hints=(
        ColumnHint("#", is_id=True, role="ignore"),
        ColumnHint(r"submit date \(utc\)", "responded_at", timezone="UTC"),
        ColumnHint(r"(start|stage) date \(utc\)|network id|ending|tags", "ignore"),
        ColumnHint("response type", "ignore"),
    ),
    rows=(RowRule("response type", "unfinished_answer", frozenset({"partial", "started"}), rejects=False),),
    timezone="UTC",
)
