"""Weights by cells are the weights by answers, and a weighted number falls back to the plain one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics import measure
from cx_core.metrics.weighted_cells import rake_cells, weighted_measure
from cx_core.metrics.weighting import rake, weighted_nps
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_of, nps_scores

SIZES = st.lists(st.integers(1, 12), min_size=4, max_size=4)
SHARES = st.floats(0.2, 0.8)


@given(SIZES, SHARES, SHARES)
def test_cells_weigh_as_their_answers_do(sizes, gold, north):
    cells = {"card": ["gold", "gold", "none", "none"], "region": ["n", "s", "n", "s"]}
    targets = {"card": {"gold": gold, "none": 1 - gold}, "region": {"n": north, "s": 1 - north}}
    each = {
        field: [value for value, n in zip(values, sizes, strict=True) for _ in range(n)]
        for field, values in cells.items()
    }
    by_cell, by_answer = rake_cells(cells, sizes, targets), rake(each, targets)
    assert np.repeat(by_cell.values, sizes) == pytest.approx(by_answer.values)
    assert (by_cell.effect, by_cell.standing) == (pytest.approx(by_answer.effect), by_answer.standing)


def test_twenty_gold_answers_that_should_be_forty_per_cent():
    # 20 gold of NPS +100, 80 others of NPS 0; true shares 40 and 60: 0.4 · 100 + 0.6 · 0.
    cells = [Counts(20, 20, 0, 0), Counts(80, 0, 80, 0)]
    found = rake_cells({"card": ["gold", "none"]}, [20, 80], {"card": {"gold": 0.4, "none": 0.6}})
    assert found.values.tolist() == pytest.approx([2.0, 0.75])
    assert found.effect == pytest.approx((20 * 4 + 80 * 0.5625) / 100)
    assert weighted_measure("nps", cells, found.values.tolist()).value == pytest.approx(40.0)


@given(nps_scores.filter(len), nps_scores.filter(len), st.floats(0.3, 3), st.floats(0.3, 3))
def test_the_weighted_nps_is_that_of_the_single_answers(one, other, first, second):
    codes = [(score >= 9) - (score <= 6) for score in (*one, *other)]
    weights = np.array([first] * len(one) + [second] * len(other))
    by_answer = weighted_nps(codes, weights)
    by_cell = weighted_measure("nps", [counts_of(one), counts_of(other)], [first, second])
    assert (by_cell.value, by_cell.n) == (pytest.approx(by_answer.value), by_answer.n)
    if by_answer.low is not None and by_cell.low is not None:
        assert (by_cell.low, by_cell.high) == (pytest.approx(by_answer.low), pytest.approx(by_answer.high))
        assert by_cell.low <= by_cell.value <= by_cell.high


@pytest.mark.parametrize("key", ["nps", "detractors", "csat", "ces", "rating"])
def test_equal_weights_change_no_value(key):
    scale = {"csat": Scale(1, 5), "ces": Scale(1, 7), "rating": Scale(1, 5)}.get(key, Scale(0, 10))
    cells = [counts_of([1, 2, 5], key, scale), counts_of([5, 4], key, scale)]
    assert weighted_measure(key, cells, [1.0, 1.0]).value == pytest.approx(measure(key, cells[0] + cells[1]).value)


def test_nothing_to_weight():
    assert weighted_measure("nps", [], []).reason == "no_answers"
    alone = weighted_measure("nps", [Counts(1, 1, 0, 0)], [1.0])
    assert (alone.value, alone.low, alone.high) == (100.0, None, None)
