"""What is expected and felt at a touchpoint, in numbers: shared by all personas, and of each persona of the map.

Votes of people who have no screen before them are counted here: hands in the room, by level.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from components.board_session import actor
from components.cached import workspace
from components.distinct import distinct
from components.part_draft import PartForm, draw_part_form
from components.plain import plain
from components.problem_list import refusal_box
from components.texts import language, t
from cx_core.i18n import format_number
from cx_core.journeys.ids import new_id
from cx_core.journeys.votes import tally
from cx_core.model.journey import EMOTION_MAX, EMOTION_MIN, Journey, Touchpoint
from cx_core.model.operation import Operation
from cx_core.model.problem import Refusal

#: The shared emotion's fields; a persona's are called the same with its id behind them.
_FIELDS = ("expected", "perceived", "perceived_low", "perceived_high")
_LEVELS = (-2, -1, 0, 1, 2)
#: What the ids of hands begin with; the level and a number follow.
_HAND = "hand"
MOST_HANDS = 30


def draw_feelings(journey: Journey, touchpoint: Touchpoint) -> None:
    """Draw the form. The spread is the middle half of what several people said, shown as a band on the curve."""
    form = PartForm("feelings", t("feelings.title"), ":material/mood:", partial(_draw_fields, journey))
    draw_part_form(journey, "touchpoint", touchpoint, form)
    with st.expander(t("feelings.hands"), icon=":material/front_hand:", key=f"hands_{touchpoint.id}"):
        _draw_hands(journey, touchpoint)


def _draw_fields(journey: Journey, shown: Touchpoint) -> dict[str, object]:
    st.caption(t("feelings.help"))
    if shown.votes:
        st.caption(t("feelings.voted", n=len(shown.votes)))
    locked = _FIELDS[1:] if shown.votes else ()
    fields = _draw_row(t("feelings.shared"), {name: getattr(shown, name) for name in _FIELDS}, locked)
    people = {one.id: one for one in workspace().maps.personas()}
    names = distinct({one: plain(people[one].name) for one in journey.persona_ids if one in people})
    for persona_id, name in names.items():
        own = {f"{field}_by.{persona_id}": dict(getattr(shown, f"{field}_by")).get(persona_id) for field in _FIELDS}
        fields |= _draw_row(name, own)
    return {key: value for key, value in fields.items() if key not in locked}


def _draw_row(title: str, now: Mapping[str, float | None], locked: tuple[str, ...] = ()) -> dict[str, object]:
    st.markdown(f"**{title}**")
    found: dict[str, object] = {}
    for column, (key, value), name in zip(st.columns(4), now.items(), _FIELDS, strict=True):
        found[key] = column.number_input(
            t(f"feelings.{name}"), EMOTION_MIN, EMOTION_MAX, value, 0.5, format="%g", key=f"feel_{key}_{value}",
            disabled=key in locked,
        )  # fmt: skip
    return found


def _draw_hands(journey: Journey, touchpoint: Touchpoint) -> None:
    """Count raised hands by level, beside the votes that came from screens; clear them all with one button."""
    st.caption(t("feelings.hands_help"))
    votes = dict(touchpoint.votes)
    if votes:
        found = tally(votes.values())
        half = [_signed(one) for one in (found.low, found.high)]
        st.markdown(t("feelings.tally", n=found.n, median=_signed(found.median), low=half[0], high=half[1]))
        if found.is_split:
            st.warning(t("feelings.split"), icon=":material/forum:")
    raised = {level: sum(one.startswith(f"{_HAND}{level}_") for one in votes) for level in _LEVELS}
    stamp = "_".join(map(str, raised.values()))
    with st.form(f"hands_form_{touchpoint.id}_{stamp}", border=False):
        wanted = {
            level: column.number_input(
                f"{_signed(level)} · {t(f'board.ui.emotion_{level + 2}')}", 0, MOST_HANDS, raised[level]
            )
            for column, level in zip(st.columns(5), _LEVELS, strict=True)
        }
        if st.form_submit_button(t("feelings.hands_save"), type="primary"):
            _save_votes(journey, touchpoint, _hands(votes, wanted))
    if votes and st.button(
        t("feelings.clear_votes"), icon=":material/delete_sweep:", key=f"clear_votes_{touchpoint.id}"
    ):
        _save_votes(journey, touchpoint, dict.fromkeys(votes))


def _hands(votes: Mapping[str, float], wanted: Mapping[int, int]) -> dict[str, float | None]:
    """Return the votes to write, and None for those to take away, so that so many hands are up at each level."""
    hands: dict[str, float | None] = {one: None for one in votes if one.startswith(_HAND)}
    for level, count in wanted.items():
        hands |= {f"{_HAND}{level}_{at}": float(level) for at in range(count)}
    return {one: value for one, value in hands.items() if votes.get(one) != value}


def _save_votes(journey: Journey, touchpoint: Touchpoint, votes: Mapping[str, float | None]) -> None:
    if not votes:
        return
    fields: dict[str, object] = {f"votes.{one}": value for one, value in votes.items()}
    try:
        workspace().maps.apply(
            Operation(new_id(), journey.id, "edit", "touchpoint", touchpoint.id, actor(), touchpoint.version, fields)
        )
    except Refusal as refusal:
        refusal_box(refusal)
        return
    st.toast(t("part_form.saved"), icon=":material/check:")
    st.rerun()


def _signed(value: float | None) -> str:
    text = format_number(value, language(), 2)
    return f"+{text}" if value and value > 0 else text
