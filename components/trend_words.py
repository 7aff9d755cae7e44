"""The words behind the numbers of the trends page: of everything shown, or of a clicked period or group."""

from __future__ import annotations

import streamlit as st

from components import state
from components.cached import kept, kept_words, workspace
from components.plain import plain
from components.texts import language, t
from components.trend_parts import SCORE, Picked, View
from components.verbatim_list import verbatim_list
from cx_core.findings.explained import THEME
from cx_core.i18n import format_period
from cx_core.model.filters import MISSING
from cx_core.model.imports import Verbatim
from cx_core.model.period import Period

_PAGE = 12


def draw_words(view: View, period: Period | None, *clicked: Picked | None) -> None:
    """Draw the newest comments that gave the metric's score: of all, or of the period and groups that were clicked."""
    picked = tuple(one for one in clicked if one is not None)
    what = " · ".join([*([format_period(period, language())] if period else []), *(one.label for one in picked)])
    with st.container(border=True):
        st.markdown(f"**{t('trends.words_of', what=plain(what)) if what else t('trends.words')}**")
        st.caption(t("trends.words_newest") if what else t("trends.words_hint"))
        shown = _shown((view, period, picked))
        found = _found(view, period, picked, shown + 1)
        verbatim_list(found[:shown])
        if len(found) > shown and st.button(t("trends.words_more"), key="words_more", width="stretch"):
            state.write(state.WORDS_SHOWN, ((view, period, picked), shown + _PAGE))
            st.rerun()


def _found(view: View, period: Period | None, picked: tuple[Picked, ...], limit: int) -> tuple[Verbatim, ...]:
    filters, special = view.filters, {one.field: one.value for one in picked if one.field in (THEME, SCORE)}
    for one in picked:
        if one.field not in special:
            filters = filters.with_values(one.field, (one.value,))
    if THEME in special:
        theme = None if special[THEME] == MISSING else special[THEME]
        return kept_words(workspace().theme_causes.words, view.metric, filters, theme, limit)
    if SCORE in special:
        return kept(workspace().behind.words, view.metric, filters, period, float(special[SCORE]), limit)
    return kept(workspace().measuring.verbatims, filters, metric=view.metric, period=period, limit=limit, offset=0)


def _shown(behind: object) -> int:
    """Return how many comments are on show; another period, group or filter begins again."""
    kept_for, shown = state.read(state.WORDS_SHOWN, (None, _PAGE))
    return shown if kept_for == behind else _PAGE
