"""The way from a finding of the home page to its explanation: its own group among the filters, on the map shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.workspace import Workspace


def script(field: str, value: str) -> None:
    import json

    import streamlit as st

    from components.finding_links import why_address
    from cx_core.findings.finding import Finding
    from cx_core.model.message import Message

    finding = Finding("moved", Message.of("x"), 1.0, metric="nps", group=((field, value),))
    st.text(json.dumps(why_address(finding)))


def address(field: str, value: str) -> dict[str, list[str]]:
    test = AppTest.from_function(script, args=(field, value), default_timeout=60).run()
    assert not test.exception
    return json.loads(test.text[0].value)


def test_a_touchpoint_of_the_files_is_named_as_the_map_names_it(full: Path) -> None:
    (summary,) = Workspace.open(full).maps.journeys()
    found = address("touchpoint", "Thanh toán")
    (chosen,) = found["touchpoint"]
    journey = Workspace.open(full).maps.journey(summary.id)
    known = {one.id: one.name.in_language("vi") for one in journey.touchpoints}
    # Either the map's own touchpoint, or nothing of the map.
    assert chosen == "~" or chosen in known
    assert (found["metric"], found["journey"]) == (["nps"], [summary.id])


@pytest.mark.parametrize(
    ("field", "value", "parameter"), [("channel", "Zalo", "channel"), ("segment", "Vàng", "by_hang")]
)
def test_other_groups_go_by_their_own_names(full: Path, field: str, value: str, parameter: str) -> None:
    assert address(field, value)[parameter] == [value]
