"""What hurts most by theme, each with its phrases and quotes, and the one press that puts it on the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components import state
from components.board_session import actor, select
from components.cached import kept_words, workspace
from components.journey_board import Selection
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.model.filters import Filters
from cx_core.model.journey import SEVERITY_MAX, SEVERITY_MIN, Journey, PainPoint, Touchpoint
from cx_core.model.operation import Applied
from cx_core.model.problem import Refusal
from cx_core.workspace.pain_points import PainCandidate

_MOST_SHOWN = 6
_LONGEST_TEXT = 100


#: The address on the feedback page of a theme's complaints at a touchpoint (None: at all of them).
ToWords = Callable[[str | None, str], Mapping[str, str | Sequence[str]]]


def draw_candidates(
    journey: Journey | None,
    filters: Filters,
    names: dict[str, str],
    to_words: ToWords,
    *,
    touchpoint_id: str | None = None,
) -> None:
    """Draw the candidates under some filters; with ``touchpoint_id`` those of one touchpoint, without a heading."""
    found = kept_words(workspace().pain_points.candidates, journey.id if journey else None, filters, _MOST_SHOWN)
    if touchpoint_id is None:
        st.subheader(t("themes_page.pain.title"), anchor=False)
        st.caption(t("themes_page.pain.note"))
        if not found:
            st.info(t("themes_page.pain.none"), icon=":material/check_circle:")
    for number, one in enumerate(found):
        if touchpoint_id in (None, one.touchpoint):
            _draw(one, journey, names, to_words, f"candidate_{touchpoint_id or ''}_{number}_{one.theme}")


def _draw(one: PainCandidate, journey: Journey | None, names: dict[str, str], to_words: ToWords, key: str) -> None:
    theme = names.get(one.theme, one.theme)
    place = journey.touchpoint(one.touchpoint) if journey and one.touchpoint else None
    where = f"{place.name.in_language(language())} · {theme}" if place else theme
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(where)}**")
        st.caption(t("themes_page.pain.count", n=one.n_negative, all=one.n))
        if one.phrases:
            said = " · ".join(f"“{phrase}”" for phrase in one.phrases)
            st.markdown(plain(said))
        label = t("themes_page.pain.quotes", n=len(one.quotes))
        box = st.expander(label, icon=":material/format_quote:", key=f"{key}_q", on_change="rerun")
        if box.open:
            with box:
                verbatim_list(one.quotes)
                st.page_link(
                    "pages/feedback.py",
                    label=t("themes_page.to_complaints"),
                    icon=":material/forum:",
                    query_params=to_words(one.touchpoint, one.theme),
                )
        if journey is None or place is None:
            return
        there = _there(one, place)
        if there is None:
            _draw_accept(one, journey, place.id, theme, key)
        else:
            _draw_there(there, journey, key)


def _there(one: PainCandidate, place: Touchpoint) -> PainPoint | None:
    """Return the touchpoint's pain point that is counted by the same theme or rests on most of the same comments."""
    quotes = {str(quote.id) for quote in one.quotes}
    return next(
        (
            pain
            for pain in place.pain_points
            if one.theme in pain.themes or 2 * len(quotes & set(pain.quote_ids)) > len(quotes)
        ),
        None,
    )


def _draw_there(pain: PainPoint, journey: Journey, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = plain(pain.text.in_language(language()))
        st.caption(f":material/check: {t('themes_page.pain.there', text=said)}", width="content")
        if st.button(t("themes_page.pain.open"), icon=":material/map:", type="tertiary", key=f"{key}_open"):
            select(Selection("pain_point", pain.id))
            st.switch_page("pages/journey_map.py", query_params={state.JOURNEY: journey.id})


def _in_words(theme: str, phrases: Sequence[str]) -> str:
    """Return how a candidate is written on the map: its theme and as many of its phrases as stay short.

    >>> _in_words("Giao hàng", ("phí ship cao", "giao trễ"))
    'Giao hàng: phí ship cao, giao trễ'
    """
    said = list(phrases)
    while len(said) > 1 and len(", ".join(said)) > _LONGEST_TEXT:
        said.pop()
    return f"{theme}: {', '.join(said)}" if said else theme


def _draw_accept(one: PainCandidate, journey: Journey, touchpoint_id: str, theme: str, key: str) -> None:
    text = _in_words(theme, one.phrases)
    with st.form(f"{key}_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(t("feedback.pain.text"), text, key=f"{key}_text")
        severity = st.number_input(
            t("themes_page.pain.severity"), SEVERITY_MIN, SEVERITY_MAX, one.severity, key=f"{key}_severity", width=130
        )
        pressed = st.form_submit_button(t("themes_page.pain.accept"), icon=":material/add:")
    if not pressed:
        return
    try:
        done = workspace().pain_points.accept(
            one, journey.id, touchpoint_id, {language(): words.strip()}, int(severity), actor()
        )
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(done, Applied):
        st.toast(t("themes_page.pain.done"), icon=":material/check_circle:")
        st.rerun()
