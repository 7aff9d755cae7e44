"""Numbers beside each other add up as a reader counts."""

from hypothesis import given
from hypothesis import strategies as st

from cx_core.model.rounding import adding_decimals, adding_up

points = st.floats(-100, 100).map(lambda one: round(one, 4))


def test_whole_numbers_that_add_up_stay_whole():
    assert adding_up((24.2, -21.1), 3.1, 0) == ((24, -21), 3)


def test_one_more_digit_where_whole_numbers_contradict_each_other():
    # Whole: 25 - 21 is 4, and 3.3 would be told as 3.
    assert adding_up((24.6, -21.3), 3.3, 0) == ((24.6, -21.3), 3.3)


def test_where_one_more_digit_contradicts_as_well_the_part_rounded_furthest_gives_way():
    # 24.7 - 21.4 is 3.3, and 3.24 is told as 3.2 elsewhere; 24.66 is .04 from 24.7, 21.42 only .02 from 21.4.
    assert adding_up((24.66, -21.42), 3.24, 0) == ((24.6, -21.4), 3.2)


@given(points, points)
def test_what_is_shown_always_adds_up(first, second):
    decimals = adding_decimals((first, second), first + second, 0)
    shown, total = adding_up((first, second), first + second, 0)
    assert decimals in (0, 1)
    assert round(sum(shown), decimals) == total == round(first + second, decimals)
    assert all(abs(one - exact) < 10**-decimals for one, exact in zip(shown, (first, second), strict=True))
