"""The measured numbers of a map in words, as a drawing shows them at its touchpoints and stages."""

from __future__ import annotations

from collections.abc import Mapping

from cx_core.i18n import format_number, translate
from cx_core.i18n.measures import format_value
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.measure import Measure

#: Scores of fewer than 10 answers are not said.
_UNSEEN = ("none", "hidden")


def map_numbers(
    journey: Journey, measures: Mapping[str, Measure], of_stages: Mapping[str, Measure], language: str
) -> dict[str, str]:
    """Return lines of text by the id of each touchpoint and stage with answers: score, answers behind it, target met.

    A score is said from 10 answers on, and called a reference under 30. On a map with any answers, a touchpoint
    without says so; on a map without, nothing is said.
    """
    if not measures:
        return {}
    nothing = translate("board.ui.no_answers", language)
    said = {
        one.id: "\n".join([*_lines(measures[one.id], language), *_aim(one, measures[one.id], language)])
        if one.id in measures and measures[one.id].n
        else nothing
        for one in journey.touchpoints
    }
    return said | {stage: "\n".join(_lines(one, language)) for stage, one in of_stages.items() if one.n}


def _lines(measure: Measure, language: str) -> list[str]:
    n = format_number(measure.n, language)
    if measure.display in _UNSEEN:
        return [translate("board.ui.too_few", language, n=measure.n)]
    name = translate(f"metric.{measure.metric}.short", language)
    lines = [f"{name} {format_value(measure.metric, measure.value, language)}", f"n = {n}"]
    return [*lines, translate("board.ui.small_n", language)] if measure.display == "grey" else lines


def _aim(touchpoint: Touchpoint, measure: Measure, language: str) -> list[str]:
    """Hold a score against the touchpoint's target; CSAT targets are written in percent."""
    aims = dict(one.split(":", 1) for one in touchpoint.targets)
    if measure.metric not in aims or measure.value is None or measure.display in _UNSEEN:
        return []
    aim = float(aims[measure.metric]) / (100 if measure.metric == "csat" else 1)
    key = "board.ui.target_met" if measure.value >= aim else "board.ui.target_missed"
    words = translate(key, language, target=format_value(measure.metric, aim, language))
    return [words[:1].upper() + words[1:]]
