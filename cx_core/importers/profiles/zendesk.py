"""Help-desk tickets as Zendesk exports them, one row a ticket, with the customer's satisfaction.

``Offered`` means that the customer was asked and did not answer; it is no score. Older accounts hold Good and Bad,
newer ones 1 to 5. Times are in the account's time zone, without saying which.
"""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs

_TICKET = (
    "requester id", "requester external id", "requester", "group", "status", "priority", "via", "created at", "solved"
    " at",
    "assignee", "ticket type", "summation column", "group stations", "assignee stations", "satisfaction score",
)  # fmt: skip


def _recognise(signs: Signs) -> float:
    if not signs.has("satisfaction score", "satisfaction rating") or not signs.has("id", "ticket id"):
        return 0.0
    return min(0.98, 0.5 + 0.08 * signs.has(*_TICKET))


ZENDESK = Profile(
    "zendesk",
    _recognise,
    hints=(
        ColumnHint("id|ticket id", is_id=True),
        ColumnHint("requester (external )?id", "customer"),
        ColumnHint("requester|requester name|assignee|submitter|organization", "ignore", is_private=True),
        ColumnHint("requester email|assignee email", "ignore", is_private=True),
        ColumnHint("created at", "responded_at"),
        ColumnHint("(solved|updated|assigned|due|initially assigned) at|due date", "ignore"),
        ColumnHint(
            "satisfaction (score|rating)",
            "csat",
            scale=FIVE_POINTS,
            missing=("offered", "unoffered", "not offered", "-"),
        ),
        ColumnHint("satisfaction comment", "verbatim"),
        ColumnHint("via|channel", "channel"),
        ColumnHint("group|priority", "segment"),
        ColumnHint(
            "status|tags|current tags|subject|brand|.* in minutes.*|.* stations|summation column|reopens|replies",
            "ignore",
        ),
    ),
    id_columns=("id", "ticket id", "satisfaction score", "satisfaction rating", "satisfaction comment"),
)
