"""Google Business reviews: a scraper's file with "5 months ago", or the owner's own takeout with stars in words."""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    if signs.has("starrating") and signs.has("createtime", "updatetime", "comment"):
        return 0.95
    scraped = signs.has("review_id", "author", "rating", "time", "text", "reviewer", "relative_time_description")
    return 0.85 if signs.has("rating") and scraped >= 4 and signs.has("time", "relative_time_description") else 0.0


GOOGLE_BUSINESS = Profile(
    "google_business",
    _recognise,
    hints=(
        ColumnHint("review_id|reviewid|name", is_id=True, role="ignore"),
        ColumnHint("rating|starrating", "rating", scale=FIVE_POINTS),
        ColumnHint("text|comment", "verbatim"),
        ColumnHint("createtime|time|relative_time_description", "responded_at"),
        ColumnHint("updatetime|reviewreply.*|.*reply.*|likes", "ignore"),
        ColumnHint("author|reviewer.*|author_.*", "ignore", is_private=True),
        ColumnHint("location.*|place.*|branch", "segment"),
    ),
)
