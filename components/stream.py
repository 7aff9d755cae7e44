"""The stream of comments: which themes, feelings and marks are wanted, the comments, and changing many at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import state
from components.board_session import actor
from components.cached import workspace
from components.case_card import handle_case
from components.dialogs import open_dialog
from components.pain_dialog import draw_pain, see_pain
from components.rules_view import choose_correction, edit_rule
from components.stream_card import CASE, MARK_ICONS, SEE, SENTIMENT_ICONS, Read, note_change, stream_card
from components.texts import language, t
from components.way_back import way_back
from cx_core.model.analysed import MARKS, SENTIMENTS
from cx_core.model.imports import Verbatim
from cx_core.model.journey import Journey
from cx_core.model.quoted import unquoted
from cx_core.model.said import NO_THEME, Said
from cx_core.workspace.words import SCORE_CLASSES, WordsQuery

#: Names of the address under which another page asks for themes and a feeling; ``none`` stands for no theme.
THEME_PARAMETER, FEELING_PARAMETER, NO_THEME_IN_ADDRESS = "theme", "feeling", "none"
#: The same for words to look for, for comments whose words contradict their score, and for unsure readings.
SEARCH_PARAMETER, DISAGREES_PARAMETER, UNSURE_PARAMETER = "q", "disagrees", "unsure"
#: The same for a mark and for a class of scores.
MARK_PARAMETER, CLASS_PARAMETER = "marked", "scored"
_PARAMETERS = (
    THEME_PARAMETER, FEELING_PARAMETER, SEARCH_PARAMETER, DISAGREES_PARAMETER, UNSURE_PARAMETER, MARK_PARAMETER,
    CLASS_PARAMETER,
)  # fmt: skip
#: So much of a search stands in the address.
_LONGEST_SEARCH = 200

#: The choice of scores that leaves none out.
ANY_CLASS = "any"
#: What narrows the list besides the class of scores.
_NARROWING = (
    state.FEEDBACK_THEMES, state.FEEDBACK_FEELING, state.FEEDBACK_MARK, state.FEEDBACK_DISAGREES, state.FEEDBACK_UNSURE,
)  # fmt: skip


def take_address() -> None:
    """Take over what a link asks for, unless this page wrote it there. What the link does not name is cleared."""
    asked = {name: st.query_params.get_all(name) for name in _PARAMETERS if name in st.query_params}
    if not asked or asked == state.read(state.FEEDBACK_WRITTEN):
        return
    themes = st.query_params.get_all(THEME_PARAMETER)
    feeling = st.query_params.get(FEELING_PARAMETER)
    known = {*workspace().taxonomies.current().keys, NO_THEME}
    wanted = [NO_THEME if one == NO_THEME_IN_ADDRESS else one for one in themes]
    state.write(state.FEEDBACK_THEMES, [one for one in wanted if one in known])
    state.write(state.FEEDBACK_FEELING, feeling if feeling in SENTIMENTS else None)
    state.write(state.FEEDBACK_SEARCH, st.query_params.get(SEARCH_PARAMETER, "")[:_LONGEST_SEARCH])
    state.write(state.FEEDBACK_DISAGREES, DISAGREES_PARAMETER in asked)
    state.write(state.FEEDBACK_UNSURE, UNSURE_PARAMETER in asked)
    mark, scored = st.query_params.get(MARK_PARAMETER), st.query_params.get(CLASS_PARAMETER)
    state.write(state.FEEDBACK_MARK, mark if mark in MARKS else None)
    state.write(state.FEEDBACK_CLASS, scored if scored in SCORE_CLASSES else ANY_CLASS)
    if state.FEEDBACK_LIST not in st.query_params:
        state.write(state.FEEDBACK_LIST, "stream")


def keep_address() -> None:
    """Write what the list is narrowed by into the address, so that a reload and a link show the same."""
    themes = [NO_THEME_IN_ADDRESS if one == NO_THEME else one for one in state.read(state.FEEDBACK_THEMES) or ()]
    scored = state.read(state.FEEDBACK_CLASS)
    single = {
        FEELING_PARAMETER: state.read(state.FEEDBACK_FEELING),
        SEARCH_PARAMETER: state.read(state.FEEDBACK_SEARCH, "").strip()[:_LONGEST_SEARCH],
        DISAGREES_PARAMETER: "1" if state.read(state.FEEDBACK_DISAGREES) else None,
        UNSURE_PARAMETER: "1" if state.read(state.FEEDBACK_UNSURE) else None,
        MARK_PARAMETER: state.read(state.FEEDBACK_MARK),
        CLASS_PARAMETER: None if scored == ANY_CLASS else scored,
    }
    wanted = {name: [value] for name, value in single.items() if value} | ({THEME_PARAMETER: themes} if themes else {})
    for name in _PARAMETERS:
        if name in wanted and st.query_params.get_all(name) != wanted[name]:
            st.query_params[name] = wanted[name]
        elif name not in wanted and name in st.query_params:
            del st.query_params[name]
    state.write(state.FEEDBACK_WRITTEN, wanted)


def n_narrowed() -> int:
    """Return how many of the choices that narrow the list are made."""
    chosen = [state.read(key) for key in _NARROWING]
    return sum(bool(one) for one in chosen) + (state.read(state.FEEDBACK_CLASS) not in (None, ANY_CLASS))


def widen() -> None:
    """Take back every choice that narrows the list."""
    for key in (*_NARROWING, state.FEEDBACK_CLASS):
        state.take(key)


def choose_said(marked: str | None = None) -> Said:
    """Draw the choice of themes, feeling and mark, and return it. ``marked`` is a mark that is chosen already."""
    names = {**workspace().taxonomies.names(language()), NO_THEME: t("feedback.no_theme")}
    # A theme that was merged or removed meanwhile is no choice any more.
    chosen = state.read(state.FEEDBACK_THEMES)
    if chosen and not set(chosen) <= set(names):
        state.write(state.FEEDBACK_THEMES, [one for one in chosen if one in names])
    themes = st.multiselect(
        t("feedback.themes"),
        list(names),
        format_func=lambda key: names.get(key, key),
        key=state.FEEDBACK_THEMES,
        placeholder=t("feedback.any_theme"),
        width=310,
        persist_state="session",
    )
    feeling = st.segmented_control(
        t("feedback.feeling"),
        SENTIMENTS,
        format_func=lambda one: f"{SENTIMENT_ICONS[one]} {t(f'feedback.sentiment.{one}')}",
        key=state.FEEDBACK_FEELING,
        help=t("feedback.feeling_help"),
        persist_state="session",
    )
    mark = next((one for one in MARKS if one == marked), None)
    if mark is None:
        mark = st.segmented_control(
            t("feedback.marked"),
            MARKS,
            format_func=lambda one: f"{MARK_ICONS[one]} {t(f'feedback.mark.{one}')}",
            key=state.FEEDBACK_MARK,
            persist_state="session",
        )
    return Said(tuple(themes), feeling, mark)


def draw_stream(verbatims: Sequence[Verbatim], journey: Journey | None, total: int, first: int = 0) -> None:
    """Draw comments with everything that can be done with each; ``first`` of the ``total`` come before them."""
    if not verbatims:
        st.caption(t("ui.verbatim.none"))
        return
    read = workspace().themes.of(verbatims)
    marks = workspace().analyses.marks([one.id for one in verbatims])
    cases = workspace().case_book.of(verbatims)
    by_hand = workspace().analyses.corrected_by_hand([one.id for one in verbatims])
    names = workspace().taxonomies.every_name(language())
    on_map = journey is not None and bool(journey.touchpoints)
    pains = {quote: pain.id for pain in journey.pain_points for quote in pain.quote_ids} if journey else {}
    wanted: tuple[Verbatim, str] | None = None
    for one in verbatims:
        beside = Read(
            read.get(one.id),
            marks.get(one.id, frozenset()),
            cases.get(one.id),
            by_hand=one.id in by_hand,
            is_pain=str(one.id) in pains,
        )
        if (wish := stream_card(one, beside, names, on_map=on_map)) is not None:
            wanted = one, wish
    if first:
        st.caption(t("feedback.shown_from", first=first + 1, last=first + len(verbatims), all=total))
    elif total > len(verbatims):
        st.caption(t("ui.verbatim.shown", n=len(verbatims), all=total))
    if wanted is None:
        return
    verbatim, wish = wanted
    if wish == CASE:
        handle_case(cases[verbatim.id])
    elif wish == SEE and journey is not None:
        see_pain(journey.id, pains[str(verbatim.id)])
    elif journey is not None:
        open_dialog(t("feedback.pain.title"), draw_pain, verbatim, journey)


def draw_bulk(query: WordsQuery, total: int) -> None:
    """Draw what can be done with all comments that were found."""
    if state.take(state.FEEDBACK_BULK_DONE):
        state.write(state.FEEDBACK_BULK, value=False)
    box = st.popover(t("feedback.bulk.title"), icon=":material/checklist:", key=state.FEEDBACK_BULK, on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(t("feedback.bulk.note", n=total))
        correction = choose_correction("bulk")
        if st.button(t("feedback.bulk.correct"), icon=":material/edit:", key="bulk_correct"):
            _changed_many(workspace().analyses.many.correct(_ids(query), correction, actor(), workspace().now()))
        if query.search:
            st.caption(t("feedback.bulk.rule_note"))
            st.button(
                t("feedback.bulk.rule"),
                icon=":material/rule:",
                key="bulk_rule",
                on_click=_begin_rule,
                args=(unquoted(query.search),),
            )
        mark = st.selectbox(
            t("feedback.bulk.mark"), MARKS, format_func=lambda one: t(f"feedback.mark.{one}"), key="bulk_mark"
        )
        with st.container(horizontal=True):
            for on in (True, False):
                name = "on" if on else "off"
                if st.button(t(f"feedback.bulk.mark_{name}"), icon=MARK_ICONS[mark], key=f"bulk_mark_{name}"):
                    many = workspace().analyses.many
                    _changed_many(many.mark(_ids(query), mark, actor(), workspace().now(), on=on))


def _changed_many(change: object) -> None:
    """Remember a change for its way back, and close the box that made it at the next draw."""
    note_change(change)
    state.write(state.FEEDBACK_BULK_DONE, value=True)
    # Enough corrections teach their source.
    workspace().analysing.start()
    st.rerun()


def _take_back_many() -> None:
    *before, change = state.read(state.FEEDBACK_CHANGED)
    state.write(state.FEEDBACK_CHANGED, before)
    n = workspace().analyses.many.take_back(change)
    workspace().analysing.start()
    st.toast(t("feedback.bulk.undone", n=n), icon=":material/undo:")


def draw_way_back() -> None:
    """Say what was changed in many comments at once, and offer to take it back."""
    changes = state.read(state.FEEDBACK_CHANGED)
    if not changes:
        return
    change = changes[-1]
    take_back = _take_back_many if change.n else None
    way_back(t("feedback.bulk.done", n=change.n), state.FEEDBACK_CHANGED, key="bulk", take_back=take_back)


def _begin_rule(words: str) -> None:
    edit_rule(0, words)
    state.write(state.FEEDBACK_LIST, "rules")


def _ids(query: WordsQuery) -> list[int]:
    return [one.id for one in workspace().words.every(query)]
