"""Effects of actions, and the weights of answers, by hand and by independent routes."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from cx_core.metrics.effects import (
    baseline_before,
    difference_in_differences,
    expected_rebound,
    naive_change,
    parallel_trends,
    survives_peeking,
    verdict,
)
from cx_core.metrics.estimates import value_and_error
from cx_core.metrics.interrupted import interrupted_series
from cx_core.metrics.weighting import (
    kish_effect,
    rake,
    response_rate,
    silent_customers,
    weighted_nps,
)
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_of, nps_counts, trinomials

FIVE = Scale(1, 5)
TODAY, LATER = date(2026, 3, 1), date(2026, 4, 1)


def test_did_by_hand():
    # Treated 10 -> 40, comparison 20 -> 30: +30 against +10 is +20.
    cells = [nps_counts(*c) for c in ((40, 30, 30), (60, 20, 20), (45, 30, 25), (55, 20, 25))]
    effect = difference_in_differences("nps", *cells)
    assert (effect.value, effect.naive) == (pytest.approx(20.0), pytest.approx(30.0))
    error = math.sqrt(sum(value_and_error("nps", cell).error ** 2 for cell in cells))
    assert effect.high - effect.low == pytest.approx(2 * stats.norm.ppf(0.975) * error)
    assert effect.p_value == pytest.approx(2 * stats.norm.sf(20 / error))


@given(trinomials)
def test_did_of_identical_cells_is_zero(classes):
    cell = nps_counts(*classes)
    assert difference_in_differences("nps", cell, cell, cell, cell).value == 0


def test_did_of_shares_and_means():
    happy, sad = counts_of([5, 5, 4, 4, 3] * 20, "csat", FIVE), counts_of([3, 2, 4, 2, 4] * 20, "csat", FIVE)
    assert difference_in_differences("csat", sad, happy, sad, sad).value == pytest.approx(0.4)
    assert difference_in_differences("rating", sad, happy, sad, sad).value == pytest.approx(1.2)


def test_without_a_comparison_nothing_can_be_told():
    effect = difference_in_differences("nps", nps_counts(5, 3, 2), nps_counts(7, 3, 0), Counts(), Counts())
    assert (effect.value, effect.reason) == (None, "no_comparison")
    assert effect.naive == pytest.approx(40.0)
    assert verdict(effect, 10, LATER, TODAY) == "cannot_tell"
    half = difference_in_differences("nps", nps_counts(5, 3, 2), Counts(), nps_counts(5, 3, 2), Counts())
    assert half.reason == "no_answers"
    assert naive_change(nps_counts(5, 3, 2), nps_counts(7, 3, 0)).value == pytest.approx(40.0)


def test_verdicts():
    up = difference_in_differences(
        "nps",
        nps_counts(300, 300, 400),
        nps_counts(600, 200, 200),
        nps_counts(400, 300, 300),
        nps_counts(400, 300, 300),
    )
    flat = difference_in_differences(*("nps", *[nps_counts(400, 300, 300)] * 4))
    assert verdict(up, 1000, TODAY, review_on=LATER) == "too_early"
    assert verdict(up, 1000, LATER, review_on=TODAY) == "worked"
    assert verdict(up, 1000, LATER, TODAY, higher_is_better=False) == "got_worse"
    assert verdict(up, 29, LATER, TODAY) == "cannot_tell"
    assert verdict(flat, 1000, LATER, TODAY) == "no_evidence"
    assert survives_peeking(up)
    assert not survives_peeking(flat)


def test_parallel_trends():
    steady = [nps_counts(50, 30, 20)] * 6
    sliding = [nps_counts(80 - 12 * place, 10, 10 + 12 * place) for place in range(6)]
    assert parallel_trends("nps", steady, steady).looks_parallel is True
    drifting = parallel_trends("nps", sliding, steady)
    assert drifting.looks_parallel is False
    assert drifting.drift == pytest.approx(-24.0, abs=0.5)
    assert parallel_trends("nps", steady[:3], steady[:3]).looks_parallel is None
    assert parallel_trends("nps", [*steady[:3], Counts()], steady[:4]).n_periods == 3


def test_the_worst_of_twelve_equal_branches_rebounds_by_itself():
    # The note: the worst of 12 equal segments of 50 answers gains about 18 points next time without any action.
    random = np.random.default_rng(8)
    gains, expected = [], []
    for _ in range(300):
        first = {str(i): Counts(50, *map(int, c)) for i, c in enumerate(random.multinomial(50, [0.5, 0.3, 0.2], 12))}
        worst = min(first, key=lambda name: first[name].top - first[name].bottom)
        expected.append(expected_rebound("nps", first, worst))
        gains.append(30 - 2 * (first[worst].top - first[worst].bottom))  # next time it is at 30 again
    assert np.mean(gains) == pytest.approx(18, abs=1.5)
    assert np.mean(expected) == pytest.approx(np.mean(gains), abs=4)
    assert expected_rebound("nps", {"a": nps_counts(1, 0, 0)}, "a") is None


def test_the_triggering_period_stays_out_of_the_baseline():
    periods = [nps_counts(50, 30, 20), nps_counts(50, 30, 20), nps_counts(10, 20, 70), nps_counts(50, 30, 20)]
    assert baseline_before(periods, trigger=2).n == 200
    assert baseline_before(periods, trigger=0) == Counts()


# --- interrupted series


def made_series(level, slope, n_before=24, n_after=12, noise=0.5, seed=9):
    random = np.random.default_rng(seed)
    t = np.arange(n_before + n_after)
    jump = np.where(t >= n_before, level + slope * (t - n_before), 0)
    return (30 + 0.4 * t + jump + random.normal(scale=noise, size=len(t))).tolist()


def test_level_and_slope_are_found():
    found = interrupted_series(made_series(level=5.0, slope=-0.3), start=24)
    assert found.level.low < 5.0 < found.level.high
    assert found.slope.low < -0.3 < found.slope.high
    assert found.is_claimed
    assert len(found.expected) == 12
    assert found.expected[0] == pytest.approx(30 + 0.4 * 24, abs=1.0)
    assert not interrupted_series(made_series(level=0.0, slope=0.0), start=24).is_claimed


def test_errors_are_the_larger_of_ordinary_and_newey_west():
    values = np.array(made_series(level=2.0, slope=0.1, noise=1.0))
    n, start, lags = len(values), 24, 3
    t = np.arange(n)
    on = (t >= start).astype(float)
    design = np.column_stack([np.ones(n), t, on, (t - start) * on])
    coefficients, residual_sum, *_ = np.linalg.lstsq(design, values)
    left = values - design @ coefficients
    bread = np.linalg.inv(design.T @ design)
    ordinary = math.sqrt(bread[2, 2] * residual_sum[0] / (n - 4))
    meat = sum(
        max(0.0, 1 - abs(i - j) / (lags + 1)) * left[i] * left[j] * np.outer(design[i], design[j])
        for i in range(n)
        for j in range(n)
    )
    robust = math.sqrt((bread @ meat @ bread)[2, 2] * n / (n - 4))
    found = interrupted_series(values.tolist(), start, lags)
    half = stats.t.ppf(0.975, n - 4) * max(ordinary, robust)
    assert found.level.value == pytest.approx(coefficients[2])
    assert (found.level.high - found.level.low) / 2 == pytest.approx(half)


def test_too_short_or_too_perfect_series_claim_nothing():
    assert interrupted_series([1.0] * 30, start=11).level.reason == "too_few_periods"
    assert interrupted_series([1.0] * 30, start=23).level.reason == "too_few_periods"
    perfect = interrupted_series([float(t) for t in range(30)], start=20)
    assert (perfect.level.reason, perfect.is_claimed) == ("no_spread", False)


# --- weights


def test_raking_meets_every_margin():
    groups = {"sex": ["f"] * 70 + ["m"] * 30, "age": (["young"] * 50 + ["old"] * 20) + (["young"] * 10 + ["old"] * 20)}
    targets = {"sex": {"f": 0.5, "m": 0.5}, "age": {"young": 0.4, "old": 0.6}}
    found = rake(groups, targets)
    assert found.is_close
    assert found.values.mean() == pytest.approx(1.0)
    for field, shares in targets.items():
        for value, share in shares.items():
            inside = np.array(groups[field]) == value
            assert found.values[inside].sum() / found.values.sum() == pytest.approx(share, abs=1e-5)
    assert found.effect == pytest.approx(kish_effect(found.values))
    assert found.effective_n == pytest.approx(100 / found.effect)


def test_raking_one_field_is_dividing_shares():
    found = rake({"card": ["gold"] * 20 + ["none"] * 80}, {"card": {"gold": 0.4, "none": 0.6}})
    assert found.values[0] == pytest.approx(2.0)
    assert found.values[-1] == pytest.approx(0.75)
    assert found.standing == "fine"


def test_bad_targets_are_errors():
    with pytest.raises(ValueError, match="sum to 1"):
        rake({"card": ["gold"]}, {"card": {"gold": 0.9}})
    with pytest.raises(ValueError, match="no answers for: none"):
        rake({"card": ["gold"]}, {"card": {"gold": 0.5, "none": 0.5}})
    with pytest.raises(ValueError, match="without a target: silver"):
        rake({"card": ["gold", "silver"]}, {"card": {"gold": 1.0}})
    with pytest.raises(ValueError, match="nothing"):
        rake({}, {})


def test_heavy_weighting_is_refused():
    groups = {"card": ["gold"] * 2 + ["none"] * 198}
    found = rake(groups, {"card": {"gold": 0.5, "none": 0.5}})
    assert found.standing == "refuse"
    assert found.effect > 3


def test_equal_weights_are_no_weights():
    codes = [1, 1, 0, -1, 1, 0, -1, 1]
    found = weighted_nps(codes, np.ones(8))
    assert found.value == pytest.approx(25.0)
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * 100 * np.std(codes, ddof=1) / math.sqrt(8))
    assert weighted_nps([], np.array([])).reason == "no_answers"
    assert weighted_nps([1, 1], np.ones(2)).low is None


def test_silence():
    assert response_rate(0, 50) == 0.0
    assert response_rate(5, 0) is None
    # NPS 40 from one in four; if the silent three are 20 points lower: 40 - .75 · 20; bounds .25 · 40 ± 75.
    found = silent_customers(40, 0.25, 20)
    assert (found.assumed, found.worst, found.best) == (25.0, -65.0, 85.0)
