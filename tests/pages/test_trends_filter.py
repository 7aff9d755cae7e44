"""One bar drives every number on the trends page, and stands in the address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

Show = Callable[..., AppTest]


def numbers_of_answers(test: AppTest) -> set[str]:
    """Return every n that a chart, a card or a table of the page gives for all that is shown."""
    found: set[str] = set()
    for chart in (*test.get("arrow_vega_lite_chart"), *test.get("vega_lite_chart")):
        spec: dict[str, Any] = json.loads(chart.proto.spec)
        title = spec.get("title")
        said = title.get("subtitle", "") if isinstance(title, dict) else ""
        found |= set(re.findall(r"n = (\d+)", str(said)))
    return found


def comments(test: AppTest) -> list[int]:
    return [int(element.value[2:]) for element in test.text if re.fullmatch(r"Ý \d+", element.value)]


def test_every_number_follows_the_bar(show: Show, full: Path) -> None:
    test = show("trends")
    assert numbers_of_answers(test) == {"120"}
    assert {number % 3 for number in comments(test)} == {0, 1, 2}, "comments of all three places"

    test.multiselect(key="f_in_channel").set_value(["Zalo"]).run()
    assert not test.exception
    assert numbers_of_answers(test) == {"40"}
    # Every third answer of the fixture is Zalo's.
    assert {number % 3 for number in comments(test)} == {2}
    assert test.query_params["channel"] == "Zalo"

    test.multiselect(key="f_in_by_hang").set_value(["Vàng"]).run()
    # Of Zalo's answers (2, 5, 8, …) those with an odd number are of the segment Vàng: 20.
    assert numbers_of_answers(test) == {"20"}
    assert {number % 6 for number in comments(test)} == {5}

    test.button(key="f_clear").click().run()
    assert numbers_of_answers(test) == {"120"}
    assert "channel" not in test.query_params
