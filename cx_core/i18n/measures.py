"""Values of metrics as each language writes them: points, shares and scores on their scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cx_core.i18n.catalogue import translate
from cx_core.i18n.numbers import format_date, format_number, format_points, format_share
from cx_core.metrics.registry import Unit, metric
from cx_core.model.measure import Measure
from cx_core.model.rounding import adding_decimals, adding_up
from cx_core.model.table import Column, TableValue

_SCORE_DECIMALS = 2


def unit_of(metric_key: str) -> Unit:
    """Return the unit of a metric's value: NPS points, a share of 0 to 1, or a score on the scale of the answers.

    >>> unit_of("nps"), unit_of("csat"), unit_of("ces")
    ('points', 'share', 'score')
    """
    return metric(metric_key).unit


@dataclass(frozen=True)
class Beside:
    """Two values as they are written beside their difference, with ``more`` decimals than usual where need be."""

    before: float | None
    after: float | None
    more: int = 0


def beside(metric_key: str, before: float | None, after: float | None) -> Beside:
    """Return two values so that a reader who takes one from the other gets the difference that is written.

    >>> beside("nps", 24.6, 21.3), beside("nps", 24.2, 21.1).more, beside("nps", None, 3.0).more
    (Beside(before=24.6, after=21.3, more=1), 0, 0)
    """
    if before is None or after is None:
        return Beside(before, after)
    times, decimals = (100 if unit_of(metric_key) == "share" else 1), _decimals(metric_key)
    parts, total = (times * after, -times * before), times * (after - before)
    (last, first), _ = adding_up(parts, total, decimals)
    return Beside(-first / times, last / times, adding_decimals(parts, total, decimals) - decimals)


def format_value(metric_key: str, value: float | None, language: str, more: int = 0) -> str:
    """Write a metric's value, with ``more`` decimals than usual; None is a dash, a true 0 is 0.

    >>> format_value("nps", 31.6, "vi"), format_value("csat", 0.823, "vi"), format_value("ces", 5.25, "vi")
    ('+32', '82%', '5,25')
    >>> format_value("nps", 31.6, "vi", 1), format_value("csat", 0.823, "vi", 1)
    ('+31,6', '82,3%')
    """
    unit = unit_of(metric_key)
    if unit == "points":
        return format_points(value, language, more)
    if unit == "share":
        return format_share(value, language, more)
    return format_number(value, language, _SCORE_DECIMALS + more)


def format_size(metric_key: str, difference: float, language: str, more: int = 0) -> str:
    """Write how large a difference is, without its sign and with its unit; ``more`` as for a value.

    >>> format_size("nps", -6.2, "en"), format_size("csat", 0.031, "en"), format_size("ces", -0.126, "en")
    ('6 points', '3 percentage points', '0.13')
    >>> format_size("nps", -6.24, "en", 1)
    '6.2 points'
    """
    unit = unit_of(metric_key)
    if unit == "score":
        return format_number(abs(difference), language, _SCORE_DECIMALS + more)
    # Without decimals a whole number, which texts have a form of their own for.
    shown = round(abs(difference) * (100 if unit == "share" else 1), more or None)
    return translate(f"unit.{unit}", language, n=shown)


def format_difference(metric_key: str, difference: float, language: str, more: int = 0) -> str:
    """Write a difference with its sign and its unit; a difference that rounds to nothing has no sign.

    >>> format_difference("nps", -6.2, "vi"), format_difference("csat", 0.031, "vi")
    ('−6 điểm', '+3 điểm phần trăm')
    >>> format_difference("nps", 0.2, "en")
    '0 points'
    """
    size = format_size(metric_key, difference, language, more)
    if not any(digit in "123456789" for digit in size):
        return size
    return f"{'+' if difference > 0 else '−'}{size}"


def format_range(metric_key: str, low: float | None, high: float | None, language: str) -> str:
    """Write the two ends of an interval in words; a dash where there is none.

    >>> format_range("nps", -4.0, 12.4, "vi"), format_range("csat", None, None, "vi")
    ('−4 đến +12', '–')
    """
    if low is None or high is None:
        return "–"
    ends = {"low": format_value(metric_key, low, language), "high": format_value(metric_key, high, language)}
    return translate("unit.range", language, **ends)


def format_interval(measure: Measure, language: str) -> str:
    """Write the 95 % interval of a measure in words; a dash where it has none."""
    return format_range(measure.metric, measure.low, measure.high, language)


def _decimals(metric_key: str) -> int:
    return _SCORE_DECIMALS if unit_of(metric_key) == "score" else 0


def format_cell(column: Column, value: TableValue, language: str) -> str:
    """Write one value of a table for the screen.

    >>> format_cell(Column("NPS", "points"), 31.6, "vi"), format_cell(Column("n", "whole"), None, "vi")
    ('+32', '–')
    >>> format_cell(Column("share", "share"), 0.004, "en"), format_cell(Column("share", "share"), 0.0, "en")
    ('0.4%', '0%')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return format_date(value, language)
    if column.kind == "points":
        return format_points(value, language)
    if column.kind == "share":
        # Few are not none.
        return format_share(value, language, 1 if 0 < value < 0.01 else 0)
    return format_number(value, language, 0 if column.kind == "whole" else _SCORE_DECIMALS)
