"""The details of a touchpoint as a form."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.part_draft import PartForm, draw_part_form
from components.texts import t
from cx_core.journeys.fields import flatten
from cx_core.model.journey import CHANNELS, Journey, Touchpoint

MOMENTS = (None, "zmot", "fmot", "smot", "umot", "recovery")
#: The fields of the form with the ends of their texts' keys, in order. The first two lists are fields of one line.
_NAMES = {"name_vi": "name_vi", "name_en": "name_en"}
_LINES = {
    "customer_action_vi": "action_vi",
    "customer_action_en": "action_en",
    "expectation_vi": "expectation_vi",
    "expectation_en": "expectation_en",
    "service_standard_vi": "standard_vi",
    "service_standard_en": "standard_en",
    "owner": "owner",
}
_LABELS = {**_NAMES, "channel": "channel", "moment_of_truth": "moment", **_LINES, "aliases": "aliases"}


def draw_details(journey: Journey, touchpoint: Touchpoint) -> None:
    """Draw the form, folded until it is asked for."""
    form = PartForm("details", t("journey_page.details.title"), ":material/edit:", _draw_fields, _label)
    draw_part_form(journey, "touchpoint", touchpoint, form)


def _draw_fields(shown: Touchpoint) -> dict[str, object]:
    now = flatten("touchpoint", shown)
    fields: dict[str, object] = {name: _draw_line(now, name) for name in _NAMES}
    fields["channel"] = _draw_choice(now, "channel", CHANNELS)
    fields["moment_of_truth"] = _draw_choice(now, "moment_of_truth", MOMENTS)
    fields |= {name: _draw_line(now, name) for name in _LINES}
    typed = st.text_area(_label("aliases"), "\n".join(shown.aliases), help=t("journey_page.details.aliases_help"))
    fields["aliases"] = [line.strip() for line in typed.splitlines() if line.strip()]
    return fields


def _draw_line(now: dict[str, Any], name: str) -> str:
    return st.text_input(_label(name), str(now[name]))


def _draw_choice(now: dict[str, Any], name: str, options: tuple[str | None, ...]) -> str | None:
    words = "channel" if name == "channel" else "board.moment"
    return st.selectbox(
        _label(name),
        options,
        index=options.index(now[name]) if now[name] in options else 0,
        format_func=lambda code: t(f"{words}.{code}") if code else "–",
    )


def _label(name: str) -> str:
    return t(f"journey_page.details.{_LABELS[name]}")
