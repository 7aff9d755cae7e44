"""One comment of the stream: its words with the evidence marked, what was read out of it, and how people correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from components import state
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
#: What somebody wants who needs a dialog or another page for it.
PAIN, CASE, SEE = "pain", "case", "see"
_AS_READ = "as_read"
#: A comment of more characters is shown in part, of so many.
_LONG, _SHORT = 900, 600
#: So many changes can be taken back, the last first.
_MOST_CHANGES = 20
#: What narrows the list so that a correction or a mark may take a comment out of it.
_LEAVING = (
    state.FEEDBACK_THEMES, state.FEEDBACK_FEELING, state.FEEDBACK_MARK, state.FEEDBACK_DISAGREES, state.FEEDBACK_UNSURE,
)  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What stands beside a comment: its analysis (None while it waits), its marks, and the case that it is.

    ``by_hand`` says that somebody corrected it, not a rule; ``is_pain``, that a pain point on the map rests on it.
    """

    analysed: Analysed | None
    marks: frozenset[str]
    case: Case | None = None
    by_hand: bool = False
    is_pain: bool = False


def stream_card(verbatim: Verbatim, read: Read, names: Mapping[str, str], *, on_map: bool) -> str | None:
    """Draw a comment; `PAIN`, `SEE` or `CASE` when somebody wants it on the map, to see it there, to handle it.

    ``names`` are the themes' names by key.
    """
    with st.container(border=True, gap="xsmall"):
        spans = tuple(span for one in read.analysed.mentions for span in one.spans) if read.analysed else ()
        words = _beginning(verbatim)
        if spans or (read.analysed and read.analysed.evidence):
            st.markdown(marked(words, read.analysed, spans))
        else:
            st.text(words, width="stretch")
        if len(words) < len(verbatim.text) or verbatim.id in _opened():
            _draw_whole(verbatim.id)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if read.analysed is not None:
                _draw_sentiment(verbatim.id, read.analysed)
                for mention in read.analysed.mentions:
                    _draw_theme(verbatim.id, mention, names)
                _draw_more_themes(verbatim.id, read.analysed, names)
            for mark in MARKS:
                if mark in read.marks and mark != CASE:
                    st.badge(t(f"feedback.mark.{mark}"), icon=MARK_ICONS[mark], color="violet")
            if read.by_hand:
                st.badge(t("feedback.by_hand"), icon=":material/edit:", color="gray", help=t("feedback.by_hand_help"))
            see = _draw_pain(verbatim.id) if read.is_pain else None
            wish = _draw_case(read.case) or _draw_marks(verbatim.id, read, on_map=on_map) or see
        draw_facts(verbatim)
    return wish


def _opened() -> frozenset[int]:
    """Return the long comments that are read to their end."""
    return frozenset(state.read(state.FEEDBACK_OPENED, ()))


