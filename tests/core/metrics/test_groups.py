"""Groups beside each other: true spread, fair leagues, consistent channels, mix and rate, themes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx_core.metrics import measure
from cx_core.metrics.consistency import channel_consistency
from cx_core.metrics.decomposition import decompose
from cx_core.metrics.estimates import ValueAndError, value_and_error
from cx_core.metrics.league import league
from cx_core.metrics.spread import true_spread
from cx_core.metrics.themes import attribute, attribute_change, theme_impact
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts
from tests.core.metrics.answers import counts_of, nps_counts

FIVE = Scale(1, 5)

#: BCG vaccine trials (Colditz et al. 1994): cases and others, vaccinated and not. The standard example of the method.
BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
    (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip


def test_true_spread_of_the_standard_example():
    # metafor, rma(measure = "RR", method = "DL") on dat.bcg: tau^2 .3088, Q 152.2330 on 12, estimate -.7141, se .1787.
    groups = [
        ValueAndError(math.log(a / (a + b) / (c / (c + d))), math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))
        for a, b, c, d in BCG
    ]
    spread = true_spread(groups)
    assert spread.tau**2 == pytest.approx(0.3088, abs=5e-5)
    assert spread.q == pytest.approx(152.2330, abs=5e-5)
    assert spread.centre == pytest.approx(-0.7141, abs=5e-5)
    assert spread.error == pytest.approx(0.1787, abs=5e-5)
    assert spread.p_value == pytest.approx(stats.chi2.sf(152.2330, 12), rel=1e-3)


def test_one_group_has_no_spread():
    assert true_spread([ValueAndError(1.0, 1.0)]).reason == "too_few_groups"
    assert channel_consistency({"zalo": nps_counts(5, 3, 2), "web": Counts()}).reason == "too_few_groups"


# --- league


def test_a_lucky_small_branch_does_not_lead_the_league():
    branches = {
        "steady": nps_counts(2200, 1200, 600),
        "usual": nps_counts(2000, 1200, 800),
        "weak": nps_counts(1800, 1200, 1000),
        "tiny": nps_counts(6, 3, 1),
    }
    found = league("nps", branches)
    order = [one.group for one in found.standings]
    raw = sorted(branches, key=lambda name: -measure("nps", branches[name]).value)
    assert raw[0] == "tiny"
    assert order[0] == "steady"
    tiny = next(one for one in found.standings if one.group == "tiny")
    assert tiny.reliability < 0.5
    assert tiny.raw == pytest.approx(50.0)
    assert found.spread.centre < tiny.shrunk.value < tiny.raw
    weak = next(one for one in found.standings if one.group == "weak")
    # Certainly worse than the two large ones, not certainly worse than the tiny one.
    assert (weak.best_place, weak.worst_place) == (3, 4)


def test_equal_branches_share_one_value():
    found = league("nps", {name: nps_counts(50, 30, 20) for name in "abc"})
    assert [one.shrunk.value for one in found.standings] == pytest.approx([30.0] * 3)
    assert {(one.best_place, one.worst_place) for one in found.standings} == {(1, 3)}


def test_groups_without_a_known_error_are_left_out_of_a_league_of_means():
    groups = {"a": counts_of([4, 5, 3], "csat", FIVE), "b": counts_of([2, 5], "csat", FIVE), "c": Counts()}
    found = league("rating", groups)
    assert found.left_out == ("c",)
    assert len(found.standings) == 2


def test_channels_that_differ_by_chance_are_consistent():
    alike = channel_consistency({"a": nps_counts(52, 28, 20), "b": nps_counts(48, 30, 22)})
    assert (alike.value, alike.tau) == (100.0, 0.0)
    apart = channel_consistency({"a": nps_counts(700, 200, 100), "b": nps_counts(300, 300, 400)})
    # Two groups at 60 and -10: tau is near their standard deviation of 49.5 points.
    assert apart.value == pytest.approx(100 - 49.5, abs=2)
    assert apart.p_value < 1e-6


# --- mix and rate

segments = st.dictionaries(
    st.one_of(st.none(), st.sampled_from("abcde")), st.tuples(*[st.integers(0, 40)] * 3), max_size=6
).map(lambda table: {name: nps_counts(*classes) for name, classes in table.items()})


@given(segments, segments)
def test_mix_and_rate_add_up_to_the_change_exactly(before, after):
    found = decompose("nps", before, after)
    pooled = [sum(side.values(), Counts()) for side in (before, after)]
    if not all(counts.n for counts in pooled):
        assert found.reason == "no_answers"
        return
    change = measure("nps", pooled[1]).value - measure("nps", pooled[0]).value
    assert found.change == pytest.approx(change, abs=1e-9)
    assert found.mix.value + found.rate.value == pytest.approx(change, abs=1e-9)
    assert math.fsum(part.total for part in found.parts) == pytest.approx(change, abs=1e-9)


def test_the_kidney_stone_paradox_rings():
    # Charig et al. 1986: treatment B -> A fails more often in total, yet does better for small and for large stones.
    b = {"small": Counts(270, 234, 0, 36), "large": Counts(80, 55, 0, 25)}
    a = {"small": Counts(87, 81, 0, 6), "large": Counts(263, 192, 0, 71)}
    found = decompose("csat", b, a)
    assert found.change == pytest.approx(273 / 350 - 289 / 350)
    assert found.rate.value > 0
    assert found.alarm == "against"


def test_new_and_vanished_segments_are_pure_mix():
    found = decompose("nps", {"a": nps_counts(9, 0, 1)}, {"a": nps_counts(9, 0, 1), "b": nps_counts(0, 0, 10)})
    new = next(part for part in found.parts if part.segment == "b")
    assert (new.value_before, new.value_after, new.rate.value) == (None, -100.0, 0.0)
    assert found.rate.value == 0.0
    assert found.mix.value == pytest.approx(-90.0)


def test_rate_error_is_that_of_independent_segments():
    before = {"a": nps_counts(50, 30, 20), "b": nps_counts(20, 30, 50)}
    after = {"a": nps_counts(45, 30, 25), "b": nps_counts(30, 30, 40)}
    found = decompose("nps", before, after)
    errors = [value_and_error("nps", side[name]).error for side in (before, after) for name in "ab"]
    half = stats.norm.ppf(0.975) * math.sqrt(sum((0.5 * error) ** 2 for error in errors))
    assert (found.rate.high - found.rate.low) / 2 == pytest.approx(half)
    assert found.alarm is None


def test_scales_are_not_decomposed_together():
    five, ten = counts_of([5], "csat", FIVE), counts_of([9], "csat", Scale(1, 10))
    assert decompose("csat", {"a": five}, {"a": ten}).reason == "mixed_scales"
    assert decompose("nps", {}, {"a": nps_counts(1, 0, 0)}).change is None


# --- themes


def test_theme_impact_is_nps_without_minus_nps():
    # 100 answers at +30; the 20 that mention delivery are all detractors: without them (60 - 10) / 80 = +62.5.
    found = theme_impact(nps_counts(0, 0, 20), nps_counts(60, 10, 30))
    assert found.value == pytest.approx(62.5 - 30)
    assert found.low < found.value < found.high
    assert theme_impact(nps_counts(9, 0, 1), nps_counts(9, 0, 1)).reason == "on_everyone"
    assert theme_impact(Counts(), nps_counts(1, 0, 0)).value == 0.0
    assert theme_impact(Counts(), Counts()).reason == "no_answers"


answers = st.lists(
    st.tuples(st.sampled_from([-1, 0, 1]), st.lists(st.sampled_from("pqrs"), max_size=3).map(tuple)), min_size=1
)


@given(answers)
def test_attribution_adds_up_to_the_nps(given_answers):
    nps = 100 * sum(code for code, _ in given_answers) / len(given_answers)
    assert math.fsum(one.points for one in attribute(given_answers)) == pytest.approx(nps, abs=1e-9)


@given(answers, answers)
def test_attribution_of_a_change_adds_up_to_the_change(before, after):
    change = 100 * (sum(c for c, _ in after) / len(after) - sum(c for c, _ in before) / len(before))
    assert math.fsum(one.points for one in attribute_change(before, after)) == pytest.approx(change, abs=1e-9)


def test_attribution_by_hand():
    # Four answers: promoter on staff; detractor on price and delivery; passive on price; detractor on nothing.
    found = {one.theme: (one.points, one.n) for one in attribute(
        [(1, ("staff",)), (-1, ("price", "delivery")), (0, ("price",)), (-1, ())]
    )}  # fmt: skip
    assert found == {"staff": (25.0, 1), "price": (-12.5, 2), "delivery": (-12.5, 1), None: (-25.0, 1)}
    assert attribute([]) == ()
