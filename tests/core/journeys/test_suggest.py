"""Suggestions of pain points from three customers' words."""

from dataclasses import replace

from cx_core.journeys import build
from cx_core.journeys.suggest import suggest
from cx_core.model.imports import Verbatim
from cx_core.model.measure import Measure

WORDS = (
    Verbatim(3, "Chờ hơn một tiếng mà không ai gọi lại cho tôi"),
    Verbatim(2, "Tệ"),
    Verbatim(1, "Nhân viên không biết gì cả"),
)
POINT = build.touchpoint("Gọi hotline")
MEASURE = Measure("nps", -20.0, n=50, top=10, middle=20, bottom=20)


def test_the_shortest_words_that_say_something_become_the_text():
    found = suggest(POINT, MEASURE, WORDS)
    assert found is not None
    assert found.text == "Nhân viên không biết gì cả"
    assert [one.id for one in found.quotes] == [3, 1]
    assert (found.severity, found.frequency) == (2, "sometimes")  # 20 of 50 answers


def test_words_on_the_map_already_are_passed_over():
    known = replace(POINT, pain_points=(build.pain_point("x", quote_ids=("1",)),))
    found = suggest(known, MEASURE, WORDS)
    assert found is not None
    assert [one.id for one in found.quotes] == [3]
    all_known = replace(POINT, pain_points=(build.pain_point("x", quote_ids=("1", "3")),))
    assert suggest(all_known, MEASURE, WORDS) is None


def test_long_words_are_cut_at_a_space():
    found = suggest(POINT, MEASURE, (Verbatim(1, "rất lâu " * 60),))
    assert found is not None
    assert len(found.text) <= 162
    assert found.text.endswith("lâu …") or found.text.endswith("rất …")
