"""A form of a part of a map. What is typed there is neither lost nor put over somebody else's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from components import state
from components.board_session import actor
from components.cached import workspace
from components.part_form import titled
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.journeys.entries import base_of, merged, value_at
from cx_core.journeys.fields import TEXT_ENTRIES, Thing, field_of_key, flatten, unflatten
from cx_core.journeys.ids import new_id
from cx_core.model.journey import Journey
from cx_core.model.operation import Conflict, Noun, Operation
from cx_core.model.problem import Refusal

#: Where the words of choices stand whose texts are not called after their field.
_WORDS = {"kind": "pain_kind", "moment_of_truth": "board.moment"}


@dataclass(frozen=True)
class Draft:
    """The part as the form shows it. It stays while the form is open: a poll must not change what is being typed.

    ``mine`` holds what somebody wanted to save when another change came first, ``changed_by`` says whose.
    """

    noun: Noun
    seen: Thing
    mine: dict[str, Any] = field(default_factory=dict)
    changed_by: str = ""

    @property
    def shown(self) -> Any:
        """Return the part with what was typed laid over it: what the form begins with."""
        before = flatten(self.noun, self.seen)
        return replace(self.seen, **unflatten(self.noun, {**before, **merged(before, self.mine, TEXT_ENTRIES)}))


@dataclass(frozen=True)
class PartForm:
    """One form: its name among a part's forms, its title, and how its fields are drawn and called.

    ``draw`` gets the part to begin with and returns the values by the keys of an operation. ``label`` names a key to a
    person, None as the list of fields does.
    """

    name: str
    title: str
    icon: str
    draw: Callable[[Any], dict[str, object]]
    label: Callable[[str], str] | None = None


def draw_part_form(journey: Journey, noun: Noun, thing: Thing, form: PartForm) -> None:
    """Draw the form, folded until it is asked for, with both texts when somebody else was faster."""
    key = f"{form.name}_{thing.id}"
    box = st.expander(form.title, icon=form.icon, key=key, on_change="rerun")
    draft = _draft(form.name, noun, thing, is_open=bool(box.open))
    with box:
        if draft.mine:
            _draw_clash(draft, form)
        with st.form(f"{key}_{draft.seen.version}", border=False):
            values = form.draw(draft.shown)
            if st.form_submit_button(t("action.save"), type="primary"):
                _save(journey, form.name, draft, values)


def told(conflict_by: str, mine: Mapping[str, object], now: Mapping[str, object], label: Callable[[str], str]) -> str:
    """Return the words for a change that came too late: whose was first, and what stands in the same fields now."""
    lines = [
        t("journey_page.details.conflict_now", field=label(key), value=plain(_in_words(key, now.get(key))))
        for key, value in mine.items()
        if now.get(key) != value
    ]
    head = t("journey_page.details.conflict", by=plain(conflict_by))
    return "\n\n".join((head, "\n".join(f"- {line}" for line in lines)))


def field_label(key: str) -> str:
    """Return the name of a field by its key in an operation, with the language of a text."""
    key = base_of(key)
    name, spoken = (key[:-3], key[-2:]) if key.endswith(("_vi", "_en")) else (key, "")
    label = titled(name)
    return t("part_form.in_language", field=label, spoken=t(f"formats.in_language.{spoken}")) if spoken else label


def _draft(name: str, noun: Noun, thing: Thing, *, is_open: bool) -> Draft:
    key = f"{state.DETAILS}_{name}"
    kept: Draft | None = state.read(key)
    if kept is None or kept.seen.id != thing.id or not (is_open or kept.mine):
        kept = Draft(noun, thing)
        state.write(key, kept)
    return kept


def _draw_clash(draft: Draft, form: PartForm) -> None:
    fields = flatten(draft.noun, draft.seen)
    now = {key: value_at(fields, key, TEXT_ENTRIES) for key in draft.mine}
    st.warning(told(draft.changed_by, draft.mine, now, form.label or field_label), icon=":material/difference:")


def _in_words(key: str, value: object) -> str:
    if value in (None, "", [], ()):
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    choice = next((one for noun in ("touchpoint", "pain_point", "opportunity", "journey")
                   if (one := field_of_key(noun, key)) and one.kind == "choice"), None)  # fmt: skip
    return t(f"{_WORDS.get(key, key)}.{value}") if choice and key not in ("state", "status") else str(value)


def _save(journey: Journey, name: str, draft: Draft, values: dict[str, object]) -> None:
    before = flatten(draft.noun, draft.seen)
    mine = {key: value for key, value in values.items() if value_at(before, key, TEXT_ENTRIES) != value}
    if not mine:
        return
    try:
        now = _part_now(journey.id, draft)
        outcome = workspace().maps.apply(_operation(journey, draft, mine, now))
        now = _part_now(journey.id, draft) or draft.seen
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(outcome, Conflict):
        if outcome.gone:
            st.warning(t("part_form.conflict", by=plain(outcome.changed_by)))
            return
        state.write(f"{state.DETAILS}_{name}", Draft(draft.noun, now, mine, outcome.changed_by))
    else:
        state.take(f"{state.DETAILS}_{name}")
        st.toast(t("journey_page.details.saved"), icon=":material/check:")
    st.rerun()


def _operation(journey: Journey, draft: Draft, mine: dict[str, object], now: Thing | None) -> Operation:
    """Return the edit; where nobody touched its fields since the form was opened, it goes by the newest version."""
    before = flatten(draft.noun, draft.seen)
    current = {} if now is None else flatten(draft.noun, now)
    untouched = now is not None and all(
        value_at(current, key, TEXT_ENTRIES) == value_at(before, key, TEXT_ENTRIES) for key in mine
    )
    version = now.version if now is not None and untouched else draft.seen.version
    return Operation(new_id(), journey.id, "edit", draft.noun, draft.seen.id, actor(), version, mine)


def _part_now(journey_id: str, draft: Draft) -> Thing | None:
    journey = workspace().maps.journey(journey_id)
    groups: tuple[tuple[Thing, ...], ...] = (
        journey.stages,
        journey.touchpoints,
        journey.pain_points,
        journey.opportunities,
    )
    return next((part for group in groups for part in group if part.id == draft.seen.id), None)
