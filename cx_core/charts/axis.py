"""Axes of metric values and of periods: how far they reach and how their labels are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import altair as alt

from cx_core.metrics import Metric
from cx_core.metrics.registry import Unit
from cx_core.model.feedback import Scale
from cx_core.model.period import Grain, Period

#: The smallest stretch of an axis, so that noise in a steady series does not look like a mountain range.
_SMALLEST_SPAN: dict[Unit, float] = {"points": 40.0, "share": 0.2, "score": 0.25}
_FORMATS: dict[Unit, str] = {"points": "+.0f", "share": ".0%", "score": ".1f"}
_MOST_TICKS = 12

#: A legend of three stands in a row, on a phone in a column.
LEGEND_COLUMNS = alt.ExprRef("width < 420 ? 1 : 3")

#: A signed format writes +0; an axis says 0.
PLAIN_ZERO = "datum.value == 0 ? '0' : datum.label"

_PERIOD_FORMATS: dict[tuple[str, Grain], str] = {
    ("vi", "day"): "%d/%m",
    ("vi", "week"): "%d/%m",
    ("vi", "month"): "%m/%Y",
    ("vi", "quarter"): "Q%q/%Y",
    ("en", "day"): "%-d %b",
    ("en", "week"): "%-d %b",
    ("en", "month"): "%b %Y",
    ("en", "quarter"): "Q%q %Y",
}


def value_format(unit: Unit) -> str:
    """Return the number format of an axis in a unit."""
    return _FORMATS[unit]


def value_domain(metric: Metric, scale: Scale | None, values: Iterable[float | None]) -> tuple[float, float]:
    """Return the stretch of axis that shows all values, with some air, inside the metric's own limits.

    >>> from cx_core.metrics import metric
    >>> value_domain(metric("nps"), None, [20.0, 30.0]), value_domain(metric("csat"), None, [0.95, 1.0])
    ((5.0, 45.0), (0.8, 1.0))
    """
    known = [value for value in values if value is not None]
    limits = metric.limits(scale)
    if not known:
        return limits or (0.0, 1.0)
    low, high = min(known), max(known)
    smallest = _SMALLEST_SPAN[metric.unit]
    if metric.unit == "score" and limits:
        smallest = smallest * (limits[1] - limits[0])
    air = max(0.06 * (high - low), (smallest - (high - low)) / 2)
    low, high = low - air, high + air
    return _inside(low, high, limits) if limits else (round(low, 6), round(high, 6))


def _inside(low: float, high: float, limits: tuple[float, float]) -> tuple[float, float]:
    """Return the stretch moved, and only then cut, until it lies inside the limits."""
    length = min(high - low, limits[1] - limits[0])
    low = min(max(low, limits[0]), limits[1] - length)
    return round(low, 6), round(low + length, 6)


def period_ticks(periods: Sequence[Period]) -> list[dict[str, int]]:
    """Return at most a dozen evenly spaced periods, the last one always among them, as Vega-Lite date values."""
    step = -(-len(periods) // _MOST_TICKS)
    chosen = [period.first for period in reversed(periods)][::step]
    return [_vega_day(day) for day in reversed(chosen)]


def period_domain(periods: Sequence[Period]) -> list[dict[str, int]]:
    """Return the first days of the first and the last period, as Vega-Lite date values."""
    return [_vega_day(periods[0].first), _vega_day(periods[-1].first)]


def _vega_day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "date": day.day}


def period_format(periods: Sequence[Period], language: str) -> str:
    """Return the date format of a period axis; days and weeks of more than a year carry the year too."""
    grain = periods[0].grain
    pattern = _PERIOD_FORMATS[(language, grain)]
    if grain in ("day", "week") and (periods[-1].first - periods[0].first).days > 360:
        pattern += "/%y" if language == "vi" else " %y"
    return pattern


def instant(day: date) -> str:
    """Return a day as the text that Vega reads as that day's midnight wherever the reader is.

    >>> instant(date(2026, 11, 2))
    '2026-11-02T00:00:00'
    """
    return f"{day.isoformat()}T00:00:00"


def tooltip(fields: Sequence[tuple[str, str]]) -> list[alt.Tooltip]:
    """Return a tooltip of ready-made texts, as pairs of a field and its title."""
    return [alt.Tooltip(field=name, type="nominal", title=title) for name, title in fields]
