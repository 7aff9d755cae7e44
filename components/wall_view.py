"""The board for a screen on the wall: what is, what moved, what customers say; it refreshes by itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from components.cached import kept, overview, workspace
from components.measure_card import Card, measure_cards, metric_label
from components.measure_page import draw_empty
from components.plain import plain
from components.staleness import stale_notice
from components.texts import language, t, tell
from components.verbatim_list import verbatim_list
from cx_core.findings.finding import Finding
from cx_core.i18n.numbers import format_datetime
from cx_core.model.filters import Filters

#: Seconds between two looks at the data; a look without news costs a few milliseconds.
_EVERY = 60
_WORDS, _MOVED = 4, 4
_MOST_CARDS = 6
#: A wall is read from some metres away: type grows with the screen, and stays as large as a phone bears.
_LARGE = """<style>
.st-key-wall_board [data-testid="stMetricValue"] {font-size: clamp(2.6rem, 4.4vw, 6rem); line-height: 1.15}
.st-key-wall_board [data-testid="stMetricLabel"] p {font-size: clamp(1.1rem, 1.5vw, 2rem)}
.st-key-wall_board [data-testid="stMetricDelta"] {font-size: clamp(0.9rem, 1vw, 1.8rem)}
.st-key-wall_board [data-testid="stCaptionContainer"] p {font-size: clamp(1rem, 1.1vw, 1.5rem)}
.st-key-wall_moved [data-testid="stMarkdownContainer"] p {font-size: clamp(1.25rem, 1.8vw, 2.4rem); line-height: 1.3}
.st-key-wall_words [data-testid="stText"] {font-size: clamp(1.15rem, 1.5vw, 2rem); line-height: 1.35}
</style>"""


def draw_wall() -> None:
    """Draw the page; only its inner part runs again."""
    st.title(t("wall.title"), anchor=False)
    if not workspace().responses.n_answers():
        draw_empty()
        return
    _draw_now()


@st.fragment(run_every=_EVERY)
def _draw_now() -> None:
    st.html(_LARGE)
    with st.container(key="wall_board"):
        _draw_board()


def _draw_board() -> None:
    seen = overview()
    now = format_datetime(workspace().now().astimezone(ZoneInfo(workspace().timezone)), language())
    span = t("wall.span", until=seen.span[1]) if seen.span else t("wall.undated")
    st.caption(f"{t('wall.note', span=span)} · {t('wall.at', now=now)}")
    stale_notice()
    keys = [change.now.metric for change in seen.changes]
    cards = []
    for change in seen.changes:
        label, scale = metric_label(change.now), change.now.scale
        several = keys.count(change.now.metric) > 1 and scale is not None
        title = f"{label} · {scale.label}" if several and scale else label
        if change.survey_kind:
            title = f"{label} · {t(f'filters.kinds_short.{change.survey_kind}')}"
        cards.append(Card(change.now, change.comparison, title=title, brief=True))
    measure_cards(cards, key="wall", most=_MOST_CARDS)
    left, right = st.columns(2)
    with left.container(key="wall_moved"):
        st.subheader(t("wall.moved"), anchor=False)
        confirmed = seen.with_status("confirmed")[:_MOVED]
        if not confirmed:
            st.info(t("wall.quiet"), icon=":material/balance:")
        for finding in confirmed:
            with st.container(border=True):
                st.markdown(f"{_arrow(finding)} **{plain(tell(finding.message))}**")
    with right.container(key="wall_words"):
        st.subheader(t("wall.words"), anchor=False)
        verbatim_list(
            kept(workspace().measuring.verbatims, Filters(), metric=None, period=None, limit=_WORDS, offset=0)
        )


def _arrow(finding: Finding) -> str:
    found = finding.comparison
    rose = found is not None and (found.difference or 0.0) > 0
    return ":material/trending_up:" if rose else ":material/trending_down:"
