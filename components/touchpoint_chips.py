"""Measures as the board shows them: a chip, and a mark on the emotion curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from components.journey_board import ChipData
from cx_core import i18n
from cx_core.i18n import format_period
from cx_core.i18n.measures import format_difference, format_interval, format_value
from cx_core.metrics.compare import Comparison, compare
from cx_core.metrics.gap import emotion_interval, to_emotion
from cx_core.model.journey import Persona
from cx_core.model.measure import Counts, Measure
from cx_core.workspace.map_insight import Pulse

#: Answers older than this say little about today.
STALE_AFTER = timedelta(days=90)


def chips(
    measures: Mapping[str, Measure],
    before: Mapping[str, Measure],
    language: str,
    pulses: Mapping[tuple[str, str], Pulse] | None = None,
    today: date | None = None,
) -> dict[str, ChipData]:
    """Return a chip for each measured touchpoint or stage.

    ``before`` holds the measures of the span before, for the verdict. ``pulses`` hold the months behind each, by place
    and metric; a place that has answers, but none in the span, gets a chip that says how old they are.
    """
    known = pulses or {}
    found = {}
    for place, measure in measures.items():
        pulse = known.get((place, measure.metric))
        chip = _chip(measure, before.get(place), language)
        found[place] = replace(chip, **_months(pulse, language, today)) if pulse else chip
    for (place, _), pulse in sorted(known.items(), key=lambda one: one[1].newest.first):
        if place not in measures:
            found[place] = ChipData(stale=format_period(pulse.newest, language))
    return found


def beside(
    found: Mapping[str, ChipData], of_people: Iterable[tuple[Persona, Mapping[str, ChipData]]]
) -> dict[str, ChipData]:
    """Return the chips with those of personas beside them, each under its persona's name."""
    every = dict(found)
    for one, own in of_people:
        for place, chip in own.items():
            named = replace(chip, text=f"{one.name}: {chip.text}", whose=one.name, person=one.id)
            main = every.get(place, ChipData())
            every[place] = replace(main, beside=(*main.beside, named))
    return every


def _months(pulse: Pulse, language: str, today: date | None) -> dict[str, Any]:
    is_stale = today is not None and today - pulse.newest.last > STALE_AFTER
    return {"spark": pulse.values, "stale": format_period(pulse.newest, language) if is_stale else ""}


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
        delta=_delta(comparison, language),
        tip=tip,
        metric=measure.metric,
        value=measure.value,
    )


def _delta(comparison: Comparison | None, language: str) -> str:
    if comparison is None or comparison.difference is None:
        return ""
    return format_difference(comparison.metric, comparison.difference, language)
