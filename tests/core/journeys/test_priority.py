"""Priorities by hand: severity × share × (1 + shortfall / 4)."""

import pytest

from cx_core.journeys import build
from cx_core.journeys.gaps import gaps
from cx_core.journeys.priority import priorities


def journey(*pains, expected=None, perceived=None):
    point = build.touchpoint("Giao hàng", list(pains), expected=expected, perceived=perceived)
    return build.journey("Mua", [build.stage("Nhận", [point])])


@pytest.mark.parametrize(
    ("severity", "frequency", "expected", "perceived", "value"),
    [
        (5, "always", 2.0, -2.0, 9.0),  # 5 · 0.9 · 2
        (1, "rare", None, None, 0.1),
        (4, "often", 1.0, 0.0, 3.0),  # 4 · 0.6 · 1.25
        (4, "often", 0.0, 2.0, 2.4),  # above what is expected: no discount
        (3, None, None, None, 0.9),  # nobody said how often: as sometimes
    ],
)
def test_the_formula(severity, frequency, expected, perceived, value):
    one = journey(build.pain_point("x", severity, id="p", frequency=frequency), expected=expected, perceived=perceived)
    found = priorities(one, gaps(one))["p"]
    assert found.value == pytest.approx(value)
    assert (found.source == "unknown") == (frequency is None)


def test_equal_values_share_a_rank():
    pains = [build.pain_point("a", 5, id="a"), build.pain_point("b", 2, id="b"), build.pain_point("c", 2, id="c")]
    one = journey(*pains)
    assert {key: (found.rank, found.total) for key, found in priorities(one, gaps(one)).items()} == {
        "a": (1, 3),
        "b": (2, 3),
        "c": (2, 3),
    }
