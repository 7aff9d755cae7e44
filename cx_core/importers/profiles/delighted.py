"""Delighted: answers of several surveys in one file, ``survey type`` saying which score a row holds."""

from __future__ import annotations

from cx_core.importers.columns import Column
from cx_core.importers.profiles.profile import FIVE_POINTS, ColumnHint, Profile, Signs
from cx_core.importers.profiles.score_types import split_by_type
from cx_core.model.feedback import Scale


def _recognise(signs: Signs) -> float:
    names = signs.has("survey type", "survey_type")
    others = signs.has(
        "score", "comment", "permalink", "person", "person id", "submitted at", "created_at", "person_id"
    )
    return 0.9 if names and others >= 3 else 0.0


def _derive(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return split_by_type(columns, "score", "survey[ _]type")


DELIGHTED = Profile(
    "delighted",
    _recognise,
    hints=(
        ColumnHint("id|response id", is_id=True, role="ignore"),
        ColumnHint(r"score \(nps\)", "nps"),
        ColumnHint(r"score \((csat|csat3)\)", "csat", scale=FIVE_POINTS),
        ColumnHint(r"score \(ces\)", "ces", scale=FIVE_POINTS),
        ColumnHint(r"score \((stars5|five_star|5_star|smileys|star|stars)\)", "rating", scale=FIVE_POINTS),
        ColumnHint(r"score \((thumbs|thumb)\)", "rating", scale=Scale(0, 1)),
        ColumnHint("score", "ignore"),
        ColumnHint("comment", "verbatim"),
        ColumnHint("submitted at|created[_ ]at", "responded_at"),
        ColumnHint("updated[_ ]at|sent at|permalink|survey[ _]type|notes|tags|delighted source", "ignore"),
        ColumnHint("person|person[_ ]id|email", "customer", is_private=True),
        ColumnHint("name|phone number", "ignore", is_private=True),
    ),
    derive=_derive,
)
