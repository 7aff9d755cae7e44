"""Google Play: the console's monthly file (UTF-16) and what the usual scraper writes.

Ratings without words count. Two generations of the scraper pasted together have a date and a text column each.
"""

from __future__ import annotations

from cx_core.importers.columns import Column
from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs
from cx_core.importers.profiles.score_types import join_ages


def _recognise_console(signs: Signs) -> float:
    known = signs.has("package name", "star rating", "review submit date and time", "review text", "review link")
    return 0.97 if known >= 3 else 0.0


GOOGLE_PLAY = Profile(
    "google_play",
    _recognise_console,
    hints=(
        ColumnHint("review link", is_id=True, role="ignore"),
        ColumnHint("review submit date and time", "responded_at", timezone="UTC"),
        ColumnHint("star rating", "rating", scale=FIVE_POINTS),
        ColumnHint("review (title|text)", "verbatim"),
        ColumnHint("app version name|reviewer language|device", "segment"),
        ColumnHint(
            "package name|app version code|.* millis since epoch|review last update.*|developer reply.*", "ignore"
        ),
    ),
)

_SCRAPED = (
    "reviewid", "username", "content", "score", "thumbsupcount", "reviewcreatedversion", "at", "replycontent",
    "review_id", "user_name", "thumbs_up_count", "reply_content", "created_at", "comments", "userimage",
)  # fmt: skip


def _recognise_scraper(signs: Signs) -> float:
    return 0.9 if signs.has("score") and signs.has(*_SCRAPED) >= 5 else 0.0


def _derive(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return join_ages(join_ages(columns, "at", "created_at", "both dates"), "content", "comments", "both texts")


GOOGLE_PLAY_SCRAPER = Profile(
    "google_play_scraper",
    _recognise_scraper,
    hints=(
        ColumnHint("review_?id", is_id=True, role="ignore"),
        ColumnHint("both dates", "responded_at"),
        ColumnHint("both texts", "verbatim"),
        ColumnHint(r".* \(joined\)", "ignore"),
        ColumnHint("at|created_at", "responded_at"),
        ColumnHint("content|comments", "verbatim"),
        ColumnHint("score", "rating", scale=FIVE_POINTS),
        ColumnHint("user_?name|user_?image", "ignore", is_private=True),
        ColumnHint("review_?created_?version|app_?version", "segment"),
        ColumnHint("thumbs_?up_?count|repl.*|sort_?order|app_?id", "ignore"),
    ),
    derive=_derive,
)
