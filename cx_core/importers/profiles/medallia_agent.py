"""Medallia Agent Connect: one row an invitation, stars where the customer answered.

``comments`` says whether there is a comment, not what it says. Rows without stars are invitations without an answer.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, RowRule, Signs

_NOT_DELIVERED = frozenset(
    {"bounced", "failed", "undelivered", "not_delivered", "not delivered", "suppressed", "opted_out", "unsubscribed"}
)


def _recognise(signs: Signs) -> float:
    return 0.95 if signs.has("request_id", "response_received_at", "star_rating", "request_sent_at") >= 3 else 0.0


MEDALLIA_AGENT = Profile(
    "medallia_agent",
    _recognise,
    hints=(
        ColumnHint("request_id", is_id=True, role="ignore"),
        ColumnHint("response_received_at", "responded_at", timezone="UTC"),
        ColumnHint("star_rating", "rating", scale=FIVE_POINTS),
        ColumnHint("channel", "channel"),
        ColumnHint("brand|areas_for_improvement", "segment"),
        ColumnHint("customer_(id|email|external_id)", "customer", is_private=True),
        ColumnHint("customer_name|employee_.*", "ignore", is_private=True),
        ColumnHint("comments|request_.*|reward_name|tags|reference_id", "ignore"),
    ),
    rows=(
        # Who was never reached was not asked.
        RowRule("request_delivery_status", "not_delivered", _NOT_DELIVERED, rejects=False),
        RowRule("response_received_at", "asked_not_answered", frozenset({""}), rejects=False),
    ),
    timezone="UTC",
)
