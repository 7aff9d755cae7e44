"""Intervals against published values, then the laws they must keep."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from cx_core.metrics.clusters import design_effect
from cx_core.metrics.intervals import (
    adjusted_wald,
    goodman,
    mean_interval,
    nps_interval,
    score,
    score_variance,
    share_interval,
    wald,
    wilson,
)
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_by_customer, counts_of, nps_counts, trinomials

FIVE = Scale(1, 5)


def test_one_promoter_and_ten_promoters():
    # The limits follow from Rocks 2016 by hand: N = 4, m = 1/4, V = 9/16 and N = 13, m = 10/13.
    assert (adjusted_wald(1, 0, 0).low, adjusted_wald(1, 0, 0).high) == (pytest.approx(-48.5, abs=0.01), 100.0)
    assert adjusted_wald(10, 0, 0).low == pytest.approx(47.5, abs=0.05)
    assert adjusted_wald(10, 0, 0).high == 100.0
    assert (wald(10, 0, 0).low, wald(10, 0, 0).high) == (100.0, 100.0)
    assert (round(score(1, 0, 0).low), score(1, 0, 0).high) == (-59, 100.0)


@pytest.mark.parametrize(
    ("b", "c", "n", "low", "high"),
    [
        # Cavo et al. 2012, complete response before and after therapy: 6 and 16 discordant of 161 pairs.
        # Fagerland, Lydersen & Laake, "Statistical Analysis of Contingency Tables", ch. 8: Tango interval.
        (6, 16, 161, -0.1240, -0.0054),
        # Bentur et al. 2009, airway hyper-responsiveness: 1 and 7 of 21. Same authors, Statistics in Medicine 33, 2014.
        (1, 7, 21, -0.517, -0.026),
    ],
)
def test_score_interval_is_tangos_interval_of_paired_proportions(b, c, n, low, high):
    interval = score(b, n - b - c, c)
    decimals = 4 if n == 161 else 3
    assert round(interval.low / 100, decimals) == low
    assert round(interval.high / 100, decimals) == high


def test_wald_is_the_paired_wald_interval():
    # Same table of Cavo et al.: -0.1184 to -0.0058.
    interval = wald(6, 139, 16)
    assert (round(interval.low / 100, 4), round(interval.high / 100, 4)) == (-0.1184, -0.0058)


def test_wald_interval_of_the_published_example_of_the_r_package():
    # CRAN NPS 1.1, testdata: 462 promoters, 362 detractors, n = 1000; NPS .10, interval .0441 to .1559.
    interval = wald(462, 176, 362)
    assert (round(interval.low / 100, 4), round(interval.high / 100, 4)) == (0.0441, 0.1559)


def test_score_interval_against_constrained_likelihood_by_brute_force():
    # An independent route to Tango's interval: maximise the trinomial likelihood under p - d = t numerically.
    promoters, passives, detractors = 7, 5, 3
    n, z = 15, stats.norm.ppf(0.975)

    def statistic(t):
        def minus_log_likelihood(d):
            p, q = d + t, 1 - 2 * d - t
            return -(promoters * math.log(p) + detractors * math.log(d) + passives * math.log(q))

        d = optimize.minimize_scalar(
            minus_log_likelihood, bounds=(max(0, -t) + 1e-12, (1 - t) / 2 - 1e-12), method="bounded",
            options={"xatol": 1e-13},
        ).x  # fmt: skip
        return (promoters - detractors - n * t) / math.sqrt(n * (2 * d + t - t * t))

    low = optimize.brentq(lambda t: statistic(t) - z, -0.9, 4 / 15)
    high = optimize.brentq(lambda t: statistic(t) + z, 4 / 15, 0.99)
    interval = score(promoters, passives, detractors)
    assert interval.low == pytest.approx(100 * low, abs=1e-3)
    assert interval.high == pytest.approx(100 * high, abs=1e-3)


def test_goodman_replaces_z_by_the_root_of_chi_square():
    width, base = goodman(50, 30, 20), wald(50, 30, 20)
    ratio = math.sqrt(stats.chi2.ppf(0.95, 2)) / stats.norm.ppf(0.975)
    assert (width.high - width.low) / (base.high - base.low) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17, 1998, table I, score method without continuity correction.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_of_newcombes_table(successes, n, low, high):
    interval = wilson(successes, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_mean_interval_of_counted_answers():
    # Mean 4, s = 1, n = 5: 4 ± 2.776 / sqrt(5) by hand; cut at the end of the scale.
    interval = mean_interval(counts_of([3, 3, 4, 5, 5], "csat", FIVE))
    assert interval.low == pytest.approx(4 - 2.7764 / math.sqrt(5), abs=1e-3)
    assert interval.high == 5.0


def test_no_interval_where_nothing_is_known_about_the_spread():
    assert adjusted_wald(0, 0, 0) is None
    assert wilson(0, 0) is None
    assert mean_interval(counts_of([5], "csat", FIVE)) is None
    assert mean_interval(counts_of([5, 5, 5], "csat", FIVE)) is None
    assert score_variance(counts_of([5], "csat", FIVE)) is None


@pytest.mark.parametrize(
    ("method", "mean", "worst"),
    [
        # The reference simulation for n = 10: mean / worst exact coverage of nominal 95 % intervals.
        (wald, 0.87, 0.40),
        (adjusted_wald, 0.95, 0.88),
        (score, 0.96, 0.91),
    ],
)
def test_exact_coverage_of_ten_answers(method, mean, worst):
    n, covered = 10, []
    samples = [(top, n - top - bottom, bottom) for top in range(n + 1) for bottom in range(n + 1 - top)]
    intervals = {sample: method(*sample) for sample in samples}
    grid = [(p / 20, (20 - p - d) / 20, d / 20) for p in range(21) for d in range(21 - p)]
    shares = [classes for classes in grid if max(classes) < 1]
    for p, q, d in shares:
        inside = [
            sample
            for sample in samples
            if intervals[sample].low - 1e-9 <= 100 * (p - d) <= intervals[sample].high + 1e-9
        ]
        covered.append(
            sum(
                math.factorial(n)
                / math.prod(map(math.factorial, sample))
                * p ** sample[0]
                * q ** sample[1]
                * d ** sample[2]
                for sample in inside
            )
        )
    # The note's grid has other points near the edges, hence the tolerance.
    assert sum(covered) / len(covered) == pytest.approx(mean, abs=0.02)
    assert min(covered) == pytest.approx(worst, abs=0.08)


@given(trinomials, st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_adjusted_interval_holds_the_raw_value_and_stays_on_the_scale(classes, confidence):
    top, middle, bottom = classes
    raw = 100 * (top - bottom) / sum(classes)
    interval = adjusted_wald(top, middle, bottom, confidence)
    assert -100 <= interval.low <= raw + 1e-9
    assert raw - 1e-9 <= interval.high <= 100
    assert interval.low < interval.high


@given(trinomials, st.sampled_from([adjusted_wald, score, wald, goodman]))
def test_exchanging_promoters_and_detractors_mirrors_the_interval(classes, method):
    top, middle, bottom = classes
    one, other = method(top, middle, bottom), method(bottom, middle, top)
    assert one.low == pytest.approx(-other.high, abs=1e-6)
    assert one.high == pytest.approx(-other.low, abs=1e-6)


# --- customers who answer several times


def test_design_effect_is_the_published_cluster_robust_variance():
    # Two customers: a answers 9, 9, 9 and b answers 3 (+1, +1, +1, -1): m = 1/2.
    # Robust: 2/1 · ((3 - 1.5)² + (-1 - 0.5)²) / 16 = 9/16; plain: (1 - 1/4) / 3 = 1/4; times (t_1 / t_3)².
    counts = counts_by_customer([("a", 9), ("a", 9), ("a", 9), ("b", 3)])
    t_ratio = stats.t.ppf(0.975, 1) / stats.t.ppf(0.975, 3)
    assert design_effect(counts, "code") == pytest.approx((9 / 16) / (1 / 4) * t_ratio**2)


def test_without_repeated_answers_customers_change_nothing():
    counts = counts_by_customer([(f"c{i}", score) for i, score in enumerate([10, 9, 8, 7, 3, 0])])
    assert design_effect(counts, "code") == design_effect(counts, "score") == design_effect(counts, "top") == 1.0
    assert nps_interval(counts).method == "adjusted_wald"


def test_answers_of_one_customer_that_all_agree_are_worth_one_answer():
    counts = counts_by_customer([("a", 10)] * 50)
    assert nps_interval(counts).low == pytest.approx(adjusted_wald(1, 0, 0).low)
    assert share_interval(counts).low == pytest.approx(wilson(1, 1).low)
    assert mean_interval(counts_by_customer([("a", 3), ("a", 5)], "csat", FIVE)) is None


def test_every_answer_doubled_is_worth_its_customers():
    scores = [10, 10, 9, 8, 7, 9, 3, 0, 10, 6] * 12
    once = nps_interval(counts_by_customer([(str(i), s) for i, s in enumerate(scores)]))
    twice = nps_interval(counts_by_customer([(str(i), s) for i, s in enumerate(scores)] * 2))
    assert twice.method == "adjusted_wald_by_customer"
    assert twice.low == pytest.approx(once.low, abs=0.2)
    assert twice.high == pytest.approx(once.high, abs=0.2)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 5)), min_size=2, max_size=60))
def test_an_interval_by_customers_is_never_narrower(answers):
    clustered = counts_by_customer(answers, "csat", FIVE)
    plain = Counts(*(getattr(clustered, f) for f in ("n", "top", "middle", "bottom", "total", "squares", "scale")))
    for interval in (nps_interval, share_interval, mean_interval):
        wide, narrow = interval(clustered), interval(plain)
        if wide is None:
            continue
        assert wide.low <= narrow.low + 1e-12
        assert wide.high >= narrow.high - 1e-12


def test_nps_interval_by_each_method():
    counts = nps_counts(5, 3, 2)
    assert {nps_interval(counts, m).method for m in ("adjusted_wald", "score", "wald", "goodman")} == {
        "adjusted_wald", "score", "wald", "goodman",
    }  # fmt: skip
