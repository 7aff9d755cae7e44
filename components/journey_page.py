"""The journey page: a map as a live board and as a graph, with the panel of what is selected beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import streamlit as st

from components import board_session, state
from components.cached import kept, workspace
from components.empty_state import empty_state
from components.header import header
from components.journey_board import ChipData, Selection, board_pictures
from components.journey_choice import choose_journey, chosen_journey_id
from components.journey_panel import draw_panel
from components.map_files import draw_export
from components.map_language import draw_map_language, in_map_language
from components.map_menu import draw_map_menu
from components.map_people import draw_channels, draw_people, narrowed, of_segment
from components.map_relatives import draw_relatives
from components.map_start import draw_new_map
from components.plain import plain
from components.relation_graph import draw_map_relations
from components.suggested_pains import open_suggestions
from components.texts import day_format, language, t
from components.touchpoint_chips import beside, chips
from cx_core.access.roles import Role
from cx_core.i18n import format_date
from cx_core.metrics import SCORE_METRICS
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, Persona

AUTO = "auto"
#: Spans of days the map can show, by the key of their text; None is everything.
SPANS: dict[str, int | None] = {"90": 90, "365": 365, "all": None}
#: Days of one's own choice.
CUSTOM = "custom"
_EARLIEST = date(2000, 1, 1)
#: On a phone the buttons above the map stand in one line each, to be pushed sideways: the map itself begins higher.
_SLIM_TOOLS = (
    "<style>@media (max-width: 640px) { .st-key-map_actions, .st-key-map_controls { flex-wrap: nowrap;"
    " overflow-x: auto; justify-content: flex-start; max-width: calc(100vw - 2rem); scrollbar-width: none;"
    " padding-bottom: 2px; }"
    " .st-key-map_actions > *, .st-key-map_controls > * { flex-shrink: 0; }"
    # The panel comes up from below over the map, since under the map nobody would see that it has opened.
    " .st-key-map_panel { position: fixed; inset: auto 0 0 0; max-height: 62vh; overflow-y: auto; z-index: 90;"
    " background: Canvas; border-radius: 16px 16px 0 0; box-shadow: 0 -8px 30px #0005;"
    " padding-bottom: 24px; } }</style>"
)
#: Under this many answers in the newest 90 days the map starts with everything.
ENOUGH_FOR_A_QUARTER = 300


def draw_journey_page() -> None:
    """Draw the page for the chosen map, or the ways to get one."""
    role: Role = "viewer" if st.query_params.get("view") == "1" else "facilitator"
    journey = _draw_header(role)
    if journey is None:
        st.title(t("nav.journey_map"), anchor=False)
        empty_state(t("journey_page.empty"), icon=":material/map:")
        draw_new_map()
        return
    filters, people, metric, view = _draw_controls(journey, role)
    measured = partial(_chips, journey.id, filters, metric, people)
    selection = _selection_on(journey)
    state.write(state.BOARD_REVISION, journey.revision)
    # The board stays in the first column either way, so that it is not thrown away with its scroll position.
    columns = st.columns([7, 3] if selection else 1)
    with columns[0]:
        if view == "relations":
            picked = draw_map_relations(journey, language(), filters, measured())
            if picked is not None and picked != selection:
                board_session.select(picked)
                st.rerun()
        else:
            images = tuple(sorted({name for place in journey.touchpoints for name in place.images}))
            if images:
                board_pictures(workspace().map_images.on_board(images), key=f"pictures-{journey.id}")
            board_session.live_board(journey.id, measured, role, people)
    if selection is not None:
        with columns[1], st.container(border=True, key="map_panel"):
            if st.button(t("action.close"), icon=":material/close:", type="tertiary", key="close_panel"):
                board_session.select(None)
                st.rerun()
            draw_panel(journey, selection, filters, role, people[0].id if len(people) == 1 else None)


def _selection_on(journey: Journey) -> Selection | None:
    """Return what is selected; what was selected on another map means nothing on this one."""
    selection = board_session.selected()
    if state.read(state.BOARD_MAP) != journey.id:
        state.write(state.BOARD_MAP, journey.id)
        ids = {stage.id for stage in journey.stages} | {place.id for place in journey.touchpoints}
        ids |= {pain.id for pain in journey.pain_points}
        if selection is not None and selection.id not in ids:
            board_session.select(None)
            return None
    return selection


def _draw_header(role: Role) -> Journey | None:
    current = chosen_journey_id()
    if current is None:
        return None
    journey = workspace().maps.journey(current)
    st.html(_SLIM_TOOLS)
    title = plain(in_map_language(journey.title, journey.id))
    with header(title), st.container(horizontal=True, key="map_actions", width="content"):
        choose_journey(label_hidden=True, width=220)
        if role != "viewer":
            with st.popover(t("journey_page.new"), icon=":material/add:"):
                draw_new_map()
            with st.popover(t("journey_page.you"), icon=":material/person:"):
                st.text_input(t("journey_page.your_name"), key=state.ACTOR_TYPED, help=t("journey_page.your_name_help"))
            draw_map_menu(journey)
        with st.popover(t("journey_page.export"), icon=":material/download:"):
            draw_export(journey)
    about = [plain(in_map_language(journey.scenario, journey.id))] if journey.scenario else []
    if journey.goal:
        about.append(f":material/flag: {t('journey_page.goal', goal=plain(in_map_language(journey.goal, journey.id)))}")
    if about:
        st.caption("  \n".join(about))
    draw_relatives(journey)
    return journey


def _draw_controls(journey: Journey, role: Role) -> tuple[Filters, tuple[Persona, ...], str | None, str]:
    with st.container(horizontal=True, vertical_alignment="center", key="map_controls"):
        view = st.segmented_control(
            t("journey_page.view"),
            ["board", "relations"],
            default="board",
            required=True,
            format_func=lambda one: t(f"journey_page.view_{one}"),
            key="map_view",
            label_visibility="collapsed",
        )
        filters, metric = _draw_numbers_choice()
        draw_map_language(journey.id)
        people = draw_people(journey)
        filters = narrowed(people, filters)
        if role != "viewer" and st.button(t("suggest.open"), icon=":material/lightbulb:", key="suggest_pains"):
            open_suggestions(journey, filters)
    return filters, people, metric, str(view)


def _draw_numbers_choice() -> tuple[Filters, str | None]:
    """Choose metric and span in one button that says what is chosen, so that the map stays near the top."""
    usual = _usual_span()
    metric, span = state.read("map_metric", AUTO), state.read("map_span", usual)
    label = f"{_metric_text(metric)} · {_span_text(span)}"
    with st.popover(label, icon=":material/tune:"):
        metric = st.segmented_control(
            t("journey_page.metric"),
            [AUTO, *(one.key for one in SCORE_METRICS)],
            default=AUTO,
            required=True,
            format_func=_metric_text,
            key="map_metric",
            help=t("journey_page.metric_help"),
        )
        span = st.segmented_control(
            t("journey_page.span"),
            [*SPANS, CUSTOM],
            default=usual,
            required=True,
            format_func=lambda key: t(f"journey_page.span_{key}"),
            key="map_span",
        )
        if span == CUSTOM:
            _draw_days()
        filters = draw_channels(_filters(str(span)))
    return filters, None if metric == AUTO else str(metric)


def _draw_days() -> None:
    reach = workspace().measuring.data_through() or workspace().today()
    usual = (reach - timedelta(days=29), reach)
    st.date_input(t("journey_page.days"), usual, _EARLIEST, workspace().today(), key="map_days", format=day_format())


def _days() -> tuple[date, date] | None:
    """Return the first and last day chosen; None while only one of them is, or none."""
    days: tuple[date, ...] = state.read("map_days") or ()
    return None if len(days) < 2 else (days[0], days[1])


def _span_text(span: str) -> str:
    days = _days() if span == CUSTOM else None
    return "–".join(format_date(one, language()) for one in days) if days else t(f"journey_page.span_{span}")


def _metric_text(metric: str) -> str:
    return t("journey_page.metric_auto") if metric == AUTO else t(f"metric.{metric}.short")


def _usual_span() -> str:
    recent = _filters("90")
    return "90" if workspace().measuring.n_answers(recent) >= ENOUGH_FOR_A_QUARTER else "all"


def _filters(span: str) -> Filters:
    own = _days() if span == CUSTOM else None
    if own:
        return Filters(since=own[0], until=own[1])
    days = SPANS.get(span)
    reach = workspace().measuring.data_through()
    if days is None or reach is None:
        return Filters()
    return Filters(since=reach - timedelta(days=days - 1), until=reach)


def _chips(
    journey_id: str, filters: Filters, metric: str | None, people: tuple[Persona, ...]
) -> Mapping[str, ChipData]:
    """Return what is measured at each touchpoint now; asked at every look at the board, counted after a change.

    Of several personas each one's score stands beside everybody's.
    """
    measures = workspace().maps.measures
    # With the map named in the filters, the answer is kept until the map changes.
    on_map = replace(filters, journey_id=journey_id)
    now = kept(measures, journey_id, metric, on_map)
    earlier = _span_before(on_map)
    before = kept(measures, journey_id, metric, earlier) if earlier else {}
    stages = kept(measures, journey_id, metric, on_map, "stage")
    stages_before = kept(measures, journey_id, metric, earlier, "stage") if earlier else {}
    pulses = kept(workspace().map_insight.pulses, journey_id, on_map)
    found = chips({**now, **stages}, {**before, **stages_before}, language(), pulses, workspace().today())
    return beside(found, _chips_of(journey_id, on_map, metric, people)) if len(people) > 1 else found


def _chips_of(
    journey_id: str, filters: Filters, metric: str | None, people: tuple[Persona, ...]
) -> list[tuple[Persona, Mapping[str, ChipData]]]:
    """Return the chips of each persona that is tied to a segment of the data."""
    found: list[tuple[Persona, Mapping[str, ChipData]]] = []
    for persona in people:
        chosen = of_segment(persona, filters) if persona.segment_filter else None
        if chosen is not None:
            measures = kept(workspace().maps.measures, journey_id, metric, chosen)
            found.append((persona, chips(measures, {}, language())))
    return found


def _span_before(filters: Filters) -> Filters | None:
    """Return the span of equal length right before; None when the map shows everything."""
    if filters.since is None or filters.until is None:
        return None
    last = filters.since - timedelta(days=1)
    return filters.with_dates(last - (filters.until - filters.since), last)
