"""What stands behind one touchpoint: its scores, its trend, the gap, the words, what hurts; and its details to edit."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.board_session import actor
from components.cached import draw, look, workspace
from components.chart_frame import chart_frame
from components.measure_card import measure_line
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from components.verbatim_list import verbatim_list
from cx_core.access.roles import Role
from cx_core.charts.score_trend import score_trend
from cx_core.i18n import format_number
from cx_core.journeys.ids import new_id
from cx_core.metrics import ALL_METRICS
from cx_core.metrics.gap import expectation_gap, room_against_data
from cx_core.model.filters import Filters
from cx_core.model.journey import CHANNELS, Journey, Touchpoint
from cx_core.model.measure import Measure
from cx_core.model.operation import Conflict, Operation
from cx_core.model.problem import Refusal

N_VERBATIMS = 5
MOMENTS = (None, "zmot", "fmot", "smot", "umot", "recovery")


def draw_touchpoint(journey: Journey, touchpoint: Touchpoint, filters: Filters, role: Role) -> None:
    """Draw the panel of one touchpoint."""
    st.subheader(plain(touchpoint.name.in_language(language())), anchor=False)
    stage = journey.stage(touchpoint.stage_id)
    parts = [stage.name.in_language(language()) if stage else "", t(f"channel.{touchpoint.channel}")]
    st.caption(plain(" · ".join(part for part in parts if part)))
    chosen = workspace().maps.touchpoint_filters(journey.id, touchpoint.id, filters)
    measures = [measure for metric in ALL_METRICS if (measure := workspace().measuring.total(metric.key, chosen)).n]
    if not measures:
        st.info(t("journey_page.panel.no_data"), icon=":material/info:")
        st.page_link("pages/assign.py", label=t("journey_page.panel.assign"), icon=":material/conversion_path:")
    else:
        main = max(measures, key=lambda measure: measure.n)
        _draw_measures(measures)
        _draw_gap(touchpoint, main)
        _draw_trend(main, chosen)
        _draw_words(chosen)
    _draw_pains(touchpoint)
    if role != "viewer":
        _draw_details(journey, touchpoint)


def _draw_measures(measures: list[Measure]) -> None:
    for measure in measures:
        measure_line(measure)


def _draw_gap(touchpoint: Touchpoint, measure: Measure) -> None:
    gap = expectation_gap(touchpoint.expected, measure)
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
    room = room_against_data(touchpoint.perceived, measure)
    if room.agreement in ("room_too_bright", "room_too_dark"):
        st.warning(t(f"journey_page.room.{room.agreement}", room=_signed(room.perceived), data=_signed(room.measured)))


def _draw_trend(measure: Measure, filters: Filters) -> None:
    everything = filters.with_dates(None, None)
    series = workspace().measuring.series(measure.metric, "month", everything)
    chart_frame(
        draw(score_trend, series.points, metric=measure.metric, look=look()), key=f"panel_trend_{measure.metric}"
    )


def _draw_words(filters: Filters) -> None:
    st.markdown(f"**{t('journey_page.panel.words')}**")
    verbatim_list(workspace().measuring.verbatims(filters, limit=N_VERBATIMS))


def _draw_pains(touchpoint: Touchpoint) -> None:
    st.markdown(f"**{t('journey_page.panel.pains')}**")
    if not touchpoint.pain_points:
        st.caption(t("journey_page.panel.no_pains"))
    for pain in touchpoint.pain_points:
        text = plain(pain.text.in_language(language()))
        st.markdown(f":material/change_history: **{pain.severity}** · {text}", help=t(f"severity.{pain.severity}"))


def _draw_details(journey: Journey, touchpoint: Touchpoint) -> None:
    with (
        st.expander(t("journey_page.details.title"), icon=":material/edit:"),
        st.form(f"details_{touchpoint.id}_{touchpoint.version}", border=False),
    ):
        fields = {
            "name_vi": st.text_input(t("journey_page.details.name_vi"), touchpoint.name.vi),
            "name_en": st.text_input(t("journey_page.details.name_en"), touchpoint.name.en),
            "channel": _choice("channel", CHANNELS, touchpoint.channel, lambda code: t(f"channel.{code}")),
            "moment_of_truth": _choice(
                "moment", MOMENTS, touchpoint.moment_of_truth, lambda code: t(f"board.moment.{code}") if code else "–"
            ),
            "customer_action_vi": st.text_input(t("journey_page.details.action_vi"), touchpoint.customer_action.vi),
            "customer_action_en": st.text_input(t("journey_page.details.action_en"), touchpoint.customer_action.en),
            "expectation_vi": st.text_input(t("journey_page.details.expectation_vi"), touchpoint.expectation.vi),
            "service_standard_vi": st.text_input(t("journey_page.details.standard_vi"), touchpoint.service_standard.vi),
            "owner": st.text_input(t("journey_page.details.owner"), touchpoint.owner),
            "aliases": _aliases(touchpoint),
        }
        if st.form_submit_button(t("action.save"), type="primary"):
            _save(journey, touchpoint, fields)


def _choice(name: str, options: tuple, current: object, label: Callable[[str | None], str]) -> object:
    index = options.index(current) if current in options else 0
    return st.selectbox(t(f"journey_page.details.{name}"), options, index=index, format_func=label)


def _aliases(touchpoint: Touchpoint) -> list[str]:
    typed = st.text_area(
        t("journey_page.details.aliases"), "\n".join(touchpoint.aliases), help=t("journey_page.details.aliases_help")
    )
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _save(journey: Journey, touchpoint: Touchpoint, fields: dict[str, object]) -> None:
    changed = {name: value for name, value in fields.items() if value != _current(touchpoint, name)}
    if not changed:
        return
    operation = Operation(
        new_id(), journey.id, "edit", "touchpoint", touchpoint.id, actor(), touchpoint.version, changed
    )
    try:
        outcome = workspace().maps.apply(operation)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(outcome, Conflict):
        st.warning(t("journey_page.details.conflict", by=plain(outcome.changed_by)))
        return
    st.toast(t("journey_page.details.saved"))
    st.rerun()


def _current(touchpoint: Touchpoint, name: str) -> object:
    base, _, ending = name.rpartition("_")
    if ending in ("vi", "en"):
        return getattr(getattr(touchpoint, base), ending)
    value = getattr(touchpoint, name)
    return list(value) if name == "aliases" else value


def _signed(value: float | None) -> str:
    text = format_number(value, language(), 1)
    return f"+{text}" if value and round(value, 1) > 0 else text
