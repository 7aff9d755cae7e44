"""Where a place and a theme meet: the share of complaints as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cx_core.charts.axis import tooltip
from cx_core.charts.chart import Chart, finish
from cx_core.charts.heat import Side
from cx_core.charts.layers import View, document, encoding, layer
from cx_core.charts.theme import Look, contrast
from cx_core.charts.words import count_text, sentences, unique_labels
from cx_core.i18n import format_share, translate
from cx_core.model.measure import MIN_N_SHOWN
from cx_core.model.table import Column

#: The most that is drawn; the most spoken of.
MAX_ROWS, MAX_COLUMNS = 30, 12
#: In a cell narrower than this, as on a phone, the share stands upright like the names above; the number of comments is
#: left to the tooltip and the table.
_LEAST_CELL = 34
_CELL = 44


@dataclass(frozen=True)
class ThemeCount:
    """Where a row and a theme meet: comments, and complaints among them."""

    row: str
    theme: str
    n: int
    n_negative: int


def theme_heat(
    cells: Sequence[ThemeCount], *, rows: Sequence[Side], themes: Sequence[Side], look: Look, n: int, context: str = ""
) -> Chart:
    """Draw the share of complaints where a place and a theme meet; under ten comments a cell says only its number.

    ``n`` counts the comments read. A click gives ``{"pick": [{"row": id, "theme": key}]}``.
    """
    language = look.language
    title = translate("themes_page.chart.heat", language)
    shown_rows, shown = rows[:MAX_ROWS], themes[:MAX_COLUMNS]
    row_names = dict(zip([one.id for one in shown_rows], unique_labels([one.label for one in shown_rows]), strict=True))
    names = dict(zip([one.id for one in shown], unique_labels([one.label for one in shown]), strict=True))
    drawn = [cell for cell in cells if cell.row in row_names and cell.theme in names and cell.n]
    if not drawn:
        return Chart(title, n, reason=translate("themes_page.chart.nothing", language))
    worst = sorted(drawn, key=lambda cell: -cell.n_negative)[:5]
    said = sentences(
        [title + "."]
        + [
            translate(
                "themes_page.chart.alt_cell", language,
                row=row_names[one.row], theme=names[one.theme], n=one.n, negative=one.n_negative,
            )
            for one in worst
        ]
    )  # fmt: skip
    columns = [translate(f"themes_page.column.{name}", language) for name in ("place", "theme", "n", "negative")]
    return Chart(
        title=title,
        n=n,
        spec=finish(_draw_heat(drawn, row_names, names, look), look, title=title, n=n, context=context, alt=said),
        alt=said,
        columns=(Column(columns[0]), Column(columns[1]), Column(columns[2], "whole"), Column(columns[3], "whole")),
        table=tuple((row_names[one.row], names[one.theme], one.n, one.n_negative) for one in drawn),
        note=translate("themes_page.chart.heat_note", language),
        picks=("pick",),
    )


def _draw_heat(cells: Sequence[ThemeCount], rows: dict[str, str], themes: dict[str, str], look: Look) -> dict[str, Any]:
    values = [
        {
            "row": cell.row, "theme": cell.theme, "row_label": rows[cell.row], "theme_label": themes[cell.theme],
            **_cell(cell, look),
        }
        for cell in cells
    ]  # fmt: skip
    used = {cell.theme for cell in cells}
    order = [label for key, label in themes.items() if key in used]
    lines = [label for key, label in rows.items() if any(cell.row == key for cell in cells)]
    narrow = f"width < {_LEAST_CELL * len(order)}"
    angle = alt.ExprRef(f"{narrow} ? -90 : -38")
    axis = alt.Axis(orient="top", labelAngle=angle, labelOverlap=False, labelLimit=120)
    x = alt.X("theme_label:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order))
    y = alt.Y("row_label:N", sort=lines, title=None, axis=alt.Axis(labelLimit=130), scale=alt.Scale(domain=lines))
    pick = alt.selection_point(name="pick", fields=["row", "theme"], toggle=False)
    edge = alt.when(pick, empty=False).then(alt.value(3)).otherwise(alt.value(0))
    shape: dict[str, Any] = {"cornerRadius": 5, "width": {"band": 0.95}, "height": {"band": 0.92}}
    ink = alt.Color("ink:N", scale=None)
    fields = [
        ("row_label", translate("themes_page.column.place", look.language)),
        ("theme_label", translate("themes_page.column.theme", look.language)),
        ("share_text", translate("themes_page.column.share_negative", look.language)),
        ("n_text", translate("themes_page.column.n", look.language)),
    ]
    base = View()
    seen = alt.ExprRef(f"{narrow} ? 0 : 1")
    upright, middle = alt.ExprRef(f"{narrow} ? -90 : 0"), alt.ExprRef(f"{narrow} ? 0 : -6")
    parts = [
        base.mark_rect(aria=False, **shape).encode(color=alt.Color("paint:N", scale=None)),
        base.mark_text(angle=upright, dy=middle, fontSize=12, fontWeight=600, aria=False).encode(
            text="share_text:N", color=ink
        ),
        base.mark_text(dy=9, fontSize=10, aria=False, opacity=seen).encode(text="n_text:N", color=ink),
        base.mark_rect(fillOpacity=0, stroke=look.colours.ink, **shape)
        .encode(strokeWidth=edge, tooltip=tooltip(fields), description=alt.Description("theme_label:N"))
        .add_params(pick),
    ]
    drawing = layer(*parts, shared=encoding(x=x, y=y))
    return document(drawing, height=_CELL * len(lines) + 160, data="cells", cells=values)


def _cell(cell: ThemeCount, look: Look) -> dict[str, Any]:
    colours, share = look.colours, cell.n_negative / cell.n
    paint = colours.neutral
    if cell.n >= MIN_N_SHOWN and share >= 0.2:
        paint = colours.worse[min(2, int((share - 0.2) / 0.2))]
    ink = max((colours.ink, "#ffffff", "#10181a"), key=lambda one: contrast(one, paint))
    return {
        "paint": paint,
        "ink": ink if cell.n >= MIN_N_SHOWN else colours.muted,
        "share_text": format_share(share, look.language) if cell.n >= MIN_N_SHOWN else "·",
        "n_text": count_text(cell.n, look.language),
    }
