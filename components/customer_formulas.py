"""The formula card of the numbers about customers: what each is, what is left out, its files, how to rebuild it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from components.cached import kept, workspace
from components.on_demand import on_demand
from components.plain import plain
from components.rows_behind import orders_downloads
from components.texts import language, t
from cx_core.i18n.numbers import format_datetime
from cx_core.workspace.customers import CustomerValue

#: The numbers in the order of the page; their texts are ``customers.formula.<name>.*``.
FORMULAS = (
    "retention", "churn", "repeat", "historic", "simple", "risk", "cohorts", "rfm", "outcomes", "forecast",
)  # fmt: skip
_PARTS = ("definition", "denominator")


def customer_formulas(found: CustomerValue) -> None:
    """Draw the card as a popover: one number at a time, the files behind all of them, the orders to download."""

    def draw() -> None:
        name = st.selectbox(
            t("customers.formula.which"),
            FORMULAS,
            format_func=lambda one: t(f"customers.formula.{one}.name"),
            key="customer_formula",
        )
        texts = f"customers.formula.{name}"
        values = {"window": found.model.window, "double": 2 * found.model.window}
        for part in _PARTS:
            st.markdown(f"*{t(f'formula.{part}')}:* {t(f'{texts}.{part}', **values)}")
        st.markdown(t(f"{texts}.exclusions", **values))
        _draw_sources(found)
        st.markdown(f"*{t('formula.excel')}:*")
        st.code(t(f"{texts}.excel", **values), language=None, wrap_lines=True)
        orders_downloads(key="orders_behind")

    on_demand(t("formula.title"), draw, icon=":material/function:", key="customer_formulas")


def _draw_sources(found: CustomerValue) -> None:
    sources = kept(workspace().customers.sources)
    lines = [plain(t("customers.formula.source", name=one.source, n=one.n)) for one in sources]
    st.markdown(f"*{t('formula.sources')}:* " + "; ".join(lines or ["–"]))
    first = min((one.first_on for one in sources if one.first_on), default=None)
    now = format_datetime(workspace().now().astimezone(ZoneInfo(workspace().timezone)), language())
    if first is not None:
        st.caption(t("formula.as_of", first=first, last=found.through, now=now))
