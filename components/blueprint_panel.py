"""The further facts of a touchpoint: service blueprint, targets, links, the map that shows it in detail."""

from __future__ import annotations

from functools import partial
from typing import get_args

import streamlit as st

from components.cached import workspace
from components.distinct import distinct, touchpoint_labels
from components.map_language import spoken
from components.part_draft import PartForm, draw_part_form
from components.part_form import choice, text_pair, titled
from components.plain import plain
from components.texts import language, t
from cx_core.journeys.fields import field_of_key
from cx_core.metrics import SCORE_METRICS
from cx_core.model.journey import Journey, LinkKind, Touchpoint

_TEXTS = ("thought", "physical", "frontstage", "backstage", "support")


def draw_blueprint(journey: Journey, touchpoint: Touchpoint) -> None:
    """Draw the form of a touchpoint's further facts."""
    form = PartForm("blueprint", t("blueprint.title"), ":material/layers:", partial(_draw_fields, journey))
    draw_part_form(journey, "touchpoint", touchpoint, form)


def _draw_fields(journey: Journey, shown: Touchpoint) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name in _TEXTS:
        fields |= text_pair(name, shown)
    left, right = st.columns(2)
    with left:
        fields["duration_minutes"] = st.number_input(
            titled("duration_minutes"), 0.0, value=shown.duration_minutes, step=1.0, format="%g"
        )
        fields["initiator"] = _choice("initiator", shown.initiator)
    with right:
        fields["detail_id"] = _detail(journey, shown)
        fields["evidence"] = _choice("evidence", shown.evidence)
    fields["targets"] = _targets(shown)
    fields["links"] = _links(journey, shown)
    return fields


def draw_connections(journey: Journey, touchpoint: Touchpoint) -> None:
    """Say where the touchpoint leads, and offer the map that shows it in detail."""
    names = {one: plain(name) for one, name in touchpoint_labels(journey, spoken(journey.id)).items()}
    for link in touchpoint.links:
        kind, _, target = link.partition(":")
        if target in names:
            st.markdown(t(f"blueprint.leads.{kind}", name=names[target]))
    detail = {one.id: one for one in workspace().maps.journeys()}.get(touchpoint.detail_id or "")
    if detail is not None:
        title = plain(detail.title.in_language(language()))
        st.page_link(
            "pages/journey_map.py",
            label=t("blueprint.open_detail", name=title),
            icon=":material/zoom_in:",
            query_params={"journey": detail.id},
        )


def _choice(name: str, current: str) -> object:
    field = field_of_key("touchpoint", name)
    assert field is not None
    return choice(name, field.choices, current, name)


def _detail(journey: Journey, touchpoint: Touchpoint) -> str | None:
    titles = distinct({one.id: plain(one.title.in_language(language())) for one in workspace().maps.journeys()})
    others = [one for one in titles if one != journey.id]
    options: list[str | None] = [None, *others]
    return st.selectbox(
        titled("detail_id"),
        options,
        index=options.index(touchpoint.detail_id) if touchpoint.detail_id in options else 0,
        format_func=lambda one: t("blueprint.no_detail") if one is None else titles[one],
    )


def _targets(touchpoint: Touchpoint) -> list[str]:
    """Draw one number a metric; an empty field is no target."""
    now = dict(one.split(":", 1) for one in touchpoint.targets)
    found = []
    for column, metric in zip(st.columns(len(SCORE_METRICS)), SCORE_METRICS, strict=True):
        current = float(now[metric.key]) if metric.key in now else None
        label = t("blueprint.target", metric=t(f"metric.{metric.key}.short"))
        given = column.number_input(label, value=current, format="%g", help=t(f"blueprint.target_unit.{metric.key}"))
        if given is not None:
            found.append(f"{metric.key}:{given:g}")
    return found


def _links(journey: Journey, touchpoint: Touchpoint) -> list[str]:
    names = {one: plain(name) for one, name in touchpoint_labels(journey, spoken(journey.id)).items()}
    options = [f"{kind}:{one}" for kind in get_args(LinkKind) for one in names if one != touchpoint.id]
    return st.multiselect(
        titled("links"),
        options,
        [one for one in touchpoint.links if one in options],
        format_func=lambda one: t(f"blueprint.leads.{one.split(':')[0]}", name=names[one.split(":", 1)[1]]),
        placeholder=t("part_form.none_chosen"),
        help=t("blueprint.links_help"),
    )