def _beginning(verbatim: Verbatim) -> str:
    """Return what is shown of a comment: a very long one to the end of a word, so that the next is not far away."""
    text = verbatim.text
    if len(text) <= _LONG or verbatim.id in _opened():
        return text
    return text[: text.rfind(" ", _SHORT // 2, _SHORT) + 1 or _SHORT] + "…"


def _draw_whole(feedback_id: int) -> None:
    is_open = feedback_id in _opened()
    st.button(
        t("feedback.fold" if is_open else "feedback.unfold"),
        icon=f":material/{'unfold_less' if is_open else 'unfold_more'}:",
        type="tertiary",
        key=f"whole_{feedback_id}",
        on_click=state.write,
        args=(state.FEEDBACK_OPENED, _opened() ^ {feedback_id}),
    )


def _draw_case(case: Case | None) -> str | None:
    """Draw the button of a case, which says how it stands; `CASE` when it was pressed."""
    if case is None:
        return None
    owner = f" · {plain(case.owner)}" if case.owner else ""
    label, icon = f"{t('feedback.mark.case')}: {t(f'cases.states.{case.state}')}{owner}", STATE_ICONS[case.state]
    return CASE if st.button(label, icon=icon, help=t("cases.change"), key=f"case_{case.id}") else None


def _draw_pain(feedback_id: int) -> str | None:
    """Draw the button of a comment that a pain point rests on; `SEE` when it was pressed."""
    label, where = t("feedback.mark.is_pain"), t("themes_page.pain.open")
    return SEE if st.button(label, icon=":material/map:", help=where, key=f"see_{feedback_id}") else None


def _draw_sentiment(feedback_id: int, read: Analysed) -> None:
    """Draw the three feelings side by side: one press corrects. Only the one that holds is written out."""
    key = f"feeling_{feedback_id}_{read.sentiment}"
    # As a callback it counts even where somebody else changed the same comment meanwhile: the last word holds.
    st.segmented_control(
        t("feedback.feeling"),
        SENTIMENTS,
        default=read.sentiment,
        required=True,
        format_func=lambda one: _feeling_label(one, is_written=one == read.sentiment),
        key=key,
        label_visibility="collapsed",
        on_change=_correct_to,
        args=(feedback_id, None, key),
    )


def _feeling_label(sentiment: Sentiment, *, is_written: bool) -> str:
    icon = SENTIMENT_ICONS[sentiment]
    return f"{icon} {t(f'feedback.sentiment.{sentiment}')}" if is_written else icon


def _draw_theme(feedback_id: int, mention: ThemeMention, names: Mapping[str, str]) -> None:
    """Draw a theme with the choice of its feeling, and the cross that says: not about this."""
    key = f"{feedback_id}_{mention.theme}_{mention.sentiment}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.menu_button(
            plain(names.get(mention.theme, mention.theme)),
            [one for one in SENTIMENTS if one != mention.sentiment],
            format_func=lambda one: f"{SENTIMENT_ICONS[one]} {t(f'feedback.sentiment.{one}')}",
            icon=SENTIMENT_ICONS[mention.sentiment],
            type="tertiary",
            help=t(f"feedback.theme_help.{mention.sentiment}"),
            key=f"theme_{key}",
            on_click=_correct_to,
            args=(feedback_id, mention.theme, f"theme_{key}"),
        )
        st.button(
            "",
            icon=":material/close:",
            type="tertiary",
            help=t("feedback.not_about"),
            key=f"not_{key}",
            on_click=_correct,
            args=(feedback_id, Correction(mention.theme, None)),
        )


def _draw_more_themes(feedback_id: int, read: Analysed, names: Mapping[str, str]) -> None:
    spoken_of = {one.theme for one in read.mentions}
    key = f"more_{feedback_id}_{len(spoken_of)}"
    st.selectbox(
        t("feedback.add_theme"),
        [theme for theme in workspace().taxonomies.current().keys if theme not in spoken_of],
        index=None,
        format_func=lambda theme: plain(names[theme]),
        placeholder=t("feedback.add_theme"),
        key=key,
        label_visibility="collapsed",
        width=160,
        on_change=_add_theme,
        args=(feedback_id, read.sentiment, key),
    )


def _draw_marks(feedback_id: int, read: Read, *, on_map: bool) -> str | None:
    picked = st.menu_button(
        t("feedback.mark.do"),
        [*MARKS, *([PAIN] if on_map else []), *([_AS_READ] if read.by_hand else [])],
        format_func=lambda one: _more_label(one, read.marks),
        icon=":material/more_horiz:",
        type="tertiary",
        key=f"mark_{feedback_id}_{len(read.marks)}",
    )
    if picked == PAIN:
        return PAIN
    if picked == _AS_READ:
        workspace().analyses.withdraw([feedback_id])
        st.rerun()
    mark = next((one for one in MARKS if one == picked), None)
    if mark is not None:
        on = mark not in read.marks
        _note_if_it_leaves(workspace().analyses.many.mark([feedback_id], mark, actor(), workspace().now(), on=on))
        st.rerun()
    return None


def _more_label(one: str, marks: frozenset[str]) -> str:
    if one == PAIN:
        return t("feedback.mark.pain")
    if one == _AS_READ:
        return t("feedback.as_read")
    return t(f"feedback.mark.{'off' if one in marks else 'on'}_{one}")


def note_change(change: object) -> None:
    """Remember a change for its way back."""
    state.write(state.FEEDBACK_CHANGED, [*state.read(state.FEEDBACK_CHANGED, ()), change][-_MOST_CHANGES:])


def _note_if_it_leaves(change: object) -> None:
    """Remember the change of one comment where the list is narrowed by what changed: the comment may be gone from it,
    and with it the buttons that would take the change back.
    """
    if state.read(state.FEEDBACK_LIST) == "later" or any(state.read(key) for key in _LEAVING):
        note_change(change)


def _correct(feedback_id: int, correction: Correction) -> None:
    _note_if_it_leaves(workspace().analyses.many.correct([feedback_id], correction, actor(), workspace().now()))
    # Enough corrections teach their source.
    workspace().analysing.start()


def _correct_to(feedback_id: int, theme: str | None, key: str) -> None:
    """Correct a comment, or one theme of it, to the feeling that was pressed."""
    picked = next((one for one in SENTIMENTS if one == state.read(key)), None)
    if picked is not None:
        _correct(feedback_id, Correction(theme, picked))


def _add_theme(feedback_id: int, sentiment: Sentiment, key: str) -> None:
    theme = state.read(key)
    if theme is not None:
        _correct(feedback_id, Correction(theme, sentiment))
