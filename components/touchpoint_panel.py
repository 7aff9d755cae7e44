"""What stands behind one touchpoint: its scores, its trend, the gap, the words, what hurts; and its details to edit."""

from __future__ import annotations

import streamlit as st

from components.blueprint_panel import draw_blueprint, draw_connections
from components.cached import draw, look, workspace
from components.chart_frame import chart_frame
from components.feelings_form import draw_feelings
from components.formula_card import derived_card
from components.leaf_panel import idea_lines
from components.map_language import in_map_language
from components.measure_card import measure_line
from components.plain import plain
from components.rows_behind import Answers
from components.texts import language, t
from components.touchpoint_details import draw_details
from components.touchpoint_images import draw_images
from components.touchpoint_themes import draw_touchpoint_themes
from components.verbatim_list import verbatim_list
from cx_core.access.roles import Role
from cx_core.charts.score_trend import score_trend
from cx_core.i18n import format_number, format_period
from cx_core.journeys.people import felt_by
from cx_core.metrics import SCORE_METRICS
from cx_core.metrics.gap import expectation_gap, room_against_data
from cx_core.model.filters import Filters
from cx_core.model.journey import Journey, Touchpoint
from cx_core.model.measure import Measure
from cx_core.model.period import Period

N_VERBATIMS = 5


def draw_touchpoint(
    journey: Journey, touchpoint: Touchpoint, filters: Filters, role: Role, person: str | None = None
) -> None:
    """Draw the panel of one touchpoint; its gap as one persona feels it, if one is named."""
    st.subheader(plain(in_map_language(touchpoint.name, journey.id)), anchor=False)
    stage = journey.stage(touchpoint.stage_id)
    parts = [in_map_language(stage.name, journey.id) if stage else "", t(f"channel.{touchpoint.channel}")]
    st.caption(plain(" · ".join(part for part in parts if part)))
    chosen = workspace().maps.touchpoint_filters(journey.id, touchpoint.id, filters)
    measures = [measure for metric in SCORE_METRICS if (measure := workspace().measuring.total(metric.key, chosen)).n]
    if not measures:
        st.info(t("journey_page.panel.no_data"), icon=":material/info:")
        st.page_link("pages/assign.py", label=t("journey_page.panel.assign"), icon=":material/conversion_path:")
    else:
        main = max(measures, key=lambda measure: measure.n)
        _draw_measures(measures)
        felt = felt_by(touchpoint, person) if person else touchpoint
        _draw_gap(felt.expected, felt.perceived, main, chosen)
        _draw_trend(main, chosen)
    _draw_pains(journey, touchpoint)
    _draw_ideas(journey, touchpoint)
    draw_connections(journey, touchpoint)
    draw_images(journey, touchpoint, role)
    if role != "viewer":
        draw_details(journey, touchpoint)
        draw_feelings(journey, touchpoint)
        draw_blueprint(journey, touchpoint)
    if measures:
        draw_touchpoint_themes(journey, touchpoint, chosen, role)
        _draw_words(chosen)


def _draw_measures(measures: list[Measure]) -> None:
    for measure in measures:
        measure_line(measure)


def _draw_gap(expected: float | None, perceived: float | None, measure: Measure, filters: Filters) -> None:
    gap = expectation_gap(expected, measure)
    if gap.gap is not None:
        st.markdown(
            t(
                f"journey_page.gap.{gap.standing}",
                expected=_signed(gap.other),
                measured=_signed(gap.measured),
                gap=_signed(gap.gap),
                n=gap.n,
            )
        )
        derived_card("gap", measure.metric, filters)
    room = room_against_data(perceived, measure)
    if room.agreement in ("room_too_bright", "room_too_dark"):
        st.warning(t(f"journey_page.room.{room.agreement}", room=_signed(room.perceived), data=_signed(room.measured)))


def _draw_trend(measure: Measure, filters: Filters) -> None:
    """Draw the whole trend, and below it the words of the period that was clicked."""
    everything = filters.with_dates(None, None)
    series = workspace().measuring.series(measure.metric, "month", everything)
    clicked = chart_frame(
        draw(score_trend, series.points, metric=measure.metric, look=look()),
        f"panel_trend_{measure.metric}",
        selectable=True,
        behind=Answers(measure.metric, (everything,)),
    )
    period = next((one.period for one in series.points if clicked and one.period.label == clicked["period"]), None)
    if period is None:
        st.caption(t("journey_page.panel.trend_hint"))
    else:
        _draw_words(everything, period, measure.metric)


def _draw_words(filters: Filters, period: Period | None = None, metric: str | None = None) -> None:
    named = t("journey_page.panel.words_of", period=format_period(period, language())) if period else ""
    st.markdown(f"**{named or t('journey_page.panel.words')}**")
    verbatim_list(workspace().measuring.verbatims(filters, metric=metric, period=period, limit=N_VERBATIMS))


def _draw_pains(journey: Journey, touchpoint: Touchpoint) -> None:
    st.markdown(f"**{t('journey_page.panel.pains')}**")
    if not touchpoint.pain_points:
        st.caption(t("journey_page.panel.no_pains"))
    for pain in touchpoint.pain_points:
        text = plain(in_map_language(pain.text, journey.id))
        st.markdown(f":material/change_history: **{pain.severity}** · {text}", help=t(f"severity.{pain.severity}"))


def _draw_ideas(journey: Journey, touchpoint: Touchpoint) -> None:
    """List the opportunities that stand here, and those elsewhere that concern this place too."""
    own = {idea.id for idea in touchpoint.opportunities}
    found = [one for one in journey.opportunities if one.id in own or touchpoint.id in one.touchpoint_ids]
    if found:
        st.markdown(f"**{t('journey_page.panel.ideas')}**")
        idea_lines(journey, found)


def _signed(value: float | None) -> str:
    text = format_number(value, language(), 1)
    return f"+{text}" if value and round(value, 1) > 0 else text
