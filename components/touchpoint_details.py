"""The details of a touchpoint as a form. What is typed there is neither lost nor put over somebody else's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from components import state
from components.board_session import actor
from components.cached import workspace
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import t
from cx_core.journeys.ids import new_id
from cx_core.model.journey import CHANNELS, Journey, Touchpoint
from cx_core.model.operation import Conflict, Operation
from cx_core.model.problem import Refusal

MOMENTS = (None, "zmot", "fmot", "smot", "umot", "recovery")
#: The fields of the form with the ends of their texts' keys, in order. The first two lists are fields of one line.
_NAMES = {"name_vi": "name_vi", "name_en": "name_en"}
_LINES = {
    "customer_action_vi": "action_vi",
    "customer_action_en": "action_en",
    "expectation_vi": "expectation_vi",
    "service_standard_vi": "standard_vi",
    "owner": "owner",
}
_LABELS = {**_NAMES, "channel": "channel", "moment_of_truth": "moment", **_LINES, "aliases": "aliases"}


@dataclass(frozen=True)
class Draft:
    """The touchpoint as the form shows it. It stays while the form is open: a poll must not change what is being typed.

    ``mine`` holds what somebody wanted to save when another change came first, ``changed_by`` says whose.
    """

    seen: Touchpoint
    mine: dict[str, object] = field(default_factory=dict)
    changed_by: str = ""

    def value(self, name: str) -> object:
        """Return what a field of the form begins with."""
        return self.mine.get(name, value_of(self.seen, name))


def draw_details(journey: Journey, touchpoint: Touchpoint) -> None:
    """Draw the form, folded until it is asked for."""
    key = f"details_{touchpoint.id}"
    box = st.expander(t("journey_page.details.title"), icon=":material/edit:", key=key, on_change="rerun")
    draft = _draft(touchpoint, is_open=bool(box.open))
    with box:
        if draft.mine:
            _draw_clash(draft)
        with st.form(f"{key}_{draft.seen.version}", border=False):
            fields = _draw_fields(draft)
            if st.form_submit_button(t("action.save"), type="primary"):
                _save(journey, draft, fields)


def _draft(touchpoint: Touchpoint, is_open: bool) -> Draft:
    kept: Draft | None = state.read(state.DETAILS)
    if kept is None or kept.seen.id != touchpoint.id or not (is_open or kept.mine):
        kept = Draft(touchpoint)
        state.write(state.DETAILS, kept)
    return kept


def _draw_clash(draft: Draft) -> None:
    lines = [t("journey_page.details.conflict", by=plain(draft.changed_by))]
    for name in draft.mine:
        now = value_of(draft.seen, name)
        if now != draft.mine[name]:
            said = t("journey_page.details.conflict_now", field=_label(name), value=plain(_in_words(name, now)))
            lines.append(f"- {said}")
    st.warning("\n\n".join((lines[0], "\n".join(lines[1:]))), icon=":material/difference:")


def _draw_fields(draft: Draft) -> dict[str, object]:
    fields: dict[str, object] = {name: _draw_line(draft, name) for name in _NAMES}
    fields["channel"] = _draw_choice(draft, "channel", CHANNELS)
    fields["moment_of_truth"] = _draw_choice(draft, "moment_of_truth", MOMENTS)
    fields |= {name: _draw_line(draft, name) for name in _LINES}
    aliases = draft.value("aliases")
    typed = st.text_area(
        _label("aliases"),
        "\n".join(aliases if isinstance(aliases, list) else ()),
        help=t("journey_page.details.aliases_help"),
    )
    fields["aliases"] = [line.strip() for line in typed.splitlines() if line.strip()]
    return fields


def _draw_line(draft: Draft, name: str) -> str:
    return st.text_input(_label(name), str(draft.value(name)))


def _draw_choice(draft: Draft, name: str, options: tuple[str | None, ...]) -> str | None:
    current = draft.value(name)
    index = options.index(current) if current in options else 0
    say: Callable[[str | None], str] = lambda code: _in_words(name, code)  # noqa: E731
    return st.selectbox(_label(name), options, index=index, format_func=say)


def _label(name: str) -> str:
    return t(f"journey_page.details.{_LABELS[name]}")


def _in_words(name: str, value: object) -> str:
    if not value:
        return "–"
    if name == "channel":
        return t(f"channel.{value}")
    if name == "moment_of_truth":
        return t(f"board.moment.{value}")
    return ", ".join(value) if isinstance(value, list) else str(value)


def _save(journey: Journey, draft: Draft, fields: dict[str, object]) -> None:
    mine = {name: value for name, value in fields.items() if value != value_of(draft.seen, name)}
    if not mine:
        return
    try:
        outcome = workspace().maps.apply(_operation(journey, draft, mine))
        now = workspace().maps.journey(journey.id).touchpoint(draft.seen.id)
    except Refusal as refusal:
        refusal_box(refusal)
        return
    if isinstance(outcome, Conflict) and now is not None:
        state.write(state.DETAILS, Draft(now, mine, outcome.changed_by))
    else:
        state.take(state.DETAILS)
        st.toast(t("journey_page.details.saved"))
    st.rerun()


def _operation(journey: Journey, draft: Draft, mine: dict[str, object]) -> Operation:
    """Return the edit; where nobody touched its fields since the form was opened, it goes by the newest version."""
    now = workspace().maps.journey(journey.id).touchpoint(draft.seen.id)
    untouched = now is not None and all(value_of(now, name) == value_of(draft.seen, name) for name in mine)
    version = now.version if now is not None and untouched else draft.seen.version
    return Operation(new_id(), journey.id, "edit", "touchpoint", draft.seen.id, actor(), version, mine)


def value_of(touchpoint: Touchpoint, name: str) -> object:
    """Return a field of a touchpoint by its name in an operation.

    >>> from cx_core.model.journey import Text
    >>> value_of(Touchpoint("t", "s", Text(vi="Giao hàng"), aliases=("Ship",)), "name_vi")
    'Giao hàng'
    """
    base, _, ending = name.rpartition("_")
    if ending in ("vi", "en"):
        return getattr(getattr(touchpoint, base), ending)
    value = getattr(touchpoint, name)
    return list(value) if name == "aliases" else value
