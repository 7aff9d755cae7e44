"""The list of maps: every fact of a map on its card, found by search, opened, and two maps held against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx_core.i18n import LANGUAGES, translate
from cx_core.journeys import build
from cx_core.model.journey import Journey, Persona, Text
from cx_core.workspace import Workspace
from tests.pages.test_pages import shown
from tests.pages.uploads import text

Show = Callable[..., AppTest]

LAN = Persona("lan", "Chị Lan")
#: Two cards of four rest on evidence; the hotline has 40 answers of 2 out of 10, so NPS −100.
HOTLINE = build.touchpoint(
    Text("Gọi hotline", "Calling the hotline"),
    [build.pain_point(Text("Chờ máy lâu", "Long wait"), 5, evidence="survey")],
    evidence="survey",
    perceived=1.0,
    thought=Text("Có ai không?"),
)
OLD = replace(
    build.journey(
        Text("Gọi hỏi", "Asking by phone"),
        [build.stage("Hỏi", [HOTLINE, build.touchpoint("Thanh toán", [build.pain_point("x")])])],
    ),
    owner="Phòng CSKH",
    review_on=date(2020, 1, 31),
    persona_ids=("lan",),
)


@pytest.fixture
def maps(full: Path) -> tuple[Journey, Journey]:
    """An old map beside the one of the template, and what it should become."""
    library = Workspace.open().maps
    old = library.create(OLD, "Lan", [LAN])
    new = library.library.duplicate(old.id, Text("Gọi hỏi mới", "Asking, better"), "Lan", "to_be")
    hotline = next(one for one in new.touchpoints if one.name.vi == "Gọi hotline")
    library.library.edit(new, "Lan", owner="Anh Ba")
    changed = library.journey(new.id)
    assert hotline.pain_points
    return old, changed


def cards(test: AppTest) -> list[str]:
    return [str(one.value).removeprefix("#### ") for one in test.markdown if str(one.value).startswith("#### ")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_persona_state_owner_review_staleness_evidence_and_the_worst_touchpoint(
    show: Show, maps: tuple[Journey, Journey], language: str
) -> None:
    test = show("library", language)
    said = shown(test)
    card = {"vi": "Gọi hỏi", "en": "Asking by phone"}[language]
    assert card in cards(test)
    on = {"vi": "31/01/2020", "en": "31 Jan 2020"}[language]
    facts = [
        "Chị Lan",
        translate("library.owner", language, name="Phòng CSKH"),
        translate("library.review", language, on=on),
        translate("journey.state.as_is", language),
        translate("library.stale.review_due", language),
        translate("library.evidence", language, share="50%"),
        "−100 (n = 40)",
        {"vi": "**Gọi hotline**", "en": "**Calling the hotline**"}[language],
    ]
    assert [fact for fact in facts if fact not in said] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cho may lau", ["Gọi hỏi mới", "Gọi hỏi"]),
        ("chị lan", ["Gọi hỏi mới", "Gọi hỏi"]),
        ("anh ba", ["Gọi hỏi mới"]),
        ("tờ rơi", []),
    ],
)
def test_search_finds_by_any_word_of_a_map(
    show: Show, maps: tuple[Journey, Journey], words: str, found: list[str]
) -> None:
    test = show("library")
    test.text_input(key="library_search").set_value(words).run()
    assert cards(test) == found
    assert (text("library.nothing") in shown(test)) == (not found)


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("changed", ["Gọi hỏi mới", "Gọi hỏi", "Mua hàng trực tuyến"]),
        ("title", ["Gọi hỏi", "Gọi hỏi mới", "Mua hàng trực tuyến"]),
        ("evidence", ["Mua hàng trực tuyến", "Gọi hỏi mới", "Gọi hỏi"]),
        ("review", ["Gọi hỏi mới", "Gọi hỏi", "Mua hàng trực tuyến"]),
    ],
)
def test_maps_are_put_in_order(show: Show, maps: tuple[Journey, Journey], order: str, titles: list[str]) -> None:
    """The template rests on nothing and has no review date; the other two are equal in both."""
    test = show("library")
    test.selectbox(key="library_order").set_value(order).run()
    assert cards(test) == titles


def test_states_are_listed_apart(show: Show, maps: tuple[Journey, Journey]) -> None:
    test = show("library")
    views = test.segmented_control(key="library_view")
    assert cards(views.set_value("to_be").run()) == ["Gọi hỏi mới"]
    assert "Gọi hỏi mới" not in cards(test.segmented_control(key="library_view").set_value("as_is").run())
    assert cards(test.segmented_control(key="library_view").set_value("archived").run()) == []


def test_two_maps_are_compared_their_words_before_and_after(show: Show, maps: tuple[Journey, Journey]) -> None:
    """The to-be map gives the hotline another thought and owner, and drops its pain point."""
    old, new = maps
    workspace = Workspace.open()
    hotline = new.touchpoints[0]
    better = replace(
        new,
        stages=(
            replace(
                new.stages[0],
                touchpoints=(
                    replace(hotline, thought=Text("Có người nghe ngay"), pain_points=()),
                    *new.stages[0].touchpoints[1:],
                ),
            ),
        ),
        title=Text("Bản khác"),
        pair_id=old.id,
    )
    workspace.maps.create(build.with_new_ids(better), "Lan")
    test = show("library")
    before, after = (
        next(one for one in test.selectbox if one.label == text(f"library.{name}")) for name in ("before", "after")
    )
    before.set_value(old.id)
    after.set_value(workspace.maps.journeys()[0].id)
    test.run()
    assert "**1** thay đổi" in shown(test)
    frames = [one.value for one in test.dataframe]
    assert list(frames[0][text("library.pains_removed")]) == ["Chờ máy lâu"]
    assert frames[1].to_dict("records") == [
        {
            "Điểm chạm": "Gọi hotline",
            text("library.what"): "Suy nghĩ của khách",
            text("library.words_before"): "Có ai không?",
            text("library.words_after"): "Có người nghe ngay",
        }
    ]


def test_one_map_cannot_be_compared(show: Show, full: Path) -> None:
    assert text("library.compare_needs_two") in shown(show("library"))


def test_an_empty_list_leads_to_the_first_map(show: Show) -> None:
    test = show("library")
    assert text("library.empty") in shown(test)
    assert not cards(test)
