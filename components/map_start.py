"""Three ways to a new map: a template, the feedback itself, a file. Each is looked at before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components import board_session
from components.cached import kept, workspace
from components.journey_choice import remember_journey
from components.plain import plain
from components.problem_list import problem_list, refusal_box
from components.texts import language, t
from cx_core.formats import ReadJourney, format_of_file
from cx_core.formats.registry import ALL_FORMATS
from cx_core.i18n import format_number, format_share
from cx_core.journeys.from_data import Proposal, propose
from cx_core.journeys.templates import ALL_TEMPLATES, Template, template
from cx_core.model.journey import Journey, Text
from cx_core.model.problem import Refusal

WAYS = ("template", "data", "file")
_ENDS = sorted({end[1:] for one in ALL_FORMATS if one.read for end in (one.extension, *one.other_extensions)})


def draw_new_map() -> None:
    """Choose a way, look at what it gives, and make the map."""
    way = st.segmented_control(
        t("map_start.way"),
        WAYS,
        default=WAYS[0],
        required=True,
        format_func=lambda one: t(f"map_start.ways.{one}"),
        key="map_start_way",
        label_visibility="collapsed",
    )
    {"template": _from_template, "data": _from_data, "file": _from_file}[str(way)]()


def _from_template() -> None:
    title = st.text_input(t("journey_page.new_title"), max_chars=120)
    key = st.selectbox(
        t("journey_page.new_template"),
        [one.key for one in ALL_TEMPLATES],
        format_func=lambda key: template(key).title.in_language(language()),
    )
    _preview_template(template(key))
    if st.button(t("journey_page.new_create"), type="primary", width="stretch", key="create_from_template"):
        _create(template(key).journey(), title)


def _preview_template(one: Template) -> None:
    if not one.n_touchpoints:
        return
    journey, questions = one.journey(), one.questions()
    said = t("library.size", stages=one.n_stages, touchpoints=one.n_touchpoints)
    with st.expander(f"{t('map_start.preview')} · {said}"):
        for stage in journey.stages:
            st.markdown(f"**{stage.name.in_language(language())}**")
            for point in stage.touchpoints:
                line = f"{point.name.in_language(language())} · {t(f'channel.{point.channel}')}"
                question = questions.get(point.name)
                if question:
                    metric = t(f"metric.{question.metric}.short")
                    line += f"  \n:material/help: *{question.text.in_language(language())}* ({metric})"
                st.caption(line)


def _from_data() -> None:
    counts = kept(workspace().responses.places_with_counts)
    proposal = propose(counts, language())
    if not proposal.journey.touchpoints:
        st.info(t("map_start.nothing_named" if proposal.n_answers else "map_start.no_answers"), icon=":material/info:")
        st.page_link("pages/import_data.py", label=t("home.start.file_button"), icon=":material/upload_file:")
        return
    _preview_proposal(proposal)
    title = st.text_input(t("journey_page.new_title"), max_chars=120, key="title_from_data")
    if st.button(t("journey_page.new_create"), type="primary", width="stretch", key="create_from_data"):
        _create(proposal.journey, title)


def _preview_proposal(proposal: Proposal) -> None:
    share = format_share(proposal.n_matched / proposal.n_answers, language())
    st.markdown(t("map_start.found", n=proposal.n_matched, total=proposal.n_answers, share=share))
    if proposal.n_left_out:
        st.caption(t("map_start.left_out", n=proposal.n_left_out))
    with st.container(height=230, border=True):
        for stage in proposal.journey.stages:
            st.markdown(f"**{plain(stage.name.in_language(language()))}**")
            lines = [
                f"{plain(point.name.in_language(language()))} · {t(f'channel.{point.channel}')} · "
                f"n = {format_number(proposal.answers.get(point.id, 0), language())}"
                for point in stage.touchpoints
            ]
            st.caption("  \n".join(lines))
    st.caption(t("map_start.data_note"))


def _from_file() -> None:
    uploaded = st.file_uploader(t("map_start.file"), type=_ENDS, help=t("map_start.file_help"), key="map_file")
    if uploaded is None:
        return
    data, name = uploaded.getvalue(), uploaded.name
    try:
        key = format_of_file(name).key
        read = _read(data, key)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if read is None:
        return
    journey = read.journey
    st.markdown(
        t(
            "map_start.holds",
            title=plain(journey.title.in_language(language())),
            size=t("library.size", stages=len(journey.stages), touchpoints=len(journey.touchpoints)),
            pains=len(journey.pain_points),
        )
    )
    if read.problems:
        problem_list(read.problems)
    if st.button(t("map_start.take"), type="primary", width="stretch", key="create_from_file"):
        lossy = any(problem.lost for problem in read.problems)
        _made(
            lambda: (
                workspace()
                .maps.import_document(data, key, board_session.actor(), tolerant=lossy, language=language())
                .journey
            )
        )


def _read(data: bytes, key: str) -> ReadJourney | None:
    """Return what a file holds; where lines cannot be read, only once somebody has agreed to leave them out."""
    try:
        return workspace().maps.read_document(data, key, language=language())
    except Refusal as refusal:
        refusal_box(refusal)
        if refusal.kind != "journey_file_problems":
            return None
    if not st.checkbox(t("map_start.leave_out"), key="map_file_tolerant"):
        return None
    return workspace().maps.read_document(data, key, tolerant=True, language=language())


def _create(draft: Journey, title: str) -> None:
    words = title.strip()
    named = replace(draft, title=Text(**{language(): words})) if words else draft
    _made(lambda: workspace().maps.create(named, board_session.actor()))


def _made(make: Callable[[], Journey]) -> None:
    try:
        created = make()
    except Refusal as refusal:
        refusal_box(refusal)
        return
    board_session.select(None)
    remember_journey(created.id)
    st.rerun()
