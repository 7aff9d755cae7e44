"""Buttons that give a table away as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from components.texts import in_this_language, t
from cx_core.model.folding import fold
from cx_core.model.table import Column, Row
from cx_core.reports import CSV_TYPE, XLSX_TYPE, table_csv, table_xlsx


def table_downloads(
    columns: Sequence[Column], rows: Sequence[Row] | Callable[[], Sequence[Row]], *, name: str, key: str
) -> None:
    """Draw two buttons, Excel and CSV; the file is written when one of them is pressed, numbers not rounded.

    ``rows`` that are costly come as a call, which is made then.
    """
    stem = file_stem(name)

    def wanted() -> Sequence[Row]:
        return rows() if callable(rows) else rows

    with st.container(horizontal=True):
        st.download_button(
            t("ui.chart.xlsx"),
            in_this_language(lambda: table_xlsx(columns, wanted(), sheet=name)),
            file_name=f"{stem}.xlsx",
            mime=XLSX_TYPE,
            key=f"{key}_xlsx",
            help=t("ui.chart.xlsx_help"),
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            t("ui.chart.csv"),
            in_this_language(lambda: table_csv(columns, wanted())),
            file_name=f"{stem}.csv",
            mime=CSV_TYPE,
            key=f"{key}_csv",
            help=t("ui.chart.csv_help"),
            icon=":material/download:",
            on_click="ignore",
        )


def file_stem(name: str) -> str:
    """Return a file name that every system takes.

    >>> file_stem("Mức hài lòng (CSAT) theo tháng")
    'muc-hai-long-csat-theo-thang'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60] or "mach"


def frame_downloads(frame: pd.DataFrame, *, name: str, key: str) -> None:
    """Draw the two buttons for a table of texts, titled as it is shown."""
    rows = [tuple(row) for row in frame.itertuples(index=False)]
    table_downloads([Column(str(title)) for title in frame.columns], rows, name=name, key=key)
