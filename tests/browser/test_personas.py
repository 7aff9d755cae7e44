"""Two people at one persona: the later one sees both texts, and neither loses a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from cx_core.model.journey import Persona, Text
from cx_core.store.journeys import JourneyStore
from tests.browser.conftest import Server
from tests.browser.maps import NOW
from tests.browser.person import settled, text, until


@pytest.fixture
def store(server: Server) -> JourneyStore:
    server.workspace.mkdir(exist_ok=True)
    made = JourneyStore.open(server.workspace)
    made.save_persona(Persona("lan", "Chị Lan", goals=Text("Mua nhanh")), "An", NOW)
    return made


def test_two_people_change_one_persona(server: Server, store: JourneyStore, open_page: Callable[..., Any]) -> None:
    pages = [settled(open_page(f"{server.url}/personas")) for _ in range(2)]
    goals = text("personas.in_vi").replace("{field}", text("personas.goals"))
    age = text("personas.age_range")
    for page in pages:
        page.locator(".st-key-edit_lan button").click()
        page.get_by_label(goals).wait_for()
    first, second = pages

    def save(page: Any) -> None:
        page.get_by_test_id("stDialog").get_by_role("button", name=text("action.save")).click()

    second.get_by_label(goals).fill("Bản của hai")
    second.get_by_label(age).fill("25-34")
    first.get_by_label(goals).fill("Bản của một")
    save(first)
    assert until(lambda: store.personas()[0].goals.vi == "Bản của một")
    save(second)
    dialog = second.get_by_test_id("stDialog")
    dialog.get_by_text("Bản của một").wait_for()
    expect(second.get_by_label(goals)).to_have_value("Bản của hai")
    expect(second.get_by_label(age)).to_have_value("25-34")
    assert store.personas()[0].goals.vi == "Bản của một"
    second.get_by_label(goals).fill("Bản của một, bản của hai")
    save(second)
    assert until(lambda: store.personas()[0].goals.vi == "Bản của một, bản của hai")
    assert store.personas()[0].age_range == "25-34"
    # Removed under the hands of somebody: the words are kept as a new persona.
    dialog.wait_for(state="hidden")
    second.locator(".st-key-edit_lan button").click()
    second.get_by_label(goals).fill("Không mất")
    store.remove_persona("lan", "An", NOW)
    save(second)
    second.get_by_text(text("personas.gone")).wait_for()
    save(second)
    assert until(lambda: [one.goals.vi for one in store.personas()] == ["Không mất"])
    assert store.personas()[0].id != "lan"
