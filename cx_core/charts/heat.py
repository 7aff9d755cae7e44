"""A metric by two dimensions at once, stage or touchpoint against channel: where it stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from cx_core.charts.axis import tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.layers import Drawing, View, document, encoding, kept_views, layer
from cx_core.charts.theme import Look, contrast
from cx_core.charts.words import (
    capital,
    count_text,
    interval_text,
    is_drawn,
    measure_sentence,
    metric_name,
    one_line,
    sentences,
    standing,
    unique_labels,
    value_cells,
    value_columns,
    value_text,
)
from cx_core.i18n import translate
from cx_core.i18n.measures import format_value
from cx_core.metrics import metric as metric_of
from cx_core.metrics.registry import Unit
from cx_core.model.measure import MIN_N_TESTED, Measure
from cx_core.model.table import Column

#: Three marks a cell: at most this many cells are drawn, whole rows and columns; the table holds all.
MAX_ROWS, MAX_COLUMNS = 40, 14
#: More columns than this leave a phone no room for numbers.
_MANY_COLUMNS = 6
#: Whether columns are too narrow for a number, as Vega says it.
_NARROW = "bandwidth('x') < 26"

_ROW = 44
#: The distance from the overall value at which a colour is full, so that small differences stay pale.
_FULL: dict[Unit, float] = {"points": 40.0, "share": 0.2, "score": 0.25}


@dataclass(frozen=True)
class Side:
    """One row or column: its id and its label."""

    id: str
    label: str


@dataclass(frozen=True)
class HeatCell:
    """The measure where a row and a column meet, by their ids."""

    row: str
    column: str
    measure: Measure


def heat(
    cells: Sequence[HeatCell],
    *,
    rows: Sequence[Side],
    columns: Sequence[Side],
    metric: str,
    names: tuple[str, str],
    look: Look,
    overall: Measure,
    context: str = "",
) -> Chart:
    """Draw a table of coloured cells in the given order of rows and columns.

    Blue is better than ``overall``, orange worse, and the value stands in each cell with its n. Under 30 answers a cell
    is not coloured, under 10 it says only that. ``names`` are the names of the two dimensions as shown. A click gives
    ``{"pick": [{"row": id, "column": id}]}``.
    """
    language = look.language
    title = translate(
        "charts.heat.title",
        language,
        metric=metric_name(metric, language, overall.scale),
        rows=names[0],
        columns=names[1],
    )
    n = sum(cell.measure.n for cell in cells)
    shown_rows, shown_columns = rows[:MAX_ROWS], columns[:MAX_COLUMNS]
    if not any(is_drawn(cell.measure) for cell in cells) or overall.value is None:
        key = "charts.reason.all_hidden" if n else "reason.no_answers"
        return Chart(title, n, reason=translate(key, language))
    said = _alt(title, cells, rows, columns, overall, language)
    drawing = _draw(cells, shown_rows, shown_columns, names, look, overall)
    labels = {**{f"r{side.id}": side.label for side in rows}, **{f"c{side.id}": side.label for side in columns}}
    return Chart(
        title=title,
        n=n,
        spec=finish(drawing, look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(Column(capital(names[0])), Column(capital(names[1])), *value_columns(metric, language)),
        table=tuple(
            (
                labels.get(f"r{cell.row}", cell.row),
                labels.get(f"c{cell.column}", cell.column),
                *value_cells(cell.measure, standing(cell.measure, language)),
            )
            for cell in cells
        ),
        note=_how_to_read(
            overall, len(rows) - len(shown_rows), len(columns) - len(shown_columns), len(shown_columns), language
        ),
        picks=("pick",),
    )


def _draw(
    cells: Sequence[HeatCell],
    rows: Sequence[Side],
    columns: Sequence[Side],
    names: tuple[str, str],
    look: Look,
    overall: Measure,
) -> dict[str, Any]:
    row_labels = dict(zip([one.id for one in rows], unique_labels([one.label for one in rows]), strict=True))
    column_labels = dict(zip([one.id for one in columns], unique_labels([one.label for one in columns]), strict=True))
    values = [
        {
            "row": cell.row,
            "column": cell.column,
            "row_label": row_labels[cell.row],
            "column_label": column_labels[cell.column],
            **_cell(cell.measure, overall, look),
        }
        for cell in cells
        if cell.row in row_labels and cell.column in column_labels and cell.measure.n
    ]
    places = _places(tuple(row_labels.values()), tuple(column_labels.values()))
    drawing = layer(*_layers(names, look), shared=places)
    return document(drawing, height=_ROW * len(rows) + 150, data="cells", cells=values)


@lru_cache(maxsize=64)
def _places(row_labels: tuple[str, ...], column_labels: tuple[str, ...]) -> Drawing:
    """Return where rows and columns stand."""
    # Names stand upright over columns as narrow as on a phone.
    angle: Any = 0 if len(column_labels) <= 4 else alt.ExprRef(f"{_NARROW} ? -90 : -38")
    upright = _upright(len(column_labels))
    x = alt.X(
        "column_label:N",
        sort=list(column_labels),
        title=None,
        axis=alt.Axis(orient="top", labelAngle=angle, labelOverlap=False, labelLimit=110, **upright),
        scale=alt.Scale(domain=list(column_labels)),
    )
    y = alt.Y(
        "row_label:N",
        sort=list(row_labels),
        title=None,
        axis=alt.Axis(labelLimit=120),
        scale=alt.Scale(domain=list(row_labels)),
    )
    return encoding(x=x, y=y)


def _upright(n_columns: int) -> dict[str, Any]:
    return {} if n_columns <= 4 else {"labelAlign": "left", "labelBaseline": "middle"}


@kept_views
def _layers(names: tuple[str, str], look: Look) -> list[alt.Chart]:
    language, colours = look.language, look.colours
    pick = alt.selection_point(name="pick", fields=["row", "column"], toggle=False)
    edge = alt.when(pick, empty=False).then(alt.value(3)).otherwise(alt.value(0))
    fields = [
        ("row_label", capital(names[0])),
        ("column_label", capital(names[1])),
        ("value_text", translate("charts.column.value", language)),
        ("range_text", translate("charts.column.interval", language)),
        ("n_text", translate("charts.column.n", language)),
        ("note", translate("charts.column.standing", language)),
    ]
    base = View()
    cell: dict[str, Any] = {"cornerRadius": 5, "width": {"band": 0.96}, "height": {"band": 0.93}}
    ink = alt.Color("ink:N", scale=None)
    # Numbers wider than their cell would run into each other; the colour, the tooltip and the table stay.
    room = alt.ExprRef(f"{_NARROW} ? 0 : 1")
    return [
        base.mark_rect(aria=False, **cell).encode(color=alt.Color("paint:N", scale=None)),
        base.mark_text(dy=-6, fontSize=13, fontWeight=600, aria=False, opacity=room).encode(
            text="value_text:N", color=ink
        ),
        base.mark_text(dy=10, fontSize=10, aria=False, opacity=room).encode(text="n_text:N", color=ink),
        # On top and unseen, since a text above it would take the pointer.
        base.mark_rect(fillOpacity=0, stroke=colours.ink, **cell)
        .encode(strokeWidth=edge, tooltip=tooltip(fields), description=alt.Description("row_label:N"))
        .add_params(pick),
    ]


def _cell(measure: Measure, overall: Measure, look: Look) -> dict[str, Any]:
    language, colours = look.language, look.colours
    step = _step(measure, overall)
    paint = colours.neutral
    if step > 0:
        paint = colours.better[step - 1]
    elif step < 0:
        paint = colours.worse[-step - 1]
    return {
        "paint": paint,
        "ink": colours.muted if measure.n < MIN_N_TESTED else _ink_on(paint, colours.ink),
        "value_text": value_text(measure, language) if is_drawn(measure) else "·",
        "range_text": interval_text(measure, language),
        "n_text": count_text(measure.n, language),
        "note": standing(measure, language),
    }


def _step(measure: Measure, overall: Measure) -> int:
    """Return how far a cell is better (up to 3) or worse (down to -3) than overall; 0 for few answers or near it."""
    if measure.n < MIN_N_TESTED or measure.value is None or overall.value is None or measure.scale != overall.scale:
        return 0
    metric, scale = metric_of(measure.metric), measure.scale
    length = scale.maximum - scale.minimum if metric.unit == "score" and scale else 1
    distance = (measure.value - overall.value) / (_FULL[metric.unit] * length)
    if not metric.higher_is_better(scale):
        distance = -distance
    size = min(3, int(abs(distance) * 3.5))
    return size if distance > 0 else -size


def _ink_on(paint: str, ink: str) -> str:
    """Return the ink that is read best on a colour: the theme's own, white or near-black."""
    return max((ink, "#ffffff", "#10181a"), key=lambda one: contrast(one, paint))


