"""A segment with its total, a value with its target, the same customers twice."""

import numpy as np
import pytest
from scipy import stats

from cx_core.metrics.contrasts import against_target, against_total, rest_of, same_customers, standing
from cx_core.metrics.differences import net_difference
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_of, nps_counts

FIVE, SEVEN = Scale(1, 5), Scale(1, 7)


def test_segment_and_total_overlap():
    part, total = nps_counts(40, 5, 5), nps_counts(100, 40, 60)
    found = against_total("nps", part, total)
    # 70 against a total of 20; the test is that of the segment against the rest.
    assert found.difference == pytest.approx(50.0)
    assert found.p_value == net_difference(rest_of(total, part), part).p_value
    assert standing(found).key == "standing.above"
    whole = against_total("nps", total, total)
    assert (whole.difference, whole.reason) == (None, "no_answers")
    with pytest.raises(ValueError, match="does not"):
        rest_of(part, total)


def test_target_of_the_r_package():
    # CRAN NPS 1.1, nps.test on its testdata against 0: p = .0004566.
    assert against_target("nps", nps_counts(462, 176, 362), 0).p_value == pytest.approx(0.0004566, abs=5e-8)


def test_target_with_unanimous_answers_is_still_uncertain():
    found = against_target("nps", nps_counts(30, 0, 0), 99)
    assert found.p_value > 0.05
    share = against_target("csat", counts_of([5] * 30, "csat", FIVE), 0.99)
    assert share.p_value > 0.05
    assert against_target("ces", counts_of([5] * 30, "ces", SEVEN), 4).reason == "no_spread"
    assert against_target("nps", Counts(), 10).reason == "no_answers"


def test_target_of_a_mean_is_the_one_sample_t_test():
    scores = [7, 6, 5, 6, 4, 7, 6, 5] * 5
    found = against_target("ces", counts_of(scores, "ces", SEVEN), 5.5)
    assert found.p_value == pytest.approx(stats.ttest_1samp(scores, 5.5).pvalue)


def test_same_customers_are_compared_in_pairs():
    before, after = [-1, -1, 0, 1, 0, -1] * 6, [1, 0, 0, 1, -1, 1] * 6
    found = same_customers("nps", before, after)
    assert found.p_value == pytest.approx(stats.ttest_rel(after, before).pvalue)
    assert found.difference == pytest.approx(100 * (np.mean(after) - np.mean(before)))
    assert same_customers("nps", [0] * 40, [1] * 40).reason == "no_spread"
    effort = same_customers("ces", [4, 5, 4, 3] * 10, [2, 3, 1, 2] * 10, Scale(1, 5, "low_is_good"))
    assert (effort.verdict, effort.better, effort.floor) == ("fell", True, pytest.approx(0.2))
    assert same_customers("nps", [], []).reason == "no_answers"
