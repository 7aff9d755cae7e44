"""Sentences that charts share: a measure, why it is not drawn, its answers."""

from __future__ import annotations

from collections.abc import Sequence

from cx_core.i18n import catalogue, format_number, translate
from cx_core.i18n.measures import format_interval, format_value, unit_of
from cx_core.model.feedback import Scale
from cx_core.model.measure import MIN_N_SHOWN, Measure
from cx_core.model.table import Column, ColumnKind

_KINDS: dict[str, ColumnKind] = {"points": "points", "share": "share", "score": "number"}


def metric_name(metric: str, language: str, scale: Scale | None = None) -> str:
    """Return the short name of a metric, which fits over a chart on a phone; its full name stands beside the cards.

    An effort score on a scale where low is good has a name of its own, so that nobody reads it upside down.
    """
    own = f"metric.{metric}.short_low_is_good"
    if low_is_good(scale) and own in catalogue(language):
        return translate(own, language)
    return translate(f"metric.{metric}.short", language)


def low_is_good(scale: Scale | None) -> bool:
    """Tell whether a low score is good news; without a scale it is not."""
    return scale is not None and scale.direction == "low_is_good"


def direction_note(scale: Scale | None, language: str) -> str:
    """Say that a low score is good, where it is."""
    return translate("charts.note.low_is_good", language) if low_is_good(scale) else ""


def capital(text: str) -> str:
    """Return a text with a capital first letter, for the head of a column."""
    return text[:1].upper() + text[1:]


def is_drawn(measure: Measure) -> bool:
    """Tell whether a measure may be drawn: it has a value and at least ten answers."""
    return measure.display in ("grey", "shown", "full")


def standing(measure: Measure, language: str) -> str:
    """Say how a measure stands: hidden, few answers, no answers; empty when it is simply shown."""
    if measure.display in ("shown", "full"):
        return ""
    reason = measure.reason or "no_answers"
    key = f"reason.{reason}" if measure.display == "none" else f"charts.standing.{measure.display}"
    return translate(key, language, n=measure.n, least=MIN_N_SHOWN)


def value_text(measure: Measure, language: str) -> str:
    """Write a measure's value, or a dash where it may not be shown."""
    return format_value(measure.metric, measure.value, language) if is_drawn(measure) else "–"


def interval_text(measure: Measure, language: str) -> str:
    """Write a measure's interval, or a dash where it may not be shown."""
    return format_interval(measure, language) if is_drawn(measure) else "–"


def count_text(n: int, language: str) -> str:
    """Write a number of answers."""
    return format_number(n, language, 0)


def measure_sentence(measure: Measure, name: str, language: str) -> str:
    """Say one measure in a sentence: its name, value, interval and n, or why it is not shown."""
    if not is_drawn(measure):
        return translate("charts.alt.not_shown", language, name=name, why=standing(measure, language), n=measure.n)
    return translate(
        "charts.alt.measure",
        language,
        name=name,
        value=value_text(measure, language),
        interval=interval_text(measure, language),
        n=measure.n,
    )


def value_columns(metric: str, language: str, scale: Scale | None = None) -> tuple[Column, ...]:
    """Return the columns that every table of measures ends in: value, interval, n, standing."""
    kind = _KINDS[unit_of(metric)]
    return (
        Column(metric_name(metric, language, scale), kind),
        Column(translate("charts.column.low", language), kind),
        Column(translate("charts.column.high", language), kind),
        Column(translate("charts.column.n", language), "whole"),
        Column(translate("charts.column.standing", language)),
    )


def value_cells(measure: Measure, standing_text: str) -> tuple[float | None, float | None, float | None, int, str]:
    """Return the cells for `value_columns`; a score that may not be shown is not in the table either."""
    if not is_drawn(measure):
        return None, None, None, measure.n, standing_text
    return measure.value, measure.low, measure.high, measure.n, standing_text


def sentences(parts: Sequence[str]) -> str:
    """Join sentences, leaving out the empty ones."""
    return " ".join(part for part in parts if part)


def one_line(label: str) -> str:
    """Return a label without line breaks and double spaces: names come from people's files."""
    return " ".join(label.split())


def unique_labels(labels: Sequence[str]) -> list[str]:
    """Return one-line labels made different from each other, since an axis takes equal labels for one place.

    >>> unique_labels(["Zalo", "Web", "Zalo"])
    ['Zalo', 'Web', 'Zalo (2)']
    """
    taken: dict[str, int] = {}
    unique = []
    for label in labels:
        plain = one_line(label) or "–"
        candidate, number = plain, 1
        while candidate in taken:
            number += 1
            candidate = f"{plain} ({number})"
        taken[candidate] = number
        unique.append(candidate)
    return unique
