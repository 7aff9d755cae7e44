"""Each metric on answers that can be counted on fingers, and the rules that hold for all of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics import ALL_METRICS, measure, measure_cells, measure_pool, metric
from cx_core.metrics.boxes import box_limits
from cx_core.metrics.pooling import pool_by_scale
from cx_core.model.feedback import NPS_SCALE, SENTIMENT_SCALE, Scale
from cx_core.model.measure import Counts
from cx_core.model.period import Period
from cx_core.model.query import Cell
from tests.core.metrics.answers import counts_by_customer, counts_of, nps_scores

FIVE, SEVEN, TEN = Scale(1, 5), Scale(1, 7), Scale(1, 10)
EFFORT = Scale(1, 5, "low_is_good")
SCALES = {
    "nps": NPS_SCALE, "csat": FIVE, "ces": SEVEN, "rating": FIVE, "detractors": NPS_SCALE, "sentiment": SENTIMENT_SCALE,
}  # fmt: skip


def test_nps_of_seven_answers():
    # 10 9 9 | 8 7 | 6 0: three promoters, two passives, two detractors. (3 - 2) / 7.
    result = measure("nps", counts_of([10, 9, 9, 8, 7, 6, 0]))
    assert result.value == pytest.approx(100 / 7)
    assert (result.top, result.middle, result.bottom, result.n) == (3, 2, 2, 7)
    assert result.share_top == pytest.approx(3 / 7)
    assert result.display == "hidden"


def test_a_true_zero_is_zero():
    balanced = measure("nps", counts_of([10, 0]))
    assert balanced.value == 0
    assert balanced.reason is None
    assert measure("csat", counts_of([1, 2, 3], "csat", FIVE)).value == 0.0


def test_csat_of_ten_answers():
    # 5 5 4 4 4 4 | 3 3 | 2 1: six of ten satisfied, mean 35/10.
    result = measure("csat", counts_of([5, 5, 4, 4, 4, 4, 3, 3, 2, 1], "csat", FIVE))
    assert result.value == result.share_top == pytest.approx(0.6)
    assert result.mean == pytest.approx(3.5)
    assert result.mean_low < 3.5 < result.mean_high
    # Wilson for 6 of 10: .3127 to .8318 (any table).
    assert (round(result.low, 4), round(result.high, 4)) == (0.3127, 0.8318)


def test_ces_keeps_its_direction():
    easy = measure("ces", counts_of([7, 6, 5, 4, 2], "ces", SEVEN))
    assert (easy.value, easy.share_top, easy.net) == (pytest.approx(4.8), 0.6, pytest.approx(40.0))
    # CES 1.0: 1 and 2 are little effort, hence good; 4 and 5 are bad.
    effort = measure("ces", counts_of([1, 2, 2, 3, 5], "ces", EFFORT))
    assert (effort.value, effort.share_top, effort.net) == (pytest.approx(2.6), 0.6, pytest.approx(40.0))
    assert metric("ces").higher_is_better(SEVEN)
    assert not metric("ces").higher_is_better(EFFORT)
    assert metric("csat").higher_is_better(Scale(1, 5, "low_is_good"))  # a share of satisfied answers


def test_detractors_of_seven_answers():
    # 10 9 9 | 8 7 | 6 0: two of seven gave 0 to 6.
    result = measure("detractors", counts_of([10, 9, 9, 8, 7, 6, 0], "detractors"))
    assert (result.value, result.n, result.mean) == (pytest.approx(2 / 7), 7, None)
    # Wilson for 2 of 7: .0822 to .6411 (any table).
    assert (round(result.low, 4), round(result.high, 4)) == (0.0822, 0.6411)
    assert not metric("detractors").higher_is_better(NPS_SCALE)


@given(nps_scores)
def test_promoters_less_detractors_is_the_nps(scores):
    nps, bad = measure("nps", counts_of(scores)), measure("detractors", counts_of(scores, "detractors"))
    assert nps.value == pytest.approx(100 * (nps.share_top - bad.value))


def test_feeling_of_ten_comments():
    # Five praise, two neither, three complain: (5 - 3) of 10, so the same numbers as five promoters, three detractors.
    result = measure("sentiment", counts_of([1] * 5 + [0] * 2 + [-1] * 3, "sentiment", SENTIMENT_SCALE))
    same = measure("nps", counts_of([10] * 5 + [8] * 2 + [0] * 3))
    assert (result.value, result.share_top, result.n) == (pytest.approx(20.0), 0.5, 10)
    assert (result.low, result.high) == (same.low, same.high)
    assert metric("sentiment").higher_is_better(SENTIMENT_SCALE)


def test_one_answer():
    nps = measure("nps", counts_of([10]))
    assert (nps.value, round(nps.low), nps.high) == (100.0, -48, 100.0)
    csat = measure("csat", counts_of([5], "csat", FIVE))
    assert (csat.value, csat.mean, csat.mean_low) == (1.0, 5.0, None)
    assert csat.low is not None
    ces = measure("ces", counts_of([5], "ces", SEVEN))
    assert (ces.value, ces.low, ces.method) == (5.0, None, None)


@pytest.mark.parametrize("one", ALL_METRICS, ids=lambda one: one.key)
def test_every_metric_says_why_it_has_no_value(one):
    empty = one.measure(Counts())
    assert (empty.value, empty.low, empty.high, empty.n, empty.reason) == (None, None, None, 0, "no_answers")
    assert empty.display == "none"


@pytest.mark.parametrize("one", ALL_METRICS, ids=lambda one: one.key)
def test_every_metric_stays_within_its_limits_and_holds_its_interval(one):
    scale = SCALES[one.key]
    answers = [scale.minimum, scale.maximum, scale.maximum, scale.minimum + 1]
    result = one.measure(counts_of(answers, one.key, scale))
    low, high = one.limits(scale)
    assert low <= result.low <= result.value <= result.high <= high
    assert result.n == 4
    assert result.metric == one.key
    assert result.counts.n == 4


@pytest.mark.parametrize(("n", "display"), [(9, "hidden"), (10, "grey"), (29, "grey"), (30, "shown"), (100, "full")])
def test_display_rule_by_n(n, display):
    assert measure("nps", counts_of([9] * n)).display == display


# --- pooling


@given(nps_scores, nps_scores)
def test_pooled_cells_are_the_cell_of_all_answers(one, other):
    assert measure_pool("nps", [counts_of(one), counts_of(other)]) == measure("nps", counts_of(one + other))


def test_pooling_is_not_averaging():
    small, large = counts_of([10]), counts_of([0] * 9)
    pooled = measure_pool("nps", [small, large])
    assert pooled.value == pytest.approx(-80.0)  # 1 promoter, 9 detractors; the mean of +100 and -100 would be 0


@given(st.permutations([10, 9, 8, 7, 6, 3, 0, 10]))
def test_order_of_answers_changes_nothing(scores):
    assert measure("nps", counts_of(scores)) == measure("nps", counts_of(sorted(scores)))


def test_scales_are_not_mixed():
    five, ten = counts_of([5, 4, 1], "csat", FIVE), counts_of([10, 2], "csat", TEN)
    mixed = measure_pool("csat", [five, ten])
    assert (mixed.value, mixed.low, mixed.reason, mixed.n) == (None, None, "mixed_scales", 5)
    assert mixed.share_top == pytest.approx(3 / 5)
    with pytest.raises(ValueError, match="not pooled"):
        five + ten


def test_effort_and_ease_share_not_even_a_share():
    mixed = measure_pool("ces", [counts_of([7], "ces", SEVEN), counts_of([1], "ces", EFFORT)])
    assert (mixed.value, mixed.share_top, mixed.reason) == (None, None, "mixed_scales")


def test_one_scale_alone_keeps_its_customers_and_empty_cells_vanish():
    counts = counts_by_customer([("a", 9), ("a", 3)])
    assert pool_by_scale([Counts(), counts]) == (counts,)
    assert pool_by_scale([]) == ()
    assert measure_pool("nps", []).reason == "no_answers"


def test_cells_of_one_group_and_period_meet_again():
    january = Period.containing(date(2026, 1, 5), "month")
    store, zalo = (("channel", "store"),), (("channel", "zalo"),)
    cells = [
        Cell(store, january, counts_of([5], "csat", FIVE)),
        Cell(zalo, january, counts_of([4], "csat", FIVE)),
        Cell(store, january, counts_of([9, 10], "csat", TEN)),
    ]
    first, second = measure_cells("csat", cells)
    assert (first.value("channel"), first.measure.reason, first.measure.n) == ("store", "mixed_scales", 3)
    assert [part.value for part in first.by_scale] == [1.0, 1.0]
    assert [part.scale for part in first.by_scale] == [FIVE, TEN]
    assert (second.measure.value, second.by_scale) == (1.0, ())


def test_each_metric_has_classes_on_its_usual_scale():
    for one in ALL_METRICS:
        assert box_limits(one.key, SCALES[one.key])
