"""Recommendations of a Facebook page: recommended or not since 2018, a share and never stars."""

from __future__ import annotations

from cx_core.importers.profiles.profile import ColumnHint, Profile, Signs
from cx_core.model.feedback import Scale


def _recognise(signs: Signs) -> float:
    return (
        0.95 if signs.has("recommendation_type") and signs.has("review_text", "created_time", "reviewer.name") else 0.0
    )


FACEBOOK = Profile(
    "facebook",
    _recognise,
    hints=(
        ColumnHint("open_graph_story.id|id", is_id=True, role="ignore"),
        ColumnHint("recommendation_type", "rating", scale=Scale(1, 2)),
        ColumnHint("review_text", "verbatim"),
        ColumnHint("created_time", "responded_at"),
        ColumnHint("reviewer.*", "ignore", is_private=True),
        ColumnHint("rating|has_rating|has_review", "ignore"),
    ),
)
