"""Help-desk tickets as Zendesk exports them or its API gives them, one row a ticket, with the customer's satisfaction.

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
    if signs.has("score", "ticket id", "requester id", "assignee id", "group id") == 5:
        return 0.95  # the list of ratings by itself
    scored = ("satisfaction score", "satisfaction rating", "satisfaction rating.score")
    if not signs.has(*scored) or not signs.has("id", "ticket id"):
        return 0.0
    return min(0.98, 0.5 + 0.08 * signs.has(*_TICKET))


ZENDESK = Profile(
    "zendesk",
    _recognise,
    hints=(
        ColumnHint("id|ticket_id", is_id=True),
        ColumnHint("requester_(external_)?id", "customer"),
        ColumnHint("requester|requester_name|assignee|submitter|organization", "ignore", is_private=True),
        ColumnHint("(requester|assignee|submitter)_(email|id)", "ignore", is_private=True),
        ColumnHint("created_at", "responded_at"),
        ColumnHint("(solved|updated|assigned|due|initially_assigned)_at|due_date", "ignore"),
        ColumnHint(
            r"(satisfaction_(score|rating)\.)?score|satisfaction_(score|rating)",
            "csat",
            scale=FIVE_POINTS,
            missing=("offered", "unoffered", "not offered", "-"),
        ),
        ColumnHint(r"satisfaction_(comment|rating\.comment)|comment", "verbatim"),
        ColumnHint(r"via(\.channel)?|channel", "channel"),
        ColumnHint(r"via\.source\..*|(requester|assignee|submitter)\.(name|email|phone)", "ignore", is_private=True),
        ColumnHint(r"group\.name|brand\.name|satisfaction_rating\.reason", "segment"),
        ColumnHint(
            r"(.*[._])?(ids?|url)|(allow|has|is|from)_.*|comments|(custom_)?fields|description|(raw_)?subject|reason_code",
            "ignore",
        ),
        ColumnHint("group|priority", "segment"),
        ColumnHint(
            "status|tags|current tags|subject|brand|.* in minutes.*|.* stations|summation column|reopens|replies",
            "ignore",
        ),
    ),
    id_columns=(
        "id",
        "score",
        "comment",
        "ticket id",
        "ticket_id",
        "satisfaction score",
        "satisfaction rating",
        "satisfaction comment",
        "satisfaction_score",
        "satisfaction_rating",
        "satisfaction_comment",
        "satisfaction_rating.score",
        "satisfaction_rating.comment",
    ),
)
