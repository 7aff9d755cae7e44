"""Retention, cohorts, lifetime value, buying models, outcomes, journeys as remembered, maturity."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx_core.metrics.experience import peak_end, service_quality
from cx_core.metrics.lifetime_value import historic_value, lifetime_value, value_range
from cx_core.metrics.maturity import DIMENSIONS, ITEMS, level_of, rater_spread, score_maturity
from cx_core.metrics.outcomes import outcomes_by_class
from cx_core.metrics.repeat_buying import (
    BuyingModel,
    SpendModel,
    expected_purchases,
    expected_spend,
    fit_buying,
    fit_spend,
    still_buying,
)
from cx_core.metrics.retention import annual_churn, churn_rate, cohorts, repeat_purchase_rate, retention_rate
from cx_core.metrics.scaling import looks_like_one_to_ten, to_hundred, touchpoint_score
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_of

FIVE = Scale(1, 5)

#: Parameters of the CDNOW customers, Fader, Hardie & Lee 2005, time in weeks.
CDNOW = BuyingModel(0.243, 4.414, 0.793, 2.426, -9582.4, 2357)


# --- who stays


def test_retention_by_hand():
    # 200 at the start, 210 at the end, 30 of them new: 180 of 200 stayed.
    assert retention_rate(200, 210, 30).value == 0.9
    gone = churn_rate(200, 210, 30)
    assert gone.value == pytest.approx(0.1)
    assert gone.low < 0.1 < gone.high
    assert retention_rate(0, 5, 5).reason == "no_customers"
    assert churn_rate(0, 5, 5).value is None
    with pytest.raises(ValueError, match="stayed"):
        retention_rate(10, 30, 5)


def test_yearly_churn_is_not_twelve_times_monthly():
    assert annual_churn(0.05) == pytest.approx(1 - 0.95**12)
    assert annual_churn(0.0) == 0.0
    with pytest.raises(ValueError, match="0 to 1"):
        annual_churn(5)


def test_repeat_purchase():
    assert repeat_purchase_rate(1, 4).value == 0.25
    assert repeat_purchase_rate(0, 0).value is None
    with pytest.raises(ValueError, match="came"):
        repeat_purchase_rate(2, 1)


def test_cohorts_leave_open_what_cannot_be_known():
    orders = [
        ("an", date(2026, 1, 3)), ("an", date(2026, 3, 9)),
        ("binh", date(2026, 1, 20)), ("binh", date(2026, 2, 2)), ("binh", date(2026, 2, 20)),
        ("chi", date(2026, 3, 31)),
        ("dung", date(2026, 5, 1)),
    ]  # fmt: skip
    table = cohorts(orders, covered_through=date(2026, 4, 15))
    assert [(row.month.label, row.size, row.active) for row in table] == [
        ("2026-01", 2, (2, 1, 1, None)),
        ("2026-03", 1, (1, None, None, None)),
    ]
    assert table[0].retention(1) == 0.5
    assert table[0].retention(3) is None
    assert table[0].retention(9) is None
    assert cohorts([], date(2026, 1, 1)) == ()


def test_an_observable_month_without_orders_is_zero():
    table = cohorts([("an", date(2026, 1, 3))], covered_through=date(2026, 2, 28))
    assert table[0].active == (1, 0)


# --- lifetime value


def test_lifetime_value_is_the_sum_of_its_payments():
    payments = [100 * 0.8**t / 1.1**t for t in range(400)]
    assert lifetime_value(100, 0.8, 0.1) == pytest.approx(sum(payments[1:]))
    assert lifetime_value(100, 0.8, 0.1, "now") == pytest.approx(sum(payments))
    assert lifetime_value(100, 1.0, 0.0) is None
    with pytest.raises(ValueError, match="retention"):
        lifetime_value(100, 1.2, 0.1)


def test_lifetime_value_is_sensitive_near_one():
    found = value_range(100, (0.9, 0.8, 0.99), 0.01)
    assert found.low < found.value < found.high
    assert found.high / found.value > 5


def test_historic_value_shows_the_median_first():
    found = historic_value([[10.0], [10.0], [1000.0]])
    assert (found.median, found.mean, found.n_customers) == (10.0, pytest.approx(340.0), 3)
    assert historic_value([]).median is None


# --- buying models


def test_expected_purchases_of_the_published_customer():
    # The first customer of Fader, Hardie & Lee's worked spreadsheet: x = 2, t_x = 30.43, T = 38.86, next 39 weeks: 1.226.
    found = expected_purchases(CDNOW, 39.0, np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert found[0] == pytest.approx(1.226, abs=5e-4)


def test_probability_of_still_buying_by_hand():
    x, last, age = 2, 30.43, 38.86
    odds = 0.793 / (2.426 + x - 1) * ((4.414 + age) / (4.414 + last)) ** (0.243 + x)
    found = still_buying(CDNOW, np.array([2.0, 0.0, 2.0]), np.array([30.43, 0, 5.0]), np.array([38.86] * 3))
    assert found[0] == pytest.approx(1 / (1 + odds))
    assert found[1] == 1.0  # by construction of the model
    assert found[2] < found[0]  # a longer silence


def test_expected_purchases_are_the_derivative_of_buying():
    # Over a very short time the expected number is rate times probability: (r + x) / (alpha + T) · P(alive).
    x, last, age = np.array([3.0]), np.array([20.0]), np.array([30.0])
    short = expected_purchases(CDNOW, 1e-4, x, last, age) / 1e-4
    assert short == pytest.approx((0.243 + 3) / (4.414 + 30) * still_buying(CDNOW, x, last, age), rel=1e-3)


def made_customers(n, seed):
    """Customers drawn from the model itself, seen for 40 to 80 weeks."""
    random = np.random.default_rng(seed)
    rate, leave = random.gamma(0.9, 1 / 8.0, n), random.beta(0.8, 2.5, n)
    age = random.uniform(40, 80, n)
    repeats, last = np.zeros(n), np.zeros(n)
    for i in range(n):
        now = 0.0
        while random.random() >= leave[i] or now == 0.0:
            now += random.exponential(1 / rate[i])
            if now > age[i]:
                break
            repeats[i], last[i] = repeats[i] + 1, now
    return repeats, last, age


def test_buying_model_finds_the_parameters_of_made_customers():
    found = fit_buying(*made_customers(3000, seed=13))
    # What matters is what they imply: mean rate r/alpha and mean chance to leave a/(a + b).
    assert found.r / found.alpha == pytest.approx(0.9 / 8.0, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 3.3, rel=0.25)
    assert fit_buying(*made_customers(100, seed=1)) is None


def test_spend_model_draws_towards_everybody():
    random = np.random.default_rng(17)
    n = 2000
    nu = random.gamma(4.0, 1 / 15.0, n)
    repeats = random.integers(1, 8, n).astype(float)
    spend = random.gamma(6.0 * repeats, 1 / (nu * repeats))
    model = fit_spend(repeats, spend)
    assert model.p * model.v / (model.q - 1) == pytest.approx(6.0 * 15.0 / 3.0, rel=0.05)  # mean spend 30
    few, many = expected_spend(model, np.array([1.0, 50.0]), np.array([60.0, 60.0]))
    assert 30 < few < many < 60
    assert fit_spend(repeats[:100], spend[:100]) is None
    assert np.isnan(expected_spend(SpendModel(6, 0.9, 15, 0, 0), np.array([1.0]), np.array([3.0]))).all()


# --- after the answer


def test_outcomes_by_class():
    top = [120.0, 0.0, 60.0, 90.0, 30.0]
    table = {row.answered: row for row in outcomes_by_class({"top": top, "bottom": [0.0, 0.0, 40.0]})}
    assert table["top"].returned.value == 0.8
    low, high = stats.t.interval(0.95, 4, np.mean(top), stats.sem(top))
    assert (table["top"].spent.low, table["top"].spent.high) == (pytest.approx(low), pytest.approx(high))
    assert table["middle"].returned.reason == "no_customers"
    assert [row.answered for row in outcomes_by_class({})] == ["top", "middle", "bottom"]


# --- one axis


@given(st.integers(0, 20), st.integers(1, 20), st.floats(0, 1))
def test_to_hundred_runs_from_worst_to_best(minimum, length, place):
    up, down = Scale(minimum, minimum + length), Scale(minimum, minimum + length, "low_is_good")
    score = minimum + place * length
    assert to_hundred(score, up) == pytest.approx(100 * place, abs=1e-9)
    assert to_hundred(score, up) + to_hundred(score, down) == pytest.approx(100)


def test_touchpoint_score():
    found = touchpoint_score(counts_of([5, 4, 4, 2], "rating", FIVE))
    assert found.value == pytest.approx(2 * 68.75 - 100)  # mean 3.75 of 1-5
    assert (found.n, found.share_negative, found.is_grey) == (4, 0.25, True)
    assert -100 <= found.low < found.value < found.high <= 100
    effort = touchpoint_score(counts_of([1, 2, 2, 4], "ces", Scale(1, 5, "low_is_good")))
    assert effort.low < effort.value < effort.high
    assert touchpoint_score(Counts()).value is None
    with pytest.raises(ValueError, match="scale"):
        touchpoint_score(Counts(1, 1, 0, 0, 500, 250000))


def test_a_scale_that_never_sees_a_zero_is_suspect():
    assert looks_like_one_to_ten(0, 500)
    assert not looks_like_one_to_ten(1, 500)


# --- a journey as it is remembered


def test_service_quality_by_hand():
    answers = {
        "reliability": [(4.0, 5.0), (3.0, 5.0), (None, 5.0), (5.0, None)],
        "empathy": [(4.0, 4.0), (5.0, 4.0)],
        "tangibles": [],
    }
    found = service_quality(answers, {"reliability": 70, "empathy": 30, "tangibles": 0})
    assert [one.gap.value for one in found.gaps] == [-1.5, 0.5, None]
    assert found.gaps[0].perceived == pytest.approx(4.0)  # all three who said what they perceived
    assert found.mean == pytest.approx(-0.5)
    assert found.weighted == pytest.approx((70 * -1.5 + 30 * 0.5) / 100)
    assert service_quality(answers).weighted is None
    assert service_quality({}).mean is None


def test_peak_end():
    # Peak of the first is -2 (as far as +2, the worse counts), end 1: -0.5. The single touchpoint is left out.
    found = peak_end([[2.0, -2.0, 1.0], [1.0], [0.5, 1.5]])
    assert found.remembered == pytest.approx((-0.5 + 1.5) / 2)
    assert found.plain == pytest.approx((1 / 3 + 1.0) / 2)
    assert found.n == 2
    assert peak_end([]).remembered is None


# --- maturity


def answers(**by_dimension):
    return {(d, i): v for d, values in by_dimension.items() for i, v in zip(ITEMS, values, strict=True)}


def test_levels_change_at_the_cuts():
    assert [level_of(score) for score in (1.0, 1.8, 2.6, 3.4, 4.2, 5.0)] == [
        "ad_hoc", "established", "performing", "optimizing", "embedded", "embedded",
    ]  # fmt: skip
    assert level_of((2 + 2 + 3 + 3 + 3) / 5) == "performing"  # 2.6 in floating point


def test_the_weakest_dimension_holds_the_company_down():
    strong, weak = (5, 5, 5, 5, 5), (2, 1, 1, 1, 1)
    found = score_maturity(answers(a=strong, b=strong, c=strong, d=strong, e=weak))
    assert found.score == pytest.approx((4 * 5 + 1.2) / 5)
    assert (found.level, found.is_capped) == ("established", True)
    even = score_maturity(answers(**dict.fromkeys(DIMENSIONS, (4, 4, 3, 3, 3))))
    assert (even.level, even.is_capped) == ("optimizing", False)


def test_a_dimension_needs_three_of_five_answers():
    given_answers = answers(**dict.fromkeys(DIMENSIONS, (3, 3, 3, None, None)))
    assert score_maturity(given_answers).level == "performing"
    given_answers["b", 3] = None
    found = score_maturity(given_answers)
    assert (found.score, found.level) == (None, None)
    assert found.dimensions[1].score is None
    assert found.dimensions[0].score == 3


def test_a_hard_item_above_an_easy_one_is_worth_checking():
    found = score_maturity(answers(a=(1, 2, 2, 3, 2))).dimensions[0]
    assert found.to_check == ((("a", 1), ("a", 4)),)


def test_raters_who_disagree_are_the_finding():
    raters = [answers(a=(1, 3, 3, 3, 3)), answers(a=(4, 3, 3, 3, 3)), answers(a=(2, 4, 3, 3, None))]
    first, second, *_ = rater_spread(raters)
    assert (first.item, first.median, first.spread, first.is_notable) == (("a", 1), 2, 3, True)
    assert (second.item, second.spread, second.is_notable) == (("a", 2), 1, False)


def test_answers_outside_the_form_are_errors():
    with pytest.raises(ValueError, match="1 to 5"):
        score_maturity({("a", 1): 6})
    with pytest.raises(ValueError, match="no item"):
        score_maturity({("z", 1): 3})
