"""A map as a grid of texts, stages as columns: for workbooks, pages and anything that shows a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cx_core.i18n import format_number, translate
from cx_core.journeys.labels import emotion_word
from cx_core.model.journey import Journey, Stage, Touchpoint


@dataclass(frozen=True)
class Lane:
    """One row of the grid: its name's key and what it says of one touchpoint, empty when there is nothing."""

    key: str
    text: Callable[[Touchpoint, str], str]


def emotion_text(value: float | None, language: str) -> str:
    """Return an emotion as a number with its word; empty when it is unknown.

    >>> emotion_text(-1.5, "en"), emotion_text(1.0, "vi"), emotion_text(None, "en")
    ('−1.5 (Very bad)', '+1 (Tốt)', '')
    """
    if value is None:
        return ""
    sign = "+" if value > 0 else ""
    return f"{sign}{format_number(value, language)} ({translate(f'emotion.{emotion_word(value)}', language)})"


def _pains(touchpoint: Touchpoint, language: str) -> str:
    return "\n".join(f"[{pain.severity}] {pain.text.in_language(language)}" for pain in touchpoint.pain_points)


def _ideas(touchpoint: Touchpoint, language: str) -> str:
    return "\n".join(idea.text.in_language(language) for idea in touchpoint.opportunities)


LANES: tuple[Lane, ...] = (
    Lane("touchpoint.name", lambda one, language: one.name.in_language(language)),
    Lane("touchpoint.channel", lambda one, language: translate(f"channel.{one.channel}", language)),
    Lane("touchpoint.customer_action", lambda one, language: one.customer_action.in_language(language)),
    Lane("touchpoint.thought", lambda one, language: one.thought.in_language(language)),
    Lane("emotion.expected", lambda one, language: emotion_text(one.expected, language)),
    Lane("emotion.perceived", lambda one, language: emotion_text(one.perceived, language)),
    Lane("touchpoint.expectation", lambda one, language: one.expectation.in_language(language)),
    Lane("touchpoint.service_standard", lambda one, language: one.service_standard.in_language(language)),
    Lane(
        "formats.lane.moment",
        lambda one, language: (
            translate(f"moment_of_truth.{one.moment_of_truth}", language) if one.moment_of_truth else ""
        ),
    ),
    Lane("formats.lane.pain_points", _pains),
    Lane("board.ui.lane_opportunity", _ideas),
    Lane("board.ui.lane_physical", lambda one, language: one.physical.in_language(language)),
    Lane("board.ui.lane_frontstage", lambda one, language: one.frontstage.in_language(language)),
    Lane("board.ui.lane_backstage", lambda one, language: one.backstage.in_language(language)),
    Lane("board.ui.lane_support", lambda one, language: one.support.in_language(language)),
    Lane("touchpoint.owner", lambda one, language: one.owner),
)

#: Lanes that are there also when nothing stands in them.
_ALWAYS = frozenset({"touchpoint.name", "touchpoint.channel"})


def shown_lanes(journey: Journey, language: str) -> tuple[Lane, ...]:
    """Return the lanes that say something on this map."""
    return tuple(
        lane for lane in LANES if lane.key in _ALWAYS or any(lane.text(one, language) for one in journey.touchpoints)
    )


def grid_rows(journey: Journey, language: str) -> list[tuple[str, list[str]]]:
    """Return the grid: first the names of the stages, then a row a lane with its label and one text a stage.

    A stage's touchpoints stand in one cell, each on its line, numbered where there are several.
    """
    rows = [("", [stage.name.in_language(language) for stage in journey.stages])]
    for lane in shown_lanes(journey, language):
        rows.append((translate(lane.key, language), [_cell(stage, lane, language) for stage in journey.stages]))
    return rows


def _cell(stage: Stage, lane: Lane, language: str) -> str:
    texts = [lane.text(touchpoint, language) for touchpoint in stage.touchpoints]
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1) if text)
