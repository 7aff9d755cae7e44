"""Comparisons against published values, then the announce rule."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx_core.metrics.compare import compare, judge, practical_floor
from cx_core.metrics.differences import mean_difference, net_difference, share_difference
from cx_core.metrics.multiple import adjusted_p_values, confirm
from cx_core.metrics.sample_size import (
    WORST_VARIANCE,
    answers_for_difference,
    answers_for_margin,
    detectable_difference,
    margin_of_error,
)
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_by_customer, counts_of, nps_counts, trinomials

FIVE, SEVEN = Scale(1, 5), Scale(1, 7)


# --- the sample-size ladder of the reference note (V = .61 and 1; 80 % power)


@pytest.mark.parametrize(
    ("n", "usual", "worst", "detectable"),
    [
        (10, 48, 62, 98), (20, 34, 44, 69), (30, 28, 36, 57), (50, 22, 28, 44),
        (100, 15, 20, 31), (200, 11, 14, 22), (400, 8, 10, 16), (1000, 5, 6, 10),
    ],
)  # fmt: skip
def test_sample_size_ladder(n, usual, worst, detectable):
    assert round(margin_of_error(n)) == usual
    assert round(margin_of_error(n, WORST_VARIANCE)) == worst
    # Two of the eight printed differences (56.5 and 15.5) are rounded up.
    assert detectable_difference(n, n) == pytest.approx(detectable, abs=0.55)


def test_sample_size_is_the_inverse_of_the_margin():
    # Textbook: 385 answers give ±5 percentage points for a share of one half, 278 of a population of 1000.
    # A share's V = p(1 - p) = .25 stands for points / 100.
    assert answers_for_margin(5, variance=0.25) == 385
    assert answers_for_margin(5, variance=0.25, population=1000) == 278
    assert margin_of_error(answers_for_margin(10)) <= 10
    assert margin_of_error(0) is None
    # The note: a 10-point effect by difference in differences needs about 1,915 answers a cell.
    assert answers_for_difference(10, groups=4) == pytest.approx(1915, abs=2)


# --- shares: Newcombe 1998, Statistics in Medicine 17, table II, method 10


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_interval(one, other, low, high):
    after, before = (Counts(n, x, 0, n - x) for x, n in (one, other))
    found = share_difference(before, after)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_share_p_value_is_the_pooled_z_test():
    # The square of the pooled z is Pearson's chi-square without correction.
    p_value = stats.chi2_contingency([[56, 14], [48, 32]], correction=False).pvalue
    assert share_difference(Counts(80, 48, 0, 32), Counts(70, 56, 0, 14)).p_value == pytest.approx(p_value)


# --- means: Welch


def test_welch_against_scipy():
    before, after = [5, 4, 4, 3, 5, 2, 4], [3, 2, 2, 4, 1, 3, 3, 2, 2]
    found = mean_difference(counts_of(before, "csat", FIVE), counts_of(after, "csat", FIVE))
    expected = stats.ttest_ind(after, before, equal_var=False)
    low, high = expected.confidence_interval()
    assert found.p_value == pytest.approx(expected.pvalue)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_means_without_spread_give_no_test():
    all_five, all_four = counts_of([5] * 40, "rating", FIVE), counts_of([4] * 40, "rating", FIVE)
    found = compare("rating", all_four, all_five)
    assert (found.difference, found.p_value, found.verdict, found.reason) == (
        1.0, None, "not_enough_evidence", "no_spread",
    )  # fmt: skip


# --- nets


def test_nets_by_hand():
    # (60, 20, 20) -> (35, 30, 35): adjusted means 40/103 and 0; the raw difference is -40.
    found = net_difference(nps_counts(60, 20, 20), nps_counts(35, 30, 35))
    m_one = 40 / 103
    v_one, v_two = 81.5 / 103 - m_one**2, 71.5 / 103
    z = m_one / math.sqrt((v_one + v_two) / 103)
    assert found.value == pytest.approx(-40)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(z))


def test_unequal_groups_each_use_their_own_n():
    # A known fault in the wild divides the second group's passives by the first group's n.
    small, large = nps_counts(5, 3, 2), nps_counts(300, 180, 120)
    assert net_difference(small, large).value == pytest.approx(0.0)
    assert net_difference(small, large).low == pytest.approx(-net_difference(large, small).high)


@given(trinomials, trinomials)
def test_exchanging_the_sides_mirrors_the_difference(one, other):
    forth = net_difference(nps_counts(*one), nps_counts(*other))
    back = net_difference(nps_counts(*other), nps_counts(*one))
    assert forth.value == pytest.approx(-back.value)
    assert forth.low == pytest.approx(-back.high)
    assert forth.p_value == pytest.approx(back.p_value)
    assert -200 <= forth.low <= forth.value <= forth.high <= 200


@given(trinomials)
def test_a_cell_does_not_differ_from_itself(classes):
    found = net_difference(nps_counts(*classes), nps_counts(*classes))
    assert (found.value, found.p_value) == (0.0, 1.0)


@pytest.mark.parametrize(("n_one", "n_two", "wald_worst"), [(30, 30, 0.07), (10, 200, 0.10), (30, 300, 0.08)])
def test_false_alarms_stay_near_five_percent_for_unequal_groups(n_one, n_two, wald_worst):
    # The note's simulation: adjusted .038–.049 for (30, 30), .049–.053 for (10, 200), .046–.052 for (30, 300).
    random = np.random.default_rng(20260801)
    runs = 1500
    one = random.multinomial(n_one, [0.85, 0.10, 0.05], runs)
    two = random.multinomial(n_two, [0.85, 0.10, 0.05], runs)
    alarms = sum(
        net_difference(Counts(n_one, *map(int, a)), Counts(n_two, *map(int, b))).p_value < 0.05
        for a, b in zip(one, two, strict=True)
    )
    assert alarms / runs < wald_worst


# --- the announce rule


def test_a_change_is_announced_when_real_large_and_tested():
    found = compare("nps", nps_counts(60, 20, 20), nps_counts(35, 30, 35))
    assert (found.verdict, found.announced, found.better, found.reason) == ("fell", True, False, None)
    assert found.message.key == "verdict.fell"


def test_each_missing_condition_has_its_name():
    assert compare("nps", Counts(), nps_counts(9, 9, 9)).reason == "no_answers"
    assert compare("nps", nps_counts(29, 0, 0), nps_counts(0, 0, 500)).reason == "too_few_answers"
    assert compare("nps", nps_counts(40, 40, 20), nps_counts(44, 40, 16)).reason == "within_noise"
    assert compare("nps", nps_counts(50000, 30000, 20000), nps_counts(52000, 30000, 18000)).reason == "too_small"
    five, seven = counts_of([4] * 40, "csat", FIVE), counts_of([6] * 40, "csat", SEVEN)
    assert compare("csat", five, seven).reason == "mixed_scales"
    assert compare("csat", five, seven).difference is None


def test_not_enough_evidence_names_what_could_have_been_seen():
    found = compare("nps", nps_counts(50, 30, 20), nps_counts(48, 30, 22))
    assert found.verdict == "not_enough_evidence"
    assert found.detectable == pytest.approx(detectable_difference(103, 103), abs=1.0)


def test_less_effort_is_better():
    effort = Scale(1, 5, "low_is_good")
    before, after = counts_of([4, 5, 3, 4] * 20, "ces", effort), counts_of([2, 1, 3, 2] * 20, "ces", effort)
    found = compare("ces", before, after)
    assert (found.verdict, found.better) == ("fell", True)


def test_floor_is_five_percent_of_the_range_and_can_be_set():
    assert practical_floor("ces", SEVEN) == pytest.approx(0.3)
    assert practical_floor("rating", FIVE) == pytest.approx(0.2)
    before, after = nps_counts(60, 20, 20), nps_counts(35, 30, 35)
    assert compare("nps", before, after, floor=50).reason == "too_small"


def test_a_floor_reached_exactly_counts():
    before, after = Counts(100000, 55000, 0, 45000), Counts(100000, 60000, 0, 40000)
    assert compare("csat", before, after).verdict == "rose"


def test_customers_who_repeat_themselves_weigh_less():
    few = [(f"c{i}", 10 if i < 10 else 3) for i in range(12)] * 10
    other = [(f"c{i}", 10 if i < 6 else 3) for i in range(12)] * 10
    plain = compare("nps", counts_of([s for _, s in few]), counts_of([s for _, s in other]))
    known = compare("nps", counts_by_customer(few), counts_by_customer(other))
    assert plain.verdict == "fell"
    assert (known.verdict, known.difference) == ("not_enough_evidence", plain.difference)


# --- many at once


def test_benjamini_hochberg_example_of_the_paper():
    # Benjamini & Hochberg 1995, section 3.2: of 15 p-values the four smallest are rejected at q = .05.
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    adjusted = adjusted_p_values(p_values)
    assert sum(q <= 0.05 for q in adjusted) == 4
    assert adjusted == pytest.approx(tuple(stats.false_discovery_control(p_values)))


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=40))
def test_adjusted_p_values_keep_order_and_never_shrink(p_values):
    adjusted = adjusted_p_values(p_values)
    pairs = [(p, q) for p, q in zip(p_values, adjusted, strict=True) if p is not None]
    assert [p is None for p in p_values] == [q is None for q in adjusted]
    assert all(p <= q <= 1 for p, q in pairs)
    by_p = [q for _, q in sorted(pairs)]
    assert by_p == sorted(by_p)


def test_forty_equal_segments_announce_next_to_nothing():
    # The note: 40 equal segments of 50, p < .05 flags someone in 87 % of scans, BH at 10 % in about a tenth.
    random = np.random.default_rng(7)
    scans, flagged, naive = 60, 0, 0
    for _ in range(scans):
        cells = random.multinomial(50, [0.5, 0.3, 0.2], (40, 2)).tolist()
        found = [compare("nps", Counts(50, *one), Counts(50, *two)) for one, two in cells]
        naive += any(one.announced for one in found)
        flagged += any(one.announced for one in confirm(found))
    assert naive / scans > 0.6
    assert flagged / scans < 0.2


def test_a_scan_of_one_asks_for_as_much_evidence_as_a_comparison_alone():
    weak = compare("nps", nps_counts(50, 30, 20), nps_counts(40, 30, 30))
    assert 0.05 < weak.p_value < 0.10
    assert confirm([weak])[0].reason == "within_noise"


def test_small_cells_do_not_dilute_a_scan():
    real = compare("nps", nps_counts(60, 20, 20), nps_counts(35, 30, 35))
    tiny = compare("nps", nps_counts(1, 1, 1), nps_counts(2, 1, 0))
    confirmed = confirm([tiny] * 50 + [real])
    assert confirmed[-1].p_adjusted == pytest.approx(real.p_value)
    assert confirmed[-1].verdict == "fell"
    assert confirmed[0].reason == "too_few_answers"
    assert judge(real, p_adjusted=0.2, discovery_rate=0.1).reason == "within_noise"
