"""The trends page over the real workspace: 120 answers of June and July 2026, read through the ordinary importer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import state
from cx_core.i18n import catalogue

Show = Callable[..., AppTest]


def charts(test: AppTest) -> int:
    return len(test.get("vega_lite_chart")) + len(test.get("arrow_vega_lite_chart"))


def said(test: AppTest) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "text", "info")
    return "\n".join(str(element.value) for kind in kinds for element in test.get(kind)).replace("\\", "")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_answers_the_page_invites_to_import(show: Show, language: str) -> None:
    test = show("trends", language)
    assert catalogue(language)["trends.empty"] in said(test)
    labels = [button.label for button in test.button]
    assert catalogue(language)["trends.empty_import"] in labels
    assert charts(test) == 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_with_answers_it_shows_cards_charts_and_words(show: Show, full: Path, language: str) -> None:
    test = show("trends", language)
    assert not test.exception
    assert test.metric
    assert charts(test) >= 3
    # 40 promoters, 40 passives and 40 detractors: NPS 0, counted by hand, and never a missing value.
    assert test.metric[-1].value == "0"
    assert {"vi": "120 lượt trả lời", "en": "120 answers"}[language] in said(test)
    # The newest comment of the hundred and twenty.
    assert "Ý 119" in said(test)


def test_a_link_filters_every_number_on_the_page(show: Show, full: Path) -> None:
    test = show("trends", "en", channel="Zalo")
    assert "Showing: Channel: Zalo" in said(test)
    # 40 answers on Zalo, all of them 8: nobody promotes, nobody detracts.
    assert test.metric[-1].value == "0"
    assert "40 answers" in said(test)
    hotline = show("trends", "en", channel="Hotline")
    assert hotline.metric[-1].value == "−100"


def test_a_link_to_what_is_not_there_is_told_and_can_be_cleared(show: Show, full: Path) -> None:
    # AppTest asks for a widget's labels outside the page, where the language is Vietnamese.
    test = show("trends", "vi", channel="Fax")
    assert not test.exception
    assert "Fax" in said(test)
    test.button(key="f_clear").click().run()
    assert not test.exception
    assert test.metric[-1].value == "0"


def test_the_last_period_is_not_over_and_has_no_verdict(show: Show, full: Path) -> None:
    # The answers end on 30 July: July is not over, and May has none.
    test = show("trends", "en", every="month")
    titles = {metric.label: metric.delta for metric in test.metric}
    assert titles["Jul 2026"] == ""
    assert "Not complete yet, cannot be compared" in said(test)


def test_no_customer_s_word_is_markdown(show: Show, full: Path) -> None:
    test = show("trends", "en")
    words = [element.value for element in test.text if element.value.startswith("Ý ")]
    assert words
    assert not any("Ý 119" in str(element.value) for kind in ("markdown", "caption") for element in test.get(kind))


def test_more_words_are_one_click_away(show: Show, full: Path) -> None:
    test = show("trends", "vi")
    before = sum(element.value.startswith("Ý ") for element in test.text)
    test.button(key="words_more").click().run()
    assert sum(element.value.startswith("Ý ") for element in test.text) > before


def test_the_pooled_line_takes_its_window_from_the_address(show: Show, full: Path) -> None:
    test = show("trends", "en", layers="rolling", rolling="2", every="month")
    assert not test.exception
    assert test.number_input(key=state.TREND_WINDOW).value == 2
    assert "the latest 2 periods pooled" in said(test)
    assert not [one for one in show("trends", "en").number_input if one.key == state.TREND_WINDOW]