def _how_to_read(overall: Measure, rows_left: int, columns_left: int, n_columns: int, language: str) -> str:
    value = format_value(overall.metric, overall.value, language)
    parts = [translate("charts.heat.note", language, value=value)]
    if n_columns > _MANY_COLUMNS:
        parts.append(translate("charts.heat.note_narrow", language))
    if rows_left > 0 or columns_left > 0:
        parts.append(translate("charts.heat.note_clipped", language))
    return sentences(parts)


def _alt(
    title: str,
    cells: Sequence[HeatCell],
    rows: Sequence[Side],
    columns: Sequence[Side],
    overall: Measure,
    language: str,
) -> str:
    parts = [translate("charts.heat.alt", language, title=title, rows=len(rows), columns=len(columns))]
    parts.append(measure_sentence(overall, translate("charts.breakdown.overall", language), language))
    labels = {**{f"r{side.id}": side.label for side in rows}, **{f"c{side.id}": side.label for side in columns}}
    tested = [cell for cell in cells if cell.measure.value is not None and cell.measure.n >= MIN_N_TESTED]
    ordered = sorted(tested, key=lambda cell: cell.measure.value or 0.0)
    for cell in dict.fromkeys((ordered[0], ordered[-1])) if ordered else ():
        name = f"{one_line(labels.get(f'r{cell.row}', ''))} × {one_line(labels.get(f'c{cell.column}', ''))}"
        parts.append(measure_sentence(cell.measure, name, language))
    return sentences(parts)
