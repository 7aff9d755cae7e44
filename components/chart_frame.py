"""A chart or a table in its frame: the drawing, how to read it, the numbers behind it, and the files to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.chart_files import picture_buttons
from components.downloads import file_stem, table_downloads
from components.plain import plain
from components.rows_behind import Answers, Orders, rows_downloads, shown_answers
from components.texts import language, t
from cx_core.charts.chart import Chart
from cx_core.i18n.measures import format_cell
from cx_core.model.table import Column, Row

#: A page of a table on screen; the files hold every row.
MAX_ROWS = 200


def chart_frame(
    chart: Chart, key: str, *, selectable: bool = False, behind: Answers | Orders | None = None
) -> dict[str, Any] | None:
    """Draw a chart with its note, its table and its downloads; where nothing can be drawn, say why.

    With ``selectable`` a click reruns the page; the result is what was clicked (``{"period": "2026-11"}``), None
    while nothing is. ``behind`` are the rows that the chart counts, by default the answers the page said.
    """
    picked = None
    with st.container(border=True, key=_frame(key)):
        if chart.reason:
            st.markdown(f"**{plain(chart.title)}**")
            st.caption(chart.reason)
        else:
            picked = _draw(chart, key, selectable)
            if chart.note:
                st.caption(plain(chart.note))
        if chart.table:
            _draw_table(chart, key)
            _draw_files(chart, key, behind or shown_answers())
    return picked


def _frame(key: str) -> str:
    """Return the key of a chart's container, also the name of its CSS class."""
    return f"frame_{file_stem(key)}"


def _draw_files(chart: Chart, key: str, behind: Answers | Orders | None) -> None:
    """Draw the files to take away once they are asked for: pictures, the table, the answers behind."""
    box = st.popover(
        t("ui.chart.download"),
        icon=":material/download:",
        type="tertiary",
        key=f"{key}_files",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        if not chart.reason:
            st.markdown(f"**{t('ui.chart.as_picture')}**")
            picture_buttons(_frame(key), name=file_stem(chart.title), key=f"{file_stem(key)}_pictures")
        st.markdown(f"**{t('ui.chart.as_table')}**")
        table_downloads(chart.columns, chart.table, name=chart.title, key=f"{key}_files")
        if behind is not None:
            st.markdown(f"**{t('ui.chart.as_rows')}**")
            rows_downloads(behind, key=f"{key}_behind")


def _draw_table(chart: Chart, key: str) -> None:
    """Draw the table behind a chart once it is asked for: the tables of a page cost as much as its charts."""
    box = st.expander(
        t("ui.chart.table"),
        # Where nothing can be drawn, the numbers are what there is to see.
        expanded=bool(chart.reason),
        icon=":material/table_rows:",
        type="compact",
        key=f"{key}_table",
        on_change="rerun",
    )
    if box.open:
        with box:
            _table(chart.columns, chart.table, key=key, name=chart.title)


def table_frame(title: str, columns: Sequence[Column], rows: Sequence[Row], *, key: str) -> None:
    """Draw a table with its downloads. ``title`` names the files."""
    with st.container(border=True):
        _table(columns, rows, key=key, name=title)


def _draw(chart: Chart, key: str, selectable: bool) -> dict[str, Any] | None:
    if not (selectable and chart.picks):
        st.vega_lite_chart(chart.packed, key=key)
        return None
    # The text alternative is the specification's own description; Streamlit's alt would only repeat it.
    state = st.vega_lite_chart(chart.packed, key=key, on_select="rerun", selection_mode=list(chart.picks))
    selection: Any = state.get("selection", {})
    picked = selection.get(chart.picks[0]) or []
    return dict(picked[0]) if picked else None


def _table(columns: Sequence[Column], rows: Sequence[Row], *, key: str, name: str) -> None:
    shown = rows[:MAX_ROWS]
    # Columns go by number, so that no title out of a file becomes the name of a column.
    spoken = language()
    cells = {
        f"c{index}": [format_cell(column, row[index], spoken) for row in shown] for index, column in enumerate(columns)
    }
    titles = {
        f"c{index}": st.column_config.TextColumn(
            column.title, alignment="left" if column.kind in ("text", "date") else "right"
        )
        for index, column in enumerate(columns)
    }
    st.dataframe(cells, column_config=titles, hide_index=True, key=f"{key}_cells", alt=name)
    if len(rows) > len(shown):
        st.caption(t("ui.chart.rows_limited", n=len(shown), all=len(rows)))
    table_downloads(columns, rows, name=name, key=key)
