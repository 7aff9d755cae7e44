"""What charts of one row a group share: the row that takes the pointer, the axis of values, the line of all answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cx_core.charts.axis import PLAIN_ZERO, tooltip, value_format
from cx_core.charts.layers import View
from cx_core.charts.theme import Look
from cx_core.i18n.measures import unit_of

#: How strongly a row lights up once it is picked, and under the pointer.
_PICKED, _UNDER_POINTER = 0.18, 0.08


def hit_layer(look: Look, fields: Sequence[tuple[str, str]], data: alt.Data | None = None) -> alt.Chart:
    """Draw an unseen row over each group: it takes the pointer, lights up, and tells ``fields`` of what is behind it.

    ``fields`` pairs a column with its title; the rows have ``group`` and ``name``. ``data`` are the rows where they are
    not those of the chart.
    """
    pick = alt.selection_point(name="pick", fields=["group"], toggle=False)
    hover = alt.selection_point(name="hover", fields=["group"], on="pointerover", clear="pointerout")
    lit = alt.when(pick, empty=False).then(alt.value(_PICKED)).when(hover, empty=False)
    return (
        (View() if data is None else View(data))
        .mark_bar(color=look.colours.muted, height={"band": 1}, cornerRadius=4)
        .encode(
            x=alt.value(0),
            x2=alt.value("width"),
            opacity=lit.then(alt.value(_UNDER_POINTER)).otherwise(alt.value(0)),
            tooltip=tooltip(list(fields)),
            description=alt.Description("name:N"),
        )
        .add_params(pick, hover)
    )


def value_axis(metric: str) -> alt.Axis:
    """Return the axis of a metric's values."""
    return alt.Axis(
        title=None, format=value_format(unit_of(metric)), tickCount=4, labelExpr=PLAIN_ZERO, labelOverlap="greedy"
    )


def overall_rule(look: Look, data: Any, x: alt.X) -> alt.Chart:
    """Draw the dashed line of all answers through every row, at ``x``."""
    rule = View(data).mark_rule(strokeDash=[4, 4], color=look.colours.ink, opacity=0.6, aria=False)
    return rule.encode(x=x, y=alt.value(0), y2=alt.value("height"))
