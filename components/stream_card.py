"""One comment of the stream: its words with the evidence marked, what was read out of it, and how people correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from components.board_session import actor
from components.cached import workspace
from components.case_card import STATE_ICONS
from components.highlight import marked
from components.plain import plain
from components.texts import t
from components.verbatim_list import draw_facts
from cx_core.model.analysed import MARKS, SENTIMENTS, Analysed, Correction, Mark, Sentiment, ThemeMention
from cx_core.model.case import Case
from cx_core.model.imports import Verbatim

SENTIMENT_ICONS: dict[Sentiment, str] = {
    "positive": ":material/thumb_up:",
    "neutral": ":material/horizontal_rule:",
    "negative": ":material/thumb_down:",
}
MARK_ICONS: dict[Mark, str] = {
    "quote": ":material/format_quote:",
    "case": ":material/support_agent:",
    "later": ":material/bookmark:",
}
#: What somebody wants who needs a dialog for it.
PAIN, CASE = "pain", "case"
_AS_READ, _NOT_ABOUT = "as_read", "not_about"


@dataclass(frozen=True)
class Read:
    """What stands beside a comment: its analysis (None while it waits), its marks, and the case that it is.

    ``by_hand`` says that somebody corrected its feeling, not a rule.
    """

    analysed: Analysed | None
    marks: frozenset[str]
    case: Case | None = None
    by_hand: bool = False


def stream_card(verbatim: Verbatim, read: Read, names: Mapping[str, str], *, on_map: bool) -> str | None:
    """Draw a comment; `PAIN` or `CASE` when somebody wants to put it on the map or to handle it, else None.

    ``names`` are the themes' names by key.
    """
    with st.container(border=True, gap="xsmall"):
        spans = tuple(span for one in read.analysed.mentions for span in one.spans) if read.analysed else ()
        if spans or (read.analysed and read.analysed.evidence):
            st.markdown(marked(verbatim.text, read.analysed, spans))
        else:
            st.text(verbatim.text, width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if read.analysed is not None:
                _draw_sentiment(verbatim.id, read.analysed, by_hand=read.by_hand)
                for mention in read.analysed.mentions:
                    _draw_theme(verbatim.id, mention, names)
                _draw_more_themes(verbatim.id, read.analysed, names)
            for mark in MARKS:
                if mark in read.marks and mark != CASE:
                    st.badge(t(f"feedback.mark.{mark}"), icon=MARK_ICONS[mark], color="violet")
            wish = _draw_case(read.case) or _draw_marks(verbatim.id, read.marks, on_map=on_map)
        draw_facts(verbatim)
    return wish


def _draw_case(case: Case | None) -> str | None:
    """Draw the button of a case, which says how it stands; `CASE` when it was pressed."""
    if case is None:
        return None
    owner = f" · {plain(case.owner)}" if case.owner else ""
    label, icon = f"{t('feedback.mark.case')}: {t(f'cases.states.{case.state}')}{owner}", STATE_ICONS[case.state]
    return CASE if st.button(label, icon=icon, help=t("cases.change"), key=f"case_{case.id}") else None


def _draw_sentiment(feedback_id: int, read: Analysed, *, by_hand: bool) -> None:
    choices = [*(one for one in SENTIMENTS if one != read.sentiment), *([_AS_READ] if by_hand else [])]
    picked = st.menu_button(
        t(f"feedback.sentiment.{read.sentiment}"),
        choices,
        format_func=lambda one: t("feedback.as_read") if one == _AS_READ else t(f"feedback.sentiment.{one}"),
        icon=SENTIMENT_ICONS[read.sentiment],
        help=t("feedback.corrected" if by_hand else "feedback.correct_help"),
        key=f"feeling_{feedback_id}_{read.sentiment}",
    )
    if picked == _AS_READ:
        workspace().analyses.withdraw([feedback_id])
        st.rerun()
    if picked is not None:
        _correct(feedback_id, Correction(None, _sentiment(picked)))


def _draw_theme(feedback_id: int, mention: ThemeMention, names: Mapping[str, str]) -> None:
    picked = st.menu_button(
        plain(names.get(mention.theme, mention.theme)),
        [*(one for one in SENTIMENTS if one != mention.sentiment), _NOT_ABOUT],
        format_func=lambda one: t("feedback.not_about") if one == _NOT_ABOUT else t(f"feedback.sentiment.{one}"),
        icon=SENTIMENT_ICONS[mention.sentiment],
        type="tertiary",
        help=t(f"feedback.theme_help.{mention.sentiment}"),
        key=f"theme_{feedback_id}_{mention.theme}_{mention.sentiment}",
    )
    if picked == _NOT_ABOUT:
        _correct(feedback_id, Correction(mention.theme, None))
    if picked is not None:
        _correct(feedback_id, Correction(mention.theme, _sentiment(picked)))


def _draw_more_themes(feedback_id: int, read: Analysed, names: Mapping[str, str]) -> None:
    spoken_of = {one.theme for one in read.mentions}
    picked = st.menu_button(
        t("feedback.add_theme"),
        [key for key in workspace().taxonomies.current().keys if key not in spoken_of],
        format_func=lambda key: plain(names[key]),
        icon=":material/add:",
        type="tertiary",
        key=f"more_{feedback_id}_{len(spoken_of)}",
    )
    if picked is not None:
        _correct(feedback_id, Correction(picked, read.sentiment))


def _draw_marks(feedback_id: int, marks: frozenset[str], *, on_map: bool) -> str | None:
    picked = st.menu_button(
        t("feedback.mark.do"),
        [*MARKS, *([PAIN] if on_map else [])],
        format_func=lambda one: _mark_label(one, marks),
        icon=":material/more_horiz:",
        type="tertiary",
        key=f"mark_{feedback_id}_{len(marks)}",
    )
    if picked == PAIN:
        return PAIN
    mark = next((one for one in MARKS if one == picked), None)
    if mark is not None:
        workspace().analyses.mark([feedback_id], mark, actor(), workspace().now(), on=mark not in marks)
        st.rerun()
    return None


def _mark_label(one: str, marks: frozenset[str]) -> str:
    if one == PAIN:
        return t("feedback.mark.pain")
    return t(f"feedback.mark.{'off' if one in marks else 'on'}_{one}")


def _correct(feedback_id: int, correction: Correction) -> None:
    workspace().analyses.correct([feedback_id], correction, actor(), workspace().now())
    # Enough corrections teach their source.
    workspace().analysing.start()
    st.rerun()


def _sentiment(picked: str) -> Sentiment | None:
    return next((one for one in SENTIMENTS if one == picked), None)
