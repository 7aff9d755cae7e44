"""Interrupted time series: level and slope before and after an action, when there is no comparison group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx_core.metrics.distributions import student_p_value, student_quantile
from cx_core.metrics.estimates import Estimate

Floats = NDArray[np.float64]

MIN_BEFORE, MIN_AFTER = 12, 8
#: Even the careful errors below reject a true null up to 18 % of the time at 5 %, so a claim needs this.
CLAIM = 0.01


@dataclass(frozen=True)
class Interruption:
    """The jump in level and the change in slope at the action, in the unit of the values (per period for the slope).

    Estimates carry ``reason`` ``too_few_periods`` under 12 periods before or 8 after. ``is_claimed`` asks p < 0.01
    for the jump; ``expected`` is what the trend before the action would have given in each later period.
    """

    level: Estimate
    slope: Estimate
    p_level: float | None = None
    p_slope: float | None = None
    expected: tuple[float, ...] = ()

    @property
    def is_claimed(self) -> bool:
        """True when the jump may be called real."""
        return self.p_level is not None and self.p_level < CLAIM


def interrupted_series(values: Sequence[float], start: int, lags: int | None = None) -> Interruption:
    """Fit y = b0 + b1 t + b2 D + b3 (t - T0) D, D = 1 from the place ``start`` on.

    Standard errors: the larger of the ordinary one and Newey–West's (Bartlett, ``lags`` default floor(4
    (T/100)^(2/9))) times sqrt(T / (T - 4)); t with T - 4 degrees of freedom. Without a control series anything else
    that happened at that time is in it too: prefer `effects.difference_in_differences`. Sources: Wagner et al.
    2002; Newey & West, Econometrica 55, 1987.

    >>> interrupted_series([1.0] * 5, 3).level.reason
    'too_few_periods'
    """
    n, after = len(values), len(values) - start
    if start < MIN_BEFORE or after < MIN_AFTER:
        nothing = Estimate(None, n=n, reason="too_few_periods")
        return Interruption(nothing, nothing)
    y = np.asarray(values, dtype=float)
    t = np.arange(n, dtype=float)
    on = (t >= start).astype(float)
    design = np.column_stack([np.ones(n), t, on, (t - start) * on])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ y
    left = y - design @ coefficients
    degrees = n - 4
    ordinary = np.sqrt(np.diag(inverse) * float(left @ left) / degrees)
    robust = np.sqrt(np.diag(_newey_west(design, left, inverse, _lags(n) if lags is None else lags)) * n / degrees)
    errors = np.maximum(ordinary, robust)
    expected = tuple(float(value) for value in (design[start:, :2] @ coefficients[:2]))
    level, p_level = _tested(float(coefficients[2]), float(errors[2]), degrees, n)
    slope, p_slope = _tested(float(coefficients[3]), float(errors[3]), degrees, n)
    return Interruption(level, slope, p_level, p_slope, expected)


def _lags(n: int) -> int:
    return math.floor(4 * (n / 100) ** (2 / 9))


def _newey_west(design: Floats, left: Floats, inverse: Floats, lags: int) -> Floats:
    scores = design * left[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (cross + cross.T)
    covariance: Floats = inverse @ middle @ inverse
    return covariance


def _tested(value: float, error: float, degrees: int, n: int) -> tuple[Estimate, float | None]:
    # A perfect fit leaves nothing to test with.
    if error <= 1e-12 * max(1.0, abs(value)):
        return Estimate(value, n=n, method="interrupted_series", reason="no_spread"), None
    half = student_quantile(degrees) * error
    found = Estimate(value, value - half, value + half, n, "interrupted_series")
    return found, student_p_value(value / error, degrees)
