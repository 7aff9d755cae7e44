"""Measures as the board shows them: a chip, and a mark on the emotion curve."""

from __future__ import annotations

from collections.abc import Mapping

from components.journey_board import ChipData
from cx_core import i18n
from cx_core.i18n.measures import format_interval, format_value
from cx_core.metrics.compare import compare
from cx_core.metrics.gap import emotion_interval, to_emotion
from cx_core.model.measure import Counts, Measure


def chips(measures: Mapping[str, Measure], before: Mapping[str, Measure], language: str) -> dict[str, ChipData]:
    """Return a chip for each measured touchpoint; ``before`` holds the measures of the span before, for the verdict."""
    return {place: _chip(measure, before.get(place), language) for place, measure in measures.items()}


def _chip(measure: Measure, before: Measure | None, language: str) -> ChipData:
    interval = emotion_interval(measure)
    comparison = None
    if before is not None and before.metric == measure.metric:
        comparison = compare(measure.metric, before.counts or Counts(), measure.counts or Counts())
    name = i18n.translate(f"metric.{measure.metric}.short", language)
    tip = i18n.translate(
        "journey_page.chip_tip",
        language,
        definition=i18n.translate(f"metric.{measure.metric}.definition", language),
        interval=format_interval(measure, language),
        n=measure.n,
    )
    return ChipData(
        text=f"{name} {format_value(measure.metric, measure.value, language)}",
        n=measure.n,
        display=measure.display,
        emotion=to_emotion(measure),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        verdict=comparison.verdict if comparison and comparison.difference is not None else None,
        better=comparison.better if comparison else None,
        tip=tip,
    )
