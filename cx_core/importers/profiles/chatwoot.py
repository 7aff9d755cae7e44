"""Chatwoot's satisfaction report: one row a conversation, 1 to 5, the contact's details beside it."""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    known = signs.has(
        "agent name", "rating", "feedback", "contact name", "contact email address", "contact phone number",
        "link to the conversation", "recorded date", "recorded at", "conversation link", "conversation id",
    )  # fmt: skip
    return 0.95 if signs.has("rating") and signs.has("agent name") and known >= 4 else 0.0


CHATWOOT = Profile(
    "chatwoot",
    _recognise,
    hints=(
        ColumnHint("link to the conversation|conversation link|conversation id", is_id=True, role="ignore"),
        ColumnHint("rating", "csat", scale=FIVE_POINTS),
        ColumnHint("feedback", "verbatim"),
        ColumnHint("recorded (date|at)", "responded_at"),
        ColumnHint("contact email( address)?", "customer", is_private=True),
        ColumnHint("contact name|contact phone number|agent name", "ignore", is_private=True),
        ColumnHint("inbox|team", "segment"),
    ),
)
