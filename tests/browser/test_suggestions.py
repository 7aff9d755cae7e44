"""Pain points that the data suggest: opened, put in own words and accepted with a press, the quotes attached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cx_core.journeys import build
from cx_core.workspace import Workspace
from cx_core.workspace.reading import ImportRequest
from tests.browser.conftest import Server
from tests.browser.person import dismiss, settled, text, until

HEADER = "Ngày,Kênh,Điểm chạm,Bạn sẵn lòng giới thiệu chúng tôi (0-10)?,Ý kiến"
COMPLAINTS = [f"Giao hàng chậm tới {n} ngày mà không ai gọi báo trước" for n in range(2, 14)]


@pytest.fixture
def complaints(tmp_path: Path, request: pytest.FixtureRequest) -> Server:
    """A server on a map of one touchpoint with twelve answers, all of them 2 of 10 and with words."""
    lines = [f"2026-06-{at:02d},Zalo,Giao hàng,2,{words}" for at, words in enumerate(COMPLAINTS, 1)]
    file = tmp_path / "y_kien.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    workspace = Workspace.open(tmp_path / "workspace")
    workspace.reading.import_file(ImportRequest(file, file.name, {}))
    point = build.touchpoint("Giao hàng", id="t1", channel="zalo")
    workspace.maps.create(build.journey("Mua", [build.stage("Nhận", [point], id="s1")], id="map"), "An")
    return request.getfixturevalue("server")


def test_a_suggestion_is_put_in_own_words_accepted_and_undone(
    complaints: Server, open_page: Callable[..., Any]
) -> None:
    maps = Workspace.open(complaints.workspace).maps
    page = settled(open_page(f"{complaints.url}/journey_map?journey=map"))
    page.locator('[data-f="tp:t1"]').wait_for()
    page.locator(".st-key-suggest_pains button").click()
    dialog = page.get_by_test_id("stDialog")
    words = dialog.locator('[class*="st-key-suggest_text_"] input')
    until(lambda: words.first.input_value() in COMPLAINTS, "the customer's own words, until somebody finds better ones")
    dialog.locator('[data-testid="stExpander"] summary').first.click()
    dialog.get_by_text("không ai gọi báo trước").first.wait_for()
    words.first.fill("Giao chậm, không báo trước")
    dialog.get_by_role("button", name=text("suggest.accept")).first.click()
    until(lambda: maps.journey("map").pain_points, "the pain point on the map")
    (pain,) = maps.journey("map").pain_points
    assert (pain.text.vi, pain.severity, pain.frequency, pain.evidence) == (
        "Giao chậm, không báo trước", 5, "always", "survey",
    )  # fmt: skip
    assert {one.text for one in Workspace.open(complaints.workspace).map_insight.quotes(pain.quote_ids)} <= set(
        COMPLAINTS
    )
    assert len(pain.quote_ids) == 3
    # The dialog stays for the next one, which begins with the words of other customers.
    until(lambda: words.first.input_value() in COMPLAINTS, "the next suggestion")
    dismiss(page)
    card = page.locator(f'[data-f="pp:{pain.id}"]')
    card.wait_for()
    card.focus()
    page.keyboard.press("Control+z")
    until(lambda: not maps.journey("map").pain_points, "undone")
