"""Numbers, dates and periods as each language writes them."""

from __future__ import annotations

from datetime import date, datetime

from cx_core.model.period import Period

_DASH = "–"
_MINUS = "−"
_TURNED = str.maketrans(",.", ".,")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_number(value: float | None, language: str, decimals: int | None = None) -> str:
    """Write a number: ``1.284,5`` in Vietnamese, ``1,284.5`` in English; None is a dash.

    Without ``decimals`` a whole number has none and any other at most two.

    >>> format_number(1284.5, "vi"), format_number(1284.5, "en"), format_number(None, "vi")
    ('1.284,5', '1,284.5', '–')
    """
    if value is None:
        return _DASH
    if decimals is None:
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"
    else:
        text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.replace("-", "")
    if language == "vi":
        text = text.translate(_TURNED)
    return text.replace("-", _MINUS)


def format_points(value: float | None, language: str, decimals: int = 0) -> str:
    """Write NPS points: whole unless told otherwise, signed, without a percent sign.

    >>> format_points(31.6, "vi"), format_points(-4.2, "en"), format_points(0.0, "en"), format_points(None, "vi")
    ('+32', '−4', '0', '–')
    """
    if value is None:
        return _DASH
    rounded = round(value, decimals)
    written = format_number(rounded, language, decimals)
    return f"+{written}" if rounded > 0 else written


def format_share(value: float | None, language: str, decimals: int = 0) -> str:
    """Write a share of 0 to 1 as a percentage.

    >>> format_share(0.823, "vi"), format_share(0.823, "en", 1), format_share(None, "en")
    ('82%', '82.3%', '–')
    """
    return _DASH if value is None else f"{format_number(value * 100, language, decimals)}%"


def format_date(value: date | None, language: str) -> str:
    """Write a day: ``20/11/2026`` in Vietnamese, ``20 Nov 2026`` in English.

    >>> format_date(date(2026, 11, 20), "vi"), format_date(date(2026, 11, 20), "en")
    ('20/11/2026', '20 Nov 2026')
    """
    if value is None:
        return _DASH
    if language == "vi":
        return f"{value:%d/%m/%Y}"
    return f"{value.day} {_MONTHS_EN[value.month - 1]} {value.year}"


def format_datetime(value: datetime | None, language: str) -> str:
    """Write an instant, in the zone it carries: ``20/11/2026 09:05``."""
    if value is None:
        return _DASH
    return f"{format_date(value.date(), language)} {value:%H:%M}"


def format_period(period: Period, language: str) -> str:
    """Write a period: ``tuần 47/2026``, ``tháng 11/2026``, ``quý 4/2026``; ``week 47, 2026``, ``Nov 2026``.

    >>> format_period(Period.containing(date(2026, 11, 20), "week"), "vi")
    'tuần 47/2026'
    """
    first = period.first
    if period.grain == "day":
        return format_date(first, language)
    if period.grain == "week":
        year, week, _ = first.isocalendar()
        return f"tuần {week}/{year}" if language == "vi" else f"week {week}, {year}"
    if period.grain == "month":
        return (
            f"tháng {first.month}/{first.year}" if language == "vi" else f"{_MONTHS_EN[first.month - 1]} {first.year}"
        )
    quarter = (first.month - 1) // 3 + 1
    return f"quý {quarter}/{first.year}" if language == "vi" else f"Q{quarter} {first.year}"
