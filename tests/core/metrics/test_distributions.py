"""Our own normal and Student functions against scipy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from cx_core.metrics.distributions import (
    normal_p_value,
    normal_quantile,
    regularised_beta,
    student_p_value,
    student_quantile,
)


@pytest.mark.parametrize("degrees", [1, 1.5, 2, 3, 7.3, 29, 100, 999, 1001, 5000, 1e6])
@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_student_quantile(degrees, confidence):
    assert student_quantile(degrees, confidence) == pytest.approx(stats.t.ppf(0.5 + confidence / 2, degrees), rel=1e-9)


@given(t=st.floats(-50, 50), degrees=st.floats(0.5, 5000))
def test_student_p_value(t, degrees):
    assert student_p_value(t, degrees) == pytest.approx(2 * stats.t.sf(abs(t), degrees), rel=1e-6, abs=1e-290)


@given(x=st.floats(0, 1), a=st.floats(0.3, 300), b=st.floats(0.3, 300))
def test_regularised_beta(x, a, b):
    assert regularised_beta(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-7, abs=1e-12)


@given(st.floats(-30, 30))
def test_normal_p_value(z):
    assert normal_p_value(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-9, abs=1e-300)


def test_normal_quantile():
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, rel=1e-12)  # any table
    assert normal_quantile(0.90) == pytest.approx(1.644853626951473, rel=1e-12)
