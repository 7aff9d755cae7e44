"""The foot of a score trend: a bar and a number of answers under every period, lying where they fit, else standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from cx_core.charts.layers import View, kept_views
from cx_core.charts.periods import TrendPoint
from cx_core.charts.theme import Look
from cx_core.charts.words import count_text

#: Air between the ends of the axis and the first and last point.
PADDING = 26
INNER = f"(width - {2 * PADDING})"

_FONT = 11
#: A sign of the text of n is this wide; standing numbers need this much from one to the next.
_LETTER, _STANDING = 6.2, 9.5
_BAR_HEIGHT, _AIR = 32, 14
#: The shortest month is nine tenths of the mean one, so its neighbours stand that much closer.
_SHORTEST = 0.9


@dataclass(frozen=True)
class CountStrip:
    """Where the parts of the strip stand, as expressions of distances from the foot of the plot.

    Streamlit makes room for title and labels inside the height and the width, so that the reader's screen alone knows
    how wide a period is: numbers lie while they fit side by side, else stand upright, then in two rows; only in a
    series with more periods than the screen has room for is every k-th written, counted from the last one.
    """

    pitch: str
    lying_width: float

    @property
    def is_standing(self) -> str:
        """Whether the numbers stand upright."""
        return f"({self.pitch} < {self.lying_width})"

    @property
    def every(self) -> str:
        """Every how many-th period has its number written."""
        return f"max(1, ceil({_STANDING} / {self.pitch} / {self.rows}))"

    @property
    def rows(self) -> str:
        """In how many rows the numbers stand."""
        return f"({self.pitch} < {_STANDING} ? 2 : 1)"

    @property
    def bar_foot(self) -> str:
        """The foot of the bars, above the numbers."""
        return f"({self.is_standing} ? 5 + {self.lying_width} * {self.rows} : 18)"

    @property
    def text_top(self) -> str:
        """Where a standing number hangs, or the middle of a lying one."""
        row = f"floor(datum.behind / {self.every}) % {self.rows}"
        return f"({self.is_standing} ? {self.bar_foot} - 4 - {self.lying_width} * ({row}) : 8)"

    @property
    def bar_top(self) -> str:
        """The top of the longest bar."""
        return f"({self.bar_foot} + {_BAR_HEIGHT})"

    @property
    def plot_foot(self) -> str:
        """The foot of the values, above the bars."""
        return f"({self.bar_top} + {_AIR})"


def count_strip(points: Sequence[TrendPoint], language: str) -> CountStrip:
    """Return where the strip of a series stands.

    >>> from datetime import date
    >>> from cx_core.model.measure import Measure
    >>> from cx_core.model.period import periods_between
    >>> months = periods_between(date(2026, 1, 1), date(2026, 3, 31), "month")
    >>> count_strip([TrendPoint(month, Measure("nps", 30, n=120)) for month in months], "en").pitch
    '(0.9 * (width - 52) / 2)'
    """
    signs = max(len(count_text(point.measure.n, language)) for point in points)
    return CountStrip(f"({_SHORTEST} * {INNER} / {max(1, len(points) - 1)})", round(_LETTER * signs + 4, 1))


@kept_views
def count_layers(n_points: int, look: Look, strip: CountStrip) -> list[alt.Chart]:
    """Return the layers of the bars and of the numbers, out of rows with ``part``, ``n_text`` and ``behind``."""
    colours = look.colours
    thickness = alt.ExprRef(f"max(2, min(22, 0.6 * {INNER} / {n_points}))")
    scale = alt.Scale(domain=[0, 1], range=[alt.ExprRef(f"height - {end}") for end in (strip.bar_foot, strip.bar_top)])
    bars = View().mark_rule(color=colours.faint, strokeWidth=thickness, aria=False)
    texts = View().mark_text(
        color=colours.muted,
        fontSize=_FONT,
        baseline="middle",
        # A standing number hangs from the foot of its bar.
        angle=alt.ExprRef(f"{strip.is_standing} ? 270 : 0"),
        align=alt.ExprRef(f"{strip.is_standing} ? 'right' : 'center'"),
        opacity=alt.ExprRef(f"datum.behind % {strip.every} == 0 ? 1 : 0"),
        aria=False,
    )
    return [
        bars.encode(y=alt.Y("part:Q", scale=scale, axis=None), y2=alt.Y2Datum(0)),
        texts.encode(y={"value": {"expr": f"height - {strip.text_top}"}}, text="n_text:N"),
    ]
