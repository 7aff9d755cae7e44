"""What every file of comments says of each: the day, the words, the scores, where it was said and by whom."""

from __future__ import annotations

from components.texts import t
from cx_core.model.feedback import SCORE_ROLES
from cx_core.model.imports import Verbatim
from cx_core.model.table import Column, Row


def verbatim_columns() -> tuple[Column, ...]:
    """Return the columns that `verbatim_cells` fills."""
    return (
        Column(t("feedback.column.day"), "date"),
        Column(t("feedback.column.words")),
        *(Column(t(f"metric.{metric}.short"), "number") for metric in SCORE_ROLES),
        *(Column(t(f"feedback.column.{name}")) for name in ("channel", "touchpoint", "source", "customer")),
    )


def verbatim_cells(said: Verbatim) -> Row:
    """Return one comment's cells; None where the answer does not say."""
    place, scores = said.place, [said.score(metric) for metric in SCORE_ROLES]
    return (
        said.responded_on,
        said.text,
        *(score.value if score else None for score in scores),
        place.channel_label if place else None,
        place.touchpoint_label if place else None,
        said.source,
        said.customer,
    )
