"""Two first-class languages: texts from ``locales/<language>/*.toml``, numbers and dates in each one's form."""

from cx_core.i18n.catalogue import LANGUAGES, catalogue, language_of, say, translate
from cx_core.i18n.numbers import (
    format_date,
    format_datetime,
    format_number,
    format_period,
    format_points,
    format_share,
)

__all__ = [
    "LANGUAGES",
    "catalogue",
    "format_date",
    "format_datetime",
    "format_number",
    "format_period",
    "format_points",
    "format_share",
    "language_of",
    "say",
    "translate",
]
