"""The form of a persona. Two people may have it open at once: the later one sees both texts and loses neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from components import board_session, state
from components.cached import workspace
from components.dialogs import open_dialog
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.journeys.ids import new_id
from cx_core.journeys.persona_merge import TEXT_FIELDS, lay_together
from cx_core.model.filters import SAVED_SEGMENT
from cx_core.model.journey import Persona, Text
from cx_core.model.problem import Refusal


@dataclass(frozen=True)
class Draft:
    """A persona under the hands of one person: what was stored when it was shown, and what the form begins with.

    ``theirs`` holds what somebody else wrote meanwhile where this person wrote too, by key. ``is_gone`` is True when
    somebody removed the persona meanwhile: then it is written as a new one.
    """

    seen: Persona
    shown: Persona
    theirs: tuple[tuple[str, str], ...] = ()
    is_gone: bool = False
    round: int = 0


def open_persona_form(persona: Persona) -> None:
    """Open the dialog for a persona; one without a name is a new one."""
    state.write(state.PERSONA_DRAFT, Draft(persona, persona))
    open_dialog(plain(persona.name) or t("personas.new"), _draw_form, persona.id, width="large")


def _draw_form(persona_id: str) -> None:
    draft: Draft | None = state.read(state.PERSONA_DRAFT)
    if draft is None or draft.seen.id != persona_id:
        return
    _draw_clash(draft)
    shown, mark = draft.shown, f"{persona_id}_{draft.round}"
    with st.form(f"persona_{mark}", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("personas.name"), shown.name, key=f"p_name_{mark}")
        age = right.text_input(t("personas.age_range"), shown.age_range, key=f"p_age_{mark}")
        texts: dict[str, Any] = {}
        for key in TEXT_FIELDS:
            now: Text = getattr(shown, key)
            vi = left.text_area(_label(f"{key}_vi"), now.vi, height=80, key=f"p_{key}_vi_{mark}")
            en = right.text_area(_label(f"{key}_en"), now.en, height=80, key=f"p_{key}_en_{mark}")
            texts[key] = Text(vi, en)
        segment = _draw_segment(shown, mark)
        if st.form_submit_button(t("action.save"), type="primary"):
            _save(draft, replace(shown, name=name, age_range=age, segment_filter=segment, **texts))
    if (
        draft.seen.name
        and not draft.is_gone
        and st.button(t("personas.remove"), icon=":material/delete:", key="remove_persona")
    ):
        workspace().journeys.remove_persona(persona_id, board_session.actor(), workspace().now())
        state.take(state.PERSONA_DRAFT)
        st.rerun()


def _label(key: str) -> str:
    if key in ("name", "age_range"):
        return t(f"personas.{key}")
    if key == "segment_filter":
        return t("personas.segment_short")
    name, spoken = key[:-3], key[-2:]
    return t(f"personas.in_{spoken}", field=t(f"personas.{name}"))


def _draw_clash(draft: Draft) -> None:
    if draft.is_gone:
        st.warning(t("personas.gone"), icon=":material/difference:")
    if not draft.theirs:
        return
    st.warning(t("personas.clash"), icon=":material/difference:")
    for key, theirs in draft.theirs:
        with st.container(border=True, gap="small"):
            st.markdown(f"**{plain(_label(key))}**")
            st.caption(t("personas.clash_theirs"))
            st.code(theirs or "–", language=None, wrap_lines=True)


def _draw_segment(shown: Persona, mark: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Draw one choice of values for each segment column of the data; fields that are no longer there are kept."""
    known = workspace().measuring.segment_fields()
    now = dict(shown.segment_filter)
    found = {field: values for field, values in now.items() if field not in (*known, SAVED_SEGMENT)}
    for field in known:
        options = [one.value for one in workspace().measuring.options(field) if one.label is not None]
        values = st.multiselect(
            t("personas.segment", field=plain(field)),
            options,
            [one for one in now.get(field, ()) if one in options],
            placeholder=t("personas.everybody"),
            key=f"p_segment_{field}_{mark}",
        )
        if values:
            found[field] = tuple(values)
    saved = {one.id: one.name for one in workspace().segments.all()}
    if saved:
        chosen = st.multiselect(
            t(f"filters.fields.{SAVED_SEGMENT}"),
            list(saved),
            [one for one in now.get(SAVED_SEGMENT, ()) if one in saved],
            format_func=saved.__getitem__,
            placeholder=t("personas.everybody"),
            key=f"p_saved_{mark}",
        )
        if chosen:
            found[SAVED_SEGMENT] = tuple(chosen)
    if not known and not saved:
        st.caption(t("personas.no_fields"))
    return tuple(sorted(found.items()))


def _save(draft: Draft, mine: Persona) -> None:
    wanted = replace(mine, id=new_id(), version=1) if draft.is_gone else mine
    try:
        _write(wanted)
        return
    except Refusal as refusal:
        if refusal.kind != "persona_changed":
            refusal_box(refusal)
            return
    # Somebody was faster. What does not touch stands together at once; the rest is shown.
    stored = next((one for one in workspace().maps.personas() if one.id == mine.id), None)
    if stored is None:
        state.write(state.PERSONA_DRAFT, replace(draft, shown=mine, is_gone=True, round=draft.round + 1))
        st.rerun(scope="fragment")
    both = lay_together(draft.seen, mine, stored)
    if not both.theirs:
        _save(Draft(stored, both.persona), both.persona)
        return
    state.write(state.PERSONA_DRAFT, Draft(stored, both.persona, both.theirs, round=draft.round + 1))
    st.rerun(scope="fragment")


def _write(persona: Persona) -> None:
    workspace().journeys.save_persona(persona, board_session.actor(), workspace().now())
    state.take(state.PERSONA_DRAFT)
    st.toast(t("personas.saved"), icon=":material/check:")
    st.rerun()
