"""What each group carries of a change: counted on fingers, and summing exactly."""

import math

from hypothesis import given
from hypothesis import strategies as st

from cx_core.metrics.attribution import carried_change, shared_change
from cx_core.metrics.themes import attribute_change
from cx_core.model.feedback import Scale
from cx_core.model.measure import Counts

trinomials = st.tuples(*[st.integers(0, 40)] * 3).map(lambda c: Counts(sum(c), *c))
sides = st.dictionaries(st.sampled_from(["store", "web", "zalo", None]), trinomials, min_size=1)


def test_ten_answers_on_fingers():
    # Before: store +3 −1 of 10, web +2 −4 of 10. After: store all 10 detract, web gone.
    before = {"store": Counts(4, 3, 0, 1), "web": Counts(6, 2, 0, 4)}
    after = {"store": Counts(10, 0, 0, 10)}
    store, web = carried_change("nps", before, after)
    assert (store.group, store.before, store.after, store.change.value) == ("store", 20.0, -100.0, -120.0)
    assert (web.group, web.before, web.after, web.change.value) == ("web", -20.0, 0.0, 20.0)


def test_a_mean_is_carried_in_its_own_unit():
    one = Counts(2, 1, 0, 1, 600, 100**2 + 500**2, Scale(1, 5))
    two = Counts(2, 2, 0, 0, 1000, 2 * 500**2, Scale(1, 5))
    (only,) = carried_change("ces", {"a": one}, {"a": two})
    assert (only.before, only.after) == (3.0, 5.0)


def test_an_empty_side_and_two_scales_have_no_parts():
    assert carried_change("nps", {}, {"a": Counts(1, 1)}) == ()
    five, seven = Counts(1, 1, 0, 0, 500, 250000, Scale(1, 5)), Counts(1, 1, 0, 0, 700, 490000, Scale(1, 7))
    assert carried_change("ces", {"a": five}, {"a": seven}) == ()


@given(sides, sides)
def test_the_parts_add_up_to_the_change(before, after):
    found = carried_change("nps", before, after)
    n0, n1 = (sum(c.n for c in side.values()) for side in (before, after))
    if not n0 or not n1:
        assert found == ()
        return
    nps = [100 * sum(c.top - c.bottom for c in side.values()) / n for side, n in ((before, n0), (after, n1))]
    assert math.isclose(math.fsum(one.change.value for one in found), nps[1] - nps[0], abs_tol=1e-9)
    assert all(one.change.low <= one.change.value <= one.change.high for one in found)


@given(sides, sides)
def test_it_is_the_share_out_of_single_answers(before, after):
    def answers(side):
        for group, c in side.items():
            yield from [(1, (group,))] * c.top + [(0, (group,))] * c.middle + [(-1, (group,))] * c.bottom

    found = {one.group: one.change.value for one in carried_change("nps", before, after)}
    if found:
        for one in attribute_change(answers(before), answers(after)):
            assert math.isclose(found[one.theme], one.points, abs_tol=1e-9)


def test_an_answer_with_two_themes_gives_half_to_each():
    # One promoter of staff before; after, one detractor of staff and price: -1/2 each of one answer.
    found = {
        one.group: (one.before, one.after)
        for one in shared_change("nps", {"staff": {1: PROMOTER}}, {"staff": {2: DETRACTOR}, "price": {2: DETRACTOR}})
    }
    assert found == {"staff": (100.0, -50.0), "price": (0.0, -50.0)}


PROMOTER, DETRACTOR = Counts(1, 1), Counts(1, 0, 0, 1)
codes = st.lists(
    st.tuples(st.sampled_from([1, 0, -1]), st.lists(st.sampled_from(["staff", "price", "wait"]), unique=True)),
    min_size=1,
    max_size=30,
)


def tabled(answers):
    """Put single answers into the table that `shared_change` reads."""
    side = {}
    for code, themes in answers:
        for theme in themes or [None]:
            by_k = side.setdefault(theme, {})
            k = max(1, len(themes))
            by_k[k] = by_k.get(k, Counts()) + Counts(1, int(code == 1), int(code == 0), int(code == -1))
    return side


@given(codes, codes)
def test_counts_by_number_of_themes_say_what_single_answers_say(before, after):
    found = {one.group: one.change.value for one in shared_change("nps", tabled(before), tabled(after))}
    told = {
        one.theme: one.points for one in attribute_change(*([(c, tuple(t)) for c, t in s] for s in (before, after)))
    }
    assert found.keys() == told.keys()
    assert all(math.isclose(found[theme], told[theme], abs_tol=1e-9) for theme in told)
    nps = [100 * sum(code for code, _ in side) / len(side) for side in (before, after)]
    assert math.isclose(math.fsum(found.values()), nps[1] - nps[0], abs_tol=1e-9)
