"""The look of every chart: colours that colour-blind eyes tell apart, both themes, numbers and dates of a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Colours:
    """The colours of one theme. Good and bad are blue and orange, never green and red, and never stand alone:
    a label or a place says the same.

    ``ink`` and ``muted`` are for text, ``faint`` for grids and the bars of n, ``small`` for marks with few answers,
    ``surface`` fills hollow marks.
    """

    ink: str
    muted: str
    faint: str
    surface: str
    series: str
    second: str
    good: str
    middle: str
    bad: str
    small: str
    better: tuple[str, str, str]
    worse: tuple[str, str, str]
    neutral: str


_LIGHT = Colours(
    ink="#1d2b2f",
    muted="#56666b",
    faint="#c9d5d3",
    surface="#fbfcfc",
    series="#0068a3",
    second="#a8487f",
    good="#0068a3",
    middle="#82908f",
    bad="#c24e00",
    small="#82908f",
    better=("#cfe3f1", "#86b9da", "#2f7fb3"),
    worse=("#fbe0cc", "#f2b184", "#cf6420"),
    neutral="#eef1f1",
)
_DARK = Colours(
    ink="#e8efed",
    muted="#a3b3b0",
    faint="#3b4b49",
    surface="#0f1716",
    series="#5ab5ea",
    second="#e08cbd",
    good="#5ab5ea",
    middle="#84928f",
    bad="#f28b45",
    small="#84928f",
    better=("#173347", "#1f587e", "#3f93c7"),
    worse=("#40291a", "#7d4519", "#c9712f"),
    neutral="#1f2b2a",
)
_COLOURS: dict[Theme, Colours] = {"light": _LIGHT, "dark": _DARK}


@dataclass(frozen=True)
class Look:
    """In which language and theme a chart is drawn.

    >>> Look("vi", "dark").colours.surface
    '#0f1716'
    """

    language: str = "vi"
    theme: Theme = "light"

    @property
    def colours(self) -> Colours:
        """The colours of the theme."""
        return _COLOURS[self.theme]


_NUMBERS: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"], "minus": "−"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""], "minus": "−"},
}
_TIMES: dict[str, dict[str, Any]] = {
    "vi": {
        "dateTime": "%H:%M %d/%m/%Y",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["SA", "CH"],
        "days": ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
        "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
        "months": [f"tháng {month}" for month in range(1, 13)],
        "shortMonths": [f"th {month}" for month in range(1, 13)],
    },
    "en": {
        "dateTime": "%d %b %Y %H:%M",
        "date": "%d %b %Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        "shortDays": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        "months": [
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ],
        "shortMonths": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
}  # fmt: skip


def config(look: Look) -> dict[str, Any]:
    """Return the Vega-Lite configuration: transparent ground, quiet axes, the language's numbers and dates."""
    colours = look.colours
    return {
        "background": "transparent",
        "locale": {"number": _NUMBERS[look.language], "time": _TIMES[look.language]},
        "view": {"stroke": None},
        "axis": {
            "labelColor": colours.muted,
            "titleColor": colours.muted,
            "gridColor": colours.faint,
            "gridOpacity": 0.6,
            "domain": False,
            "ticks": False,
            "labelPadding": 8,
            # Flush labels would stand beside the place they name.
            "labelFlush": False,
            # Vega's own description of an axis is English; the chart's text alternative says it all.
            "aria": False,
        },
        "title": {
            "color": colours.ink,
            "fontSize": 16,
            "fontWeight": 600,
            "subtitleColor": colours.muted,
            "subtitleFontSize": 13,
            "subtitlePadding": 6,
            "anchor": "start",
            "frame": "bounds",
            "offset": 14,
        },
        "text": {"color": colours.ink, "fontSize": 12},
        "legend": {"labelColor": colours.muted, "titleColor": colours.muted},
    }


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
