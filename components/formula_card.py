"""The formula card of the number on show: what it is, where it comes from, how to rebuild it, the rows behind it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from components.cached import kept, workspace
from components.on_demand import on_demand
from components.plain import plain
from components.rows_behind import Answers, answers_downloads
from components.texts import language, t
from components.trend_parts import View
from cx_core.i18n.numbers import format_datetime
from cx_core.model.filters import Filters


def formula_card(view: View) -> None:
    """Draw the card as a popover."""

    def draw() -> None:
        metric = f"metric.{view.metric}"
        st.markdown(f"**{t(f'{metric}.name')}**")
        for name in ("definition", "denominator"):
            st.markdown(f"*{t(f'formula.{name}')}:* {t(f'{metric}.{name}')}")
        st.markdown(t(f"{metric}.exclusions"))
        _draw_sources(view.metric, view.filters)
        st.markdown(f"*{t('formula.excel')}:*")
        st.code(t(f"formula.how.{view.metric}"), language=None, wrap_lines=True)
        st.markdown(f"*{t('formula.rows')}*")
        answers_downloads(Answers(view.metric, (view.filters,)), key="formula_rows")

    on_demand(t("formula.title"), draw, icon=":material/function:", type="tertiary", key="formula")


def derived_card(name: str, metric: str, filters: Filters) -> None:
    """Draw the card of a number that is made of a metric: the consistency of channels, the gap to what is expected.

    ``name`` finds its texts under ``formula.derived``; ``filters`` choose the answers that it is made of.
    """
    texts = f"formula.derived.{name}"

    def draw() -> None:
        st.markdown(f"**{t(f'{texts}.name')}**")
        for part in ("definition", "denominator"):
            st.markdown(f"*{t(f'formula.{part}')}:* {t(f'{texts}.{part}')}")
        st.markdown(t(f"{texts}.exclusions"))
        _draw_sources(metric, filters)
        st.markdown(f"*{t('formula.excel')}:*")
        st.code(t(f"{texts}.excel"), language=None, wrap_lines=True)
        st.markdown(f"*{t('formula.rows')}*")
        answers_downloads(Answers(metric, (filters,)), key=f"formula_{name}_rows")

    on_demand(t("formula.title"), draw, icon=":material/function:", type="tertiary", key=f"formula_{name}")


def _draw_sources(metric: str, filters: Filters) -> None:
    found = kept(workspace().behind.provenance, metric, filters)
    lines = [plain(t("formula.source", name=name, n=n)) for name, n in found.sources]
    st.markdown(f"*{t('formula.sources')}:* " + "; ".join(lines or ["–"]))
    now = format_datetime(workspace().now().astimezone(ZoneInfo(workspace().timezone)), language())
    if found.first_on and found.last_on:
        st.caption(t("formula.as_of", first=found.first_on, last=found.last_on, now=now))
    else:
        st.caption(t("formula.undated", now=now))
