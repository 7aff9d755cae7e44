"""What customers wrote, in their own words: plain text, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from components.plain import plain
from components.texts import language, t
from cx_core.charts.distribution import ScoreClass
from cx_core.i18n import format_date, format_number
from cx_core.metrics.boxes import box_limits
from cx_core.model.imports import GivenScore, Verbatim

_BADGES: dict[ScoreClass, tuple[Literal["blue", "gray", "orange"], str]] = {
    "top": ("blue", ":material/sentiment_satisfied:"),
    "middle": ("gray", ":material/sentiment_neutral:"),
    "bottom": ("orange", ":material/sentiment_dissatisfied:"),
}


def verbatim_list(verbatims: Sequence[Verbatim], *, total: int | None = None) -> None:
    """Draw customers' words with score, day and place; ``total`` says how many there are beyond these."""
    if not verbatims:
        st.caption(t("ui.verbatim.none"))
        return
    for verbatim in verbatims:
        with st.container(border=True, gap="xsmall"):
            # Markdown would fetch an image that a customer wrote and run its colours, formulas and links.
            st.text(verbatim.text, width="stretch")
            draw_facts(verbatim)
    if total is not None and total > len(verbatims):
        st.caption(t("ui.verbatim.shown", n=len(verbatims), all=total))


def draw_facts(verbatim: Verbatim) -> None:
    """Draw what else the same answer says: its scores, its day and its place."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for score in verbatim.scores:
            draw_score(score)
        st.caption(plain(_where(verbatim)), width="content")


def draw_score(score: GivenScore) -> None:
    """Draw a score as a badge; face and colour say the same as the number."""
    colour, icon = _BADGES[score_class(score)]
    name, value = t(f"metric.{score.metric}.short"), format_number(score.value, language())
    st.badge(
        f"{name} {value}/{score.scale.maximum}",
        icon=icon,
        color=colour,
        help=t("ui.verbatim.score", metric=name, score=value, scale=score.scale.label),
    )


def score_class(score: GivenScore) -> ScoreClass:
    """Return the class of a score: top, middle or bottom.

    >>> score_class(GivenScore("nps", 900)), score_class(GivenScore("nps", 0))
    ('top', 'bottom')
    """
    box = box_limits(score.metric, score.scale)
    if box.holds_top(score.hundredths):
        return "top"
    return "bottom" if box.holds_bottom(score.hundredths) else "middle"


def _where(verbatim: Verbatim) -> str:
    """Say when and where: day, channel, touchpoint, source; what is not known is left out."""
    place = verbatim.place
    day = format_date(verbatim.responded_on, language()) if verbatim.responded_on else t("ui.verbatim.no_date")
    parts = [day]
    if place is not None:
        parts += [label for label in (place.channel_label, place.touchpoint_label) if label]
    parts.append(verbatim.source)
    return " · ".join(part for part in parts if part)
