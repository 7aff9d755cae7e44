"""What a click on the cohort grid opens: who came back in that month, and what the cohort said in it."""

from __future__ import annotations

import streamlit as st

from components.cached import kept, workspace
from components.chart_frame import table_frame
from components.customer_timeline import draw_event
from components.texts import language, t
from cx_core.i18n import format_period
from cx_core.model.table import Column


def draw_cohort(cohort: str, since: int) -> None:
    """Draw the cell of a cohort (``2026-01``) so many months after its first order."""
    cell = kept(workspace().customers.cohort_cell, cohort, since)
    if cell is None:
        return
    month = format_period(cell.month, language())
    with st.container(border=True, key="cohort_cell"):
        heading = t(
            "customers.cohort.heading",
            cohort=format_period(cell.cohort, language()),
            since=since,
            month=month,
            n=len(cell.buyers),
            size=cell.size,
        )
        st.markdown(f"**{heading}**")
        left, right = st.columns(2)
        with left:
            if cell.buyers:
                columns = (
                    Column(t("customers.column.customer")),
                    Column(t("customers.cohort.orders"), "whole"),
                    Column(t("customers.cohort.revenue"), "whole"),
                )
                rows = tuple((one.pseudonym, one.n_orders, one.revenue) for one in cell.buyers)
                table_frame(f"{t('customers.cohort.buyers')} {cohort} {since}", columns, rows, key="cohort_buyers")
            else:
                st.caption(t("customers.cohort.nobody", month=month))
        with right:
            st.markdown(f"**{t('customers.cohort.said', month=month)}**")
            if not cell.said:
                st.caption(t("customers.cohort.said_none", month=month))
            for event in cell.said:
                with st.container(border=True, gap="xsmall"):
                    draw_event(event)
