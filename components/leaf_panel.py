"""What stands behind a pain point or an opportunity: its facts, its quotes, its form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from components.cached import workspace
from components.distinct import distinct, touchpoint_labels
from components.map_language import in_map_language, spoken
from components.part_draft import PartForm, draw_part_form
from components.part_form import choice, text_pair, titled
from components.plain import plain
from components.texts import day_format, language, t
from components.verbatim_list import verbatim_list
from cx_core.access.roles import Role
from cx_core.i18n import format_number, format_share
from cx_core.journeys.fields import FIELDS, field_of_key
from cx_core.journeys.priority import PainPriority
from cx_core.model.journey import Journey, Opportunity, PainPoint

EVIDENCE = FIELDS["pain_point"][3].choices
LEVELS = (None, 1, 2, 3, 4, 5)


def draw_pain(journey: Journey, pain: PainPoint, priority: PainPriority | None, role: Role) -> None:
    """Draw a pain point: how bad, how often, why, how it ranks, in whose words."""
    st.markdown(f"**{t('journey_page.panel.pain')}** · {t(f'severity.{pain.severity}')}")
    st.markdown(plain(in_map_language(pain.text, journey.id)))
    facts = [
        t(f"pain_kind.{pain.kind}") if pain.kind else "",
        t(f"frequency.{pain.frequency}") if pain.frequency else "",
    ]
    st.caption(" · ".join(one for one in (*facts, t(f"evidence.{pain.evidence}")) if one))
    if pain.root_cause:
        st.markdown(f"{t('pain_panel.root_cause')}: {plain(in_map_language(pain.root_cause, journey.id))}")
    if priority is not None:
        _draw_priority(priority)
    easing = [one for one in journey.opportunities if pain.id in one.pain_ids]
    if easing:
        st.markdown(f"**{t('pain_panel.eased_by')}**")
        idea_lines(journey, easing)
    if pain.quote_ids:
        st.markdown(f"**{t('pain_panel.quotes')}**")
        verbatim_list(workspace().map_insight.quotes(pain.quote_ids))
    if role != "viewer":
        _draw_pain_form(journey, pain)


def idea_lines(journey: Journey, ideas: Sequence[Opportunity]) -> None:
    """Draw one line an opportunity: what it is, how far it has come."""
    for one in ideas:
        words = plain(in_map_language(one.text, journey.id))
        st.markdown(f":material/lightbulb: {words} · {t(f'progress.{one.progress}')}")


def _draw_priority(one: PainPriority) -> None:
    share = t("pain_panel.unknown") if one.frequency is None else format_share(one.frequency, language())
    gap = t("pain_panel.unknown") if one.gap is None else format_number(one.gap, language(), 1)
    st.markdown(t("pain_panel.priority", value=format_number(one.value, language(), 1), rank=one.rank, total=one.total))
    counted = {"n": one.counted.n, "of": one.counted.of} if one.counted else {}
    source = t(f"pain_panel.source_{one.source}", **counted)
    st.caption(t("pain_panel.inputs", severity=one.severity, share=share, source=source, gap=gap))


def _draw_pain_form(journey: Journey, pain: PainPoint) -> None:
    form = PartForm("pain", t("part_form.edit"), ":material/edit:", _pain_fields)
    draw_part_form(journey, "pain_point", pain, form)


def _pain_fields(shown: PainPoint) -> dict[str, object]:
    fields = text_pair("text", shown)
    fields["severity"] = st.select_slider(
        titled("severity"), (1, 2, 3, 4, 5), shown.severity, format_func=lambda one: t(f"severity.{one}")
    )
    for name, words in (("kind", "pain_kind"), ("frequency", "frequency"), ("evidence", "evidence")):
        fields[name] = _choice_of("pain_point", name, getattr(shown, name), words)
    names = workspace().taxonomies.names(language())
    fields["themes"] = _many("themes", {one: plain(name) for one, name in distinct(names).items()}, shown.themes)
    typed = st.text_area(titled("phrases"), "\n".join(shown.phrases), help=t("pain_panel.phrases_help"))
    fields["phrases"] = [line.strip() for line in typed.splitlines() if line.strip()]
    return fields | text_pair("root_cause", shown)


def draw_idea(journey: Journey, idea: Opportunity, role: Role) -> None:
    """Draw an opportunity: what it eases, what it brings and costs, who does it until when."""
    st.markdown(f"**{t('opportunity_panel.title')}** · {t(f'progress.{idea.progress}')}")
    st.markdown(plain(in_map_language(idea.text, journey.id)))
    if idea.detail:
        st.caption(plain(in_map_language(idea.detail, journey.id)))
    if idea.priority is not None:
        st.markdown(
            t(
                "opportunity_panel.weight",
                impact=idea.impact,
                effort=idea.effort,
                ratio=format_number(idea.priority, language(), 1),
            )
        )
    for pain in journey.pain_points:
        if pain.id in idea.pain_ids:
            words = plain(in_map_language(pain.text, journey.id))
            st.markdown(f":material/change_history: **{pain.severity}** · {words}")
    names = touchpoint_labels(journey, spoken(journey.id))
    concerned = [plain(names[one]) for one in (idea.touchpoint_id, *idea.touchpoint_ids) if one in names]
    st.caption(t("opportunity_panel.concerns", touchpoints=", ".join(dict.fromkeys(concerned))))
    if role != "viewer":
        _draw_idea_form(journey, idea)


def _draw_idea_form(journey: Journey, idea: Opportunity) -> None:
    form = PartForm("idea", t("part_form.edit"), ":material/edit:", partial(_idea_fields, journey))
    draw_part_form(journey, "opportunity", idea, form)


def _idea_fields(journey: Journey, shown: Opportunity) -> dict[str, object]:
    pains = distinct({one.id: plain(in_map_language(one.text, journey.id)) for one in journey.pain_points})
    places = {one: plain(name) for one, name in touchpoint_labels(journey, spoken(journey.id)).items()}
    fields = text_pair("text", shown)
    fields |= text_pair("detail", shown, long=True)
    left, right = st.columns(2)
    with left:
        fields["impact"] = _level("impact", shown.impact)
        fields["owner"] = st.text_input(titled("owner"), shown.owner)
    with right:
        fields["effort"] = _level("effort", shown.effort)
        due = st.date_input(titled("due_on"), shown.due_on, format=day_format())
        fields["due_on"] = due.isoformat() if due else None
    fields["progress"] = _choice_of("opportunity", "progress", shown.progress, "progress")
    fields["evidence"] = _choice_of("opportunity", "evidence", shown.evidence, "evidence")
    fields["pain_ids"] = _many("pain_ids", pains, shown.pain_ids)
    fields["touchpoint_ids"] = _many("touchpoint_ids", places, shown.touchpoint_ids)
    return fields


def _level(name: str, current: int | None) -> int | None:
    return st.selectbox(
        t(f"opportunity_panel.{name}"),
        LEVELS,
        index=LEVELS.index(current),
        format_func=lambda one: t("part_form.not_said") if one is None else str(one),
    )


def _choice_of(noun: str, name: str, current: object, words: str) -> object:
    field = field_of_key(noun, name)  # type: ignore[arg-type]
    assert field is not None
    return choice(name, (None, *field.choices) if field.optional else field.choices, current, words)


def _many(name: str, labels: dict[str, str], current: tuple[str, ...]) -> list[str]:
    chosen = [one for one in current if one in labels]
    return st.multiselect(
        titled(name), list(labels), chosen, format_func=labels.__getitem__, placeholder=t("part_form.none_chosen")
    )
