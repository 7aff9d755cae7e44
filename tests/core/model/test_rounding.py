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


def test_where_one_more_digit_contradicts_as_well_the_total_is_what_is_shown():
    # 24.6 - 21.4 is 3.2, and 3.28 would be told as 3.3.
    assert adding_up((24.64, -21.36), 3.28, 0) == ((24.6, -21.4), 3.2)


@given(st.lists(points, min_size=2, max_size=3))
def test_what_is_shown_always_adds_up(parts):
    decimals = adding_decimals(parts, sum(parts), 0)
    shown, total = adding_up(parts, sum(parts), 0)
    assert decimals in (0, 1)
    assert round(sum(shown), decimals) == total
    # Half of the last digit, or with one digit more half of it for each of three parts.
    assert abs(total - sum(parts)) <= (0.5, 0.15)[decimals] + 1e-9
