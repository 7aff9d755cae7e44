"""Weights for answers that do not mirror the customers, and what silence may hide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx_core.metrics.distributions import CONFIDENCE, normal_quantile
from cx_core.metrics.estimates import Estimate
from cx_core.metrics.intervals import POINTS

Floats = NDArray[np.float64]

MAX_ROUNDS, TOLERANCE = 100, 1e-6
#: Weights are kept between these multiples of their mean; outside, one answer would speak for too many.
LEAST, MOST = 0.3, 3.0
WARN_EFFECT, REFUSE_EFFECT = 1.5, 3.0


@dataclass(frozen=True)
class Weights:
    """One weight an answer, mean 1, and what they cost.

    ``effect`` is Kish's n Σw² / (Σw)², ``effective_n`` = n / effect. ``is_close`` tells whether every margin is met
    within 1e-6. ``standing`` is ``fine``, ``warn`` (effect over 1.5) or ``refuse`` (over 3): then the answers are
    too unlike the customers for weighting to mend.
    """

    values: Floats
    effect: float
    effective_n: float
    rounds: int
    is_close: bool
    standing: str


def rake(
    groups: Mapping[str, Sequence[str]],
    targets: Mapping[str, Mapping[str, float]],
    limits: tuple[float, float] | None = (LEAST, MOST),
) -> Weights:
    """Weight answers so that each field's shares match those of the customers (iterative proportional fitting).

    ``groups`` holds each field's value for every answer, ``targets`` the true shares of each field's values. Repeat
    w *= target / achieved over the fields until the largest relative error is under 1e-6 (at most 100 rounds), trim
    to 0.3–3 times the mean, rake once more. ValueError when targets do not sum to 1, when a value has a target but
    no answer, or an answer but no target. Always shown beside the unweighted number. Source: Deming & Stephan 1940;
    Kish 1992.

    >>> rake({"sex": ["f", "f", "f", "m"]}, {"sex": {"f": 0.5, "m": 0.5}}).values.round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    codes = {field: _codes(field, groups[field], targets[field]) for field in targets}
    n = len(next(iter(codes.values()))[0]) if codes else 0
    if not n:
        raise ValueError("there is nothing to weight")
    weights, rounds, is_close = _fitted(np.ones(n), codes)
    if limits and ((weights < limits[0]).any() or (weights > limits[1]).any()):
        weights, more, is_close = _fitted(np.clip(weights, *limits), codes)
        rounds += more
    effect = kish_effect(weights)
    standing = "refuse" if effect > REFUSE_EFFECT else "warn" if effect > WARN_EFFECT else "fine"
    return Weights(weights, effect, n / effect, rounds, is_close, standing)


def kish_effect(weights: Floats) -> float:
    """Return the design effect of weights, n Σw² / (Σw)²: by how much variances grow. Source: Kish 1965.

    >>> kish_effect(np.array([1.0, 1.0])), kish_effect(np.array([1.0, 3.0]))
    (1.0, 1.25)
    """
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def weighted_nps(codes: Sequence[int], weights: Floats, confidence: float = CONFIDENCE) -> Estimate:
    """Return the weighted NPS of the codes +1, 0, -1 in points.

    Σwx / Σw, SE = sqrt(n/(n-1) Σw²(x - m)²) / Σw. None without answers; no interval for one answer or when all agree.

    >>> weighted_nps([1, -1], np.array([3.0, 1.0])).value
    50.0
    """
    x = np.asarray(codes, dtype=float)
    n = len(x)
    if not n:
        return Estimate(None, reason="no_answers")
    mean = float((weights * x).sum() / weights.sum())
    if n < 2 or np.ptp(x) == 0:
        return Estimate(POINTS * mean, n=n, method="weighted")
    error = float(np.sqrt(n / (n - 1) * (weights**2 * (x - mean) ** 2).sum()) / weights.sum())
    half = normal_quantile(confidence) * error
    low, high = max(-1.0, mean - half), min(1.0, mean + half)
    return Estimate(POINTS * mean, POINTS * low, POINTS * high, n, "weighted")


def response_rate(n_answers: int, n_invited: int | None) -> float | None:
    """Return answers over delivered invitations, 0 to 1; None when nobody knows how many were invited.

    >>> response_rate(30, 120), response_rate(30, None)
    (0.25, None)
    """
    return n_answers / n_invited if n_invited else None


@dataclass(frozen=True)
class SilentCustomers:
    """What the NPS of all customers would be if the silent ones thought otherwise, in points.

    ``assumed`` lets them differ by a given gap; ``worst`` and ``best`` let them all be detractors or promoters. The
    interval around a measured NPS never covers this.
    """

    assumed: float
    worst: float
    best: float


def silent_customers(nps: float, rate: float, gap: float) -> SilentCustomers:
    """Return the NPS of all when the silent share (1 - rate) scores ``gap`` points lower.

    NPS - (1 - r) gap; bounds r NPS ∓ 100 (1 - r). ``rate`` is the response rate, 0 to 1. Source: Manski 1990 for
    the bounds.

    >>> silent_customers(40.0, 0.25, 20.0)
    SilentCustomers(assumed=25.0, worst=-65.0, best=85.0)
    """
    silent = 1 - rate
    return SilentCustomers(nps - silent * gap, rate * nps - POINTS * silent, rate * nps + POINTS * silent)


_Coded = tuple[NDArray[np.intp], Floats]


def _codes(field: str, given: Sequence[str], shares: Mapping[str, float]) -> _Coded:
    values = list(shares)
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise ValueError(f"the targets of {field} do not sum to 1")
    place = {value: code for code, value in enumerate(values)}
    unknown = sorted(set(given) - set(values))
    if unknown:
        raise ValueError(f"{field} has answers without a target: {', '.join(unknown)}")
    codes = np.array([place[value] for value in given], dtype=np.intp)
    target = np.array([shares[value] for value in values], dtype=float)
    empty = [value for code, value in enumerate(values) if target[code] > 0 and not (codes == code).any()]
    if empty:
        raise ValueError(f"{field} has no answers for: {', '.join(empty)}")
    return codes, target


def _fitted(weights: Floats, codes: Mapping[str, _Coded]) -> tuple[Floats, int, bool]:
    for round_number in range(1, MAX_ROUNDS + 1):
        for code, target in codes.values():
            achieved = np.bincount(code, weights, len(target)) / weights.sum()
            factor = np.divide(target, achieved, out=np.zeros_like(target), where=achieved > 0)
            weights = weights * factor[code]
        if _largest_error(weights, codes) < TOLERANCE:
            return weights * len(weights) / weights.sum(), round_number, True
    return weights * len(weights) / weights.sum(), MAX_ROUNDS, False


def _largest_error(weights: Floats, codes: Mapping[str, _Coded]) -> float:
    worst = 0.0
    for code, target in codes.values():
        achieved = np.bincount(code, weights, len(target)) / weights.sum()
        wanted = target > 0
        worst = max(worst, float(np.abs(achieved[wanted] / target[wanted] - 1).max()))
    return worst
