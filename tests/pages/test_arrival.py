"""What was chosen on one page is shown by the widgets of the next ones, and counted there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx_core.journeys import build
from cx_core.workspace import Workspace

Show = Callable[..., AppTest]


def test_a_metric_goes_along_from_page_to_page(show: Show, full: Path) -> None:
    test = show("trends")
    test.segmented_control(key="f_metric").set_value("detractors").run()
    for page in ("touchpoints", "why", "trends", "why"):
        test.switch_page(f"pages/{page}.py").run()
        assert test.segmented_control(key="f_metric").value == "detractors", page


def test_the_map_goes_along_and_its_list_says_so(show: Show, full: Path) -> None:
    workspace = Workspace.open(full)
    maps = [workspace.maps.create(build.journey(name, []), "Lan").id for name in ("Một", "Hai")]
    test = show("trends")
    test.selectbox(key="journey_select").set_value(maps[1]).run()
    for page in ("touchpoints", "why", "trends", "why"):
        test.switch_page(f"pages/{page}.py").run()
        assert test.selectbox(key="journey_select").value == maps[1], page


def test_who_comes_back_by_the_menu_finds_what_was_chosen_there(show: Show, full: Path) -> None:
    """What counts as a driver is still that; a link that asks for something, and not for that, means the usual."""
    test = show("drivers")
    test.segmented_control(key="drivers").set_value("touchpoints").run()
    for page in ("trends", "drivers"):
        test.query_params.clear()
        test.switch_page(f"pages/{page}.py").run()
    assert test.segmented_control(key="drivers").value == "touchpoints"
    test.query_params.clear()
    test.switch_page("pages/trends.py").run()
    test.query_params.clear()
    test.query_params["metric"] = "nps"
    test.switch_page("pages/drivers.py").run()
    assert test.segmented_control(key="drivers").value == "scores"
