"""The feedback page: customers' words under the filters of every page, searched, narrowed by score, taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from components import state
from components.address import address_buttons
from components.cached import kept, kept_words, workspace
from components.case_list import draw_cases
from components.downloads import table_downloads
from components.filter_choice import Choice, FilterOptions
from components.filter_source import filter_options
from components.filters_bar import filters_bar
from components.header import header
from components.journey_choice import choose_journey
from components.measure_page import draw_empty
from components.pain_dialog import draw_put
from components.problem_list import refusal_box
from components.reading_notice import reading_notice
from components.rules_view import draw_rules
from components.staleness import stale_notice
from components.stream import (
    ANY_CLASS,
    choose_said,
    draw_bulk,
    draw_stream,
    draw_way_back,
    keep_address,
    n_narrowed,
    take_address,
    widen,
)
from components.texts import language, t
from components.verbatim_columns import verbatim_cells, verbatim_columns
from cx_core.model.analysed import ThemeMention
from cx_core.model.feedback import NPS_SCALE, SCORE_ROLES, Scale
from cx_core.model.journey import Journey
from cx_core.model.problem import Refusal
from cx_core.model.quoted import paired
from cx_core.model.said import Said
from cx_core.model.table import Column, Row
from cx_core.workspace.words import MAX_EXPORTED, SCORE_CLASSES, WordsQuery, together

_PAGE = 20
#: So many comments stand on the page at most; then it goes on with the next ones.
_MOST = 200
#: What an export says of a comment besides what its file said.
_READ_COLUMNS = ("sentiment", "themes", "praise", "complaints", "marks", "by_hand")
_FURTHER = {"more": "expand_more", "next": "chevron_right", "previous": "chevron_left"}
_CLASSES = (ANY_CLASS, *SCORE_CLASSES)
_LISTS = ("stream", "cases", "later", "rules")


def draw_feedback() -> None:
    """Draw the page."""
    with header(t("feedback.title"), t("feedback.intro")):
        journey = choose_journey(label_hidden=True, width=240)
    # Comments without any score are measured by their feeling alone.
    options = filter_options(journey) or filter_options(journey, scores_only=False)
    if options is None:
        draw_empty()
        return
    take_address()
    shown = address_buttons(
        t("feedback.list.label"),
        _LISTS,
        key=state.FEEDBACK_LIST,
        format_func=lambda one: t(f"feedback.list.{one}"),
        label_hidden=True,
    )
    try:
        reading_notice()
        if shown == "rules":
            draw_rules()
            return
        choice = filters_bar(options, has_grain=False)
        stale_notice(choice.filters(options))
        query = _query(choice, options, marked={"cases": "case", "later": "later"}.get(shown))
        if shown == "cases":
            draw_cases(query)
        else:
            _draw_words(query, journey)
    except Refusal as refusal:
        refusal_box(refusal)


def _query(choice: Choice, options: FilterOptions, *, marked: str | None) -> WordsQuery:
    """Ask for the words to look for and the scores to look at, under the bar that other pages share.

    ``marked`` is the mark that makes the list on show; without one people choose it. What narrows the list further
    stands behind one button: on a phone the first comment is seen without scrolling.
    """
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    search = row.text_input(
        t("feedback.search"),
        key=state.FEEDBACK_SEARCH,
        placeholder=t("feedback.search_hint"),
        icon=":material/search:",
        label_visibility="collapsed",
        width="stretch",
        persist_state="session",
    )
    n = n_narrowed()
    label = t("feedback.narrow_active", n=n) if n else t("feedback.narrow")
    with row.popover(label, icon=":material/filter_list:", key="feedback_narrow"):
        score_class, said = _narrow(choice, marked)
    keep_address()
    filters = choice.filters(options)
    wanted = next((one for one in SCORE_CLASSES if one == score_class), None)
    if wanted is None:
        return WordsQuery(filters, paired(search), said=said)
    return WordsQuery(filters, paired(search), choice.metric, wanted, _scale(choice, filters.values("scale")), said)


def _narrow(choice: Choice, marked: str | None) -> tuple[str, Said]:
    """Draw what narrows the list, and return the class of scores and what the comments are to say."""
    st.caption(t("feedback.search_help"))
    score_class: str | None = ANY_CLASS
    if choice.metric in SCORE_ROLES:
        if state.read(state.FEEDBACK_CLASS) not in _CLASSES:
            state.write(state.FEEDBACK_CLASS, ANY_CLASS)
        score_class = st.segmented_control(
            t("feedback.scores"),
            _CLASSES,
            required=True,
            format_func=lambda one: t(f"feedback.class.{one}"),
            key=state.FEEDBACK_CLASS,
        )
    said = choose_said(marked)
    disagrees, unsure = (
        st.toggle(t(f"feedback.{name}"), key=key, help=t(f"feedback.{name}_help"), persist_state="session")
        for name, key in (("disagrees", state.FEEDBACK_DISAGREES), ("unsure", state.FEEDBACK_UNSURE))
    )
    if n_narrowed():
        st.button(t("filters.clear"), icon=":material/filter_alt_off:", type="tertiary", on_click=widen)
    return score_class or ANY_CLASS, replace(said, disagrees=disagrees, unsure=unsure)


def _scale(choice: Choice, chosen: tuple[str, ...]) -> Scale | None:
    if choice.metric == "nps":
        return NPS_SCALE
    scales = [scale for scale, _ in kept(workspace().measuring.scales, choice.metric)]
    return next((scale for scale in scales if scale.key in chosen), scales[0] if scales else None)


def _draw_words(query: WordsQuery, journey: Journey | None) -> None:
    total = kept_words(workspace().words.count, query)
    _draw_together(query, total)
    asked_for, first, shown = state.read(state.FEEDBACK_SHOWN, (None, 0, _PAGE))
    # A correction may have taken the last comments of the list away.
    first, shown = (first, shown) if asked_for == query and first < total else (0, _PAGE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{t('feedback.found', n=total)}**", width="content")
        if total:
            with st.container(horizontal=True, width="content"):
                draw_bulk(query, total)
                with st.popover(t("action.download"), icon=":material/download:"):
                    _draw_downloads(query, total)
    draw_way_back()
    draw_put()
    draw_stream(kept_words(workspace().words.find, query, shown, first), journey, total, first)
    _draw_further(query, first, shown, total)


def _draw_further(query: WordsQuery, first: int, shown: int, total: int) -> None:
    """Draw the buttons to more comments: a few more on this page, the ones after it, the ones before it."""
    places: dict[str, tuple[int, int]] = {}
    if first + shown < total:
        places |= {"more": (first, shown + _PAGE)} if shown < _MOST else {"next": (first + shown, _PAGE)}
    if first:
        places["previous"] = (max(0, first - _MOST), _PAGE)
    for name, place in places.items():
        st.button(
            t(f"feedback.{name}"), width="stretch", icon=f":material/{_FURTHER[name]}:", key=f"feedback_{name}",
            on_click=state.write, args=(state.FEEDBACK_SHOWN, (query, *place)),
        )  # fmt: skip


def _draw_together(query: WordsQuery, total: int) -> None:
    """Say how many hold the words side by side where others hold them apart, and let people see only those."""
    closer = together(query)
    n = kept_words(workspace().words.count, closer) if total and closer else total
    if closer is None or n == total:
        return
    if not n:
        st.caption(t("feedback.apart"))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(t("feedback.together", n=n), width="content")
        st.button(
            t("feedback.only_together"),
            type="tertiary",
            icon=":material/format_quote:",
            on_click=state.write,
            args=(state.FEEDBACK_SEARCH, closer.search),
        )


def _draw_downloads(query: WordsQuery, total: int) -> None:
    st.caption(t("feedback.download_note", n=min(total, MAX_EXPORTED)))
    table_downloads(_columns(), partial(_rows, query), name=t("feedback.title"), key="feedback")


def _columns() -> tuple[Column, ...]:
    return (
        *verbatim_columns(),
        *(Column(t(f"feedback.column.{name}")) for name in _READ_COLUMNS),
    )


def _rows(query: WordsQuery) -> list[Row]:
    rows: list[Row] = []
    found = list(workspace().words.every(query))
    ids = [one.id for one in found]
    read, marks = workspace().themes.of(found), workspace().analyses.marks(ids)
    by_hand = workspace().analyses.corrected_by_hand(ids)
    names = workspace().taxonomies.every_name(language())
    for one in found:
        told = read.get(one.id)
        mentions = told.mentions if told else ()
        rows.append(
            (
                *verbatim_cells(one),
                t(f"feedback.sentiment.{told.sentiment}") if told else None,
                _named(mentions, names),
                _named(mentions, names, "positive"),
                _named(mentions, names, "negative"),
                ", ".join(t(f"feedback.mark.{mark}") for mark in sorted(marks.get(one.id, ()))),
                t("feedback.by_hand") if one.id in by_hand else None,
            )
        )
    return rows


def _named(mentions: Sequence[ThemeMention], names: Mapping[str, str], feeling: str | None = None) -> str:
    """Return the names of the themes with a feeling (None: of all)."""
    return ", ".join(names.get(one.theme, one.theme) for one in mentions if feeling in (None, one.sentiment))
