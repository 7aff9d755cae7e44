"""The words behind the numbers of the trends page: of everything shown, or of a clicked period or group."""

from __future__ import annotations

import streamlit as st

from components import state
from components.cached import kept, kept_words, workspace
from components.plain import plain
from components.texts import language, t
from components.trend_parts import Picked, View
from components.verbatim_list import verbatim_list
from cx_core.findings.explained import THEME
from cx_core.i18n import format_period
from cx_core.model.filters import MISSING
from cx_core.model.period import Period

_PAGE = 12


def draw_words(view: View, period: Period | None, group: Picked | None) -> None:
    """Draw the newest comments that gave the metric's score, in a list that scrolls by itself."""
    filters = view.filters
    is_theme = group is not None and group.field == THEME
    if group is not None and not is_theme:
        filters = filters.with_values(group.field, (group.value,))
    what = " · ".join([*([format_period(period, language())] if period else []), *([group.label] if group else [])])
    with st.container(border=True):
        st.markdown(f"**{t('trends.words_of', what=plain(what)) if what else t('trends.words')}**")
        st.caption(t("trends.words_newest") if what else t("trends.words_hint"))
        shown = _shown((view, period, group))
        if group is not None and is_theme:
            theme = None if group.value == MISSING else group.value
            found = kept_words(workspace().theme_causes.words, view.metric, filters, theme, shown + 1)
        else:
            found = kept(
                workspace().measuring.verbatims, filters, metric=view.metric, period=period, limit=shown + 1, offset=0
            )
        verbatim_list(found[:shown])
        if len(found) > shown and st.button(t("trends.words_more"), key="words_more", width="stretch"):
            state.write(state.WORDS_SHOWN, ((view, period, group), shown + _PAGE))
            st.rerun()


def _shown(behind: object) -> int:
    """Return how many comments are on show; another period, group or filter begins again."""
    kept_for, shown = state.read(state.WORDS_SHOWN, (None, _PAGE))
    return shown if kept_for == behind else _PAGE
