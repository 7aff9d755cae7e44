"""Touchpoints and segments: the ranking counted by hand, and two slices compared."""

from pathlib import Path

from components import state
from cx_core.i18n import catalogue
from tests.pages.test_pages import shown


def test_slices_are_compared_once_a_side_is_chosen(show, full: Path):
    test = show("touchpoints", "vi")
    assert catalogue("vi")["touchpoints.choose_side"] in shown(test)
    test.multiselect(key=f"{state.SLICE_FIRST}_values_0").set_value(["Cửa hàng"])
    test.multiselect(key=f"{state.SLICE_SECOND}_values_0").set_value(["Hotline"])
    test.run()
    assert not test.exception
    # 40 answers of 10 against 40 answers of 2: +100 and -100.
    text = shown(test)
    assert "Cửa hàng cao hơn Hotline 200 điểm" in text


def test_the_ranking_says_that_the_groups_differ(show, full: Path):
    assert "The groups really differ" in shown(show("touchpoints", "en"))
