"""App Store reviews as scrapers write them: an unnamed counter, the app, stars, words, often without a date."""

from __future__ import annotations

from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs


def _recognise(signs: Signs) -> float:
    if signs.has("app", "rating", "comment") == 3:
        return 0.8
    return (
        0.8
        if signs.has("rating", "review", "title") == 3
        and signs.has("app_name", "app", "isedited", "version", "app_version", "app_id")
        else 0.0
    )


APP_STORE = Profile(
    "app_store",
    _recognise,
    hints=(
        ColumnHint("", "ignore"),
        ColumnHint("app|app_name|version|app_version|country|territory|store_?front", "segment"),
        ColumnHint("rating", "rating", scale=FIVE_POINTS),
        ColumnHint("comment|review|title", "verbatim"),
        ColumnHint("date|updated|review_date", "responded_at"),
        ColumnHint("username|user ?name|author|nickname|reviewer_nickname", "ignore", is_private=True),
        ColumnHint("isedited|developerresponse.*", "ignore"),
    ),
)
