"""The first half of the gold file stays read as well as the README says; the second half is only measured."""

from __future__ import annotations

import pytest

from tests.core.text.gold_file import in_teencode, measure, read_gold, without_marks

WAYS = {
    "as written": lambda one: one.text,
    "without marks": lambda one: without_marks(one.text),
    "in a hurry": in_teencode,
}


def test_there_is_enough_of_it_in_both_halves() -> None:
    assert len(read_gold()) >= 500
    assert min(len(read_gold(1)), len(read_gold(2))) >= 250


@pytest.mark.parametrize(("way", "floor"), [("as written", 0.96), ("without marks", 0.94), ("in a hurry", 0.96)])
def test_the_half_that_rules_are_made_on(way: str, floor: float) -> None:
    figures = measure(read_gold(1), WAYS[way])
    assert figures.accuracy >= floor, [(one.text, said.sentiment) for one, said in figures.wrong]
    assert figures.language >= 0.97
    assert figures.theme_f1 >= 0.84
