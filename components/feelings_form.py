"""What is expected and felt at a touchpoint, in numbers: shared by all personas, and of each persona of the map."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from components.cached import workspace
from components.distinct import distinct
from components.part_draft import PartForm, draw_part_form
from components.plain import plain
from components.texts import t
from cx_core.model.journey import EMOTION_MAX, EMOTION_MIN, Journey, Touchpoint

#: The shared emotion's fields; a persona's are called the same with its id behind them.
_FIELDS = ("expected", "perceived", "perceived_low", "perceived_high")


def draw_feelings(journey: Journey, touchpoint: Touchpoint) -> None:
    """Draw the form. The spread is the middle half of what several people said, shown as a band on the curve."""
    form = PartForm("feelings", t("feelings.title"), ":material/mood:", partial(_draw_fields, journey))
    draw_part_form(journey, "touchpoint", touchpoint, form)


def _draw_fields(journey: Journey, shown: Touchpoint) -> dict[str, object]:
    st.caption(t("feelings.help"))
    fields = _draw_row(t("feelings.shared"), {name: getattr(shown, name) for name in _FIELDS})
    people = {one.id: one for one in workspace().maps.personas()}
    names = distinct({one: plain(people[one].name) for one in journey.persona_ids if one in people})
    for persona_id, name in names.items():
        own = {f"{field}_by.{persona_id}": dict(getattr(shown, f"{field}_by")).get(persona_id) for field in _FIELDS}
        fields |= _draw_row(name, own)
    return fields


def _draw_row(title: str, now: Mapping[str, float | None]) -> dict[str, object]:
    st.markdown(f"**{title}**")
    found: dict[str, object] = {}
    for column, (key, value), name in zip(st.columns(4), now.items(), _FIELDS, strict=True):
        found[key] = column.number_input(
            t(f"feelings.{name}"), EMOTION_MIN, EMOTION_MAX, value, 0.5, format="%g", key=f"feel_{key}_{value}"
        )
    return found
