"""Key drivers against published shares of R², and what must hold for any data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx_core.metrics import drivers
from cx_core.metrics.drivers import Driver, Drivers, key_drivers, spearman, spearman_interval
from cx_core.metrics.importance import explained_variance, inflation, johnson, lmg
from cx_core.metrics.penalty_reward import kano, penalty_reward
from cx_core.metrics.priorities import Pain, Spot, importance_performance, moments_of_truth, rank_pains
from cx_core.model.feedback import Scale


def correlation_matrix(size, entries):
    matrix = np.eye(size)
    for one, other, r in entries:
        matrix[one, other] = matrix[other, one] = r
    return matrix


#: Correlations of R's `swiss` (fertility of 47 provinces, 1888): agriculture, examination, education, catholic,
#: infant mortality, and last fertility.
SWISS = correlation_matrix(6, [
    (0, 5, 0.3530792), (1, 5, -0.6458827), (2, 5, -0.6637889), (3, 5, 0.4636847), (4, 5, 0.4165560),
    (0, 1, -0.6865422), (0, 2, -0.6395225), (0, 3, 0.4010951), (0, 4, -0.0608586), (1, 2, 0.6984153),
    (1, 3, -0.5727418), (1, 4, -0.1140216), (2, 3, -0.1538589), (2, 4, -0.0993218), (3, 4, 0.1754959),
])  # fmt: skip

#: Correlations of R's `mtcars`: cylinders, displacement, horsepower, gears, and last miles per gallon.
MTCARS = correlation_matrix(5, [
    (0, 4, -0.8521620), (1, 4, -0.8475514), (2, 4, -0.7761684), (3, 4, 0.4802848), (0, 1, 0.9020329),
    (0, 2, 0.8324475), (0, 3, -0.4926866), (1, 2, 0.7909486), (1, 3, -0.5555692), (2, 3, -0.1257043),
])  # fmt: skip


def test_lmg_of_swiss():
    # Grömping, J. Statistical Software 17(1), 2006 (relaimpo): lmg and R² of fertility.
    assert lmg(SWISS).round(4).tolist() == [0.0571, 0.1712, 0.2601, 0.1056, 0.1128]
    assert explained_variance(SWISS) == pytest.approx(0.7067, abs=5e-5)


def test_johnson_of_mtcars():
    # README of the R package rwa: mpg on cyl, disp, hp, gear; raw weights and R² .7791896.
    assert johnson(MTCARS) == pytest.approx([0.2284797, 0.2221469, 0.2321744, 0.0963886], abs=1e-6)
    assert johnson(MTCARS).sum() == pytest.approx(0.7791896, abs=1e-6)


def test_copies_share_equally_and_uncorrelated_drivers_get_their_r_squared():
    copies = correlation_matrix(3, [(0, 1, 1.0), (0, 2, 0.6), (1, 2, 0.6)])
    assert lmg(copies) == pytest.approx([0.18, 0.18])
    assert johnson(copies) == pytest.approx([0.18, 0.18])
    assert explained_variance(copies) == pytest.approx(0.36)
    assert inflation(copies[:-1, :-1]) == (None, None)
    apart = correlation_matrix(3, [(0, 2, 0.6), (1, 2, 0.5)])
    assert lmg(apart) == pytest.approx([0.36, 0.25])
    assert inflation(apart[:-1, :-1]) == pytest.approx((1.0, 1.0))


def test_a_suppressor_gets_a_share_although_its_correlation_is_zero():
    suppressor = correlation_matrix(3, [(0, 1, 0.5), (0, 2, 0.5), (1, 2, 0.0)])
    assert lmg(suppressor)[1] > 0


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_shares_add_up_to_r_squared_whatever_the_data(seed, n_drivers):
    data = np.random.default_rng(seed).normal(size=(30, n_drivers + 1))
    data[:, -1] += data[:, 0]
    correlations = np.corrcoef(data, rowvar=False)
    explained = explained_variance(correlations)
    assert lmg(correlations).sum() == pytest.approx(explained)
    assert johnson(correlations).sum() == pytest.approx(explained)
    assert (lmg(correlations) >= -1e-12).all()


def test_a_stack_is_its_members_and_thirteen_are_too_many():
    stack = np.stack([MTCARS, np.eye(5), MTCARS])
    assert lmg(stack)[2] == pytest.approx(lmg(MTCARS))
    assert johnson(stack)[0] == pytest.approx(johnson(MTCARS))
    with pytest.raises(ValueError, match="too many"):
        lmg(np.eye(14))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=40))
def test_spearman_with_ties_against_scipy(pairs):
    one, two = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    if np.ptp(one) == 0 or np.ptp(two) == 0:
        assert spearman(one, two) is None
    else:
        assert spearman(one, two) == pytest.approx(stats.spearmanr(one, two).statistic)


# --- from answers


def survey(n=400, seed=1):
    random = np.random.default_rng(seed)
    mood = random.normal(size=n)
    staff, price, delivery = (0.6 * mood + random.normal(size=n) for _ in range(3))
    return 1.5 * staff + 0.4 * price + random.normal(size=n), {"staff": staff, "price": price, "delivery": delivery}


def test_the_strongest_driver_is_found_with_its_interval():
    outcome, drivers = survey()
    found = key_drivers(outcome, drivers, resamples=200)
    assert (found.drivers[0].name, found.method, found.n, found.reason) == ("staff", "lmg", 400, None)
    assert found.drivers[0].rank == 1
    assert sum(driver.share for driver in found.drivers) == pytest.approx(found.explained)
    assert all(driver.low <= driver.share <= driver.high for driver in found.drivers)
    # scikit-style check of R² by plain least squares
    design = np.column_stack([np.ones(400), *drivers.values()])
    left = outcome - design @ np.linalg.lstsq(design, outcome)[0]
    assert found.explained == pytest.approx(1 - left.var() / outcome.var())


def test_the_order_of_answers_and_of_drivers_changes_nothing():
    outcome, drivers = survey()
    order = np.random.default_rng(2).permutation(len(outcome))
    shuffled = key_drivers(outcome[order], {k: v[order] for k, v in reversed(drivers.items())}, resamples=20)
    plain = key_drivers(outcome, drivers, resamples=20)
    assert {d.name: pytest.approx(d.share) for d in shuffled.drivers} == {d.name: d.share for d in plain.drivers}


def test_twins_are_not_ranked_against_each_other():
    outcome, drivers = survey()
    drivers["staff again"] = drivers["staff"] + np.random.default_rng(3).normal(scale=0.05, size=400)
    found = {driver.name: driver for driver in key_drivers(outcome, drivers, resamples=100).drivers}
    assert found["staff"].moves_with == ("staff again",)
    assert found["staff"].vif > 5
    assert found["staff"].rank is None
    assert found["price"].moves_with == ()


def test_what_is_missing_is_said():
    outcome, drivers = survey()
    rare = drivers["delivery"].copy()
    rare[:250] = np.nan
    drivers["delivery"] = rare
    drivers["constant"] = np.full(400, 3.0)
    found = key_drivers(outcome, drivers, resamples=50)
    by_name = {driver.name: driver for driver in found.drivers}
    assert (by_name["delivery"].reason, by_name["delivery"].coverage) == ("low_coverage", 150 / 400)
    assert by_name["delivery"].rho is not None
    assert (by_name["constant"].reason, by_name["constant"].rho) == ("no_spread", None)
    assert found.n == 400


def test_refusals():
    outcome, drivers = survey(n=99)
    few = key_drivers(outcome, drivers)
    assert (few.reason, few.explained, few.n) == ("too_few_answers", None, 99)
    assert all(driver.rho is not None and driver.share is None for driver in few.drivers)
    assert key_drivers(np.full(400, 9.0), survey()[1]).reason == "no_spread"
    assert key_drivers(outcome, {}).reason == "no_drivers"
    many = {f"d{i}": np.random.default_rng(i).normal(size=120) for i in range(8)}
    assert key_drivers(np.arange(120.0), many).reason == "too_few_answers"  # 8 drivers ask for 160


# --- priorities


def test_quadrants_and_undecided_spots():
    spots = [
        Spot("delivery", 40, 35, 45, 0.40, 0.35, 0.45),
        Spot("staff", 80, 75, 85, 0.40, 0.35, 0.45),
        Spot("website", 40, 35, 45, 0.05, 0.02, 0.08),
        Spot("parking", 80, 75, 85, 0.05, 0.02, 0.08),
        Spot("returns", 60, 50, 70, 0.225, 0.1, 0.3),
    ]
    found = importance_performance(spots)
    assert (found.cut_performance, found.cut_importance) == (pytest.approx(60), pytest.approx(0.225))
    assert [placed.quadrant for placed in found.spots] == [
        "concentrate_here", "keep_up", "low_priority", "possible_overkill", "undecided",
    ]  # fmt: skip


def test_moments_of_truth_stand_out_for_certain():
    drivers = Drivers(
        (
            Driver("delivery", 0.6, 300, 1.0, 0.30, 0.22, 0.38),
            Driver("staff", 0.5, 300, 1.0, 0.20, 0.12, 0.28),
            Driver("website", 0.2, 300, 1.0, 0.05, 0.01, 0.09),
            Driver("parking", 0.2, 300, 0.4, reason="low_coverage"),
        ),
        explained=0.55,
        n=300,
        n_all=300,
    )
    found = moments_of_truth(drivers, {"delivery": 40.0, "staff": 80.0, "website": 70.0})
    assert [(one.name, one.is_painful) for one in found] == [("delivery", True)]  # .22 > .55 / 3 > .12
    assert moments_of_truth(drivers, {})[0].performance is None


def test_pain_priority_by_hand():
    # 20 % meet it, severity .8, NPS 60 points lower: 100 · .2 · .8 · 60/200 = 4.8.
    assert Pain("late", 0.2, 0.8, 60.0).priority == pytest.approx(4.8)
    assert Pain("helpful", 0.2, 0.8, -10.0).priority == 0.0
    tied = [Pain("a", 0.2, 0.5, 40, 1.0), Pain("b", 0.1, 1.0, 40, 3.0)]
    assert [pain.name for pain in rank_pains(tied)] == ["b", "a"]


# --- penalty and reward


def test_a_basic_and_an_exciting_attribute_are_told_apart():
    random = np.random.default_rng(4)
    basic, excitement, plain = (random.integers(1, 6, 900).astype(float) for _ in range(3))
    outcome = 7 - 3 * (basic <= 2) + 3 * (excitement == 5) - (plain <= 2) + (plain == 5) + random.normal(size=900)
    found = {one.name: one for one in penalty_reward(outcome, {"b": basic, "e": excitement, "p": plain})}
    assert [found[name].kind for name in "bep"] == ["basic", "excitement", "performance"]
    assert found["b"].penalty.value == pytest.approx(-3, abs=0.3)
    assert found["e"].reward.low < 3 < found["e"].reward.high
    turned = penalty_reward(outcome, {"b": 6 - basic, "e": 6 - excitement}, Scale(1, 5, "low_is_good"))
    assert [one.kind for one in turned] == ["basic", "excitement"]


def test_attributes_with_few_low_answers_stay_out():
    random = np.random.default_rng(5)
    happy = random.integers(3, 6, 300).astype(float)
    assert penalty_reward(random.normal(size=300), {"happy": happy})[0].reason == "too_few_answers"
    assert penalty_reward(random.normal(size=300), {}) == ()


def test_kano():
    assert (kano(10, 20, 30, 40).better, kano(10, 20, 30, 40).worse) == (0.3, -0.5)
    assert kano(0, 0, 0, 0).better is None


@given(st.floats(-1, 1), st.integers(5, 5000))
def test_the_interval_of_a_rank_correlation_holds_it_and_mirrors(rho, n):
    low, high = spearman_interval(rho, n)
    assert -1 <= low <= rho <= high <= 1
    turned = spearman_interval(-rho, n)
    assert turned == pytest.approx((-high, -low))


def test_the_interval_of_a_rank_correlation_by_hand():
    # ρ = 0 over 28 pairs: ± tanh(1.959964 / 5) = ± tanh(0.3919928) = ± 0.37307.
    assert spearman_interval(0.0, 28) == pytest.approx((-0.37307, 0.37307), abs=1e-5)
    assert spearman_interval(0.5, 4) is None
    assert spearman_interval(None, 40) is None


def test_many_answers_are_resampled_by_the_count_of_equal_ones(monkeypatch):
    random = np.random.default_rng(5)
    ease, stars = random.integers(1, 8, 3000).astype(float), random.integers(1, 6, 3000).astype(float)
    score = np.clip(ease + random.integers(0, 4, 3000), 0, 10)
    by_row = key_drivers(score, {"ease": ease, "stars": stars})
    monkeypatch.setattr(drivers, "_MANY", 0)
    by_count = key_drivers(score, {"ease": ease, "stars": stars})
    for one, other in zip(by_row.drivers, by_count.drivers, strict=True):
        assert (one.name, one.share, one.rho) == (other.name, other.share, other.rho)
        # The same distribution, other draws.
        assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=0.01)
        assert one.low < one.high


def test_equal_answers_are_counted_unless_most_are_distinct(monkeypatch):
    rows, n = drivers._equal_rows(np.array([[1.0, 5.0], [2.0, 5.0], [1.0, 5.0], [1.0, 3.0]]))
    counted = sorted((*row, times) for row, times in zip(rows.tolist(), n.tolist(), strict=True))
    assert counted == [(1, 3, 1), (1, 5, 2), (2, 5, 1)]
    monkeypatch.setattr(drivers, "_MOST_DISTINCT", 2)
    assert drivers._equal_rows(rows) is None
